"""Receipts: what became of leased parts, with all that follows from it, in one transaction of the caller's.

What a reader was told is written here, with the receipt: a part that was sent, or may have been, was told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import Receipt
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import MOST_DOUBTS, Decision
from bot.store.halt import derive, fail_planned, halt
from bot.store.marks import FLOOD_UNTIL, read_instant, set_instant
from bot.store.readers import move_chat
from bot.store.tables import deliveries, parts, readers
from bot.store.told import Told, add_told

log = structlog.get_logger()

NEXT_PART_AFTER = timedelta(seconds=1)
"""A chat takes a message a second: a next part that comes sooner would only hold up the queue."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""The `not_before` of what stays uncertain: the queue, which is read in the order of that column, never meets it."""
DOUBTFUL = (Event.ANSWER_LOST, Event.LEASE_ENDED)
TELLING = (PartState.SENT, PartState.UNCERTAIN)


async def write_receipts(connection: AsyncConnection, receipts: Sequence[Receipt], now: datetime) -> list[int]:
    """Write them; returns the ids of the parts whose receipt was stale (an old token, or not being sent)."""
    stale = []
    touched = set()
    for receipt in receipts:
        row = await _in_flight(connection, receipt)
        if row is None:
            log.warning("receipt.stale", part=receipt.part_id, token=receipt.token)
            stale.append(receipt.part_id)
            continue
        await _settle(connection, row, receipt, now)
        await _consequences(connection, row, receipt.decision, now)
        touched.add(row.delivery_id)
    await derive(connection, touched)
    return stale


async def _in_flight(connection: AsyncConnection, receipt: Receipt) -> Row[Any] | None:
    query = (
        select(parts, deliveries.c.reader_id, deliveries.c.content, readers.c.chat_id)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .join(readers, readers.c.id == deliveries.c.reader_id)
        .where(parts.c.id == receipt.part_id, parts.c.token == receipt.token)
    )
    row = (await connection.execute(query)).one_or_none()
    in_flight = row is not None and row.state == PartState.SENDING
    if not in_flight or (PartState.SENDING, receipt.decision.event) not in TRANSITIONS:
        return None
    return row


async def _settle(connection: AsyncConnection, row: Row[Any], receipt: Receipt, now: datetime) -> None:
    decision = receipt.decision
    state = TRANSITIONS[PartState.SENDING, decision.event]
    doubts = row.doubts + (decision.event in DOUBTFUL)
    given_up = state is PartState.UNCERTAIN and doubts >= MOST_DOUBTS
    again_at = None if given_up else decision.not_before
    values: dict[str, Any] = {
        "state": state,
        "lease_until": None,
        "failure": decision.failure,
        "as_plain": row.as_plain or decision.as_plain,
        "attempts": row.attempts if receipt.tried and decision.counts else row.attempts - 1,
        "doubts": doubts,
    }
    if given_up or again_at is not None:
        values["not_before"] = again_at or NEVER
    if decision.event is Event.DELIVERED:
        values |= {"sent_at": now, "message_id": decision.message_id}
    await connection.execute(update(parts).where(parts.c.id == row.id).values(values))
    if state in TELLING:
        await add_told(connection, _told(row, now))
    await _space_out(connection, row, again_at or now + NEXT_PART_AFTER)


async def _space_out(connection: AsyncConnection, row: Row[Any], at: datetime) -> None:
    """The next parts wait at least as long as this one: whoever looks for what may go does not meet them in vain."""
    others = and_(parts.c.delivery_id == row.delivery_id, parts.c.id != row.id, parts.c.not_before < at)
    planned = and_(others, parts.c.state == PartState.PLANNED)
    await connection.execute(update(parts).where(planned).values(not_before=at))


async def _consequences(connection: AsyncConnection, row: Row[Any], decision: Decision, now: datetime) -> None:
    if decision.flood_until is not None:
        known = await read_instant(connection, FLOOD_UNTIL)
        await set_instant(connection, FLOOD_UNTIL, max(decision.flood_until, known or decision.flood_until))
    if decision.moved_to is not None:
        await move_chat(connection, row.chat_id, decision.moved_to, now)
    if decision.standing is not None:
        values = {"standing": decision.standing, "standing_reason": decision.failure, "changed_at": now}
        await connection.execute(update(readers).where(readers.c.id == row.reader_id).values(values))
        await halt(connection, [row.reader_id], decision.failure or decision.standing)
    if decision.stop_variant:
        stopped = await fail_planned(connection, parts.c.variant == row.variant, "the message itself is refused")
        log.error("delivery.variant_stopped", variant=row.variant, stopped=stopped)


def _told(row: Row[Any], now: datetime) -> list[Told]:
    shown = (row.content or {}).get("shown", [])
    return [
        Told(row.reader_id, line["story"], line["brief"], row.delivery_id, now)
        for line in shown
        if line["part"] == row.number
    ]
