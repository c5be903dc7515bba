"""The front of the queue: of each state and lane the first few that wait, in the order of one index.

The queue may be a million parts long; it is read only as far as the few rows that are wanted.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import Leased, Waiting
from bot.delivery.line import Lane
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import MOST_DOUBTS
from bot.readers.model import Address
from bot.store.lists import listed
from bot.store.marks import silence, silent_at
from bot.store.receipts import NEVER
from bot.store.tables import deliveries, parts, readers
from briefings.store.columns import Instant

LEASABLE = tuple(state for state, event in TRANSITIONS if event is Event.LEASED)
SENDING = TRANSITIONS[PartState.PLANNED, Event.LEASED]
BEFORE_NEVER = NEVER - timedelta(days=1)
COLUMNS = (
    parts.c.id,
    parts.c.delivery_id,
    deliveries.c.reader_id,
    parts.c.number,
    parts.c.lane,
    readers.c.chat_id,
    readers.c.thread_id,
    parts.c.text_id,
    parts.c.attempts,
    parts.c.doubts,
    parts.c.as_plain,
    parts.c.token,
    parts.c.last,
    deliveries.c.due_at,
    deliveries.c.expires_at,
)

_earlier = parts.alias("earlier")
_ANY = true()


async def front(connection: AsyncConnection, now: datetime, most: int, but: Collection[int] = ()) -> list[Waiting]:
    """At most so many parts that may go now, none of those ids: answers first, then the longest waiting.

    None at all while Telegram wants silence.
    """
    facts = {"now": now, "until": now, "most": most, **silent_at(now)}
    query, more = (_RIPE_BUT, {"but": list(but)}) if but else (_RIPE, {})
    found = (await connection.execute(query, facts | more)).all()
    return [Waiting(**_facts(row)) for row in sorted(found, key=_turn)[:most]]


async def ended(connection: AsyncConnection, now: datetime) -> list[Leased]:
    """The parts whose lease has ended by now and of which nobody said what became."""
    rows = await connection.execute(_ENDED, {"now": now})
    return [Leased(**_facts(row), lease_until=row.lease_until) for row in rows]


def _turn(row: Row[Any]) -> tuple[int, datetime, int]:
    return row.lane, row.not_before, row.id


def _facts(row: Row[Any]) -> dict[str, Any]:
    return {
        "part_id": row.id,
        "delivery_id": row.delivery_id,
        "reader_id": row.reader_id,
        "number": row.number,
        "lane": row.lane,
        "address": Address(row.chat_id, row.thread_id),
        "text_id": row.text_id,
        "attempts": row.attempts,
        "doubts": row.doubts,
        "as_plain": row.as_plain,
        "token": row.token,
        "last": row.last,
        "due_at": row.due_at,
        "expires_at": row.expires_at,
    }


def _of_readers(*wanted: Any) -> Select[Any]:
    return (
        select(*wanted)
        .select_from(parts)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .join(readers, readers.c.id == deliveries.c.reader_id)
    )


def _next_in_line() -> ColumnElement[bool]:
    """No earlier part of the same delivery is still to be sent."""
    undecided = or_(
        _earlier.c.state.in_((PartState.PLANNED, SENDING)),
        and_(_earlier.c.state == PartState.UNCERTAIN, _earlier.c.doubts < MOST_DOUBTS),
    )
    before = exists().where(_earlier.c.delivery_id == parts.c.delivery_id, _earlier.c.number < parts.c.number)
    return or_(parts.c.number == 1, ~before.where(undecided))


def _fronts(most: ColumnElement[int], *wanted: Any, which: ColumnElement[bool] = _ANY) -> CompoundSelect[Any]:
    """Of each state and lane, the first that waits and may go by `:until`: so the index yields the order."""
    fronts = (
        _of_readers(*wanted)
        .where(parts.c.state == state, parts.c.lane == lane, parts.c.not_before <= bindparam("until", type_=Instant()))
        .where(parts.c.doubts < MOST_DOUBTS, deliveries.c.expires_at > bindparam("now", type_=Instant()))
        .where(_next_in_line(), which)
        .order_by(parts.c.not_before, parts.c.id)
        .limit(most)
        for state in LEASABLE
        for lane in Lane
    )
    return union_all(*(select(front.subquery()) for front in fronts))


FIRST = _fronts(literal(1), parts.c.not_before)
"""For `:now` and `:until`: of each state and lane the instant at which the first may go."""
_LOOK: tuple[Any, ...] = (bindparam("most"), *COLUMNS, parts.c.not_before)
_ENDED = _of_readers(*COLUMNS, parts.c.lease_until).where(
    parts.c.state == SENDING, parts.c.lane.in_(tuple(Lane)), parts.c.lease_until <= bindparam("now", type_=Instant())
)
_RIPE = _fronts(*_LOOK, which=~silence())
_RIPE_BUT = _fronts(*_LOOK, which=and_(~silence(), parts.c.id.not_in(listed("but"))))
