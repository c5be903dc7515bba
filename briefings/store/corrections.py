"""What sources took back of briefs that were told: kept as long as anybody remembers having been told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, cast, delete, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model import Brief
from briefings.store.codec import brief_from_json
from briefings.store.database import Database
from briefings.store.editions import brief_row
from briefings.store.feeds import batches
from briefings.store.revisions import Revision, settle, unsettled
from briefings.store.tables import briefs, corrections
from briefings.writing.taken_back import Correction, TakenBack

RELIED_ON = timedelta(days=3)
"""How old a brief may be that is still corrected."""


@dataclass(frozen=True, slots=True)
class Written:
    """A brief and when it was written."""

    brief: Brief
    at: datetime


class CorrectionStore:
    """Finds the briefs that rely on what changed, and keeps what is to be corrected."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def revisions(self) -> list[Revision]:
        """All kept versions of the articles that changed since the last look, the oldest first."""
        async with self._database.read() as connection:
            return await unsettled(connection)

    async def relying_on(self, article_ids: Collection[str], now: datetime) -> list[Written]:
        """The briefs of the last days that were written from one of these articles."""
        found: dict[str, Written] = {}
        lately = select(briefs.c.id, briefs.c.content, briefs.c.written_at).where(briefs.c.written_at > now - RELIED_ON)
        async with self._database.read() as connection:
            for some in batches(sorted(article_ids)):
                # Ids are hashes in quotes, no part of anything else can look like one.
                named = or_(*(cast(briefs.c.content, Text).contains(f'"{one}"', autoescape=True) for one in some))
                for row in await connection.execute(lately.where(named)):
                    found[row.id] = Written(brief_from_json(row.content), row.written_at)
        return list(found.values())

    async def keep(
        self, made: Sequence[tuple[Correction, Brief]], looked_at: Sequence[Revision], now: datetime
    ) -> list[Correction]:
        """Write corrections with their briefs, and that the revisions were looked at; returns those that are new."""
        async with self._database.write() as connection:
            known = await _known(connection, [one.brief for one, _ in made])
            new = [(one, brief) for one, brief in made if _is_new(one, known.get(one.brief))]
            if new:
                rows = [brief_row(brief, now) for _, brief in new]
                await connection.execute(insert(briefs).on_conflict_do_nothing(), rows)
                gone = [one.brief for one, _ in new]
                await connection.execute(delete(corrections).where(corrections.c.brief.in_(gone)))
                await connection.execute(insert(corrections), [asdict(one) for one, _ in new])
            await settle(connection, looked_at)
        return [one for one, _ in new]

    async def since(self, moment: datetime) -> dict[str, Correction]:
        """What was noticed at `moment` or later, by the brief that was told."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(corrections).where(corrections.c.noticed_at >= moment))
            return {row.brief: _correction(row) for row in rows}

    async def of(self, brief_ids: Iterable[str]) -> dict[str, Correction]:
        """The corrections of these briefs, by the brief that was told."""
        async with self._database.read() as connection:
            return await _known(connection, list(brief_ids))


async def _known(connection: AsyncConnection, brief_ids: Sequence[str]) -> dict[str, Correction]:
    found: dict[str, Correction] = {}
    for some in batches(brief_ids):
        rows = await connection.execute(select(corrections).where(corrections.c.brief.in_(some)))
        found |= {row.brief: _correction(row) for row in rows}
    return found


def _is_new(one: Correction, known: Correction | None) -> bool:
    """Whether it says something else than what is known; that nothing changed is known without a word."""
    return one.corrected != (known.corrected if known else one.brief)


def _correction(row: Row[Any]) -> Correction:
    changes = tuple(TakenBack(change["told"], change["now"]) for change in row.changes)
    return Correction(row.brief, row.corrected, row.story, row.article, row.publisher, row.noticed_at, changes)
