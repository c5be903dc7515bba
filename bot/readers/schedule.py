"""When a reader's briefing is due: a wall time in a zone, on the reader's own days. Pure.

The rule for clocks that change is RFC 5545, section 3.3.5: a local time that does not exist is read with the offset
before the gap; one that comes twice means the first. What is due is keyed by the *intended* local date: where the
clock jumps over midnight (Greenland), 23:30 of one day may be an instant of the next.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.readers.model import Reader
from bot.readers.quiet import Quiet
from briefings.model import Newsletter, Slot

DAY = timedelta(days=1)
NOON = 12
MOST_ZONES = 1024
LOOK_AHEAD_DAYS = 8
"""A week of the rarest newsletter, and the day on which the week began."""


@dataclass(frozen=True, slots=True)
class Due:
    """A briefing to come: the reader's local date and slot, the instant, and the newsletters in it (slugs)."""

    day: date
    slot: Slot
    at: datetime
    newsletters: tuple[str, ...]


@lru_cache(maxsize=MOST_ZONES)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ZoneInfoNotFoundError for an unknown one."""
    # ZoneInfo itself keeps eight zones; with readers in more, each look at the clock would read their files again.
    return ZoneInfo(name)


def known_zone(zone: str | None) -> bool:
    """Whether this is the name of a time zone that this machine has data for."""
    try:
        return zone is not None and bool(zone_of(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, of a wall time on a local date; raises ZoneInfoNotFoundError for an unknown zone."""
    # `fold=0` is the rule above, both halves of it: before the gap, and the first of two.
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone_of(zone)).astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """The date on the reader's wall calendar."""
    return moment.astimezone(zone_of(zone)).date()


def occurrences(at: time, zone: str, after: datetime, until: datetime) -> list[tuple[date, datetime]]:
    """The (intended local date, instant) pairs of a daily wall time with after < instant <= until, in order."""
    day, last = local_date(after, zone) - DAY, local_date(until, zone) + DAY
    found = []
    while day <= last:
        moment = instant(day, at, zone)
        if after < moment <= until:
            found.append((day, moment))
        day += DAY
    return found


def wall_time(reader: Reader, slot: Slot) -> time | None:
    """The clock time at which a slot comes; None when it is switched off, or lies in the reader's quiet hours."""
    at = reader.morning if slot is Slot.MORNING else reader.evening
    return None if at is None or (reader.quiet is not None and reader.quiet.holds(at)) else at


def quiet_end(quiet: Quiet, zone: str, now: datetime) -> datetime | None:
    """When quiet hours end that hold now, in UTC; None when it is not quiet.

    Where clocks change it is what the clock on the wall says: an hour that comes twice may be quiet twice.
    """
    local = now.astimezone(zone_of(zone))
    if not quiet.holds(local.time()):
        return None
    ends = [instant(day, quiet.end, zone) for day in (local.date(), local.date() + DAY)]
    # Of an end that comes twice the second; one that the clock leaps over stays as it is.
    again = [end.astimezone(zone_of(zone)).replace(fold=1).astimezone(UTC) for end in ends]
    return min(end for end in (*ends, *again) if end > now)


def slots_of(newsletter: Newsletter, morning: time | None, evening: time | None) -> tuple[Slot, ...]:
    """In which slots a newsletter comes to a reader with these times.

    A newsletter whose own slot is switched off, or in quiet hours, comes in the slot that is on.
    """
    on = tuple(slot for slot, at in ((Slot.MORNING, morning), (Slot.EVENING, evening)) if at is not None)
    return tuple(slot for slot in on if slot in newsletter.slots) or on


def newsletters_due(reader: Reader, newsletters: Iterable[Newsletter], slot: Slot, day: date) -> tuple[str, ...]:
    """The slugs of what this reader gets in a slot of a local date, in the order of the list; () for nothing."""
    paused = reader.paused_until is not None and day < reader.paused_until
    if paused or day.isoweekday() not in reader.days:
        return ()
    return tuple(
        newsletter.slug
        for newsletter in newsletters
        if newsletter.slug in reader.newsletters
        and day.isoweekday() in newsletter.days
        and slot in slots_of(newsletter, wall_time(reader, Slot.MORNING), wall_time(reader, Slot.EVENING))
    )


def next_delivery(
    reader: Reader, newsletters: Sequence[Newsletter], now: datetime, had: Collection[tuple[date, Slot]] = ()
) -> Due | None:
    """The first briefing after `now`; None without a zone, a slot that is on, a newsletter, or an end of the pause.

    `had` are slots of local dates that the reader was owed already: a later clock time brings none of them again.
    """
    if reader.zone is None:
        return None
    today = local_date(now, reader.zone)
    start = max(today - DAY, reader.paused_until or date.min)
    if start > date.max - timedelta(days=LOOK_AHEAD_DAYS + 1):
        return None
    coming = [
        due
        for ahead in range(LOOK_AHEAD_DAYS + 1)
        for slot in Slot
        if (due := _due(reader, newsletters, slot, start + ahead * DAY)) and due.at > now and (due.day, slot) not in had
    ]
    return min(coming, key=lambda due: due.at, default=None)


def home_zone(reader: Reader, newsletters: Iterable[Newsletter]) -> str:
    """The reader's zone; until it is known, that of the first newsletter chosen, else UTC."""
    if reader.zone is not None:
        return reader.zone
    return next((one.zone for one in newsletters if one.slug in reader.newsletters), "UTC")


def nearest_slot(reader: Reader, newsletters: Iterable[Newsletter], now: datetime) -> Slot:
    """The slot whose clock time today is nearest to now, of those that are on; by noon when none is."""
    local = now.astimezone(zone_of(home_zone(reader, newsletters)))
    minutes = local.hour * 60 + local.minute
    times = [(slot, at) for slot in Slot if (at := wall_time(reader, slot)) is not None]
    on = [(abs(at.hour * 60 + at.minute - minutes), slot) for slot, at in times]
    noon = Slot.MORNING if local.hour < NOON else Slot.EVENING
    return min(on, key=lambda pair: pair[0])[1] if on else noon


def _due(reader: Reader, newsletters: Iterable[Newsletter], slot: Slot, day: date) -> Due | None:
    at = wall_time(reader, slot)
    slugs = newsletters_due(reader, newsletters, slot, day)
    if at is None or reader.zone is None or not slugs:
        return None
    return Due(day, slot, instant(day, at, reader.zone), slugs)
