"""Receipts: what became of leased parts, with all that follows from it, in one transaction of the caller's.

What a reader was told is written here, with the receipt: a part that was sent, or may have been, was told.

Receipts come by the dozen, and each kind of change is one statement for all of them; one by one goes only what
concerns others than the part itself (`bot.store.consequences`).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Boolean, Integer, Text, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import Leased, Receipt
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import MOST_DOUBTS, Decision
from bot.store.consequences import follow, found_again
from bot.store.halt import derive
from bot.store.lists import item, listed, rows_of
from bot.store.tables import deliveries, parts, readers
from bot.store.told import tell
from briefings.store.columns import Instant

log = structlog.get_logger()

NEXT_PART_AFTER = timedelta(seconds=1)
"""A chat takes a message a second: a next part that comes sooner would only hold up the queue."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""The `not_before` of what stays uncertain: the queue, which is read in the order of that column, never meets it."""
DOUBTFUL = (Event.ANSWER_LOST, Event.LEASE_ENDED)
SENT = TRANSITIONS[PartState.SENDING, Event.DELIVERED]
TELLING = (SENT, PartState.UNCERTAIN)


class Settled(NamedTuple):
    """A receipt that counts: the part as it was leased, what was decided, and what the part is now."""

    part: Leased
    decision: Decision
    state: PartState
    attempts: int
    doubts: int

    @property
    def again_at(self) -> datetime | None:
        """When it may go again; None when it never may, or when nothing was decided."""
        return None if self.given_up else self.decision.not_before

    @property
    def given_up(self) -> bool:
        """Whether it was in doubt once too often."""
        return self.state is PartState.UNCERTAIN and self.doubts >= MOST_DOUBTS


_held = (
    select(parts.c.id, parts.c.token, readers.c.refused_on.is_not(None).label("was_lost"))
    .join(deliveries, deliveries.c.id == parts.c.delivery_id)
    .join(readers, readers.c.id == deliveries.c.reader_id)
    .where(parts.c.id.in_(listed("ids")), parts.c.state.concat("") == PartState.SENDING)
)
_arrivals = rows_of("arrivals")
_arrived = (
    update(parts)
    .where(parts.c.id == item(_arrivals, 0))
    .values(
        state=SENT,
        lease_until=None,
        failure=None,
        attempts=item(_arrivals, 1),
        sent_at=bindparam("now", type_=Instant()),
        message_id=item(_arrivals, 2),
    )
)
_changed = (
    update(parts)
    .where(parts.c.id == bindparam("part", type_=Integer()))
    .values(
        state=bindparam("becomes", type_=Text()),
        lease_until=None,
        failure=bindparam("reason", type_=Text()),
        attempts=bindparam("tries", type_=Integer()),
        doubts=bindparam("times", type_=Integer()),
        as_plain=bindparam("bare", type_=Boolean()),
        not_before=func.coalesce(bindparam("at", type_=Instant()), parts.c.not_before),
    )
)
_at = bindparam("at", type_=Instant())
_later = and_(
    parts.c.delivery_id == bindparam("delivery", type_=Integer()),
    parts.c.number > bindparam("after", type_=Integer()),
    parts.c.state.concat("") == PartState.PLANNED,
    parts.c.not_before < _at,
)
_spaced = update(parts).where(_later).values(not_before=_at)
_whole = update(deliveries).where(deliveries.c.id.in_(listed("ids"))).values(state=bindparam("becomes", type_=Text()))


async def write_receipts(connection: AsyncConnection, receipts: Sequence[Receipt], now: datetime) -> list[int]:
    """Write them; returns the ids of the parts whose receipt was stale (an old token, or not being sent)."""
    if not receipts:
        return []
    held = (await connection.execute(_held, {"ids": [receipt.part.part_id for receipt in receipts]})).all()
    settled, stale = _sorted(receipts, {part_id: token for part_id, token, _ in held})
    await _write(connection, settled, now)
    if telling := [one.part.part_id for one in settled if one.state in TELLING]:
        await tell(connection, telling, now)
    await _space_out(connection, settled, now)
    await _write_deliveries(connection, settled)
    lost = {part_id for part_id, _, was_lost in held if was_lost}
    await found_again(
        connection, [one.part.reader_id for one in settled if one.state is SENT and one.part.part_id in lost]
    )
    for one in settled:
        await follow(connection, one.part, one.decision, now)
    return stale


def _sorted(receipts: Sequence[Receipt], tokens: dict[int, int]) -> tuple[list[Settled], list[int]]:
    """The receipts that count, one a part, and the ids of the parts of those that do not."""
    settled, stale = [], []
    for receipt in receipts:
        part, event = receipt.part, receipt.decision.event
        if tokens.get(part.part_id) == part.token and (PartState.SENDING, event) in TRANSITIONS:
            del tokens[part.part_id]
            settled.append(_settled(receipt))
        else:
            log.warning("receipt.stale", part=part.part_id, token=part.token)
            stale.append(part.part_id)
    return settled, stale


def _settled(receipt: Receipt) -> Settled:
    part, decision = receipt.part, receipt.decision
    return Settled(
        part,
        decision,
        TRANSITIONS[PartState.SENDING, decision.event],
        attempts=part.attempts if receipt.tried and decision.counts else part.attempts - 1,
        doubts=part.doubts + (decision.event in DOUBTFUL),
    )


async def _write(connection: AsyncConnection, settled: Sequence[Settled], now: datetime) -> None:
    arrived = [(one.part.part_id, one.attempts, one.decision.message_id) for one in settled if one.state is SENT]
    if arrived:
        await connection.execute(_arrived, {"arrivals": arrived, "now": now})
    if others := [_others(one) for one in settled if one.state is not SENT]:
        await connection.execute(_changed, others)


def _others(one: Settled) -> dict[str, Any]:
    return {
        "part": one.part.part_id,
        "becomes": one.state,
        "reason": one.decision.failure,
        "tries": one.attempts,
        "times": one.doubts,
        "bare": one.part.as_plain or one.decision.as_plain,
        "at": NEVER if one.given_up else one.again_at,
    }


async def _space_out(connection: AsyncConnection, settled: Sequence[Settled], now: datetime) -> None:
    """The next parts wait at least as long as this one: whoever looks for what may go does not meet them in vain."""
    rows = [
        {"delivery": one.part.delivery_id, "after": one.part.number, "at": one.again_at or now + NEXT_PART_AFTER}
        for one in settled
        if not one.part.last
    ]
    if rows:
        await connection.execute(_spaced, rows)


async def _write_deliveries(connection: AsyncConnection, settled: Sequence[Settled]) -> None:
    """A delivery of one part is as that is; the others are derived from their parts."""
    whole: dict[PartState, list[int]] = defaultdict(list)
    for one in settled:
        if one.part.last and one.part.number == 1:
            whole[one.state].append(one.part.delivery_id)
    for state, ids in whole.items():
        await connection.execute(_whole, {"ids": ids, "becomes": state})
    await derive(connection, [one.part.delivery_id for one in settled if not (one.part.last and one.part.number == 1)])
