"""Leases: parts that were looked at are taken into hand, as far as they still may go, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import LEASE, Leased, Waiting
from bot.store.fronts import LEASABLE, SENDING
from bot.store.lists import item, listed, rows_of
from bot.store.marks import silence, silent_at
from bot.store.tables import deliveries, parts
from briefings.store.columns import Instant

_now = bindparam("now", type_=Instant())
_wanted = rows_of("wanted")
_lease = (
    update(parts)
    .where(
        parts.c.id == item(_wanted, 0),
        parts.c.token == item(_wanted, 1),
        # Not by the index of states, which would lead through all that waits: each is asked for by its id.
        parts.c.state.concat("").in_(LEASABLE),
        parts.c.not_before <= _now,
        ~silence(),
    )
    .values(
        state=SENDING,
        token=parts.c.token + 1,
        attempts=parts.c.attempts + 1,
        lease_until=bindparam("until", type_=Instant()),
    )
    .returning(parts.c.id)
)
_under_way = update(deliveries).where(deliveries.c.id.in_(listed("ids"))).values(state=SENDING)


async def lease(connection: AsyncConnection, wanted: Sequence[Waiting], now: datetime) -> list[Leased]:
    """Lease those that are as they were when they were looked at and may go now; no others, in a silence none.

    Whether an earlier part of the delivery is done with is not asked again: what is done with stays so.
    """
    useful = [one for one in wanted if now < one.expires_at]
    if not useful:
        return []
    facts = {"wanted": [(one.part_id, one.token) for one in useful], "now": now, "until": now + LEASE}
    taken = set(await connection.scalars(_lease, facts | silent_at(now)))
    leased = [_leased(one, now + LEASE) for one in useful if one.part_id in taken]
    if leased:
        await connection.execute(_under_way, {"ids": [one.delivery_id for one in leased]})
    return leased


def _leased(one: Waiting, until: datetime) -> Leased:
    return Leased(
        one.part_id,
        one.delivery_id,
        one.reader_id,
        one.number,
        one.lane,
        one.address,
        one.text_id,
        one.attempts + 1,
        one.doubts,
        one.as_plain,
        one.token + 1,
        one.last,
        one.due_at,
        one.expires_at,
        until,
    )
