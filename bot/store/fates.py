"""What became of the deliveries that were made of an edition."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.store.tables import deliveries
from bot.store.unmake import made_of
from briefings.store.database import Database

AROUND = timedelta(days=2)
"""A reader is due at most so long before or after an edition of that slot and date was cut, wherever they live."""


async def fates(database: Database, edition_id: str, cut: datetime) -> dict[PartState, int]:
    """Deliveries by state; those that are not made of anything yet are nobody's."""
    # All states and lanes, so that the index on them and the time is of use.
    near = (
        deliveries.c.state.in_(tuple(PartState)),
        deliveries.c.lane.in_(tuple(Lane)),
        deliveries.c.due_at.between(cut - AROUND, cut + AROUND),
    )
    counted = select(deliveries.c.state, func.count()).where(*near, made_of(edition_id)).group_by(deliveries.c.state)
    async with database.read() as connection:
        return {PartState(row[0]): row[1] for row in await connection.execute(counted)}
