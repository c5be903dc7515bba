"""What is old goes, in small steps, and takes nothing with it that is still of use; no table grows for ever."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Table, func, insert, select

from bot.delivery.model import PartState
from bot.store import purge as people
from bot.store.purge import purge
from bot.store.tables import deliveries, inbox, sends
from briefings.store import purge as news
from briefings.store.columns import Instant
from briefings.store.database import Database
from briefings.store.tables import metadata

DUE = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = DUE + timedelta(days=31)
CENTURY = DUE + timedelta(days=36_500)
FILL = (
    """insert into readers (id, chat_id, kind, standing, created_at, changed_at)
       values (1, 1, 'private', 'active', :due, :due)""",
    """insert into texts (id, html, plain, keyboard, made_at)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
       select 'text ' || i, 'x', 'x', '[]', :due from n""",
    """insert into deliveries (reader_id, local_date, slot, due_at, expires_at, lane, state, planned_at)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
       select 1, '2026-11-24', 'now:' || i, :due, :due, 1, 'sent', :due from n""",
    """insert into parts (delivery_id, number, lane, last, text_id, state, not_before)
       select id, 1, 1, 1, 'text ' || id, 'sent', :due from deliveries where id <= 1100""",
    "insert into sends (due_at, lane, planned) values (:due, 1, 1200)",
)


@pytest.fixture
async def full(database: Database) -> Database:
    """Twelve hundred deliveries, and as many texts, a hundred of which nobody gets."""
    async with database.write() as connection:
        for statement in FILL:
            await connection.exec_driver_sql(statement, {"due": "2026-11-24 12:00:00.000000"})
    return database


async def count(database: Database, table: str) -> int:
    async with database.read() as connection:
        return (await connection.exec_driver_sql(f"select count(*) from {table}")).scalar_one()  # noqa: S608 (the test's own)


async def test_a_text_that_nobody_gets_goes_and_the_others_stay(full):
    """Whatever its age: the deliveries that had it were dropped, erased, or made anew."""
    assert await purge(full, DUE) == 100
    assert (await count(full, "texts"), await count(full, "parts"), await count(full, "deliveries")) == (
        1100,
        1100,
        1200,
    )
    assert await purge(full, DUE) == 0


async def test_texts_go_with_the_last_parts_that_have_them(full):
    """In steps, however many there are; and what goes lawfully leaves the count."""
    async with full.write() as connection:
        await connection.exec_driver_sql("update deliveries set due_at = '2026-12-24' where id = 7")
    assert await purge(full, OLD) == 1199 + 1199
    async with full.read() as connection:
        assert (await connection.exec_driver_sql("select id from texts")).all() == [("text 7",)]
        assert (await connection.exec_driver_sql("select delivery_id from parts")).all() == [(7,)]
        assert (await connection.exec_driver_sql("select planned from sends")).all() == [(1,)]


@pytest.mark.parametrize("state", [PartState.PLANNED, PartState.SENDING])
async def test_what_is_still_to_be_sent_stays_however_old_it_is(full, state):
    """A machine that was off for a month first lets it expire, visibly; the count stays even with it."""
    async with full.write() as connection:
        await connection.execute(deliveries.update().where(deliveries.c.id == 7).values(state=state))
    await purge(full, CENTURY)
    assert (await count(full, "deliveries"), await count(full, "parts"), await count(full, "texts")) == (1, 1, 1)
    async with full.read() as connection:
        assert await connection.scalar(select(sends.c.planned)) == 1


async def test_a_count_whose_deliveries_are_gone_goes_too(full):
    """Somebody deleted them behind the ledger's back: that is said for a month, and not for ever."""
    async with full.write() as connection:
        await connection.execute(deliveries.delete())
    await purge(full, OLD)
    assert await count(full, "sends") == 1
    await purge(full, OLD + timedelta(days=1))
    assert await count(full, "sends") == 0


async def test_an_update_that_nobody_has_answered_stays(database):
    """What was answered goes after thirty days."""
    states = ("waiting", "applied", "handled", "failed")
    async with database.write() as connection:
        rows = [
            {"update_id": n, "chat_id": 1, "received_at": DUE, "content": "{}", "state": one}
            for n, one in enumerate(states)
        ]
        await connection.execute(insert(inbox), rows)
    await purge(database, DUE + people.RECEIPTS)
    assert await count(database, "inbox") == 4
    await purge(database, OLD)
    async with database.read() as connection:
        assert list(await connection.scalars(select(inbox.c.state).order_by(inbox.c.update_id))) == [
            "waiting",
            "applied",
        ]


def test_every_table_has_a_rule_or_a_reason():
    """A table that was added without thinking of its end would grow for ever."""
    ruled = [rule.table.name for rule in (*people.rules(DUE), *news.rules(DUE))]
    assert sorted([*ruled, *people.UNBOUNDED]) == sorted(metadata.tables)


async def test_a_row_of_every_table_that_has_a_rule_goes_in_the_end(database):
    """Rows made of what the schema says: so a new table is tried without anybody thinking of it."""
    async with database.write() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(insert(table).values(dict(_values(table))))
    for _ in range(2):  # what held another one back may have gone only then
        await news.purge(database, CENTURY)
        await purge(database, CENTURY)
    async with database.read() as connection:
        left = {
            table.name
            for table in metadata.sorted_tables
            if await connection.scalar(select(func.count()).select_from(table))
        }
    assert left == set(people.UNBOUNDED) - {"parts", "edits"}


def _values(table: Table) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        if not (column.nullable or column.server_default):
            yield column.name, _value(column)
        elif isinstance(column.type, Instant):
            yield column.name, DUE


def _value(column: Column[Any]) -> Any:
    match column.type:
        case Instant():
            return DUE
        case Date():
            return date(2026, 11, 24)
        case Boolean():
            return True
        case kind if kind.python_type is int:
            return 1
        case _:
            return "sent" if column.name == "state" else "one"
