"""From the clock to the outbox: who became due since the last look is owed a briefing. One transaction a look.

There is no job per reader. A look covers the time since the last one (the watermark, which moves in the transaction
that plans), so a late look skips nobody; and a delivery is unique by (reader, local date, slot), so no look, no second
planner and no clock that was set back can owe anything twice. A look that finds nothing due writes nothing, but for a
watermark that would become old.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, groupby
from operator import itemgetter

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.cuts import AGAIN, LEAD, Cut, Group, cuts_due, groups
from bot.delivery.line import Lane
from bot.delivery.retry import GIVE_UP
from bot.failpoint import failpoint
from bot.readers.quiet import Quiet
from bot.readers.schedule import known_zone, occurrences, quiet_end, zone_of
from bot.store.choices import SlotDue, choices, owe, quiet_hours, supersede, times
from bot.store.marks import CUT_UNTIL, PLANNED_UNTIL, read_instant, set_instant
from bot.store.sends import add_planned
from briefings.model import Newsletter, Slot
from briefings.store.database import Database

log = structlog.get_logger()

LATE_AFTER = timedelta(minutes=2)
MARK_AGE = timedelta(minutes=1)
"""How far the watermark may fall behind looks that find nothing."""
CUTS_EVERY = timedelta(minutes=1)
"""What to cut asks all readers what they chose; an edition is cut ten minutes before anybody waits for it."""
DAY = timedelta(days=1)

Asleep = dict[datetime, list[tuple[str, Quiet]]]
"""By the instant at which they end: the zones and quiet hours that it is quiet in now."""


class Planner:
    """Looks at the clock for all readers."""

    def __init__(self, database: Database, newsletters: Sequence[Newsletter]) -> None:
        self._database = database
        self._newsletters = tuple(newsletters)
        self._planned = _Look(MARK_AGE)
        self._cut = _Look(AGAIN)
        self._groups: list[Group] = []

    async def tick(self, now: datetime) -> int:
        """Plan what became due up to `now`; returns how many deliveries are new. The first look ever plans nothing."""
        async with self._database.read() as connection:
            mark = await read_instant(connection, PLANNED_UNTIL)
            after = self._planned.window_start(mark, now)
            dues = await self._dues(connection, after, now) if after is not None else []
        if after is None or not (dues or self._planned.is_old(mark, now)):
            self._planned.looked(after, now)
            return 0
        count = await self._plan(dues, now)
        if count:
            log.info("deliveries.planned", count=count, after=after.isoformat(), until=now.isoformat())
        return count

    async def cuts(self, now: datetime) -> list[Cut]:
        """The editions that are to be cut now, soonest readers first; each is named once for each time it is due.

        Asks at most once a minute; what is due in between is named by the next call after it.
        """
        if self._cut.was_within(CUTS_EVERY, now):
            return []
        async with self._database.read() as connection:
            mark = await read_instant(connection, CUT_UNTIL)
            after = self._cut.window_start(mark, now, first=now - LEAD)
            if after is not None:
                self._groups = groups(await choices(connection), self._newsletters)
        due = cuts_due(self._groups, self._newsletters, after, now) if after is not None else []
        if after is not None and (due or self._cut.is_old(mark, now)):
            async with self._database.write() as connection:
                await set_instant(connection, CUT_UNTIL, now)
        self._cut.looked(after, now)
        return due

    def cuts_ahead(self, now: datetime, within: timedelta) -> frozenset[str]:
        """The newsletters (slugs) of which an edition will be cut within that time, as the last `cuts` found them."""
        ahead = cuts_due(self._groups, self._newsletters, now, now + within)
        return frozenset(newsletter for newsletter, _, _ in ahead)

    async def _plan(self, dues: Iterable[SlotDue], now: datetime) -> int:
        async with self._database.write() as connection:
            # Another planner may have looked further meanwhile.
            after = self._planned.window_start(await read_instant(connection, PLANNED_UNTIL), now)
            if after is None:
                return 0
            count = was_late = 0
            missed = [due for due in dues if due.due_at > after]
            late = any(_is_late(due, now) for due in missed)
            asleep = _asleep(await quiet_hours(connection), now) if late else {}
            for due in missed:
                new = await _owe(connection, due, now, asleep)
                count, was_late = count + new, was_late + _is_late(due, now) * new
            superseded = await supersede(connection, now) if was_late else 0
            failpoint("plan.middle")
            await set_instant(connection, PLANNED_UNTIL, now)
        self._planned.looked(after, now)
        if superseded:
            log.warning("deliveries.superseded", count=superseded)
        return count

    async def _dues(self, connection: AsyncConnection, after: datetime, now: datetime) -> list[SlotDue]:
        together: dict[tuple[datetime, Slot, date], list[tuple[str, time]]] = {}
        for slot in Slot:
            for zone, at, day, due_at in due_times(await times(connection, slot), after, now):
                together.setdefault((due_at, slot, day), []).append((zone, at))
        found = [self._slot_due(*key, members) for key, members in together.items()]
        # The newest first: after an outage a reader gets only the latest missed slot.
        return sorted((due for due in found if due.own or due.other), key=lambda due: due.due_at, reverse=True)

    def _slot_due(self, due_at: datetime, slot: Slot, day: date, members: Sequence[tuple[str, time]]) -> SlotDue:
        own: set[str] = set()
        other: set[str] = set()
        for newsletter in self._newsletters:
            if day.isoweekday() in newsletter.days:
                (own if slot in newsletter.slots else other).add(newsletter.slug)
        return SlotDue(due_at, slot, day, sorted(own), sorted(other), members)


async def _owe(connection: AsyncConnection, due: SlotDue, now: datetime, asleep: Asleep) -> int:
    """Owe what is due; what is late and meets quiet hours waits for their end, if it is worth anything by then."""
    if not _is_late(due, now):
        count = await owe(connection, due, now, late=False, give_up=GIVE_UP)
        await add_planned(connection, due.due_at, Lane.BROADCAST, count)
        return count
    everybody = list(chain.from_iterable(asleep.values()))
    count = await owe(connection, due, now, late=True, give_up=GIVE_UP, asleep=everybody)
    await add_planned(connection, due.due_at, Lane.BROADCAST, count)
    for end, who in asleep.items():
        if end < due.due_at + GIVE_UP:
            held = await owe(connection, due, now, late=True, give_up=GIVE_UP, asleep=who, held_until=end)
            await add_planned(connection, end, Lane.BROADCAST, held)
            count += held
    return count


def _is_late(due: SlotDue, now: datetime) -> bool:
    return now - due.due_at > LATE_AFTER


def _asleep(hours: Iterable[tuple[str, Quiet]], now: datetime) -> Asleep:
    found: Asleep = {}
    for zone, quiet in hours:
        end = quiet_end(quiet, zone, now) if known_zone(zone) else None
        if end is not None:
            found.setdefault(end, []).append((zone, quiet))
    return found


class _Look:
    """How far this process has looked by itself: as good as the mark, while no look found anything to write."""

    def __init__(self, mark_age: timedelta) -> None:
        self._mark_age = mark_age
        self._until: datetime | None = None

    def window_start(self, mark: datetime | None, now: datetime, first: datetime | None = None) -> datetime | None:
        """Where the window up to `now` begins, without a mark at `first`; None when there is nothing to look at."""
        known = [moment for moment in (mark, self._until) if moment is not None]
        return _window_start(max(known), now) if known else first or now

    def is_old(self, mark: datetime | None, now: datetime) -> bool:
        """Whether the mark is to be written though nothing was found: never set, too far behind, or far ahead."""
        return mark is None or not now - self._mark_age < mark <= now

    def was_within(self, span: timedelta, now: datetime) -> bool:
        """Whether the last look is less than `span` old."""
        return self._until is not None and timedelta(0) <= now - self._until < span

    def looked(self, after: datetime | None, now: datetime) -> None:
        """Remember a look at (after, now]; None: there was nothing to look at."""
        if after is not None:
            self._until = now


def due_times(
    pairs: Iterable[tuple[str, time]], after: datetime, now: datetime
) -> Iterator[tuple[str, time, date, datetime]]:
    """Of (zone, wall time) pairs those with after < instant <= now: with the intended local date and the instant.

    The same as `occurrences` of each pair, at a fraction of its cost where the zone's clock does not change.
    """
    for zone, members in groupby(sorted(pairs), key=itemgetter(0)):
        if not known_zone(zone):
            log.error("readers.unknown_zone", zone=zone)
            continue
        offset = _steady_offset(zone, after, now)
        if offset is None:
            yield from ((zone, at, *found) for _, at in members for found in occurrences(at, zone, after, now))
            continue
        start, end = ((moment + offset).replace(tzinfo=None) for moment in (after, now))
        days = [start.date() + DAY * ahead for ahead in range((end.date() - start.date()).days + 1)]
        for _, at in members:
            for day in days:
                if start < (wall := datetime.combine(day, at)) <= end:
                    yield zone, at, day, wall.replace(tzinfo=UTC) - offset


def _steady_offset(zone: str, after: datetime, now: datetime) -> timedelta | None:
    """The zone's offset from UTC; None where it changes within a day of the window."""
    offsets = {moment.astimezone(zone_of(zone)).utcoffset() for moment in (after - DAY, after, now, now + DAY)}
    return offsets.pop() if len(offsets) == 1 else None


def _window_start(mark: datetime, now: datetime) -> datetime | None:
    """Where the window up to `now` begins; None when a look has been at `now` already."""
    if mark > now + GIVE_UP:
        # The clock was far ahead and is right again: begin anew, the ledger knows what was planned meanwhile.
        log.warning("clock.stepped_back", mark=mark.isoformat(), now=now.isoformat())
        return now - LATE_AFTER
    return max(mark, now - GIVE_UP) if mark < now else None
