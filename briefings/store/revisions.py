"""What articles said before their newsrooms changed them: what briefs that were written then rely on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model import Article
from briefings.store.feeds import batches
from briefings.store.tables import articles, revisions

KEPT = timedelta(days=7)
"""So long it matters what an article said: a brief that is older is no news that anybody still relies on."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article said until a newer version of it came in at `noticed_at`."""

    article: str
    noticed_at: datetime
    title: str
    paragraphs: tuple[str, ...]


async def note_revisions(connection: AsyncConnection, arriving: Sequence[Article], now: datetime) -> None:
    """Keep what the articles say that are about to change, within the caller's transaction.

    A teaser that gives way to the whole text has not changed: there is more of it.
    """
    new = {one.id: one for one in arriving}
    for some in batches(list(new)):
        known = select(articles.c.id, articles.c.title, articles.c.paragraphs, articles.c.complete)
        rows = [
            {"article": row.id, "noticed_at": now, "title": row.title, "paragraphs": row.paragraphs}
            for row in await connection.execute(known.where(articles.c.id.in_(some)))
            if row.complete == new[row.id].complete
            and (row.title, tuple(row.paragraphs)) != (new[row.id].title, new[row.id].paragraphs)
        ]
        if rows:
            await connection.execute(insert(revisions).on_conflict_do_nothing(), rows)


async def unsettled(connection: AsyncConnection) -> list[Revision]:
    """All that is kept of the articles that changed since the last look, the oldest version first."""
    changed = select(revisions.c.article).where(revisions.c.settled.is_(False))
    rows = await connection.execute(
        select(revisions).where(revisions.c.article.in_(changed)).order_by(revisions.c.noticed_at)
    )
    return [Revision(row.article, row.noticed_at, row.title, tuple(row.paragraphs)) for row in rows]


async def settle(connection: AsyncConnection, looked_at: Sequence[Revision]) -> None:
    """Those were looked at; what came in meanwhile is not among them."""
    for one in looked_at:
        mine = (revisions.c.article == one.article, revisions.c.noticed_at == one.noticed_at)
        await connection.execute(update(revisions).where(*mine).values(settled=True))
