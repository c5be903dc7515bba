"""Takes back what was made and has not left: the messages go, the delivery is owed as before and will be made anew.

Only of deliveries no part of which was ever leased: what a reader may have seen the beginning of is not changed. It
goes in steps, each a transaction, because it may concern a hundred thousand readers.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, select, update

from bot.delivery.model import PartState
from bot.store.halt import in_steps
from bot.store.tables import deliveries, parts
from briefings.store.columns import Instant
from briefings.store.database import Database
from briefings.store.holding import Hold, hold

_PLANNED = deliveries.c.state == PartState.PLANNED
_LEFT = exists().where(parts.c.delivery_id == deliveries.c.id, parts.c.token > 0)
_WAITS = and_(_PLANNED, deliveries.c.rendered_at.is_not(None), ~_LEFT)
_OVERDUE = select(deliveries.c.id).where(
    _WAITS,
    deliveries.c.late.is_(False),
    deliveries.c.due_at <= bindparam("due_until", type_=Instant()),
    deliveries.c.due_at > bindparam("due_after", type_=Instant()),
)
EVER = datetime.min.replace(tzinfo=UTC)


async def unmake_late(database: Database, due_until: datetime, due_after: datetime | None) -> int:
    """Take back what was due in that time (`due_after` < due <= `due_until`) and does not say that it is late."""
    facts = {"due_until": due_until, "due_after": due_after or EVER}
    return await _unmake(database, _OVERDUE, facts, {"late": True})


async def unmake_edition(database: Database, edition_id: str, why: Hold = Hold.REFUSED) -> int:
    """Hold an edition back, and take back what was made of it; also when it was held before: a step may have failed."""
    async with database.write() as connection:
        await hold(connection, edition_id, why)
    return await _unmake(database, select(deliveries.c.id).where(_WAITS, made_of(edition_id)), {}, {})


async def unmake_outdated(database: Database, edition_id: str) -> int:
    """Take back what was made of an edition that a newer one has replaced."""
    return await _unmake(database, select(deliveries.c.id).where(_WAITS, made_of(edition_id)), {}, {})


def made_of(edition_id: str) -> ColumnElement[bool]:
    """That a delivery has this edition in it."""
    # Ids are hashes in quotes: no part of another value can look like one.
    return func.instr(deliveries.c.editions, f'"{edition_id}"') > 0


async def _unmake(database: Database, query: Select[Any], facts: dict[str, Any], also: dict[str, Any]) -> int:
    async with database.read() as connection:
        ids = list(await connection.scalars(query, facts))
    return sum([await _step(database, step, also) for step in in_steps(ids)])


async def _step(database: Database, ids: Iterable[int], also: dict[str, Any]) -> int:
    async with database.write() as connection:
        still = list(await connection.scalars(select(deliveries.c.id).where(deliveries.c.id.in_(ids), _WAITS)))
        await connection.execute(delete(parts).where(parts.c.delivery_id.in_(still)))
        nothing = {"rendered_at": None, "editions": None, "content": None}
        await connection.execute(update(deliveries).where(deliveries.c.id.in_(still)).values(nothing | also))
    return len(still)
