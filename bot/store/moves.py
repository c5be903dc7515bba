"""Groups that became supergroups, under a new chat id.

The old id lives on: in words that were said before the move and are heard after it, in buttons under old messages, in
messages on their way. Whatever is asked about it is answered about the new one, from the transaction on that learns of
the move; else the first such word would make a stranger, and its wish would be the stranger's.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, and_, delete, exists, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.readers.model import Address, ChatKind, Standing
from bot.store.halt import halt
from bot.store.sends import uncount
from bot.store.tables import deliveries, inbox, moves, readers, subscriptions

DOUBLED = "the chat moved to one that has its own reader"

_NEW = insert(moves)
_NOTE = _NEW.on_conflict_do_update(
    index_elements=["old_chat_id"],
    set_={"new_chat_id": _NEW.excluded.new_chat_id, "moved_at": _NEW.excluded.moved_at},
)


def now_at(chat_id: int) -> ColumnElement[int]:
    """The id that a chat has by now, as a value within a query."""
    new = select(moves.c.new_chat_id).where(moves.c.old_chat_id == chat_id).scalar_subquery()
    return func.coalesce(new, literal(chat_id, BigInteger))


async def home(connection: AsyncConnection, address: Address) -> Address:
    """Where a chat is by now; groups that can move have no topics."""
    new = await connection.scalar(select(moves.c.new_chat_id).where(moves.c.old_chat_id == address.chat_id))
    return address if new is None else Address(new, address.thread_id)


async def homes(connection: AsyncConnection, chat_ids: Collection[int]) -> dict[int, int]:
    """By their old ids, the new ones of those chats that have moved."""
    query = select(moves.c.old_chat_id, moves.c.new_chat_id).where(moves.c.old_chat_id.in_(chat_ids))
    return {row.old_chat_id: row.new_chat_id for row in await connection.execute(query)}


async def move_chat(connection: AsyncConnection, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
    """A chat has a new id: note it, and give its readers and updates that id, within the caller's transaction.

    Both chats say so, a refused message may say it first, and each may be heard twice: the second time changes nothing.
    """
    if old_chat_id == new_chat_id:
        return
    await connection.execute(_NOTE, {"old_chat_id": old_chat_id, "new_chat_id": new_chat_id, "moved_at": now})
    await connection.execute(update(inbox).where(inbox.c.chat_id == old_chat_id).values(chat_id=new_chat_id))
    await _move_readers(connection, old_chat_id, new_chat_id, now)


async def _move_readers(connection: AsyncConnection, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
    """A reader without newsletters that somebody's first word made in the new chat gives way to the old one.

    Where the new one has chosen newsletters of its own already, the old one is gone.
    """
    chose = exists().where(subscriptions.c.reader_id == readers.c.id)
    topics = select(readers.c.thread_id).where(readers.c.chat_id == old_chat_id).scalar_subquery()
    bare = and_(readers.c.chat_id == new_chat_id, readers.c.thread_id.in_(topics), ~chose)
    await uncount(connection, deliveries.c.reader_id.in_(select(readers.c.id).where(bare)))
    await connection.execute(delete(readers).where(bare))
    taken = select(readers.c.thread_id).where(readers.c.chat_id == new_chat_id).scalar_subquery()
    of_old = readers.c.chat_id == old_chat_id
    free = and_(of_old, readers.c.thread_id.not_in(taken))
    grown = {"chat_id": new_chat_id, "kind": ChatKind.SUPERGROUP, "changed_at": now}
    await connection.execute(update(readers).where(free).values(grown))
    doubled = list(await connection.scalars(select(readers.c.id).where(of_old)))
    values = {"standing": Standing.GONE, "standing_reason": DOUBLED, "changed_at": now}
    await connection.execute(update(readers).where(readers.c.id.in_(doubled)).values(values))
    await halt(connection, doubled, DOUBLED)
