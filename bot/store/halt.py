"""Stops what waits, and derives the state of a delivery from its parts; both within the caller's transaction."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.store.tables import deliveries, parts

PLANNED = PartState.PLANNED
FAILED = TRANSITIONS[PartState.PLANNED, Event.REFUSED]
OPEN = (PartState.PLANNED, PartState.SENDING)
WORST_FIRST = (PartState.UNCERTAIN, PartState.FAILED, PartState.EXPIRED, PartState.SENT)


def delivery_state(states: Collection[PartState]) -> PartState:
    """What a delivery is, given its parts: open while one is, else as bad as the worst of them; planned with none."""
    for state in (PartState.SENDING, PartState.PLANNED, *WORST_FIRST):
        if state in states:
            return state
    return PartState.PLANNED


async def derive(connection: AsyncConnection, delivery_ids: Iterable[int]) -> None:
    """Write the states of deliveries whose parts have changed."""
    ids = sorted(set(delivery_ids))
    states: dict[int, list[PartState]] = {one: [] for one in ids}
    rows = await connection.execute(select(parts.c.delivery_id, parts.c.state).where(parts.c.delivery_id.in_(ids)))
    for delivery_id, state in rows:
        states[delivery_id].append(PartState(state))
    together: dict[PartState, list[int]] = {}
    for delivery_id, found in states.items():
        if found:
            together.setdefault(delivery_state(found), []).append(delivery_id)
    for state, members in together.items():
        changed = and_(deliveries.c.id.in_(members), deliveries.c.state != state)
        await connection.execute(update(deliveries).where(changed).values(state=state))


async def halt(connection: AsyncConnection, reader_ids: Collection[int], reason: str) -> None:
    """Nothing more is sent to these readers: what is planned for them fails. What is in flight ends by itself."""
    if not reader_ids:
        return
    theirs = select(deliveries.c.id).where(deliveries.c.reader_id.in_(reader_ids), deliveries.c.state.in_(OPEN))
    await fail_planned(connection, parts.c.delivery_id.in_(theirs), reason)
    unmade = and_(deliveries.c.id.in_(theirs), deliveries.c.rendered_at.is_(None))
    await connection.execute(update(deliveries).where(unmade).values(state=FAILED))


async def fail_planned(connection: AsyncConnection, which: ColumnElement[bool], reason: str) -> int:
    """Fail the planned parts that `which` selects, with a sentence; returns how many."""
    planned = and_(parts.c.state == PLANNED, which)
    touched = await change(connection, planned, {"state": FAILED, "failure": reason})
    return len(touched)


async def change(connection: AsyncConnection, which: ColumnElement[bool], values: dict[str, Any]) -> list[int]:
    """Change the parts that `which` selects and derive their deliveries; returns the ids of the parts."""
    result = await connection.execute(
        update(parts).where(which).values(values).returning(parts.c.id, parts.c.delivery_id)
    )
    rows = result.all()
    await derive(connection, [row.delivery_id for row in rows])
    return [row.id for row in rows]
