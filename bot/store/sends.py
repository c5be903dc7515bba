"""How many deliveries were planned, counted apart from the deliveries themselves: what the ledger is checked against.

Whoever plans adds, and whoever lawfully deletes (what is not owed any more, /forget, the purge, a chat that moved)
takes out, within the same transaction. What disappears in any other way stays in the count, and shows.
"""

from collections import Counter
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.line import Lane
from bot.store.tables import deliveries, sends

_MORE = insert(sends)
_ADD = _MORE.on_conflict_do_update(
    index_elements=["due_at", "lane"], set_={"planned": sends.c.planned + _MORE.excluded.planned}
)


def send_of(due_at: datetime, lane: int) -> datetime:
    """The instant under which a delivery is counted: broadcasts by their minute, answers to people by the UTC day."""
    return due_at if lane == Lane.BROADCAST else datetime.combine(due_at, time(), due_at.tzinfo)


async def add_planned(connection: AsyncConnection, due_at: datetime, lane: int, count: int) -> None:
    """`count` more deliveries are owed at `due_at`, within the caller's transaction."""
    if count == 0:
        return
    await connection.execute(_ADD, {"due_at": send_of(due_at, lane), "lane": lane, "planned": count})


async def uncount(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Take deliveries out of the count that the caller's transaction is about to delete."""
    grouped = select(deliveries.c.due_at, deliveries.c.lane, func.count()).where(which)
    gone: Counter[tuple[datetime, int]] = Counter()
    for due_at, lane, count in await connection.execute(grouped.group_by(deliveries.c.due_at, deliveries.c.lane)):
        gone[send_of(due_at, lane), lane] += count
    for (due_at, lane), count in gone.items():
        this = and_(sends.c.due_at == due_at, sends.c.lane == lane)
        await connection.execute(update(sends).where(this).values(planned=sends.c.planned - count))
        await connection.execute(delete(sends).where(this, sends.c.planned == 0))
