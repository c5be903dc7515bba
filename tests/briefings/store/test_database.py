"""The database keeps what it acknowledged, one writer at a time, and says what is wrong with an address."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import marks
from briefings.errors import StoreError
from briefings.store.database import LARGEST_LOG, Database, shown
from briefings.store.tables import stories


async def test_every_connection_syncs_fully_and_uses_the_write_ahead_log(database: Database) -> None:
    """An acknowledged write survives a crash of the machine."""
    async with database.read() as one, database.write() as other:
        for connection in (one, other):
            assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal"
            assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one() == 2
            assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar_one() == 1
            assert (await connection.exec_driver_sql("PRAGMA busy_timeout")).scalar_one() == 5000
            assert (await connection.exec_driver_sql("PRAGMA journal_size_limit")).scalar_one() == LARGEST_LOG


async def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """No "database is locked", and nothing lost, with fifty writers at once."""

    async def count_up() -> None:
        async with database.write() as connection:
            value = (await connection.execute(select(marks.c.value).where(marks.c.name == "n"))).scalar_one_or_none()
            if value is None:
                await connection.execute(insert(marks).values(name="n", value="1"))
            else:
                await connection.execute(marks.update().values(value=str(int(value) + 1)))

    await asyncio.gather(*(count_up() for _ in range(50)))
    async with database.read() as connection:
        assert (await connection.execute(select(marks.c.value))).scalar_one() == "50"


async def test_a_failed_block_changes_nothing(database: Database) -> None:
    """All of a write or none of it."""
    with pytest.raises(RuntimeError):
        async with database.write() as connection:
            await connection.execute(insert(marks).values(name="n", value="1"))
            raise RuntimeError
    async with database.read() as connection:
        assert (await connection.execute(select(marks))).all() == []


async def _count_up(connection: AsyncConnection) -> int:
    value = await connection.scalar(select(marks.c.value).where(marks.c.name == "n"))
    await connection.execute(delete(marks))
    await connection.execute(insert(marks).values(name="n", value=str(int(value or 0) + 1)))
    return int(value or 0) + 1


async def _fail(connection: AsyncConnection) -> None:
    await connection.execute(insert(marks).values(name="m", value="1"))
    raise RuntimeError


async def _names(database: Database) -> list[str]:
    async def names(connection: AsyncConnection) -> list[str]:
        return list(await connection.scalars(select(marks.c.name)))

    return await database.look(names)


@pytest.mark.parametrize("in_memory", [False, True])
async def test_work_is_done_whole_or_not_at_all(database: Database, in_memory: bool) -> None:
    """A function that is taken to the database: committed when it returns, undone when it fails, one at a time."""
    here = await Database.open("sqlite://") if in_memory else database
    if in_memory:
        async with here.write() as connection:
            await connection.run_sync(marks.create)
    counted = await asyncio.gather(*(here.change(_count_up) for _ in range(20)))
    assert sorted(counted) == list(range(1, 21))
    with pytest.raises(RuntimeError):
        await here.change(_fail)
    assert await _names(here) == ["n"]
    if in_memory:
        await here.close()


async def test_work_and_writers_wait_for_each_other(database: Database) -> None:
    """Whichever way a change takes, nobody meets a locked database."""

    async def count_up() -> None:
        async with database.write() as connection:
            await _count_up(connection)

    await asyncio.gather(*(one() for _ in range(20) for one in (count_up, lambda: database.change(_count_up))))
    assert await database.change(_count_up) == 41


async def test_who_is_cancelled_during_work_goes_when_it_is_decided(database: Database) -> None:
    """What is committed is never left to a thread that nobody waits for."""
    begun, go_on = threading.Event(), threading.Event()

    async def slowly(connection: AsyncConnection) -> int:
        begun.set()
        go_on.wait(10)
        return await _count_up(connection)

    working = asyncio.create_task(database.change(slowly))
    await asyncio.to_thread(begun.wait, 10)
    working.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not working.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await _names(database) == ["n"]


async def test_work_that_waits_for_something_else_is_refused(database: Database) -> None:
    """The database's thread has no loop; what was done so far is undone."""

    async def asleep(connection: AsyncConnection) -> None:
        await _count_up(connection)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waits"):
        await database.change(asleep)
    assert await _names(database) == []


async def test_instants_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    """Local time exists only at the edge."""
    local = datetime(2026, 11, 24, 7, 0, tzinfo=timezone(timedelta(hours=-7)))
    async with database.write() as connection:
        await connection.execute(insert(stories).values(id="s", created_at=local, changed_at=local))
    async with database.read() as connection:
        read = (await connection.execute(select(stories.c.created_at))).scalar_one()
    assert read == local
    assert read.tzinfo is UTC
    with pytest.raises(StatementError, match="needs a time zone"):
        async with database.write() as connection:
            await connection.execute(
                insert(stories).values(id="t", created_at=local.replace(tzinfo=None), changed_at=local)
            )


async def test_an_address_that_cannot_be_opened_gets_one_sentence(tmp_path: Path) -> None:
    """A missing folder, a file that is no database, another engine, a non-address."""
    (tmp_path / "text.db").write_text("this is not a database, it is a letter\n" * 50, encoding="utf-8")
    for url, words in [
        (f"sqlite:///{tmp_path}/missing/daybrief.db", "cannot be opened"),
        (f"sqlite:///{tmp_path}/text.db", "cannot be opened"),
        ("mysql://host/daybrief", "is not supported"),
        ("daybrief.db", "is not a URL"),
    ]:
        with pytest.raises(StoreError, match=words):
            await Database.open(url)


def test_a_password_is_not_shown() -> None:
    """Messages and logs may carry the address."""
    assert "secret" not in shown("postgresql://me:secret@host/daybrief")
    assert shown("::") == "(unreadable address)"
