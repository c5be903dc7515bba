"""Readers and what they subscribed to. Every method is one transaction.

A chat may be named by the id that it had before it moved (`bot.store.moves`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.store.halt import halt
from bot.store.inbox import note_applied
from bot.store.moves import home, move_chat, now_at
from bot.store.rows import FOLLOW, MUTE, STORY, reader_from_row, reader_to_row
from bot.store.tables import readers, subscriptions, words
from briefings.store.database import Database


class ReaderStore:
    """Keeps readers; a (chat, topic) is one reader at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """Where they are kept."""
        return self._database

    async def find(self, address: Address) -> Reader | None:
        async with self._database.read() as connection:
            return await _one(connection, _at(address))

    async def of_chat(self, chat_id: int) -> list[Reader]:
        """The readers of a chat: its own and those of its topics."""
        async with self._database.read() as connection:
            return await _all(connection, readers.c.chat_id == now_at(chat_id))

    async def home(self, address: Address) -> Address:
        """Where a chat is by now: a group that became a supergroup has a new id."""
        async with self._database.read() as connection:
            return await home(connection, address)

    async def get(self, reader_id: int) -> Reader | None:
        async with self._database.read() as connection:
            return await _one(connection, readers.c.id == reader_id)

    async def get_many(self, reader_ids: Iterable[int]) -> dict[int, Reader]:
        """The readers of those ids that exist, by id."""
        async with self._database.read() as connection:
            return {reader.id: reader for reader in await _all(connection, readers.c.id.in_(list(reader_ids)))}

    async def find_or_add(self, reader: Reader, now: datetime) -> Reader:
        """The reader at `reader.address`, made like `reader` if there was none (its id and newsletters count not)."""
        async with self._database.write() as connection:
            found = await _one(connection, _at(reader.address))
            if found is not None:
                return found
            address = await home(connection, reader.address)
            row = reader_to_row(reader) | {
                "chat_id": address.chat_id,
                "thread_id": address.thread_id,
                "kind": reader.kind,
                "created_at": now,
                "changed_at": now,
            }
            result = await connection.execute(insert(readers).values(row).returning(readers.c.id))
            return replace(reader, id=result.scalar_one(), address=address, created_at=now, newsletters=())

    async def save(self, reader: Reader, now: datetime, asked_by: int | None = None) -> bool:
        """Write the row and its subscriptions (whose `since` stays); False when the reader was erased meanwhile.

        `asked_by` is the update that asks for the change: in the same transaction it is noted as applied.
        """
        async with self._database.write() as connection:
            values = reader_to_row(reader) | {"kind": reader.kind, "changed_at": now}
            changed = await connection.execute(update(readers).where(readers.c.id == reader.id).values(values))
            if changed.rowcount == 0:
                return False
            await _subscribe(connection, reader, now)
            await _keep_words(connection, reader, now)
            if asked_by is not None:
                await note_applied(connection, asked_by)
            return True

    async def stand(self, which: Address | int, standing: Standing, reason: str | None, now: datetime) -> int:
        """Change the standing of one reader (an id) or of a chat with all its topics (an Address).

        What waits for a reader that is blocked or gone is stopped in the same transaction. Returns how many readers.
        """
        whom = readers.c.id == which if isinstance(which, int) else readers.c.chat_id == now_at(which.chat_id)
        async with self._database.write() as connection:
            ids = list(await connection.scalars(select(readers.c.id).where(whom)))
            values = {"standing": standing, "standing_reason": reason, "changed_at": now}
            await connection.execute(update(readers).where(readers.c.id.in_(ids)).values(values))
            if standing in (Standing.BLOCKED, Standing.GONE):
                await halt(connection, ids, reason or standing)
            return len(ids)

    async def moved(self, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
        """The chat has a new id, and keeps its reader."""
        async with self._database.write() as connection:
            await move_chat(connection, old_chat_id, new_chat_id, now)


def newcomer(address: Address, kind: ChatKind, language: str, now: datetime) -> Reader:
    """A reader who has just said the first word."""
    return Reader(id=0, address=address, kind=kind, standing=Standing.NEW, created_at=now, language=language or "en")


def _at(address: Address) -> ColumnElement[bool]:
    return and_(readers.c.chat_id == now_at(address.chat_id), readers.c.thread_id == address.thread_id)


async def _one(connection: AsyncConnection, whom: ColumnElement[bool]) -> Reader | None:
    found = await _all(connection, whom)
    return found[0] if found else None


async def _all(connection: AsyncConnection, whom: ColumnElement[bool]) -> list[Reader]:
    rows = list(await connection.execute(select(readers).where(whom)))
    chosen: dict[int, list[str]] = {row.id: [] for row in rows}
    query = select(subscriptions).where(subscriptions.c.reader_id.in_(list(chosen)))
    for line in await connection.execute(query.order_by(subscriptions.c.since, subscriptions.c.newsletter)):
        chosen[line.reader_id].append(line.newsletter)
    wishes: dict[int, dict[str, list[str]]] = {row.id: {} for row in rows}
    said = select(words).where(words.c.reader_id.in_(list(chosen))).order_by(words.c.since, words.c.word)
    for line in await connection.execute(said):
        wishes[line.reader_id].setdefault(line.wish, []).append(line.word)
    return [reader_from_row(row, chosen[row.id], wishes[row.id]) for row in rows]


async def _subscribe(connection: AsyncConnection, reader: Reader, now: datetime) -> None:
    mine = subscriptions.c.reader_id == reader.id
    await connection.execute(delete(subscriptions).where(mine, subscriptions.c.newsletter.not_in(reader.newsletters)))
    known = set(await connection.scalars(select(subscriptions.c.newsletter).where(mine)))
    rows: list[dict[str, Any]] = [
        {"reader_id": reader.id, "newsletter": slug, "since": now}
        for slug in dict.fromkeys(reader.newsletters)
        if slug not in known
    ]
    if rows:
        await connection.execute(insert(subscriptions), rows)


async def _keep_words(connection: AsyncConnection, reader: Reader, now: datetime) -> None:
    """A word stands for one thing: the last of those it is named for."""
    named = ((MUTE, reader.muted), (FOLLOW, reader.followed), (STORY, reader.stories))
    wanted = {word: wish for wish, some in named for word in some}
    mine = words.c.reader_id == reader.id
    known = {line.word: line.wish for line in await connection.execute(select(words).where(mine))}
    if known == wanted:
        return
    gone = [word for word, wish in known.items() if wanted.get(word) != wish]
    await connection.execute(delete(words).where(mine, words.c.word.in_(gone)))
    rows: list[dict[str, Any]] = [
        {"reader_id": reader.id, "word": word, "wish": wish, "since": now}
        for word, wish in wanted.items()
        if known.get(word) != wish
    ]
    if rows:
        await connection.execute(insert(words), rows)
