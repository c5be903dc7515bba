"""Single values that must survive a restart: how far planning has come, until when Telegram wants silence."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import marks

PLANNED_UNTIL = "planned_until"
CUT_UNTIL = "cut_until"
FLOOD_UNTIL = "flood_until"


async def read_instant(connection: AsyncConnection, name: str) -> datetime | None:
    """The instant of a mark; None when it was never set."""
    value = await connection.scalar(select(marks.c.value).where(marks.c.name == name))
    return datetime.fromisoformat(value) if value is not None else None


async def raise_instant(connection: AsyncConnection, name: str, moment: datetime) -> None:
    """Move a mark on to an aware instant, never back, within the caller's transaction."""
    known = await read_instant(connection, name)
    if known is None or known < moment:
        await set_instant(connection, name, moment)


async def set_instant(connection: AsyncConnection, name: str, moment: datetime) -> None:
    """Set a mark to an aware instant, within the caller's transaction."""
    statement = insert(marks).values(name=name, value=moment.isoformat())
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    )
