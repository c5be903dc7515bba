"""What a receipt means for others than its part: for the whole bot, for the reader, for all who get the same text."""

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.lease import Leased
from bot.delivery.retry import Decision
from bot.readers.model import Standing
from bot.store.halt import halt, stop_text
from bot.store.lists import listed
from bot.store.marks import FLOOD_UNTIL, raise_instant
from bot.store.moves import move_chat
from bot.store.tables import readers

log = structlog.get_logger()

_found_again = (
    update(readers).where(readers.c.id.in_(listed("ids")), readers.c.refused_on.is_not(None)).values(refused_on=None)
)


async def follow(connection: AsyncConnection, part: Leased, decision: Decision, now: datetime) -> None:
    """Do what a decision asks for beyond the part that it is about, within the caller's transaction."""
    if decision.flood_until is not None:
        await raise_instant(connection, FLOOD_UNTIL, decision.flood_until)
    if decision.moved_to is not None:
        await move_chat(connection, part.address.chat_id, decision.moved_to, now)
    if decision.standing is not None:
        await _stand(connection, part.reader_id, decision.standing, decision.failure, now)
    if decision.unsure:
        await _not_found(connection, part.reader_id, decision.failure, now)
    if decision.stop_variant:
        stopped = await stop_text(connection, part.text_id, "the message itself is refused")
        log.error("delivery.text_stopped", text=part.text_id, stopped=stopped)


async def found_again(connection: AsyncConnection, reader_ids: Sequence[int]) -> None:
    """These were reached: that Telegram did not find some of them on an earlier day is forgotten."""
    if reader_ids:
        await connection.execute(_found_again, {"ids": reader_ids})


async def _not_found(connection: AsyncConnection, reader_id: int, reason: str | None, now: datetime) -> None:
    """Telegram says so of people, too, who have not met a bot under its new token: one day of it proves nothing."""
    today = now.astimezone(UTC).date()
    this = readers.c.id == reader_id
    first = await connection.scalar(select(readers.c.refused_on).where(this))
    if first is None:
        await connection.execute(update(readers).where(this).values(refused_on=today))
    elif first < today:
        await _stand(connection, reader_id, Standing.BLOCKED, reason, now)


async def _stand(
    connection: AsyncConnection, reader_id: int, standing: Standing, reason: str | None, now: datetime
) -> None:
    values = {"standing": standing, "standing_reason": reason, "changed_at": now}
    await connection.execute(update(readers).where(readers.c.id == reader_id).values(values))
    await halt(connection, [reader_id], reason or standing)
