"""Messages that are to be edited because a source took back what they say; found by what readers were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Text, and_, bindparam, func, literal, select, tuple_, update
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.delivery.model import PartState
from bot.readers.model import Address
from bot.store.tables import deliveries, edits, parts, readers, told
from briefings.store.columns import Instant
from briefings.store.database import Database

WAITING, DONE, UNSEEN, LOST = "waiting", "done", "unseen", "lost"
"""To be edited; edited; the message does not show it; it cannot be edited (any more)."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A message of a briefing, and the briefs in it that were corrected, whether it says so by now or not."""

    part_id: int
    delivery_id: int
    address: Address
    message_id: int
    text_id: str
    as_plain: bool
    language: str
    attempts: int
    briefs: tuple[str, ...]


class EditStore:
    """The queue of edits: at least once each, because an edit that is done again changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def spread(self, brief: str, noticed_at: datetime, now: datetime, since: datetime) -> int:
        """Queue the messages in which somebody was told this brief after `since`; returns how many are new."""
        facts = {"brief": brief, "noticed": noticed_at, "now": now, "since": since}
        async with self._database.write() as connection:
            return (await connection.execute(_SPREAD, facts)).rowcount

    async def waiting(self, now: datetime, limit: int) -> list[Amendment]:
        """The messages to be edited now, the longest waiting first."""
        async with self._database.read() as connection:
            rows = list(await connection.execute(_WAITS, {"now": now, "limit": limit}))
            all_of = select(edits.c.part_id, edits.c.brief).where(edits.c.part_id.in_([row.id for row in rows]))
            briefs: dict[int, list[str]] = {}
            for part_id, brief in await connection.execute(all_of.order_by(edits.c.noticed_at, edits.c.brief)):
                briefs.setdefault(part_id, []).append(brief)
        return [_amendment(row, briefs[row.id]) for row in rows]

    async def settle(self, done: Mapping[tuple[int, str], str], failure: str | None = None) -> None:
        """Write what became of (part id, brief): one of the states."""
        async with self._database.write() as connection:
            for state in (DONE, UNSEEN, LOST):
                ids = [key for key, became in done.items() if became == state]
                mine = tuple_(edits.c.part_id, edits.c.brief).in_(ids)
                if ids:
                    await connection.execute(update(edits).where(mine).values(state=state, failure=failure))

    async def later(self, part_ids: Sequence[int], wait: timedelta, now: datetime, failure: str) -> None:
        """Try these again, not before `wait` has passed."""
        mine = and_(edits.c.part_id.in_(part_ids), edits.c.state == WAITING)
        values = {"attempts": edits.c.attempts + 1, "not_before": now + wait, "failure": failure}
        async with self._database.write() as connection:
            await connection.execute(update(edits).where(mine).values(values))


def _spread() -> Insert:
    line = func.json_each(deliveries.c.content, "$.shown").table_valued("value")
    part = func.json_extract(line.c.value, "$.part", type_=Integer())
    brief = func.json_extract(line.c.value, "$.brief", type_=Text())
    shown = (
        select(
            parts.c.id,
            told.c.brief,
            literal(WAITING),
            bindparam("noticed", type_=Instant()),
            bindparam("now", type_=Instant()),
        )
        .select_from(told)
        .join(deliveries, deliveries.c.id == told.c.delivery_id)
        .join(parts, parts.c.delivery_id == deliveries.c.id)
        .join(line, and_(part == parts.c.number, brief == told.c.brief))
        .where(
            told.c.brief == bindparam("brief"),
            told.c.told_at > bindparam("since", type_=Instant()),
            parts.c.state == PartState.SENT,
            parts.c.message_id.is_not(None),
        )
    )
    statement = insert(edits).from_select(["part_id", "brief", "state", "noticed_at", "not_before"], shown)
    again = {name: statement.excluded[name] for name in ("state", "noticed_at", "not_before")} | {"attempts": 0}
    newer = edits.c.noticed_at < statement.excluded.noticed_at
    return statement.on_conflict_do_update(index_elements=["part_id", "brief"], set_=again, where=newer)


_SPREAD = _spread()
_WAITS = (
    select(
        parts.c.id,
        parts.c.delivery_id,
        parts.c.message_id,
        parts.c.text_id,
        parts.c.as_plain,
        readers.c.chat_id,
        readers.c.thread_id,
        readers.c.language,
        func.max(edits.c.attempts).label("attempts"),
    )
    .join(edits, edits.c.part_id == parts.c.id)
    .join(deliveries, deliveries.c.id == parts.c.delivery_id)
    .join(readers, readers.c.id == deliveries.c.reader_id)
    .where(edits.c.state == WAITING, edits.c.not_before <= bindparam("now", type_=Instant()))
    .group_by(parts.c.id, readers.c.id)
    .order_by(func.min(edits.c.not_before), parts.c.id)
    .limit(bindparam("limit"))
)


def _amendment(row: Any, briefs: Sequence[str]) -> Amendment:
    return Amendment(
        part_id=row.id,
        delivery_id=row.delivery_id,
        address=Address(row.chat_id, row.thread_id),
        message_id=row.message_id,
        text_id=row.text_id,
        as_plain=row.as_plain,
        language=row.language,
        attempts=row.attempts,
        briefs=tuple(briefs),
    )
