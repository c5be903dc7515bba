"""The count that must come out even: planned = sent + failed + uncertain + expired + pending.

What was planned is counted apart (`bot.store.sends`), so a delivery that vanished is missed here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lateness import Backlog
from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.store.tables import deliveries, parts, sends
from briefings.store.database import Database

RECENT = timedelta(days=1)
MOST_SENDS = 10
MEDIAN, NEARLY_ALL = 0.5, 0.99

States = Mapping[PartState, int]


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
class Waited:
    """Seconds from the due instant until the first message was out: for half of the readers, and for 99 of 100."""

    median: float
    nearly_all: float


@dataclass(frozen=True, slots=True)
class Send:
    """The broadcast of one due instant. `waited` is None while nothing of it is out."""

    due_at: datetime
    account: Account
    waited: Waited | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The newest sends of the last day and those that do not add up, newest first; answers; all that is kept."""

    sends: tuple[Send, ...]
    answers: Account
    whole: Account
    even: bool
    backlog: Backlog


async def reconcile(database: Database) -> Reconciliation:
    """Count the deliveries, in one look at the database."""
    async with database.read() as connection:
        broadcasts, answers = await _broadcasts(connection), await _answers(connection)
        shown = _shown(broadcasts)
        waited = {due_at: await _waited(connection, due_at) for due_at in shown}
    return Reconciliation(
        sends=tuple(Send(due_at, broadcasts[due_at], waited[due_at]) for due_at in shown),
        answers=answers,
        whole=_sum([answers, *broadcasts.values()]),
        even=answers.even and all(account.even for account in broadcasts.values()),
        backlog=[(due_at, account.pending) for due_at, account in sorted(broadcasts.items()) if account.pending],
    )


async def _broadcasts(connection: AsyncConnection) -> dict[datetime, Account]:
    """By due instant, also of those of which only the count or only the deliveries are there."""
    counted = select(sends.c.due_at, sends.c.planned).where(sends.c.lane == Lane.BROADCAST)
    planned = {row.due_at: row.planned for row in await connection.execute(counted)}
    grouped = select(deliveries.c.due_at, deliveries.c.state, func.count()).where(deliveries.c.lane == Lane.BROADCAST)
    found: dict[datetime, Counter[PartState]] = defaultdict(Counter)
    for due_at, state, count in await connection.execute(grouped.group_by(deliveries.c.state, deliveries.c.due_at)):
        found[due_at][PartState(state)] = count
    return {due_at: _account(planned.get(due_at, 0), found[due_at]) for due_at in planned.keys() | found.keys()}


async def _answers(connection: AsyncConnection) -> Account:
    planned = await connection.scalar(select(func.sum(sends.c.planned)).where(sends.c.lane == Lane.REPLY))
    grouped = select(deliveries.c.state, func.count()).where(deliveries.c.lane == Lane.REPLY)
    states = await connection.execute(grouped.group_by(deliveries.c.state))
    return _account(int(planned or 0), {PartState(state): count for state, count in states})


async def _waited(connection: AsyncConnection, due_at: datetime) -> Waited | None:
    # All the states: an index begins with them.
    this = and_(deliveries.c.state.in_(tuple(PartState)), deliveries.c.lane == Lane.BROADCAST)
    first = and_(parts.c.number == 1, parts.c.sent_at.is_not(None), deliveries.c.due_at == due_at)
    of_it = select(parts.c.sent_at).join(deliveries, deliveries.c.id == parts.c.delivery_id).where(this, first)
    out = int(await connection.scalar(select(func.count()).select_from(of_it.subquery())) or 0)
    if not out:
        return None
    seconds = []
    for share in (MEDIAN, NEARLY_ALL):
        nth = of_it.order_by(parts.c.sent_at).offset(int(share * (out - 1))).limit(1)
        sent_at = (await connection.execute(nth)).scalar_one()
        seconds.append((sent_at - due_at).total_seconds())
    return Waited(*seconds)


def _shown(broadcasts: Mapping[datetime, Account]) -> list[datetime]:
    newest = sorted(broadcasts, reverse=True)
    recent = [due_at for due_at in newest if due_at > newest[0] - RECENT][:MOST_SENDS]
    odd = [due_at for due_at in newest if not broadcasts[due_at].even][:MOST_SENDS]
    return sorted({*recent, *odd}, reverse=True)


def _account(planned: int, states: States) -> Account:
    return Account(
        planned=planned,
        sent=states.get(PartState.SENT, 0),
        failed=states.get(PartState.FAILED, 0),
        uncertain=states.get(PartState.UNCERTAIN, 0),
        expired=states.get(PartState.EXPIRED, 0),
        pending=states.get(PartState.PLANNED, 0) + states.get(PartState.SENDING, 0),
    )


def _sum(accounts: Iterable[Account]) -> Account:
    rows = [(one.planned, one.sent, one.failed, one.uncertain, one.expired, one.pending) for one in accounts]
    return Account(*map(sum, zip(*rows, strict=True)))
