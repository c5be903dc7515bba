"""What is asked of past deliveries: what one showed, when a reader's last was, how many were asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from bot.delivery.model import PartState
from bot.readers.model import Address
from bot.store.choices import had
from bot.store.due import NOW
from bot.store.tables import deliveries, parts, readers
from briefings.model import Slot
from briefings.store.database import Database


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that was made: whose, for when, and its content (JSON, see `bot.delivery.content`)."""

    id: int
    reader_id: int
    address: Address
    day: date
    slot: str
    content: dict[str, Any]


class LedgerLooks:
    """Reads the ledger; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self, delivery_id: int) -> Kept | None:
        """A delivery with its content; None when it is unknown, purged, or not made yet."""
        query = (
            select(deliveries, readers.c.chat_id, readers.c.thread_id)
            .join(readers, readers.c.id == deliveries.c.reader_id)
            .where(deliveries.c.id == delivery_id, deliveries.c.content.is_not(None))
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None or row.content is None:
            return None
        address = Address(row.chat_id, row.thread_id)
        return Kept(row.id, row.reader_id, address, row.local_date, row.slot, row.content)

    async def had(self, reader_id: int, since: date) -> set[tuple[date, Slot]]:
        """The slots from a local date on that a reader was owed a briefing for, whatever became of it."""
        async with self._database.read() as connection:
            return await had(connection, reader_id, since)

    async def last_sent(self, reader_id: int) -> datetime | None:
        """When a reader was last sent a message of a briefing."""
        query = (
            select(func.max(parts.c.sent_at, type_=parts.c.sent_at.type))
            .join(deliveries, deliveries.c.id == parts.c.delivery_id)
            .where(deliveries.c.reader_id == reader_id)
        )
        async with self._database.read() as connection:
            found: datetime | None = await connection.scalar(query)
            return found

    async def asked_since(self, reader_id: int, moment: datetime) -> int:
        """How many briefings a reader asked for at or after an instant."""
        asked = deliveries.c.slot.startswith(NOW)
        query = select(func.count()).where(deliveries.c.reader_id == reader_id, asked, deliveries.c.due_at >= moment)
        async with self._database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def on_its_way(self, reader_id: int, but: str) -> bool:
        """Whether a briefing that the reader asked for waits to be sent; `but` is a slot that does not count."""
        open_states = (PartState.PLANNED, PartState.SENDING)
        query = select(func.count()).where(
            deliveries.c.reader_id == reader_id,
            deliveries.c.slot.startswith(NOW),
            deliveries.c.slot != but,
            deliveries.c.state.in_(open_states),
        )
        async with self._database.read() as connection:
            return bool(await connection.scalar(query))
