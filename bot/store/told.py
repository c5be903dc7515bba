"""What each reader was told: story by story, the version of the brief. Written with the receipt, never before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.lists import listed
from bot.store.tables import deliveries, parts, told
from briefings.store.columns import Instant


@dataclass(frozen=True, slots=True)
class Telling:
    """The id of the brief in which a story was told last, and when."""

    brief: str
    at: datetime


_TOLD = (
    select(told.c.reader_id, told.c.story, told.c.brief, told.c.told_at)
    .where(told.c.reader_id.in_(listed("readers")), told.c.told_at > bindparam("after", type_=Instant()))
    .order_by(told.c.told_at)
)
_TOLD_OF = _TOLD.where(told.c.story.in_(listed("stories")))


async def tell(connection: AsyncConnection, part_ids: Collection[int], now: datetime) -> None:
    """Write down what these parts tell; a version that was told before counts as told again now."""
    await connection.execute(_TELL, {"ids": list(part_ids), "now": now})


async def told_to(
    connection: AsyncConnection, reader_ids: Sequence[int], after: datetime, stories: Collection[str] | None = None
) -> dict[int, dict[str, Telling]]:
    """By reader, if there is any: story id -> its last telling, for what was told after an instant.

    `stories` are the only ones that matter; a reader was told hundreds in a month.
    """
    query, facts = _TOLD, {"readers": list(reader_ids), "after": after}
    if stories is not None:
        query, facts = _TOLD_OF, facts | {"stories": sorted(stories)}
    found: dict[int, dict[str, Telling]] = {}
    for reader_id, story, brief, told_at in await connection.execute(query, facts):
        found.setdefault(reader_id, {})[story] = Telling(brief, told_at)
    return found


def _tell() -> Insert:
    """The lines that deliveries keep of what they show become rows in the database itself: nothing is carried about."""
    line = func.json_each(deliveries.c.content, "$.shown").table_valued("value")
    story, brief = (func.json_extract(line.c.value, f"$.{name}", type_=Text()) for name in ("story", "brief"))
    shown = (
        select(
            deliveries.c.reader_id,
            story,
            brief,
            func.max(deliveries.c.id),
            bindparam("now", type_=Instant()),
        )
        .select_from(parts)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .join(line, func.json_extract(line.c.value, "$.part") == parts.c.number)
        .where(parts.c.id.in_(listed("ids")))
        # Two deliveries may tell a reader the same at once; not every database lets one statement write a row twice.
        .group_by(deliveries.c.reader_id, story, brief)
    )
    statement = insert(told).from_select(["reader_id", "story", "brief", "delivery_id", "told_at"], shown)
    again = {"told_at": statement.excluded.told_at, "delivery_id": statement.excluded.delivery_id}
    return statement.on_conflict_do_update(index_elements=["reader_id", "story", "brief"], set_=again)


_TELL = _tell()
