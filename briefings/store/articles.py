"""Articles, the feeds they appeared in, and which story each belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from briefings.feeds.arrivals import Appearance
from briefings.model import Article
from briefings.store.database import Database
from briefings.store.feeds import batches
from briefings.store.revisions import note_revisions
from briefings.store.tables import appearances, articles, stories
from briefings.stories.identity import fingerprint

_COLUMNS = tuple(articles.c[field.name] for field in fields(Article))


class ArticleStore:
    """One row an article, whatever number of feeds carry it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, kept: Sequence[Article], seen: Sequence[Appearance], now: datetime) -> None:
        """Store new articles, correct known ones, and note where they appeared, all or nothing.

        A known article keeps its story and when it was first seen, and a whole text never gives way to a teaser. What a
        known one said until now is kept beside, for a week: a brief may have told it.
        """
        if not kept and not seen:
            return
        async with self._database.write() as connection:
            if kept:
                await note_revisions(connection, kept, now)
                await connection.execute(_UPSERT, [_row(article, now) for article in kept])
            if seen:
                await connection.execute(_APPEAR, [_appearance(one, now) for one in seen])

    async def since(
        self, moment: datetime, feeds: Sequence[str] | None = None, *, complete: bool | None = None
    ) -> list[Article]:
        """The articles published at `moment` or later, the oldest first; with `feeds`, those that appeared there.

        `complete` takes only those that are whole, or only teasers.
        """
        recent = select(*_COLUMNS).where(articles.c.published >= moment)
        if complete is not None:
            recent = recent.where(articles.c.complete == complete)
        if feeds is not None:
            there = select(appearances.c.article).where(appearances.c.feed.in_(feeds))
            recent = recent.where(articles.c.id.in_(there))
        async with self._database.read() as connection:
            rows = await connection.execute(recent.order_by(articles.c.published, articles.c.id))
            return [_article(row) for row in rows.mappings()]

    async def count_since(self, moment: datetime, feeds: Sequence[str]) -> int:
        """How many articles that appeared in these feeds were published at `moment` or later."""
        there = select(appearances.c.article).where(appearances.c.feed.in_(feeds))
        counted = select(func.count()).where(articles.c.published >= moment, articles.c.id.in_(there))
        async with self._database.read() as connection:
            return int(await connection.scalar(counted) or 0)

    async def by_id(self, ids: Sequence[str]) -> dict[str, Article]:
        """Those of the articles that are kept."""
        found: dict[str, Article] = {}
        async with self._database.read() as connection:
            for some in batches(ids):
                rows = await connection.execute(select(*_COLUMNS).where(articles.c.id.in_(some)))
                found.update((row["id"], _article(row)) for row in rows.mappings())
        return found

    async def of_stories(self, story_ids: Sequence[str]) -> dict[str, list[Article]]:
        """All articles of each story, the oldest first."""
        found: dict[str, list[Article]] = {}
        async with self._database.read() as connection:
            for some in batches(story_ids):
                members = select(*_COLUMNS).where(articles.c.story.in_(some))
                rows = await connection.execute(members.order_by(articles.c.published, articles.c.id))
                for row in rows.mappings():
                    found.setdefault(row["story"], []).append(_article(row))
        return found

    async def assign(self, stories_by_article: Mapping[str, str], now: datetime) -> None:
        """Give articles their stories; a story not seen before begins `now`, and each one named changed `now`."""
        if not stories_by_article:
            return
        named = sorted(set(stories_by_article.values()))
        async with self._database.write() as connection:
            begun = insert(stories).on_conflict_do_update(["id"], set_={"changed_at": now})
            await connection.execute(begun, [{"id": one, "created_at": now, "changed_at": now} for one in named])
            given = update(articles).where(articles.c.id == bindparam("one")).values(story=bindparam("its"))
            await connection.execute(given, [{"one": one, "its": its} for one, its in stories_by_article.items()])


def _upsert() -> Any:
    new = insert(articles)
    corrected = ("title", "author", "section", "complete", "paragraphs", "fingerprint", "changed_at")
    return new.on_conflict_do_update(
        ["id"],
        set_={name: new.excluded[name] for name in corrected},
        where=new.excluded.complete >= articles.c.complete,
    )


def _appear() -> Any:
    new = insert(appearances)
    latest = {name: new.excluded[name] for name in ("entry", "position", "seen_at")}
    return new.on_conflict_do_update(["article", "feed"], set_=latest)


_UPSERT = _upsert()
_APPEAR = _appear()


def _row(article: Article, now: datetime) -> dict[str, Any]:
    row = {column.name: getattr(article, column.name) for column in _COLUMNS}
    text = list(article.paragraphs)
    return row | {"paragraphs": text, "fingerprint": fingerprint(text), "changed_at": now}


def _appearance(one: Appearance, now: datetime) -> dict[str, Any]:
    return {"article": one.article, "feed": one.feed, "entry": one.entry, "position": one.position, "seen_at": now}


def _article(row: Mapping[Any, Any]) -> Article:
    return Article(**{**row, "paragraphs": tuple(row["paragraphs"])})
