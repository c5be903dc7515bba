"""Everything that is kept about a reader: to hand it out (/mydata) and to erase it (/forget).

The tables are found by looking at the schema, so that a new one that hangs on readers cannot be forgotten.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.inbox import OPEN
from bot.store.sends import uncount
from bot.store.tables import deliveries, inbox, moves, parts, readers, texts
from briefings.store.database import Database
from briefings.store.tables import metadata


class Holdings:
    """Reads and erases all that belongs to one reader."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, reader_id: int) -> dict[str, list[dict[str, object]]]:
        """All rows about a reader by table, as JSON values; {} when there is no such reader."""
        async with self._database.read() as connection:
            chat_id = await _chat(connection, reader_id)
            if chat_id is None:
                return {}
            held = {}
            for table, which in _theirs(reader_id, chat_id):
                rows = await connection.execute(select(table).where(which))
                held[str(table.name)] = [
                    {str(name): _plain(value) for name, value in row.items()} for row in rows.mappings()
                ]
            return held

    async def erase(self, reader_id: int) -> None:
        """Delete it all in one transaction; commands of the chat that are not handled yet stay until they are."""
        async with self._database.write() as connection:
            chat_id = await _chat(connection, reader_id)
            await uncount(connection, deliveries.c.reader_id == reader_id)
            await connection.execute(delete(readers).where(readers.c.id == reader_id))
            others = await connection.scalar(select(func.count()).where(readers.c.chat_id == chat_id))
            if not others and chat_id is not None:
                await _erase_chat(connection, chat_id)


def tables_of_readers() -> tuple[Table, ...]:
    """The tables whose rows name a reader, by foreign key or by a column of that name."""
    return tuple(table for table in metadata.sorted_tables if "reader_id" in table.c)


def _theirs(reader_id: int, chat_id: int) -> list[tuple[Table, ColumnElement[bool]]]:
    own = select(deliveries.c.id).where(deliveries.c.reader_id == reader_id)
    return [
        (readers, readers.c.id == reader_id),
        *((table, table.c.reader_id == reader_id) for table in tables_of_readers()),
        (parts, parts.c.delivery_id.in_(own)),
        (texts, texts.c.id.in_(select(parts.c.text_id).where(parts.c.delivery_id.in_(own)))),
        (inbox, inbox.c.chat_id == chat_id),
        (moves, moves.c.new_chat_id == chat_id),
    ]


async def _erase_chat(connection: AsyncConnection, chat_id: int) -> None:
    """What is kept about a chat whose last reader went, and what it left behind at an old id."""
    old = select(moves.c.old_chat_id).where(moves.c.new_chat_id == chat_id)
    behind = select(readers.c.id).where(readers.c.chat_id.in_(old))
    await uncount(connection, deliveries.c.reader_id.in_(behind))
    await connection.execute(delete(readers).where(readers.c.chat_id.in_(old)))
    await connection.execute(delete(moves).where(moves.c.new_chat_id == chat_id))
    await connection.execute(delete(inbox).where(inbox.c.chat_id == chat_id, inbox.c.state.not_in(OPEN)))


async def _chat(connection: AsyncConnection, reader_id: int) -> int | None:
    return await connection.scalar(select(readers.c.chat_id).where(readers.c.id == reader_id))


def _plain(value: Any) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
