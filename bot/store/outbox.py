"""The queue of messages: what may go, leases with fencing tokens, receipts, recovery, expiry.

A lease is committed before the message is handed to Telegram, the receipt after; what a crash leaves in between is
found when the lease ends. Each writing method is one transaction, and a step writes the receipts of what was sent
together with the leases of what is sent next.

The queue may be a million parts long, so it is only ever read from its front (`bot.store.fronts`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import LEASE, Leased, Receipt, Step, Text, Waiting
from bot.delivery.line import Lane
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.retry import GIVE_UP, SECOND_TRY, Decision
from bot.delivery.spend import Spent
from bot.failpoint import failpoint
from bot.store.fronts import BEFORE_NEVER, FIRST, SENDING, ended, front
from bot.store.halt import OPEN, change_planned
from bot.store.keyboard import keyboard_from_json
from bot.store.leases import lease
from bot.store.marks import FLOOD_UNTIL, read_instant, read_spent, set_spent
from bot.store.receipts import NEVER, write_receipts
from bot.store.tables import deliveries, parts, texts
from briefings.store.columns import Instant
from briefings.store.database import Database

EXPIRED = TRANSITIONS[PartState.PLANNED, Event.TOO_LATE]
EVERY_LANE = tuple(Lane)

_renewed = (
    update(parts)
    .where(parts.c.id == bindparam("part"), parts.c.token == bindparam("held"), parts.c.state == SENDING)
    .values(lease_until=bindparam("until", type_=Instant()))
)
_text = select(texts).where(texts.c.id == bindparam("text"))
_some_planned = select(parts.c.id).where(parts.c.state == PartState.PLANNED).limit(bindparam("most"))
_waiting = select(func.count()).select_from(_some_planned.subquery())


def _late(now: Any, long_ago: Any) -> ColumnElement[bool]:
    """Deliveries that are planned and too late to be of use."""
    planned = and_(deliveries.c.state == PartState.PLANNED, deliveries.c.lane.in_(EVERY_LANE))
    # Nothing expires sooner than that after it is due, and the index knows what is due.
    return and_(planned, deliveries.c.due_at <= long_ago, deliveries.c.expires_at <= now)


def _in_doubt(now: Any, long_ago: Any) -> ColumnElement[bool]:
    """Parts of which nobody knows whether they arrived, too late to be sent again."""
    waiting = and_(parts.c.state == PartState.UNCERTAIN, parts.c.lane.in_(EVERY_LANE), parts.c.not_before <= long_ago)
    return and_(waiting, exists().where(deliveries.c.id == parts.c.delivery_id, deliveries.c.expires_at <= now))


_now, _long_ago = (bindparam(name, type_=Instant()) for name in ("now", "long_ago"))
_any_late = select(exists().where(_late(_now, _long_ago)))
_any_in_doubt = select(exists().where(_in_doubt(_now, _long_ago)))
# What is older has expired, or is about to: so the index is read no further back than that.
_backlog = (
    select(deliveries.c.due_at, func.count())
    .where(deliveries.c.state.in_(OPEN), deliveries.c.lane == Lane.BROADCAST, deliveries.c.due_at <= _now)
    .group_by(deliveries.c.due_at)
    .order_by(deliveries.c.due_at)
)


class Outbox:
    """The parts that wait, are in flight, or are done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, now: datetime, limit: int, but: Collection[int] = ()) -> list[Waiting]:
        """At most `limit` parts that may go now, none of the ids `but`: answers first, then the longest waiting.

        Part n+1 of a delivery waits until part n is done with; nothing may go while Telegram wants silence.
        """
        if limit <= 0:
            return []
        return await self._database.look(lambda connection: front(connection, now, limit, but))

    async def step(
        self, receipts: Sequence[Receipt], wanted: Sequence[Waiting], now: datetime, spent: Spent | None = None
    ) -> Step:
        """Write receipts, then lease those of `wanted` that still may go: in one transaction, all or nothing.

        A stale receipt changes nothing and is named in the answer; a part that has changed since it was looked at is
        not leased. `spent`, what today's broadcasts have cost, is kept with it.
        """
        if not receipts and not wanted and spent is None:
            return Step([], [])

        async def take(connection: AsyncConnection) -> Step:
            stale = await write_receipts(connection, receipts, now)
            leased = await lease(connection, wanted, now)
            if spent is not None:
                await set_spent(connection, spent)
            _pass("before", receipts, leased)
            return Step(leased, stale)

        step = await self._database.change(take)
        _pass("after", receipts, step.leased)
        return step

    async def text(self, text_id: str) -> Text | None:
        """What is to be sent; None when it is not kept any more."""
        async with self._database.read() as connection:
            row = (await connection.execute(_text, {"text": text_id})).one_or_none()
        return Text(row.id, row.html, row.plain, keyboard_from_json(row.keyboard)) if row is not None else None

    async def renew(self, leased: Collection[Leased], now: datetime) -> None:
        """Prolong the leases of parts that are still being sent (a heartbeat)."""
        if not leased:
            return
        async with self._database.write() as connection:
            mine = [{"part": one.part_id, "held": one.token, "until": now + LEASE} for one in leased]
            await connection.execute(_renewed, mine)

    async def recover(self, now: datetime) -> int:
        """Parts whose lease ended without a receipt (a crash) become uncertain; returns how many."""
        async with self._database.read() as connection:
            if not await ended(connection, now):
                return 0
        decision = Decision(Event.LEASE_ENDED, now + SECOND_TRY, failure="the lease ended without a receipt")
        async with self._database.write() as connection:
            receipts = [Receipt(part, decision) for part in await ended(connection, now)]
            await write_receipts(connection, receipts, now)
        return len(receipts)

    async def expire(self, now: datetime) -> int:
        """What is planned and too late to be of use expires; returns how many deliveries that touched."""
        late, in_doubt = _late(now, now - GIVE_UP), _in_doubt(now, now - GIVE_UP)
        facts = {"now": now, "long_ago": now - GIVE_UP}
        # A look costs no lock and no sync to disk; most looks find nothing.
        async with self._database.read() as connection:
            if not await connection.scalar(_any_late, facts) and not await connection.scalar(_any_in_doubt, facts):
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

        async def look(connection: AsyncConnection) -> datetime | None:
            fronts = list(await connection.scalars(FIRST, {"now": now, "until": BEFORE_NEVER}))
            flood_until = await read_instant(connection, FLOOD_UNTIL)
            return max(min(fronts), flood_until or min(fronts)) if fronts else None

        return await self._database.look(look)

    async def flood_until(self) -> datetime | None:
        """The end of the silence that Telegram asked for last, as it was kept."""
        async with self._database.read() as connection:
            return await read_instant(connection, FLOOD_UNTIL)

    async def spent(self) -> Spent | None:
        """What paid broadcasts have cost, as it was kept last; None when there were none."""
        async with self._database.read() as connection:
            return await read_spent(connection)

    async def waiting(self, most: int) -> int:
        """How many parts are planned, counted up to `most`."""
        async with self._database.read() as connection:
            return int(await connection.scalar(_waiting, {"most": most}) or 0)

    async def backlog(self, now: datetime) -> list[tuple[datetime, int]]:
        """By the instant they are due: how many broadcast deliveries are not out yet, made or not, and not too late."""
        async with self._database.read() as connection:
            return [(due_at, count) for due_at, count in await connection.execute(_backlog, {"now": now})]


def _pass(moment: Literal["before", "after"], receipts: Sequence[Receipt], leased: Sequence[Leased]) -> None:
    """Where a crash test may stop the world: just before and just after the commit."""
    if receipts:
        failpoint("receipt.before" if moment == "before" else "receipt.after")
    if leased:
        failpoint("lease.before" if moment == "before" else "lease.after")
