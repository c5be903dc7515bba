"""Stops what waits, and derives the state of a delivery from its parts; both within the caller's transaction.

A message may have gone to a hundred thousand readers: what concerns many rows is done by the database in one
statement, and lists of ids go to it in steps, because it takes only so many values at a time.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.store.tables import deliveries, parts

PLANNED = PartState.PLANNED
FAILED = TRANSITIONS[PartState.PLANNED, Event.REFUSED]
OPEN = (PartState.PLANNED, PartState.SENDING)
WORST_FIRST = (PartState.UNCERTAIN, PartState.FAILED, PartState.EXPIRED, PartState.SENT)
BY_RANK = (PartState.SENDING, PartState.PLANNED, *WORST_FIRST)
STEP = 500
"""Ids in one statement. SQLite may have been built to take no more than 999 values (sqlite.org/limits.html)."""

_rank = case({state: rank for rank, state in enumerate(BY_RANK)}, value=parts.c.state, else_=len(BY_RANK))
_lowest = select(func.min(_rank)).where(parts.c.delivery_id == deliveries.c.id).scalar_subquery()
_derived = case(dict(enumerate(BY_RANK)), value=_lowest)


def delivery_state(states: Collection[PartState]) -> PartState:
    """What a delivery is, given its parts: open while one is, else as bad as the worst of them; planned with none."""
    return next((state for state in BY_RANK if state in states), PartState.PLANNED)


def in_steps(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids without doubles, in order, in lists that one statement can take."""
    rest = iter(sorted(set(ids)))
    while step := list(islice(rest, STEP)):
        yield step


async def derive(connection: AsyncConnection, which: Iterable[int] | Select[tuple[int]]) -> None:
    """Write the states of deliveries whose parts have changed: those ids, or those that a query finds."""
    if isinstance(which, Select):
        await _derive(connection, deliveries.c.id.in_(which))
        return
    for ids in in_steps(which):
        await _derive(connection, deliveries.c.id.in_(ids))


async def _derive(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    # Without parts there is nothing to derive from: the comparison is with null then, and the state stays.
    await connection.execute(update(deliveries).where(which, deliveries.c.state != _derived).values(state=_derived))


async def halt(connection: AsyncConnection, reader_ids: Collection[int], reason: str) -> None:
    """Nothing more is sent to these readers: what is planned for them fails. What is in flight ends by itself."""
    for ids in in_steps(reader_ids):
        theirs = select(deliveries.c.id).where(deliveries.c.reader_id.in_(ids), deliveries.c.state.in_(OPEN))
        await fail_planned(connection, parts.c.delivery_id.in_(theirs), reason)
        unmade = and_(deliveries.c.id.in_(theirs), deliveries.c.rendered_at.is_(None))
        await connection.execute(update(deliveries).where(unmade).values(state=FAILED))


async def fail_planned(connection: AsyncConnection, which: ColumnElement[bool], reason: str) -> int:
    """Fail the planned parts that `which` selects, with a sentence; returns how many."""
    return await change_planned(connection, which, {"state": FAILED, "failure": reason})


async def stop_text(connection: AsyncConnection, text_id: str, reason: str) -> int:
    """Fail all planned parts with that text, with a sentence; returns how many."""
    return await fail_planned(connection, parts.c.text_id == text_id, reason)


async def change_planned(connection: AsyncConnection, which: ColumnElement[bool], values: dict[str, Any]) -> int:
    """Change the planned parts that `which` selects and derive their deliveries; returns how many parts.

    `which` must select the same parts before and after the change: it is asked twice.
    """
    # Not by the index of states, which would lead through all that waits: `which` has an index of its own.
    planned = parts.c.state.concat("") == PLANNED
    changed = (await connection.execute(update(parts).where(planned, which).values(values))).rowcount
    if changed:
        await derive(connection, select(parts.c.delivery_id).where(which))
    return changed
