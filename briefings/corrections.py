"""Looks whether sources took back what briefs told of them, and writes down what is to be corrected."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from briefings.clock import Clock
from briefings.model import Article, Brief
from briefings.store.articles import ArticleStore
from briefings.store.corrections import CorrectionStore, Written
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.revisions import Revision
from briefings.writing.taken_back import Correction, TakenBack, taken_back

log = structlog.get_logger()

Versions = Mapping[str, Sequence[Revision]]
"""By article, what it said before, the oldest first."""


class Corrections:
    """One look at a time at what changed."""

    def __init__(self, database: Database, articles: ArticleStore, editions: EditionStore, clock: Clock) -> None:
        self._store = CorrectionStore(database)
        self._editions = editions
        self._articles = articles
        self._clock = clock

    async def look(self) -> list[Correction]:
        """What changed since the last look and was told before; each correction is kept before it is returned."""
        revisions = await self._store.revisions()
        if not revisions:
            return []
        now = self._clock.now()
        versions: dict[str, list[Revision]] = defaultdict(list)
        for one in revisions:
            versions[one.article].append(one)
        today = await self._articles.by_id(list(versions))
        written = await self._store.relying_on(versions.keys(), now)
        found = await asyncio.to_thread(lambda: [_looked_at(one, versions, today) for one in written])
        made = [(one.correction(now), one.brief) for one in found if one.article]
        new = await self._store.keep(made, revisions, now)
        if new:
            log.info("briefs.corrected", count=len(new))
        return new

    async def since(self, moment: datetime) -> dict[str, Correction]:
        """What was noticed at `moment` or later, by the brief that was told."""
        return await self._store.since(moment)

    async def applied(self, briefs: Sequence[Brief]) -> list[Brief]:
        """Each of the briefs as it is to be told now; what has been withdrawn has no lede any more."""
        known = await self._store.of(one.id for one in briefs)
        since = await self._editions.briefs({one.corrected for one in known.values()})
        corrected = {one.brief: since[one.corrected] for one in known.values() if one.corrected in since}
        return [corrected.get(one.id, one) for one in briefs]


class _Looked:
    """A brief as it is to be told now, and all that changed in it."""

    def __init__(self, told: Brief) -> None:
        self.told = self.brief = told
        self.changes: tuple[TakenBack, ...] = ()
        self.article: Article | None = None

    def compare(self, was: Article, now: Article) -> None:
        self.article = self.article or now
        found = taken_back(self.brief, was, now)
        if found is not None:
            self.brief, self.article = found[0], now
            self.changes += found[1]

    def correction(self, noticed_at: datetime) -> Correction:
        assert self.article is not None  # noqa: S101 (asked for only where something was compared)
        ids = self.told.id, self.brief.id, self.told.story, self.article.id
        return Correction(*ids, self.article.publisher, noticed_at, self.changes)


def _looked_at(written: Written, versions: Versions, today: Mapping[str, Article]) -> _Looked:
    looked = _Looked(written.brief)
    for name, article in today.items():
        # The first version that was replaced after it was written is the one that it was written from.
        was = next((one for one in versions[name] if one.noticed_at > written.at), None)
        if was is not None:
            looked.compare(replace(article, title=was.title, paragraphs=was.paragraphs), article)
    return looked
