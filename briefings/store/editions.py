"""Editions and their briefs: written once, never changed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.folding import in_words, said
from briefings.model import Brief, Edition, Slot
from briefings.store.codec import brief_from_json, brief_to_json
from briefings.store.database import Database
from briefings.store.holding import Hold, hold, release
from briefings.store.tables import briefs, editions


class EditionStore:
    """Keeps editions; the newest cut of a (newsletter, date, slot) is the one that readers get."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, edition: Edition) -> None:
        """Store an edition and its briefs in one transaction; one that is known changes nothing."""
        async with self._database.write() as connection:
            rows = [brief_row(brief, edition.cut) for brief in edition.briefs]
            if rows:
                await connection.execute(insert(briefs).on_conflict_do_nothing(), rows)
            await connection.execute(insert(editions).on_conflict_do_nothing(), _edition_row(edition))

    async def newest_cut(self, newsletter: str, day: date, slot: Slot) -> Edition | None:
        """What readers of that newsletter get in that slot of that local date."""
        return await self._one(
            _unheld().where(editions.c.newsletter == newsletter, editions.c.date == day, editions.c.slot == slot)
        )

    async def latest(self, newsletter: str) -> Edition | None:
        """The newest cut of any date and slot."""
        return await self._one(_unheld().where(editions.c.newsletter == newsletter))

    async def newest_since(self, moment: datetime) -> list[Edition]:
        """The newest cuts, made at `moment` or later, of every newsletter, date and slot."""
        async with self._database.read() as connection:
            rows = list(await connection.execute(_unheld().where(editions.c.cut >= moment)))
        newest = {(row.newsletter, row.date, row.slot): row for row in reversed(rows)}
        found = [await self.newest_cut(row.newsletter, row.date, Slot(row.slot)) for row in newest.values()]
        return [edition for edition in found if edition is not None]

    async def by_id(self, edition_id: str) -> Edition | None:
        return await self._one(select(editions).where(editions.c.id == edition_id))

    async def brief(self, brief_id: str) -> Brief | None:
        """A brief by its id, as long as it is kept."""
        return (await self.briefs([brief_id])).get(brief_id)

    async def briefs(self, brief_ids: Iterable[str]) -> dict[str, Brief]:
        """The briefs of those ids that are kept."""
        async with self._database.read() as connection:
            return await _briefs(connection, list(brief_ids))

    async def hold(self, edition_id: str, why: Hold) -> bool:
        """Keep an edition back from readers; whether that changed anything."""
        async with self._database.write() as connection:
            return await hold(connection, edition_id, why)

    async def release(self, edition_id: str) -> bool:
        """Give it to readers again; whether that changed anything. What was withdrawn stays back."""
        async with self._database.write() as connection:
            return await release(connection, edition_id)

    async def _one(self, query: Select[Any]) -> Edition | None:
        async with self._database.read() as connection:
            row = (await connection.execute(query.limit(1))).one_or_none()
            if row is None:
                return None
            found = await _briefs(connection, row.briefs)
        return _edition(row, tuple(found[one] for one in row.briefs if one in found))


def _unheld() -> Select[Any]:
    return select(editions).where(editions.c.held.is_(False)).order_by(editions.c.cut.desc())


async def _briefs(connection: AsyncConnection, ids: list[str]) -> dict[str, Brief]:
    rows = await connection.execute(select(briefs.c.id, briefs.c.content).where(briefs.c.id.in_(ids)))
    return {row.id: brief_from_json(row.content) for row in rows}


def brief_row(brief: Brief, written_at: datetime) -> dict[str, Any]:
    """A brief as a row."""
    return {
        "id": brief.id,
        "story": brief.story,
        "writer": brief.writer,
        "written_at": written_at,
        "content": brief_to_json(brief),
        "said": in_words(said(brief)),
    }


def _edition_row(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "newsletter": edition.newsletter,
        "date": edition.date,
        "slot": edition.slot,
        "cut": edition.cut,
        "briefs": [brief.id for brief in edition.briefs],
        "articles_read": edition.articles_read,
    }


def _edition(row: Row[Any], content: tuple[Brief, ...]) -> Edition:
    return Edition(
        id=row.id,
        newsletter=row.newsletter,
        date=row.date,
        slot=Slot(row.slot),
        cut=row.cut,
        briefs=content,
        articles_read=row.articles_read,
    )
