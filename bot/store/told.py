"""What each reader was told: story by story, the version of the brief. Written with the receipt, never before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import told


@dataclass(frozen=True, slots=True)
class Told:
    """A reader was told a story, in the version of one brief, by a delivery."""

    reader_id: int
    story: str
    brief: str
    delivery_id: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """The id of the brief in which a story was told last, and when."""

    brief: str
    at: datetime


async def add_told(connection: AsyncConnection, lines: Iterable[Told]) -> None:
    """Write down what was told; a version that was told before counts as told again now."""
    rows = [
        {
            "reader_id": line.reader_id,
            "story": line.story,
            "brief": line.brief,
            "delivery_id": line.delivery_id,
            "told_at": line.told_at,
        }
        for line in lines
    ]
    if not rows:
        return
    statement = insert(told)
    again = {"told_at": statement.excluded.told_at, "delivery_id": statement.excluded.delivery_id}
    keys = ["reader_id", "story", "brief"]
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=again), rows)


async def told_to(
    connection: AsyncConnection, reader_ids: Sequence[int], after: datetime
) -> dict[int, dict[str, Telling]]:
    """By reader: story id -> its last telling, for what was told after an instant."""
    query = select(told).where(told.c.reader_id.in_(reader_ids), told.c.told_at > after).order_by(told.c.told_at)
    found: dict[int, dict[str, Telling]] = {reader_id: {} for reader_id in reader_ids}
    for row in await connection.execute(query):
        found[row.reader_id][row.story] = Telling(row.brief, row.told_at)
    return found


async def purge_told(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Forget at most `most` lines told before an instant; returns how many."""
    old = select(told.c.reader_id, told.c.story, told.c.brief).where(told.c.told_at < before).limit(most)
    rows = (await connection.execute(old)).all()
    for row in rows:
        mine = (told.c.reader_id == row.reader_id, told.c.story == row.story, told.c.brief == row.brief)
        await connection.execute(delete(told).where(*mine))
    return len(rows)
