"""Who is due when, as groups: the questions of planning that the database answers for many readers at once."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.cuts import DAYS_AROUND, Choice
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.readers.model import Standing
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
    column = COLUMNS[slot]
    query = select(readers.c.zone, column).where(_active(), readers.c.zone.is_not(None), column.is_not(None)).distinct()
    return [(zone, time.fromisoformat(at)) for zone, at in await connection.execute(query)]


async def choices(connection: AsyncConnection) -> list[Choice]:
    """What active readers chose, as those with the earliest and those with the latest times stand for all.

    They do for each zone, newsletter, and slots that are on: what lies between matters to nobody who cuts.
    """
    extremes = [pick(column) for pick in (func.min, func.max) for column in COLUMNS.values()]
    switched_off = [column.is_(None) for column in COLUMNS.values()]
    # An expression, which no index answers: in the order of their ids both tables are read straight through.
    active = readers.c.standing.concat("") == Standing.ACTIVE
    query = (
        select(readers.c.zone, subscriptions.c.newsletter, *extremes)
        .join(subscriptions, subscriptions.c.reader_id == readers.c.id)
        .where(active, readers.c.zone.is_not(None))
        .group_by(readers.c.zone, subscriptions.c.newsletter, *switched_off)
    )
    return [
        Choice(zone, time_from_text(morning), time_from_text(evening), newsletter)
        for zone, newsletter, *first, last_morning, last_evening in await connection.execute(query)
        for morning, evening in dict.fromkeys(((first[0], first[1]), (last_morning, last_evening)))
    ]


async def had(connection: AsyncConnection, reader_id: int, since: date) -> set[tuple[date, Slot]]:
    """The slots from a local date on that this reader was owed a briefing for, whatever became of it."""
    query = select(deliveries.c.local_date, deliveries.c.slot).where(
        deliveries.c.reader_id == reader_id, deliveries.c.local_date >= since, deliveries.c.slot.in_(tuple(Slot))
    )
    return {(day, Slot(slot)) for day, slot in await connection.execute(query)}


async def owe(connection: AsyncConnection, due: SlotDue, now: datetime, *, late: bool, give_up: timedelta) -> int:
    """Plan a delivery for each reader of the groups who has something due; returns how many are new.

    One statement, in the order of the readers, because the ledger's index has that order: by groups, each row would
    be written to another page. `late`: a reader with a later slot that is planned already gets no older one.
    """
    chosen = (
        select(
            readers.c.id,
            literal(due.day, deliveries.c.local_date.type),
            literal(due.slot.value),
            literal(due.due_at, deliveries.c.due_at.type),
            literal(due.due_at + give_up, deliveries.c.expires_at.type),
            literal(BROADCAST),
            literal(late, deliveries.c.late.type),
            literal(PLANNED.value),
            literal(now, deliveries.c.planned_at.type),
        )
        .where(readers.c.id.in_(_in_groups(due)), _wishes(due), _wants(due))
        .order_by(readers.c.id)
    )
    if late:
        chosen = chosen.where(~_has_newer(due, now))
    names = ["reader_id", "local_date", "slot", "due_at", "expires_at", "lane", "late", "state", "planned_at"]
    statement = insert(deliveries).from_select(names, chosen).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount


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


def _active() -> ColumnElement[bool]:
    return readers.c.standing == Standing.ACTIVE


def _in_groups(due: SlotDue) -> Select[tuple[int]]:
    """The ids of the groups' readers, from the index on zone and time alone."""
    # One JSON value: however many the groups are, they are one variable, of which SQLite takes a limited number.
    group = func.json_each(json.dumps([[zone, time_to_text(at)] for zone, at in due.groups])).table_valued("value")
    pairs = select(func.json_extract(group.c.value, "$[0]"), func.json_extract(group.c.value, "$[1]"))
    member = readers.alias("member")
    own = tuple_(member.c.zone, member.c[COLUMNS[due.slot].name])
    return select(member.c.id).where(member.c.standing == Standing.ACTIVE, own.in_(pairs))


def _wishes(due: SlotDue) -> ColumnElement[bool]:
    return and_(
        readers.c.days.contains(str(due.day.isoweekday())),
        or_(readers.c.paused_until.is_(None), readers.c.paused_until <= due.day),
    )


def _wants(due: SlotDue) -> ColumnElement[bool]:
    """Subscribed to a newsletter that comes to this reader in this slot on this day."""
    other = subscriptions.c.newsletter.in_(due.other) if due.other else false()
    return exists().where(
        subscriptions.c.reader_id == readers.c.id,
        or_(subscriptions.c.newsletter.in_(due.own), and_(OTHER[due.slot].is_(None), other)),
    )


def _has_newer(due: SlotDue, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        deliveries.c.reader_id == readers.c.id,
        # The ledger keeps a month of each reader; the index finds the last days of it.
        deliveries.c.local_date >= due.day - timedelta(days=DAYS_AROUND),
        deliveries.c.lane == BROADCAST,
        deliveries.c.due_at > due.due_at,
        deliveries.c.due_at <= now,
    )


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
