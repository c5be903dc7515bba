"""What whoever runs the bot wants to know of readers and deliveries: `daybrief stats` and /admin show the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lateness import finishes
from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.delivery.reconcile import Reconciliation, reconcile
from bot.store.marks import FLOOD_UNTIL, read_instant
from bot.store.tables import deliveries, parts, readers, subscriptions
from briefings.store.database import Database

TROUBLE_KEPT = timedelta(days=1)
MOST_TROUBLES = 10
AMISS = (PartState.FAILED, PartState.UNCERTAIN, PartState.EXPIRED)
NEVER_MADE = {
    PartState.EXPIRED: "never made: its editions were held back or could not be cut",
    PartState.FAILED: "never made: its reader left",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Messages of the last day that did not go as they should: how they ended, why, how many, with how many texts.

    What was never made has no text.
    """

    state: PartState
    reason: str
    messages: int
    texts: int


@dataclass(frozen=True, slots=True)
class Survey:
    """Readers by standing and by newsletter (slug), all deliveries accounted for, and what went wrong in a day.

    `last_at` is, by due instant, about when the last reader of a send that is under way gets theirs; `silent_until` is
    the end of a silence that Telegram asked for and that is not over.
    """

    standings: Mapping[str, int]
    choices: Mapping[str, int]
    ledger: Reconciliation
    last_at: Mapping[datetime, datetime]
    silent_until: datetime | None
    troubles: tuple[Trouble, ...]


async def survey(database: Database, per_second: float | None, now: datetime) -> Survey:
    """Look at the database, and change nothing."""
    async with database.read() as connection:
        standings = await _standings(connection)
        choices = await _choices(connection)
        silent_until = await read_instant(connection, FLOOD_UNTIL)
        troubles = await _troubles(connection, now)
    ledger = await reconcile(database)
    coming = finishes(ledger.backlog, per_second, now, silent_until)
    return Survey(
        standings=standings,
        choices=choices,
        ledger=ledger,
        last_at={one.due_at: one.last_at for one in coming},
        silent_until=silent_until if silent_until is not None and silent_until > now else None,
        troubles=troubles,
    )


async def _standings(connection: AsyncConnection) -> dict[str, int]:
    counted = select(readers.c.standing, func.count()).group_by(readers.c.standing).order_by(readers.c.standing)
    return {row[0]: row[1] for row in await connection.execute(counted)}


async def _choices(connection: AsyncConnection) -> dict[str, int]:
    counted = select(subscriptions.c.newsletter, func.count()).group_by(subscriptions.c.newsletter)
    return {row[0]: row[1] for row in await connection.execute(counted)}


async def _troubles(connection: AsyncConnection, now: datetime) -> tuple[Trouble, ...]:
    since, lanes = now - TROUBLE_KEPT, tuple(Lane)
    amiss = and_(parts.c.state.in_(AMISS), parts.c.lane.in_(lanes), deliveries.c.due_at >= since)
    why = func.coalesce(parts.c.failure, "no reason was given")
    texts = func.count(distinct(parts.c.text_id))
    counted = select(parts.c.state, why, func.count(), texts).join(deliveries, deliveries.c.id == parts.c.delivery_id)
    grouped = counted.where(amiss).group_by(parts.c.state, why)
    found = [Trouble(PartState(row[0]), *row[1:]) for row in await connection.execute(grouped)]
    unmade = and_(deliveries.c.state.in_(tuple(NEVER_MADE)), deliveries.c.lane.in_(lanes), deliveries.c.due_at >= since)
    owed = select(deliveries.c.state, func.count()).where(unmade, deliveries.c.rendered_at.is_(None))
    for state, count in await connection.execute(owed.group_by(deliveries.c.state)):
        found.append(Trouble(PartState(state), NEVER_MADE[PartState(state)], count, 0))
    found.sort(key=lambda one: (-one.messages, one.state, one.reason))
    return tuple(found[:MOST_TROUBLES])
