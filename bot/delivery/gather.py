"""Collects what a briefing is made of, each thing once for all readers of a pass."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.delivery.merge import by_mark, marks, told_before
from bot.store.owed import OwedStore
from bot.store.told import Telling
from briefings.model import Brief, Edition, Point, Slot

FRESH_ENOUGH = timedelta(hours=1)
"""A briefing that is asked for is made from editions cut at most this long ago."""
MOST_BRIEFS = 5_000
MOST_MARKED = 20_000


class Editions(Protocol):
    """What deliveries ask of the newsroom (`briefings.pipeline`)."""

    async def newest_cut(self, slug: str, day: date, slot: Slot) -> Edition | None:
        """The newest edition of that newsletter, local date and slot."""
        ...

    async def cut(self, slug: str, day: date, slot: Slot) -> Edition:
        """Make that edition now."""
        ...

    async def news_since(self, told: Brief) -> Point | None:
        """The one line that is new since that brief was told."""
        ...

    async def unread(self, slugs: Iterable[str]) -> frozenset[str]:
        """Those of the newsletters none of whose sources can be read now."""
        ...

    async def brief(self, brief_id: str) -> Brief | None:
        """A brief by its id, as long as it is kept."""
        ...


class BriefShelf:
    """Briefs by id, read once: they never change. Bounded: when full it starts anew."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._briefs: dict[str, Brief] = {}

    async def get(self, ids: Iterable[str]) -> dict[str, Brief]:
        """Those of the briefs that are kept."""
        found = {}
        for one in ids:
            brief = self._briefs.get(one) or await self._editions.brief(one)
            if brief is not None:
                found[one] = brief
        if len(self._briefs) > MOST_BRIEFS:
            self._briefs.clear()
        self._briefs |= found
        return found


class Recall:
    """Which stories anybody was told, by the marks of their briefs: so that of each reader few lines are to be read."""

    def __init__(self, editions: Editions, store: OwedStore) -> None:
        self._editions = editions
        self._store = store
        self._marked: set[str] = set()
        self._stories: dict[str, set[str]] = {}

    async def refresh(self) -> None:
        """Learn of the briefs that were told since the last time."""
        if len(self._marked) > MOST_MARKED:
            self._marked.clear()
            self._stories.clear()
        for one in await self._store.briefs_told() - self._marked:
            self._marked.add(one)
            brief = await self._editions.brief(one)
            if brief is not None:
                self._mark(brief)

    def learn(self, edition: Edition) -> None:
        """This edition may be told from now on."""
        for brief in edition.briefs:
            if brief.id not in self._marked:
                self._marked.add(brief.id)
                self._mark(brief)

    def stories(self, editions: Iterable[Edition]) -> set[str]:
        """Under which ids the stories of these editions may have been told."""
        return {
            story
            for edition in editions
            for brief in edition.briefs
            for mark in marks(brief)
            for story in self._stories.get(mark, ())
        }

    def _mark(self, brief: Brief) -> None:
        for mark in marks(brief):
            self._stories.setdefault(mark, set()).add(brief.story)


class Gathering:
    """One pass over what is owed: editions and news are looked up once and then remembered."""

    def __init__(self, editions: Editions, store: OwedStore, shelf: BriefShelf, recall: Recall, now: datetime) -> None:
        self._newsroom = editions
        self._store = store
        self._shelf = shelf
        self._recall = recall
        self._now = now
        self._editions: dict[tuple[str, date, Slot, bool], Edition | Exception | None] = {}
        self._past: dict[tuple[str, date, Slot], Edition | None] = {}
        self._news: dict[str, Point | None] = {}
        self._asked_of: frozenset[str] = frozenset()
        self._unread: frozenset[str] = frozenset()

    def try_again(self) -> None:
        """Forget what was held back and what could not be cut: either may have changed."""
        self._editions = {key: found for key, found in self._editions.items() if isinstance(found, Edition)}

    async def editions(self, slugs: Sequence[str], day: date, slot: Slot, *, asked: bool) -> list[Edition]:
        """The newest editions, cut now where there is none (or, for one that is asked for, none of the last hour).

        What is held back is not among them. Raises what the newsroom raises, for one that cannot be cut.
        """
        found = [await self._edition(slug, day, slot, asked=asked) for slug in slugs]
        return [edition for edition in found if edition is not None]

    async def past(self, slugs: Sequence[str], before: Iterable[tuple[date, Slot]]) -> list[Edition]:
        """The newest editions of those slots of local dates, as far as there are any."""
        found = [await self._kept(slug, *one) for one in before for slug in slugs]
        return [edition for edition in found if edition is not None]

    async def told(self, lines: Mapping[str, Telling]) -> dict[str, Brief]:
        """Story id -> the brief that was told, of those still kept."""
        briefs = await self._shelf.get(telling.brief for telling in lines.values())
        return {story: briefs[telling.brief] for story, telling in lines.items() if telling.brief in briefs}

    async def news(self, editions: Iterable[Edition], told: Mapping[str, Brief]) -> dict[str, Point | None]:
        """For the stories of `editions` that were told before: what is new since, by the id they were told under."""
        known = by_mark(told)
        again = {told_before(brief, known) for edition in editions for brief in edition.briefs}
        return {story: await self._since(told[story]) for story in again if story is not None}

    async def unread(self, slugs: Iterable[str]) -> frozenset[str]:
        """Those of the newsletters none of whose sources could be read when they were first asked about."""
        wanted = frozenset(slugs)
        if new := wanted - self._asked_of:
            self._unread |= await self._newsroom.unread(new)
            self._asked_of |= new
        return wanted & self._unread

    async def _kept(self, slug: str, day: date, slot: Slot) -> Edition | None:
        if (slug, day, slot) not in self._past:
            self._past[slug, day, slot] = edition = await self._newsroom.newest_cut(slug, day, slot)
            if edition is not None:
                self._recall.learn(edition)
        return self._past[slug, day, slot]

    async def _edition(self, slug: str, day: date, slot: Slot, *, asked: bool) -> Edition | None:
        key = (slug, day, slot, asked)
        if key not in self._editions:
            try:
                self._editions[key] = await self._look_up(slug, day, slot, asked=asked)
            except Exception as error:  # noqa: BLE001 (raised below; the next reader of this pass need not ask again)
                self._editions[key] = error
        found = self._editions[key]
        if isinstance(found, Exception):
            raise found
        return found

    async def _look_up(self, slug: str, day: date, slot: Slot, *, asked: bool) -> Edition | None:
        edition = before = await self._newsroom.newest_cut(slug, day, slot)
        if edition is None and await self._store.holds_back(slug, day, slot):
            # It was cut and then stopped: cutting it once more would say the same.
            return None
        if edition is None or (asked and self._now - edition.cut > FRESH_ENOUGH):
            edition = await self._newsroom.cut(slug, day, slot)
        self._recall.learn(edition)
        if edition.id not in await self._store.held([edition.id]):
            return edition
        # A new cut may say what is held back; the one before it is better than nothing.
        return before if before is not None and before.id != edition.id else None

    async def _since(self, brief: Brief) -> Point | None:
        if brief.id not in self._news:
            self._news[brief.id] = await self._newsroom.news_since(brief)
        return self._news[brief.id]
