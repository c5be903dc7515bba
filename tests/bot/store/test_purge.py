"""What is old goes, in small steps, and takes nothing with it that is still of use."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store.purge import purge
from briefings.store.database import Database

DUE = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = DUE + timedelta(days=31)
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
