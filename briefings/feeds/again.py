"""Asks again for the pages of teasers that could not be read at first: a few times, later each time.

What is to be asked again is kept in memory only. After a start each teaser of the last hours is asked for once more,
the newest first, so that a stop costs a request and no text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from briefings.clock import Clock
from briefings.feeds.arrivals import with_page
from briefings.feeds.pages import MOST_PAGES, PageReader
from briefings.store.articles import ArticleStore
from briefings.stories.identity import article_id

WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""Before the second, the third and the last time."""
FRESH = timedelta(hours=12)
"""How old a teaser may be that is asked for again; an older one is hardly news any more."""
MOST = 1000
"""Pages in mind at a time; the oldest are forgotten."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Missed:
    """The page of the article `id`, asked for `tries` times in vain and to be asked for again at `next_at`."""

    id: str
    url: str
    tries: int
    next_at: datetime


class SecondLook:
    """The pages that were missed, by address."""

    def __init__(self, articles: ArticleStore, pages: PageReader, clock: Clock) -> None:
        self._articles = articles
        self._pages = pages
        self._clock = clock
        self._missed: dict[str, Missed] = {}
        self._remembers = False

    def note(self, ids: Mapping[str, str], missed: Mapping[str, int]) -> None:
        """Remember pages that were `missed` at first, with the seconds to wait; `ids` are the articles by address."""
        for url, wish in missed.items():
            self._later(ids[url], url, 1, wish)

    async def take(self) -> int:
        """Ask for the pages that are due, and store what could be read; how many articles have more text now."""
        now = self._clock.now()
        due = {url: one for url, one in self._missed.items() if one.next_at <= now}
        due = {url: self._missed.pop(url) for url in list(due)[:MOST_PAGES]}
        if not due:
            return 0
        read = await self._pages.read(list(due))
        for url, wish in read.missed.items():
            self._later(due[url].id, url, due[url].tries + 1, wish)
        known = await self._articles.by_id([due[url].id for url in read.pages])
        grown = [
            after
            for url, page in read.pages.items()
            if (teaser := known.get(due[url].id)) and (after := with_page(teaser, page))
        ]
        await self._articles.keep(grown, [], self._clock.now())
        log.info("pages.again", asked=len(due), read=len(read.pages), grown=len(grown), missed=len(read.missed))
        return len(grown)

    async def recall(self) -> None:
        """After a start, remember the fresh teasers that are kept; later it does nothing."""
        if self._remembers:
            return
        self._remembers = True
        now = self._clock.now()
        for one in reversed(await self._articles.since(now - FRESH, complete=False)):
            if one.id == article_id(one.url):
                self._keep(Missed(one.id, one.url, len(WAITS), now))

    def _later(self, article: str, url: str, tries: int, wish: int) -> None:
        if tries <= len(WAITS):
            wait = max(WAITS[tries - 1], timedelta(seconds=wish))
            self._keep(Missed(article, url, tries, self._clock.now() + wait))

    def _keep(self, one: Missed) -> None:
        self._missed[one.url] = one
        while len(self._missed) > MOST:
            del self._missed[next(iter(self._missed))]
