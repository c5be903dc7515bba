import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import bot.store.tables  # noqa: F401 (hangs the bot's tables on the metadata)
from bot.failpoint import install
from bot.store import migrate
from bot.store.migrate import KNOWN, newest, upgrade, upgrade_open, version
from briefings.errors import StoreError
from briefings.store.database import Database
from briefings.store.tables import metadata


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'daybrief.db'}"


@pytest.fixture(autouse=True)
def _no_hook():
    yield
    install(None)


async def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    return await _looked(url, lambda sync: [tuple(row) for row in sync.exec_driver_sql(query)])


async def _looked(url: str, look: Callable[[Connection], Any]) -> Any:
    database = await Database.open(url)
    try:
        async with database.read() as connection:
            return await connection.run_sync(look)
    finally:
        await database.close()


async def _execute(url: str, *statements: str) -> None:
    database = await Database.open(url)
    try:
        async with database.write() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await database.close()


async def test_a_migrated_database_equals_the_tables(url):
    """Nothing is left to migrate: columns, types, defaults, indexes and constraints are those of the metadata."""
    assert await upgrade(url)

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    database = await Database.open(url)
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(version) == newest()
    await database.close()


async def test_the_second_run_changes_nothing(url):
    """A database that is up to date is left alone."""
    assert await upgrade(url)
    assert not await upgrade(url)


async def test_a_database_in_memory_is_migrated_while_open():
    """The open database itself is brought up to date."""
    database = await Database.open("sqlite://")
    assert await upgrade_open(database)
    assert not await upgrade_open(database)
    await database.close()


async def test_a_newer_schema_is_refused_and_left_alone(url):
    """An older program never touches what a newer one wrote."""
    await upgrade(url)
    await _execute(url, "update alembic_version set version_num = '9999'")
    with pytest.raises(StoreError, match="schema 9999 and this Daybrief knows up to 0005"):
        await upgrade(url)


async def test_a_foreign_database_is_refused(url):
    """A file of another program is named as such and not written to."""
    await _execute(url, "create table songs (id integer)")
    with pytest.raises(StoreError, match="not Daybrief's: it holds the table songs"):
        await upgrade(url)


async def test_an_empty_version_beside_tables_is_refused(url):
    """A version that was lost is not guessed."""
    await upgrade(url)
    await _execute(url, "delete from alembic_version")
    with pytest.raises(StoreError, match="Restore it from a backup"):
        await upgrade(url)


@pytest.mark.parametrize("step", [1, 2, 3])
async def test_a_step_that_breaks_leaves_nothing_behind(url, step):
    """All of a migration is one transaction: the version is n or n+1, never between."""
    places = []

    def breaks(place: str) -> None:
        places.append(place)
        if len(places) == step:
            raise RuntimeError("the power went")

    install(breaks)
    with pytest.raises(RuntimeError):
        await upgrade(url)
    install(None)
    assert places == ["migrate.middle"] * step
    assert await _looked(url, lambda sync: inspect(sync).get_table_names()) == []
    assert await upgrade(url)


def test_every_step_is_known_by_its_version():
    """The program names them without reading the files, in the order of the files."""
    steps = ScriptDirectory(str(Path(migrate.INI).with_name("migrations"))).walk_revisions()
    assert [step.revision for step in steps] == list(reversed(KNOWN))


async def test_a_database_that_is_up_to_date_needs_no_tool_to_change_it(url):
    """What only a change needs is not loaded for the months in between."""
    await upgrade(url)
    look = "import asyncio, sys; from bot.store.migrate import upgrade; asyncio.run(upgrade(sys.argv[1]))"
    look += "; sys.exit('alembic' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, url)
    assert await process.wait() == 0


OLD_ROWS = (
    """insert into readers (id, chat_id, kind, standing, created_at, changed_at, step) values
       (1, 71, 'private', 'active', :at, :at, 'place'), (12, 72, 'private', 'active', :at, :at, null)""",
    """insert into told (reader_id, story, brief, delivery_id, told_at) values
       (12, 's', 'b', 12, :at), (1, 's', 'b', 7, :at)""",
    """insert into deliveries (id, reader_id, local_date, slot, due_at, expires_at, lane, state, content, planned_at,
       rendered_at) values
       (7, 1, '2026-11-24', 'morning', :at, :at, 1, 'sent', '{"shown": []}', :at, :at),
       (12, 12, '2026-11-24', 'morning', :at, :at, 1, 'planned', null, :at, :at),
       (13, 12, '2026-11-25', 'morning', :next, :next, 1, 'planned', null, :next, null),
       (14, 12, '2026-11-24', 'now:5', :at, :at, 0, 'sent', null, :at, :at),
       (15, 12, '2026-11-24', 'now:6', :evening, :evening, 0, 'planned', null, :evening, null)""",
    """insert into parts (id, delivery_id, number, lane, html, plain, keyboard, variant, state, attempts, doubts,
       as_plain, token, lease_until, not_before, sent_at, message_id, failure) values
       (70, 7, 1, 1, '<b>one</b>', 'one', '[[{"text":"12","data":"1:src:7","url":null}]]', 'v', 'sent', 2, 1,
        1, 3, null, :at, :at, 900, 'before that, a timeout'),
       (71, 12, 1, 1, '<b>one</b>', 'one', '[[{"text":"12","data":"1:src:12","url":null}]]', 'v', 'sending', 1, 0,
        0, 1, :next, :at, null, null, null),
       (72, 12, 2, 1, '<b>one</b>', 'one', '[]', 'v', 'planned', 0, 0, 0, 0, null, :at, null, null, null),
       (73, 14, 1, 0, 'x', 'x', null, 'w', 'sent', 1, 0, 0, 1, null, :at, :at, 901, null)""",
)
MANY = (
    """insert into deliveries (id, reader_id, local_date, slot, due_at, expires_at, lane, state, planned_at)
       with recursive n(i) as (select 100 union all select i + 1 from n where i < 1300)
       select i, 1, date('2026-01-01', i || ' days'), 'evening', due_at, expires_at, 1, 'sent', planned_at
       from n join deliveries on id = 7""",
    """insert into parts (delivery_id, number, lane, html, plain, keyboard, variant, state, not_before)
       select id, 1, 1, 'text ' || (id % 700), 't', '[]', '', 'sent', planned_at from deliveries where id >= 100""",
)
AT = {"at": "2026-11-24 12:00:00.000000", "evening": "2026-11-24 19:30:00.000000", "next": "2026-11-25 12:00:00.000000"}


@pytest.fixture
async def old(url):
    """A database that the first schema's program has filled."""
    database = await Database.open(url)

    def first(connection: Connection) -> None:
        config = Config(str(migrate.INI))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    async with database.write() as connection:
        await connection.run_sync(first)
        for statement in OLD_ROWS:
            await connection.exec_driver_sql(statement, AT)
    await database.close()
    return url


async def test_the_messages_of_the_first_schema_are_kept(old):
    """Each part as it was; equal ones share a text, in whose buttons the delivery's id is left open."""
    before = await _rows(old, "select id, state, attempts, doubts, as_plain, token, lease_until, not_before from parts")
    assert await upgrade(old)
    assert before == await _rows(
        old, "select id, state, attempts, doubts, as_plain, token, lease_until, not_before from parts"
    )
    assert await _rows(old, "select id, sent_at, message_id, failure from parts where state = 'sent' order by id") == [
        (70, AT["at"], 900, "before that, a timeout"),
        (73, AT["at"], 901, None),
    ]
    read = "select p.id, p.last, t.html, t.plain, t.keyboard, t.made_at from parts p join texts t on t.id = p.text_id"
    shared = '[[{"text":"12","data":"1:src:{d}","url":null}]]'
    assert await _rows(old, read + " order by p.id") == [
        (70, 1, "<b>one</b>", "one", shared, AT["at"]),
        (71, 0, "<b>one</b>", "one", shared, AT["at"]),
        (72, 1, "<b>one</b>", "one", "[]", AT["at"]),
        (73, 1, "x", "x", None, AT["at"]),
    ]
    assert await _rows(old, "select count(*) from texts") == [(3,)]
    assert (
        await _rows(old, "pragma foreign_key_check")
        == await _rows(old, "select name from sqlite_master where name like '%0001'")
        == []
    )


async def test_what_the_first_schema_planned_is_counted(old):
    """Broadcasts by their minute, answers by the day; so the account is even from the beginning."""
    await upgrade(old)
    day = "2026-11-24 00:00:00.000000"
    assert await _rows(old, "select due_at, lane, planned from sends order by lane, due_at") == [
        (day, 0, 2),
        (AT["at"], 1, 2),
        (AT["next"], 1, 1),
    ]
    assert await _rows(old, "select * from told order by reader_id") == [
        (1, "s", "b", 7, AT["at"]),
        (12, "s", "b", 12, AT["at"]),
    ]
    assert await _rows(old, "select id, step, refused_on from readers order by id") == [
        (1, "place", None),
        (12, None, None),
    ]


async def test_a_step_that_breaks_leaves_the_first_schema_as_it_was(old):
    """With every row in its place."""
    everything = (
        "select p.*, d.*, r.* from parts p join deliveries d on d.id = delivery_id join readers r on r.id = reader_id"
    )
    before = await _rows(old, everything)

    def breaks(_: str) -> None:
        raise RuntimeError("the power went")

    install(breaks)
    with pytest.raises(RuntimeError):
        await upgrade(old)
    install(None)
    assert await _rows(old, everything) == before
    assert await _looked(old, version) == "0001"
    assert await upgrade(old)


async def test_however_many_messages_there_are_they_are_copied_in_pages(old):
    """A month of them need not fit into memory."""
    await _execute(old, *MANY)
    assert await upgrade(old)
    found = "select count(*), count(distinct text_id), sum(last) from parts where delivery_id >= 100"
    assert await _rows(old, found) == [(1_201, 700, 1_201)]
