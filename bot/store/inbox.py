"""Updates from Telegram, stored before Telegram is told that they arrived, handled once, in order within a chat.

What an update changes of a reader is committed together with the note that it was applied (`note_applied`). One that is
found applied but not handled was cut short before its answer: it is answered, and never applied again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.moves import homes
from bot.store.tables import inbox
from briefings.store.database import Database

log = structlog.get_logger()

WAITING, APPLIED, HANDLED, FAILED = "waiting", "applied", "handled", "failed"
OPEN = (WAITING, APPLIED)
"""What is still to be answered."""
LARGEST_ID = 2**63 - 1
FIRST = 100
"""As many as Telegram hands out at once."""
KEPT_AT_TELEGRAM = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that waits; `applied`: only its answer is missing.

    `chat_id` is its lane: the chat's id by now (`bot.store.moves`), 0 when it names no chat.
    """

    update_id: int
    chat_id: int
    content: dict[str, Any]
    applied: bool = False


class Inbox:
    """The store of updates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def store(self, updates: Sequence[dict[str, Any]], now: datetime) -> int:
        """Keep updates in one transaction; returns how many were new. Known ones and nonsense are passed over."""
        rows = [row for raw in updates if (row := _row(raw, now)) is not None]
        if len(rows) < len(updates):
            log.warning("inbox.not_an_update", count=len(updates) - len(rows))
        if not rows:
            return 0
        async with self._database.write() as connection:
            moved = await homes(connection, {row["chat_id"] for row in rows if row["chat_id"] < 0})
            lined_up = [row | {"chat_id": moved.get(row["chat_id"], row["chat_id"])} for row in rows]
            statement = insert(inbox).on_conflict_do_nothing().returning(inbox.c.update_id)
            return len((await connection.execute(statement, lined_up)).all())

    async def next_offset(self) -> int | None:
        """The update to ask Telegram for; None when nothing was ever stored.

        It follows the update stored last, not the largest: after a quiet week Telegram numbers updates anew.
        """
        newest = select(inbox.c.update_id).order_by(inbox.c.received_at.desc(), inbox.c.update_id.desc()).limit(1)
        async with self._database.read() as connection:
            update_id = await connection.scalar(newest)
        return update_id + 1 if update_id is not None else None

    async def waiting(self, limit: int, after: int | None = None) -> list[InboxRow]:
        """The oldest updates (after an id, if given) that nobody has handled, in order."""
        wanted = (inbox.c.update_id, inbox.c.chat_id, inbox.c.content, inbox.c.state)
        query = select(*wanted).where(inbox.c.state.in_(OPEN))
        if after is not None:
            query = query.where(inbox.c.update_id > after)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(inbox.c.update_id).limit(limit))
            return [
                InboxRow(row.update_id, row.chat_id, orjson.loads(row.content), row.state == APPLIED) for row in rows
            ]

    async def handled(self, update_id: int, now: datetime) -> None:
        """Its answer went out (or none was due): forget the content."""
        await self._close(update_id, HANDLED, now)

    async def failed(self, update_id: int, now: datetime, reason: str) -> None:
        """It cannot be handled, and will not be tried again; the reason goes to the log."""
        log.error("inbox.failed", update_id=update_id, reason=reason)
        await self._close(update_id, FAILED, now)

    async def received_since(self, chat_id: int, moment: datetime, up_to: int | None = None) -> int:
        """How many updates of a chat arrived at or after an instant, not counting those after the update `up_to`."""
        query = select(func.count()).where(inbox.c.chat_id == chat_id, inbox.c.received_at >= moment)
        if up_to is not None:
            query = query.where(inbox.c.update_id <= up_to)
        async with self._database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def oldest(self) -> datetime | None:
        """Since when the update that was said first waits to be handled; None when none does.

        Telegram hands them out in order, so it is among the first that arrived.
        """
        first = select(inbox.c.received_at, inbox.c.content).where(inbox.c.state.in_(OPEN))
        async with self._database.read() as connection:
            rows = await connection.execute(first.order_by(inbox.c.received_at, inbox.c.update_id).limit(FIRST))
            return min((said_at(orjson.loads(row.content), row.received_at) for row in rows), default=None)

    async def backlog(self) -> int:
        """How many updates wait to be handled."""
        async with self._database.read() as connection:
            return int(await connection.scalar(select(func.count()).where(inbox.c.state.in_(OPEN))) or 0)

    async def _close(self, update_id: int, state: str, now: datetime) -> None:
        values = {"state": state, "handled_at": now, "content": None, "attempts": inbox.c.attempts + 1}
        async with self._database.write() as connection:
            await connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(values))


async def note_applied(connection: AsyncConnection, update_id: int) -> None:
    """Note within the caller's transaction, which changes a reader, that this is what the update asked for."""
    waiting = (inbox.c.update_id == update_id) & (inbox.c.state == WAITING)
    await connection.execute(update(inbox).where(waiting).values(state=APPLIED))


def lane(raw: dict[str, Any]) -> int:
    """The chat that an update belongs to, else the person, else 0; updates of one lane are handled in order."""
    for value in raw.values():
        if isinstance(value, dict):
            holders = (value.get("chat"), _inside(value, "message", "chat"), value.get("from"), value.get("user"))
            for holder in holders:
                if isinstance(holder, dict) and _is_id(holder.get("id")):
                    return int(holder["id"])
    return 0


def said_at(raw: dict[str, Any], received_at: datetime) -> datetime:
    """When an update began to wait: at Telegram, where it says when it was said, else with us.

    A pressed button does not say so (the date of its message is another); and what Telegram cannot have kept for so
    long, or says is yet to come, counts from its arrival.
    """
    for value in raw.values():
        date = value.get("date") if isinstance(value, dict) else None
        if isinstance(date, int):
            oldest, newest = (received_at - KEPT_AT_TELEGRAM).timestamp(), received_at.timestamp()
            return datetime.fromtimestamp(date, UTC) if oldest <= date <= newest else received_at
    return received_at


def _inside(value: dict[str, Any], outer: str, inner: str) -> Any:
    held = value.get(outer)
    return held.get(inner) if isinstance(held, dict) else None


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_ID


def _row(raw: Any, now: datetime) -> dict[str, Any] | None:
    if not isinstance(raw, dict) or not _is_id(raw.get("update_id")):
        return None
    return {
        "update_id": raw["update_id"],
        "chat_id": lane(raw),
        "received_at": now,
        "content": orjson.dumps(raw).decode(),
        "state": WAITING,
    }
