"""The queue of messages: leases with fencing tokens, order, recovery, expiry. Every method is one transaction.

A lease is committed before the message is handed to Telegram, the receipt after; what a crash leaves in between is
found when the lease ends. Receipts are written by `bot.store.receipts`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import LEASE, Leased, Receipt
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import MOST_DOUBTS, SECOND_TRY, Decision
from bot.readers.model import Address
from bot.store.halt import change, derive
from bot.store.keyboard import keyboard_from_json
from bot.store.marks import FLOOD_UNTIL, read_instant
from bot.store.receipts import write_receipts
from bot.store.tables import deliveries, parts, readers
from briefings.store.database import Database

LEASABLE = tuple(state for state, event in TRANSITIONS if event is Event.LEASED)
SENDING = TRANSITIONS[PartState.PLANNED, Event.LEASED]
EXPIRED = TRANSITIONS[PartState.PLANNED, Event.TOO_LATE]
_earlier = parts.alias("earlier")


class Outbox:
    """The parts that wait, are in flight, or are done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int) -> list[Leased]:
        """Lease at most `limit` parts that may go now: answers first, then the longest waiting.

        Part n+1 of a delivery waits until part n is done with; nothing is leased while Telegram wants silence.
        """
        if limit <= 0 or not await self._anything(now):
            return []
        async with self._database.write() as connection:
            if await _silent(connection, now):
                return []
            found = await _ripe(connection, now, limit)
            ids = [row.id for row in found]
            values = {
                "state": SENDING,
                "token": parts.c.token + 1,
                "attempts": parts.c.attempts + 1,
                "lease_until": now + LEASE,
            }
            await connection.execute(update(parts).where(parts.c.id.in_(ids)).values(values))
            await derive(connection, [row.delivery_id for row in found])
        return [_leased(row) for row in found]

    async def record(self, receipts: Sequence[Receipt], now: datetime) -> list[int]:
        """Write receipts, all or none; returns the ids of parts whose receipt was stale and changed nothing."""
        async with self._database.write() as connection:
            return await write_receipts(connection, receipts, now)

    async def renew(self, leased: Collection[Leased], now: datetime) -> None:
        """Prolong the leases of parts that are still being sent (a heartbeat)."""
        if not leased:
            return
        async with self._database.write() as connection:
            for one in leased:
                mine = and_(parts.c.id == one.part_id, parts.c.token == one.token, parts.c.state == SENDING)
                await connection.execute(update(parts).where(mine).values(lease_until=now + LEASE))

    async def recover(self, now: datetime) -> int:
        """Parts whose lease ended without a receipt (a crash) become uncertain; returns how many."""
        ended = and_(parts.c.state == SENDING, parts.c.lease_until <= now)
        if not await self._any(ended):
            return 0
        decision = Decision(Event.LEASE_ENDED, now + SECOND_TRY, failure="the lease ended without a receipt")
        async with self._database.write() as connection:
            rows = await connection.execute(select(parts.c.id, parts.c.token).where(ended))
            receipts = [Receipt(part_id, token, decision) for part_id, token in rows]
            await write_receipts(connection, receipts, now)
        return len(receipts)

    async def expire(self, now: datetime) -> int:
        """What is planned and too late to be of use expires; returns how many deliveries that touched."""
        late = select(deliveries.c.id).where(deliveries.c.state == PartState.PLANNED, deliveries.c.expires_at <= now)
        async with self._database.read() as connection:
            ids = list(await connection.scalars(late))
        if not ids:
            return 0
        async with self._database.write() as connection:
            too_late = and_(parts.c.delivery_id.in_(late), parts.c.state == PartState.PLANNED)
            await change(connection, too_late, {"state": EXPIRED, "failure": "too late"})
            unmade = and_(deliveries.c.id.in_(late), deliveries.c.rendered_at.is_(None))
            await connection.execute(update(deliveries).where(unmade).values(state=EXPIRED))
        return len(ids)

    async def next_at(self, now: datetime) -> datetime | None:
        """The earliest instant at which something that waits may go; None when nothing waits."""
        async with self._database.read() as connection:
            earliest: datetime | None = await connection.scalar(
                select(func.min(parts.c.not_before, type_=parts.c.not_before.type)).where(
                    _leasable(now), _next_in_line()
                )
            )
            flood_until = await read_instant(connection, FLOOD_UNTIL)
        return max(earliest, flood_until or earliest) if earliest is not None else None

    async def flood_until(self) -> datetime | None:
        """The end of the silence that Telegram asked for last, as it was kept."""
        async with self._database.read() as connection:
            return await read_instant(connection, FLOOD_UNTIL)

    async def _anything(self, now: datetime) -> bool:
        # A look costs no lock and no sync to disk; most looks find nothing.
        return await self._any(and_(_leasable(now), parts.c.not_before <= now))

    async def _any(self, which: ColumnElement[bool]) -> bool:
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(exists().where(which))))


def _leasable(now: datetime) -> ColumnElement[bool]:
    in_time = exists().where(deliveries.c.id == parts.c.delivery_id, deliveries.c.expires_at > now)
    return and_(parts.c.state.in_(LEASABLE), parts.c.doubts < MOST_DOUBTS, in_time)


def _next_in_line() -> ColumnElement[bool]:
    """No earlier part of the same delivery is still to be sent."""
    undecided = or_(
        _earlier.c.state.in_((PartState.PLANNED, SENDING)),
        and_(_earlier.c.state == PartState.UNCERTAIN, _earlier.c.doubts < MOST_DOUBTS),
    )
    return ~exists().where(_earlier.c.delivery_id == parts.c.delivery_id, _earlier.c.number < parts.c.number, undecided)


async def _silent(connection: AsyncConnection, now: datetime) -> bool:
    flood_until = await read_instant(connection, FLOOD_UNTIL)
    return flood_until is not None and now < flood_until


async def _ripe(connection: AsyncConnection, now: datetime, limit: int) -> list[Row[Any]]:
    # One state at a time, so that the index on (state, lane, not_before) yields the order and the limit cuts early.
    found: list[Row[Any]] = []
    for state in LEASABLE:
        query = (
            select(parts, deliveries.c.reader_id, readers.c.chat_id, readers.c.thread_id)
            .join(deliveries, deliveries.c.id == parts.c.delivery_id)
            .join(readers, readers.c.id == deliveries.c.reader_id)
            .where(parts.c.state == state, parts.c.doubts < MOST_DOUBTS, parts.c.not_before <= now)
            .where(deliveries.c.expires_at > now, _next_in_line())
            .order_by(parts.c.lane, parts.c.not_before, parts.c.id)
            .limit(limit)
        )
        found += (await connection.execute(query)).all()
    return sorted(found, key=lambda row: (row.lane, row.not_before, row.id))[:limit]


def _leased(row: Row[Any]) -> Leased:
    return Leased(
        part_id=row.id,
        delivery_id=row.delivery_id,
        reader_id=row.reader_id,
        number=row.number,
        lane=row.lane,
        address=Address(row.chat_id, row.thread_id),
        html=row.html,
        plain=row.plain,
        keyboard=keyboard_from_json(row.keyboard),
        variant=row.variant,
        attempts=row.attempts + 1,
        doubts=row.doubts,
        as_plain=row.as_plain,
        token=row.token + 1,
    )
