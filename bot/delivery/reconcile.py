"""The count that must come out even: planned = sent + failed + uncertain + expired + pending."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import PartState
from bot.store.choices import BROADCAST
from bot.store.tables import deliveries
from briefings.store.database import Database


@dataclass(frozen=True, slots=True)
class Account:
    """Deliveries by what became of them; `pending` are those still planned or being sent."""

    planned: int
    sent: int
    failed: int
    uncertain: int
    expired: int
    pending: int

    @property
    def even(self) -> bool:
        """Whether every delivery that was planned is accounted for."""
        return self.planned == self.sent + self.failed + self.uncertain + self.expired + self.pending


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The last broadcast (all deliveries of the newest due time, None when there was none) and all that is kept."""

    last_due_at: datetime | None
    last: Account
    whole: Account


async def reconcile(database: Database) -> Reconciliation:
    """Count the deliveries, in one look at the database."""
    broadcast = deliveries.c.lane == BROADCAST
    async with database.read() as connection:
        newest: datetime | None = await connection.scalar(
            select(func.max(deliveries.c.due_at, type_=deliveries.c.due_at.type)).where(broadcast)
        )
        last = await _account(connection, broadcast & (deliveries.c.due_at == newest))
        return Reconciliation(newest, last, await _account(connection, true()))


async def _account(connection: AsyncConnection, which: ColumnElement[bool]) -> Account:
    query = select(deliveries.c.state, func.count()).where(which).group_by(deliveries.c.state)
    counts = {PartState(state): int(count) for state, count in await connection.execute(query)}
    planned = await connection.scalar(select(func.count()).select_from(deliveries).where(which))
    return Account(
        planned=int(planned or 0),
        sent=counts.get(PartState.SENT, 0),
        failed=counts.get(PartState.FAILED, 0),
        uncertain=counts.get(PartState.UNCERTAIN, 0),
        expired=counts.get(PartState.EXPIRED, 0),
        pending=counts.get(PartState.PLANNED, 0) + counts.get(PartState.SENDING, 0),
    )
