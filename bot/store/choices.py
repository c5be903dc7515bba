"""Who is due when, as groups: the questions of planning that the database answers for many readers at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.cuts import Choice
from bot.delivery.model import PartState
from bot.readers.model import Standing
from bot.store.rows import time_from_text, time_to_text
from bot.store.tables import deliveries, readers, subscriptions
from briefings.model import Slot

BROADCAST = 1
COLUMNS = {Slot.MORNING: readers.c.morning, Slot.EVENING: readers.c.evening}
OTHER = {Slot.MORNING: readers.c.evening, Slot.EVENING: readers.c.morning}


@dataclass(frozen=True, slots=True)
class SlotDue:
    """That all readers in `zone` with wall time `at` for `slot` are due at `due_at`, for the local date `day`.

    `own` are the newsletters of that weekday that belong to this slot, `other` those that come in it only to readers
    who switched the other slot off.
    """

    zone: str
    at: time
    slot: Slot
    day: date
    due_at: datetime
    own: Collection[str]
    other: Collection[str]


async def times(connection: AsyncConnection, slot: Slot) -> list[tuple[str, time]]:
    """The distinct (zone, wall time) of active readers for a slot."""
    column = COLUMNS[slot]
    query = select(readers.c.zone, column).where(_active(), readers.c.zone.is_not(None), column.is_not(None)).distinct()
    return [(zone, time.fromisoformat(at)) for zone, at in await connection.execute(query)]


async def choices(connection: AsyncConnection) -> list[Choice]:
    """The distinct choices of active readers."""
    query = (
        select(readers.c.zone, readers.c.morning, readers.c.evening, subscriptions.c.newsletter)
        .join(subscriptions, subscriptions.c.reader_id == readers.c.id)
        .where(_active(), readers.c.zone.is_not(None))
        .distinct()
    )
    return [
        Choice(zone, time_from_text(morning), time_from_text(evening), newsletter)
        for zone, morning, evening, newsletter in await connection.execute(query)
    ]


async def owe(connection: AsyncConnection, due: SlotDue, now: datetime, *, late: bool, give_up: timedelta) -> int:
    """Plan a delivery for each reader of the group who has something due; returns how many are new.

    A reader with a later slot that is planned already (after an outage the newest goes first) gets no older one.
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
            literal(PartState.PLANNED.value),
            literal(now, deliveries.c.planned_at.type),
        )
        .where(_in_group(due), _wants(due), ~_has_newer(due, now))
        .order_by(readers.c.id)
    )
    names = ["reader_id", "local_date", "slot", "due_at", "expires_at", "lane", "late", "state", "planned_at"]
    statement = insert(deliveries).from_select(names, chosen).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount


def _active() -> ColumnElement[bool]:
    return readers.c.standing == Standing.ACTIVE


def _in_group(due: SlotDue) -> ColumnElement[bool]:
    return and_(
        _active(),
        readers.c.zone == due.zone,
        COLUMNS[due.slot] == time_to_text(due.at),
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
        deliveries.c.lane == BROADCAST,
        deliveries.c.due_at > due.due_at,
        deliveries.c.due_at <= now,
    )
