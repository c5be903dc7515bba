"""A ledger that does not add up is told at once, once, and so is that it does again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert

from bot.alarm import Alarm
from bot.books import EVERY, LedgerWatch
from bot.delivery.outcome import Outcome, Sent
from bot.readers.model import Address
from bot.store.tables import sends
from bot.telegram.screen import Screen
from bot.telegram.text import plain
from briefings.store.database import Database
from tests.clock import ManualClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Chat:
    """What an admin is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def say(self, _address: Address, screen: Screen) -> Outcome:
        self.said.append(plain(screen.text))
        return Sent(1)


async def test_missing_deliveries_are_told_once_until_the_ledger_is_even_again(
    database: Database, clock: ManualClock
) -> None:
    """Three were planned at noon, and of them there is nothing; an hour later somebody has put it right."""
    chat, alarm, watch = Chat(), Alarm(clock, (1,)), LedgerWatch()

    async def look() -> None:
        await watch.look(database, alarm, clock.now())
        await alarm.tell(chat)
        clock.advance(seconds=EVERY.total_seconds())

    await look()
    async with database.write() as connection:
        await connection.execute(insert(sends), {"due_at": NOON, "lane": 1, "planned": 3})
    await look()
    await look()
    async with database.write() as connection:
        await connection.execute(delete(sends))
    await look()
    await look()
    assert [words.partition("\n")[0] for words in chat.said] == ["ledger.uneven", "ledger.even"]
    assert "sends: 2026-11-24 12:00 UTC" in chat.said[0]


async def test_it_looks_once_an_hour(database: Database, clock: ManualClock) -> None:
    """However often it is called: the count reads all that is kept."""
    chat, alarm, watch = Chat(), Alarm(clock, (1,)), LedgerWatch()
    await watch.look(database, alarm, clock.now())
    async with database.write() as connection:
        await connection.execute(insert(sends), {"due_at": NOON, "lane": 0, "planned": 1})
    for minutes in (1, 58, 2):
        clock.advance(minutes=minutes)
        await watch.look(database, alarm, clock.now())
        await alarm.tell(chat)
        assert bool(chat.said) == (minutes == 2)
    assert "sends: what was asked for" in chat.said[0]
    assert timedelta(minutes=61) > EVERY
