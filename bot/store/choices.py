"""Who is due when, as groups: the questions of planning that the database answers for many readers at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.cuts import DAYS_AROUND, Choice
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.readers.model import Standing
from bot.readers.quiet import Quiet
from bot.store.lists import item, listed, rows_of
from bot.store.rows import time_from_text, time_to_text
from bot.store.tables import deliveries, parts, readers, subscriptions
from briefings.model import Slot

BROADCAST = 1
COLUMNS = {Slot.MORNING: readers.c.morning, Slot.EVENING: readers.c.evening}
OTHER = {Slot.MORNING: readers.c.evening, Slot.EVENING: readers.c.morning}
PLANNED = PartState.PLANNED
EXPIRED = TRANSITIONS[PartState.PLANNED, Event.TOO_LATE]
FAILED = TRANSITIONS[PartState.PLANNED, Event.REFUSED]
SUPERSEDED = "a newer briefing took its place"
_newer = deliveries.alias("newer")
_leased = parts.alias("leased")


class Timing(Enum):
    """How a delivery is planned: in time, after its time, or after its time until quiet hours end."""

    IN_TIME = "in time"
    LATE = "late"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class SlotDue:
    """That the readers of `groups`, (zone, wall time of `slot`), are due at `due_at`, for the local date `day`.

    `own` are the newsletters of that weekday that belong to this slot, `other` those that come in it only to readers
    who switched the other slot off.
    """

    due_at: datetime
    slot: Slot
    day: date
    own: Collection[str]
    other: Collection[str]
    groups: Sequence[tuple[str, time]]


async def times(connection: AsyncConnection, slot: Slot) -> list[tuple[str, time]]:
    """The distinct (zone, wall time) of active readers for a slot."""
    return [(zone, time.fromisoformat(at)) for zone, at in await connection.execute(_TIMES[slot])]


async def choices(connection: AsyncConnection) -> list[Choice]:
    """What active readers chose, as those with the earliest and those with the latest times stand for all.

    They do for each zone, newsletter, and slots that are on: what lies between matters to nobody who cuts.
    """
    return [
        Choice(zone, time_from_text(morning), time_from_text(evening), newsletter)
        for zone, newsletter, *first, last_morning, last_evening in await connection.execute(_CHOICES)
        for morning, evening in dict.fromkeys(((first[0], first[1]), (last_morning, last_evening)))
    ]


def _choices() -> Select[Any]:
    extremes = [pick(column) for pick in (func.min, func.max) for column in COLUMNS.values()]
    switched_off = [column.is_(None) for column in COLUMNS.values()]
    # An expression, which no index answers: in the order of their ids both tables are read straight through.
    active = readers.c.standing.concat("") == Standing.ACTIVE
    return (
        select(readers.c.zone, subscriptions.c.newsletter, *extremes)
        .join(subscriptions, subscriptions.c.reader_id == readers.c.id)
        .where(active, readers.c.zone.is_not(None))
        .group_by(readers.c.zone, subscriptions.c.newsletter, *switched_off)
    )


_TIMES = {
    slot: select(readers.c.zone, column)
    .where(readers.c.standing == Standing.ACTIVE, readers.c.zone.is_not(None), column.is_not(None))
    .distinct()
    for slot, column in COLUMNS.items()
}
_CHOICES = _choices()
_QUIET = (
    select(readers.c.zone, readers.c.quiet_from, readers.c.quiet_to)
    .where(readers.c.standing.concat("") == Standing.ACTIVE, readers.c.zone.is_not(None))
    .where(readers.c.quiet_from.is_not(None), readers.c.quiet_to.is_not(None))
    .distinct()
)


async def had(connection: AsyncConnection, reader_id: int, since: date) -> set[tuple[date, Slot]]:
    """The slots from a local date on that this reader was owed a briefing for, whatever became of it."""
    query = select(deliveries.c.local_date, deliveries.c.slot).where(
        deliveries.c.reader_id == reader_id, deliveries.c.local_date >= since, deliveries.c.slot.in_(tuple(Slot))
    )
    return {(day, Slot(slot)) for day, slot in await connection.execute(query)}


async def quiet_hours(connection: AsyncConnection) -> list[tuple[str, Quiet]]:
    """The distinct (zone, quiet hours) of active readers who have some."""
    rows = await connection.execute(_QUIET)
    return [(zone, Quiet(time.fromisoformat(start), time.fromisoformat(end))) for zone, start, end in rows]


async def owe(
    connection: AsyncConnection,
    due: SlotDue,
    now: datetime,
    *,
    late: bool,
    give_up: timedelta,
    asleep: Iterable[tuple[str, Quiet]] = (),
    held_until: datetime | None = None,
) -> int:
    """Plan a delivery for each reader of the groups who has something due; returns how many are new.

    One statement, in the order of the readers, because the ledger's index has that order: by groups, each row would
    be written to another page. `late`: a reader with a later slot that is planned already gets no older one, and those
    who are `asleep`, (zone, quiet hours), get none; with `held_until` only they do, at that instant.
    """
    facts = {
        "day": due.day,
        "weekday": str(due.day.isoweekday()),
        "due": held_until or due.due_at,
        "expires": due.due_at + give_up,
        "planned": now,
        "groups": [[zone, time_to_text(at)] for zone, at in due.groups],
        "own": list(due.own),
        "other": list(due.other),
    }
    if late:
        # The ledger keeps a month of each reader; the index finds the last days of it.
        facts |= {"since": due.day - timedelta(days=DAYS_AROUND), "meant": due.due_at}
        facts["asleep"] = [[zone, time_to_text(one.start), time_to_text(one.end)] for zone, one in asleep]
    kind = Timing.HELD if held_until else Timing.LATE if late else Timing.IN_TIME
    return (await connection.execute(_OWE[due.slot, kind], facts)).rowcount


async def supersede(connection: AsyncConnection, now: datetime) -> int:
    """Expire what never left of the broadcast and is older than what was planned late at `now` for the same reader.

    So nobody gets yesterday's evening after this morning's. Returns how many deliveries ended so.
    """
    old = _superseded(now)
    theirs = parts.c.delivery_id.in_(select(deliveries.c.id).where(old))
    waiting = and_(theirs, parts.c.state == PLANNED)
    await connection.execute(update(parts).where(waiting).values(state=EXPIRED, failure=SUPERSEDED))
    refused = exists().where(parts.c.delivery_id == deliveries.c.id, parts.c.state == FAILED)
    ended = update(deliveries).where(old).values(state=case((refused, FAILED.value), else_=EXPIRED.value))
    return (await connection.execute(ended)).rowcount


def _in_groups(slot: Slot) -> Select[tuple[int]]:
    """The ids of the readers of `:groups`, (zone, HH:MM) each, from the index on zone and time alone."""
    group = rows_of("groups")
    member = readers.alias("member")
    own = tuple_(member.c.zone, member.c[COLUMNS[slot].name])
    pairs = select(item(group, 0), item(group, 1))
    return select(member.c.id).where(member.c.standing == Standing.ACTIVE, own.in_(pairs))


def _wishes() -> ColumnElement[bool]:
    return and_(
        func.instr(readers.c.days, bindparam("weekday", type_=Text())) > 0,
        or_(readers.c.paused_until.is_(None), readers.c.paused_until <= _DAY),
    )


def _wants(slot: Slot) -> ColumnElement[bool]:
    """Subscribed to a newsletter that comes to this reader in this slot on this day."""
    other = and_(OTHER[slot].is_(None), subscriptions.c.newsletter.in_(listed("other")))
    return exists().where(
        subscriptions.c.reader_id == readers.c.id, or_(subscriptions.c.newsletter.in_(listed("own")), other)
    )


def _asleep() -> ColumnElement[bool]:
    """One of `:asleep`, (zone, HH:MM, HH:MM) each."""
    one = rows_of("asleep")
    known = tuple_(readers.c.zone, readers.c.quiet_from, readers.c.quiet_to)
    return and_(readers.c.quiet_from.is_not(None), known.in_(select(item(one, 0), item(one, 1), item(one, 2))))


def _has_newer() -> ColumnElement[bool]:
    return exists().where(
        deliveries.c.reader_id == readers.c.id,
        deliveries.c.local_date >= bindparam("since", type_=deliveries.c.local_date.type),
        deliveries.c.lane == BROADCAST,
        deliveries.c.due_at > bindparam("meant", type_=deliveries.c.due_at.type),
        # What this very look held until quiet hours end is due after it.
        or_(deliveries.c.due_at <= _PLANNED_AT, deliveries.c.planned_at == _PLANNED_AT),
    )


def _owe(slot: Slot, kind: "Timing") -> Insert:
    late = kind is not Timing.IN_TIME
    chosen = (
        select(
            readers.c.id,
            _DAY,
            literal(slot.value),
            _DUE,
            bindparam("expires", type_=deliveries.c.expires_at.type),
            literal(BROADCAST),
            literal(late, deliveries.c.late.type),
            literal(PLANNED.value),
            _PLANNED_AT,
        )
        .where(readers.c.id.in_(_in_groups(slot)), _wishes(), _wants(slot))
        .order_by(readers.c.id)
    )
    if late:
        chosen = chosen.where(~_has_newer(), _asleep() if kind is Timing.HELD else ~_asleep())
    names = ["reader_id", "local_date", "slot", "due_at", "expires_at", "lane", "late", "state", "planned_at"]
    return insert(deliveries).from_select(names, chosen).on_conflict_do_nothing()


_DAY = bindparam("day", type_=deliveries.c.local_date.type)
_DUE = bindparam("due", type_=deliveries.c.due_at.type)
_PLANNED_AT = bindparam("planned", type_=deliveries.c.planned_at.type)
_OWE = {(slot, kind): _owe(slot, kind) for slot in Slot for kind in Timing}


def _superseded(now: datetime) -> ColumnElement[bool]:
    took_its_place = exists().where(
        _newer.c.reader_id == deliveries.c.reader_id,
        _newer.c.local_date >= func.date(deliveries.c.local_date, f"-{DAYS_AROUND} days"),
        _newer.c.lane == BROADCAST,
        _newer.c.late.is_(True),
        _newer.c.planned_at == now,
        _newer.c.due_at > deliveries.c.due_at,
    )
    left = exists().where(_leased.c.delivery_id == deliveries.c.id, _leased.c.token > 0)
    return and_(
        deliveries.c.state == PLANNED,
        deliveries.c.lane == BROADCAST,
        deliveries.c.planned_at < now,
        took_its_place,
        ~left,
    )
