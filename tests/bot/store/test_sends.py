"""The count of what was planned: whoever plans adds to it, and only whoever lawfully deletes takes out of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.delivery.reconcile import reconcile
from bot.readers.model import Address, ChatKind, Reader
from bot.store.holdings import Holdings
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.store.purge import purge
from bot.store.readers import ReaderStore, newcomer
from bot.store.sends import add_planned, uncount
from bot.store.tables import deliveries, sends
from briefings.store.database import Database

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def counted(database: Database) -> list[tuple[datetime, int, int]]:
    async with database.read() as connection:
        return [tuple(row) for row in await connection.execute(select(sends).order_by(sends.c.due_at, sends.c.lane))]


async def owe(database: Database, reader: Reader, *days: date) -> None:
    """A broadcast at noon of each day, as a planner owes it."""
    async with database.write() as connection:
        for day in days:
            due_at = datetime.combine(day, NOON.timetz())
            row = {"reader_id": reader.id, "local_date": day, "slot": "morning", "due_at": due_at}
            row |= {"expires_at": due_at + DAY / 4, "lane": 1, "state": "planned", "planned_at": due_at}
            await connection.execute(insert(deliveries).values(row))
            await add_planned(connection, due_at, 1, 1)


async def test_broadcasts_are_counted_by_their_minute_and_answers_by_their_day(database: Database) -> None:
    """Counts of one send add up; nothing planned is no row."""
    async with database.write() as connection:
        await add_planned(connection, NOON, 1, 2)
        await add_planned(connection, NOON, 1, 3)
        await add_planned(connection, NOON + timedelta(minutes=1), 1, 0)
        await add_planned(connection, NOON, 0, 1)
        await add_planned(connection, NOON + timedelta(hours=11), 0, 1)
        await add_planned(connection, NOON + timedelta(hours=12), 0, 1)
    midnight = NOON - timedelta(hours=12)
    assert await counted(database) == [(midnight, 0, 2), (NOON, 1, 5), (midnight + DAY, 0, 1)]


async def test_what_is_uncounted_leaves_its_own_send(database: Database, reader: Reader) -> None:
    """A send of which nothing is left is no row any more."""
    days = [NOON.date() - n * DAY for n in range(3)]
    await owe(database, reader, *days)
    await OwedStore(database).ask(reader.id, 5, days[0], NOON)
    async with database.write() as connection:
        await uncount(connection, deliveries.c.local_date >= days[1])
    assert await counted(database) == [(NOON - 2 * DAY, 1, 1)]


@pytest.mark.parametrize("how", ["drop", "erase", "purge", "move"])
async def test_whoever_lawfully_deletes_takes_out_of_the_count(database: Database, reader: Reader, how: str) -> None:
    """What is not owed any more, /forget, the purge, and a chat that moved into one where somebody said a word."""
    await owe(database, reader, NOON.date(), NOON.date() - DAY)
    await OwedStore(database).ask(reader.id, 5, NOON.date(), NOON)
    readers = ReaderStore(database)
    before = await reconcile(database)
    assert (before.whole.planned, before.even) == (3, True)
    match how:
        case "drop":
            await OwedStore(database).drop([1, 3])
        case "erase":
            await Holdings(database).erase(reader.id)
        case "purge":
            later = NOON + timedelta(days=29, hours=13)
            await Outbox(database).expire(later)
            await purge(database, later)
        case "move":
            old = await readers.find_or_add(newcomer(Address(8), ChatKind.GROUP, "en", NOON), NOON)
            await owe(database, old, NOON.date())
            await readers.moved(8, 7, NOON)
    after = await reconcile(database)
    left = {"drop": 1, "erase": 0, "purge": 2, "move": 1}
    assert (after.whole.planned, after.even) == (left[how], True)
