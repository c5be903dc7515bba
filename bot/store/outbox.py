"""The queue of messages: leases with fencing tokens, order, recovery, expiry. Every method is one transaction.

A lease is committed before the message is handed to Telegram, the receipt after; what a crash leaves in between is
found when the lease ends. Receipts are written by `bot.store.receipts`.

The queue may be a million parts long, so it is only ever read from its front: state by state and lane by lane, in the
order of one index, as far as the few rows that are wanted.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import LEASE, Leased, Receipt
from bot.delivery.line import Lane
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import GIVE_UP, MOST_DOUBTS, SECOND_TRY, Decision
from bot.failpoint import failpoint
from bot.readers.model import Address
from bot.store.halt import change_planned, derive, in_steps
from bot.store.keyboard import keyboard_from_json
from bot.store.marks import FLOOD_UNTIL, read_instant
from bot.store.receipts import NEVER, NEXT_PART_AFTER, write_receipts
from bot.store.tables import deliveries, parts, readers
from briefings.store.columns import Instant
from briefings.store.database import Database

LEASABLE = tuple(state for state, event in TRANSITIONS if event is Event.LEASED)
SENDING = TRANSITIONS[PartState.PLANNED, Event.LEASED]
EXPIRED = TRANSITIONS[PartState.PLANNED, Event.TOO_LATE]
AHEAD = timedelta(seconds=0.1)
"""What has its turn later than this is not leased yet: a crash puts in doubt whatever is leased."""
MOST_LOOKS = 8
"""How often one claim looks again because the chats of all that it found must wait."""
BEFORE_NEVER = NEVER - timedelta(days=1)
_earlier = parts.alias("earlier")

ReadyAt = Callable[[int], datetime]
"""From a chat's id to the instant at which it may get its next message."""


class Outbox:
    """The parts that wait, are in flight, or are done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int, ready_at: ReadyAt | None = None) -> list[Leased]:
        """Lease at most `limit` parts that may go now: answers first, then the longest waiting.

        Part n+1 of a delivery waits until part n is done with; nothing is leased while Telegram wants silence. With
        `ready_at`, a part whose chat is not ready is not leased either: it is put off, and those behind it go.
        """
        if limit <= 0 or not await self._anything(now):
            return []
        async with self._database.write() as connection:
            if await _silent(connection, now):
                return []
            if ready_at is None:
                found = await _ripe(connection, now, limit)
            else:
                found = await _ready(connection, now, limit, ready_at)
            await _lease(connection, found, now)
            failpoint("lease.before")
        failpoint("lease.after")
        return [_leased(row, now) for row in found]

    async def record(self, receipts: Sequence[Receipt], now: datetime) -> list[int]:
        """Write receipts, all or none; returns the ids of parts whose receipt was stale and changed nothing."""
        async with self._database.write() as connection:
            stale = await write_receipts(connection, receipts, now)
            failpoint("receipt.before")
        failpoint("receipt.after")
        return stale

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
        over = deliveries.c.expires_at <= now
        # Nothing expires sooner than that after it is due, and the index knows what is due.
        late = and_(deliveries.c.state == PartState.PLANNED, deliveries.c.due_at <= now - GIVE_UP, over)
        waiting = and_(parts.c.state == PartState.UNCERTAIN, parts.c.lane.in_(tuple(Lane)))
        in_doubt = and_(
            waiting, parts.c.not_before <= now - GIVE_UP, exists().where(deliveries.c.id == parts.c.delivery_id, over)
        )
        if not await self._any(late) and not await self._any(in_doubt):
            return 0
        async with self._database.write() as connection:
            count = await connection.scalar(select(func.count()).select_from(deliveries).where(late))
            theirs = parts.c.delivery_id.in_(select(deliveries.c.id).where(late))
            await change_planned(connection, theirs, {"state": EXPIRED, "failure": "too late"})
            unmade = and_(late, deliveries.c.rendered_at.is_(None))
            await connection.execute(update(deliveries).where(unmade).values(state=EXPIRED))
            # Nobody knows whether these arrived: they stay uncertain, but out of the queue's way.
            await connection.execute(update(parts).where(in_doubt).values(not_before=NEVER))
        return int(count or 0)

    async def next_at(self, now: datetime) -> datetime | None:
        """The earliest instant at which something that waits may go; None when nothing waits."""
        async with self._database.read() as connection:
            fronts = list(await connection.scalars(_FIRST, {"now": now, "until": BEFORE_NEVER}))
            flood_until = await read_instant(connection, FLOOD_UNTIL)
        return max(min(fronts), flood_until or min(fronts)) if fronts else None

    async def flood_until(self) -> datetime | None:
        """The end of the silence that Telegram asked for last, as it was kept."""
        async with self._database.read() as connection:
            return await read_instant(connection, FLOOD_UNTIL)

    async def _anything(self, now: datetime) -> bool:
        # A look costs no lock and no sync to disk; most looks find nothing.
        async with self._database.read() as connection:
            return await connection.scalar(_FIRST, {"now": now, "until": now}) is not None

    async def _any(self, which: ColumnElement[bool]) -> bool:
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(exists().where(which))))


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


def _fronts(most: ColumnElement[int], *wanted: Any) -> CompoundSelect[Any]:
    """Of each state and lane, the first that waits and may go by `:until`: so the index yields the order."""
    fronts = (
        select(*wanted)
        .select_from(parts)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .join(readers, readers.c.id == deliveries.c.reader_id)
        .where(parts.c.state == state, parts.c.lane == lane, parts.c.not_before <= bindparam("until", type_=Instant()))
        .where(parts.c.doubts < MOST_DOUBTS, deliveries.c.expires_at > bindparam("now", type_=Instant()))
        .where(_next_in_line())
        .order_by(parts.c.not_before, parts.c.id)
        .limit(most)
        for state in LEASABLE
        for lane in Lane
    )
    return union_all(*(select(front.subquery()) for front in fronts))


_FIRST = _fronts(literal(1), parts.c.not_before)
_RIPE = _fronts(bindparam("most"), parts, deliveries.c.reader_id, readers.c.chat_id, readers.c.thread_id)
_too_early = and_(or_(*(parts.c.state == state for state in LEASABLE)), parts.c.not_before < bindparam("at"))
# The next parts of a delivery with the first: they would only lie in front of the queue.
_PUT_OFF = (
    update(parts).where(parts.c.delivery_id == bindparam("put_off"), _too_early).values(not_before=bindparam("at"))
)


async def _ripe(connection: AsyncConnection, now: datetime, limit: int) -> list[Row[Any]]:
    found = (await connection.execute(_RIPE, {"now": now, "until": now, "most": limit})).all()
    return sorted(found, key=lambda row: (row.lane, row.not_before, row.id))[:limit]


async def _ready(connection: AsyncConnection, now: datetime, limit: int, ready_at: ReadyAt) -> list[Row[Any]]:
    """The first parts whose chats are ready; those before them whose chats are not are put off until they are."""
    found: list[Row[Any]] = []
    put_off: dict[int, datetime] = {}
    for _ in range(MOST_LOOKS):
        found = await _ripe(connection, now, limit)
        put_off = _unready(found, now, ready_at)
        if not put_off:
            break
        await connection.execute(_PUT_OFF, [{"put_off": one, "at": at} for one, at in put_off.items()])
    return [row for row in found if row.delivery_id not in put_off]


def _unready(found: Sequence[Row[Any]], now: datetime, ready_at: ReadyAt) -> dict[int, datetime]:
    """Delivery -> when its chat takes it, if it would have to wait. Several of one chat go one after another."""
    put_off = {}
    before: Counter[int] = Counter()
    for row in found:
        at = max(now, ready_at(row.chat_id)) + before[row.chat_id] * NEXT_PART_AFTER
        before[row.chat_id] += 1
        if at > now + AHEAD:
            put_off[row.delivery_id] = at
    return put_off


async def _lease(connection: AsyncConnection, found: Sequence[Row[Any]], now: datetime) -> None:
    values = {
        "state": SENDING,
        "token": parts.c.token + 1,
        "attempts": parts.c.attempts + 1,
        "lease_until": now + LEASE,
    }
    for ids in in_steps(row.id for row in found):
        await connection.execute(update(parts).where(parts.c.id.in_(ids)).values(values))
    await derive(connection, [row.delivery_id for row in found])


def _leased(row: Row[Any], now: datetime) -> Leased:
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
        lease_until=now + LEASE,
    )
