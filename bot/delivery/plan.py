"""From the clock to the outbox: who became due since the last look is owed a briefing. One transaction a look.

There is no job per reader. A look covers the time since the last one (the watermark, which moves in the same
transaction), so a late look skips nobody; and a delivery is unique by (reader, local date, slot), so no look, no second
planner and no clock that was set back can owe anything twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.cuts import LEAD, Cut, cuts_due, groups
from bot.delivery.retry import GIVE_UP
from bot.readers.schedule import known_zone, occurrences
from bot.store.choices import SlotDue, choices, owe, times
from bot.store.marks import CUT_UNTIL, PLANNED_UNTIL, read_instant, set_instant
from briefings.model import Newsletter, Slot
from briefings.store.database import Database

log = structlog.get_logger()

LATE_AFTER = timedelta(minutes=2)


class Planner:
    """Looks at the clock for all readers."""

    def __init__(self, database: Database, newsletters: Sequence[Newsletter]) -> None:
        self._database = database
        self._newsletters = tuple(newsletters)

    async def tick(self, now: datetime) -> int:
        """Plan what became due up to `now`; returns how many deliveries are new. The first look ever plans nothing."""
        async with self._database.write() as connection:
            after = _window_start(await read_instant(connection, PLANNED_UNTIL), now)
            if after is None:
                return 0
            count = 0
            for due in await self._due(connection, after, now):
                late = now - due.due_at > LATE_AFTER
                count += await owe(connection, due, now, late=late, give_up=GIVE_UP)
            await set_instant(connection, PLANNED_UNTIL, now)
        if count:
            log.info("deliveries.planned", count=count, after=after.isoformat(), until=now.isoformat())
        return count

    async def cuts(self, now: datetime) -> list[Cut]:
        """The editions that are to be cut now, soonest readers first; each is named once for each time it is due."""
        async with self._database.write() as connection:
            mark = await read_instant(connection, CUT_UNTIL)
            after = _window_start(mark, now) if mark is not None else now - LEAD
            if after is None:
                return []
            found = groups(await choices(connection), self._newsletters)
            await set_instant(connection, CUT_UNTIL, now)
        return cuts_due(found, self._newsletters, after, now)

    async def _due(self, connection: AsyncConnection, after: datetime, now: datetime) -> list[SlotDue]:
        found = [
            self._slot_due(zone, at, slot, day, due_at)
            for slot in Slot
            for zone, at in await times(connection, slot)
            for day, due_at in _occurrences(zone, at, after, now)
        ]
        # The newest first: after an outage a reader gets only the latest missed slot.
        return sorted((due for due in found if due.own or due.other), key=lambda due: due.due_at, reverse=True)

    def _slot_due(self, zone: str, at: time, slot: Slot, day: date, due_at: datetime) -> SlotDue:
        own: set[str] = set()
        other: set[str] = set()
        for newsletter in self._newsletters:
            if day.isoweekday() in newsletter.days:
                (own if slot in newsletter.slots else other).add(newsletter.slug)
        return SlotDue(zone, at, slot, day, due_at, own, other)


def _window_start(mark: datetime | None, now: datetime) -> datetime | None:
    """Where the window up to `now` begins; None when there is nothing to look at, but the mark is to be set or kept."""
    if mark is None:
        return now
    if mark > now + GIVE_UP:
        # The clock was far ahead and is right again: begin anew, the ledger knows what was planned meanwhile.
        log.warning("clock.stepped_back", mark=mark.isoformat(), now=now.isoformat())
        return now - LATE_AFTER
    return max(mark, now - GIVE_UP) if mark < now else None


def _occurrences(zone: str, at: time, after: datetime, now: datetime) -> list[tuple[date, datetime]]:
    if not known_zone(zone):
        log.error("readers.unknown_zone", zone=zone)
        return []
    return occurrences(at, zone, after, now)
