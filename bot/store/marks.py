"""Single values that must survive a restart: how far planning is, Telegram's silence, Stars spent, menus."""

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.spend import Spent
from bot.store.tables import marks

PLANNED_UNTIL = "planned_until"
CUT_UNTIL = "cut_until"
FLOOD_UNTIL = "flood_until"
PAID = "paid"
MENUS = "menus"

_VALUE = select(marks.c.value).where(marks.c.name == bindparam("mark", type_=marks.c.name.type))
_NEW = insert(marks)
_SET = _NEW.on_conflict_do_update(index_elements=["name"], set_={"value": _NEW.excluded.value})


async def read_instant(connection: AsyncConnection, name: str) -> datetime | None:
    """The instant of a mark; None when it was never set."""
    value = await _read(connection, name)
    return datetime.fromisoformat(value) if value is not None else None


async def raise_instant(connection: AsyncConnection, name: str, moment: datetime) -> None:
    """Move a mark on to an aware instant, never back, within the caller's transaction."""
    known = await read_instant(connection, name)
    if known is None or known < moment:
        await set_instant(connection, name, moment)


async def set_instant(connection: AsyncConnection, name: str, moment: datetime) -> None:
    """Set a mark to an aware instant, within the caller's transaction."""
    await _set(connection, name, _written(moment))


async def read_words(connection: AsyncConnection, name: str) -> str | None:
    """The words of a mark; None when it was never set."""
    return await _read(connection, name)


async def set_words(connection: AsyncConnection, name: str, words: str) -> None:
    """Set a mark to words, within the caller's transaction."""
    await _set(connection, name, words)


async def read_spent(connection: AsyncConnection) -> Spent | None:
    """What paid broadcasts have cost in the day that they were last paid for; None before the first."""
    value = await _read(connection, PAID)
    if value is None:
        return None
    day, tenths = value.split()
    return Spent(date.fromisoformat(day), int(tenths))


async def set_spent(connection: AsyncConnection, spent: Spent) -> None:
    """Keep what a day's paid broadcasts have cost, within the caller's transaction."""
    await _set(connection, PAID, f"{spent.day.isoformat()} {spent.tenths}")


def silence() -> ColumnElement[bool]:
    """Whether Telegram still wants silence at the instant that `silent_at` binds."""
    # As they are written, instants in UTC have the order of time.
    return exists().where(marks.c.name == FLOOD_UNTIL, marks.c.value > bindparam("silent_at", type_=marks.c.value.type))


def silent_at(now: datetime) -> dict[str, str]:
    """What `silence` binds."""
    return {"silent_at": _written(now)}


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


async def _read(connection: AsyncConnection, name: str) -> str | None:
    return await connection.scalar(_VALUE, {"mark": name})


async def _set(connection: AsyncConnection, name: str, value: str) -> None:
    await connection.execute(_SET, {"name": name, "value": value})
