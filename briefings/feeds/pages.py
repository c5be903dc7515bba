"""Reads the pages of teasers, within a budget for each turn, and tells which to ask for again."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog

from briefings.clock import Clock
from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.headers import media_type
from briefings.feeds.readings import Page
from briefings.feeds.robots import Robots
from briefings.feeds.walls import leads_elsewhere

MOST_PAGES = 30
MOST_SECONDS = 90.0
MOST_FAILURES = 3
AT_ONCE = 4
_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})
# A page may be published after the feed that names it (404); 408, 425 and 429 ask to be asked again.
_PASSING = frozenset({404, 408, 425, 429})
_SERVER_ERROR = 500

log = structlog.get_logger()


@dataclass(slots=True)
class PagesRead:
    """The pages that could be read, by address, and the addresses worth asking again.

    With each of these stands how many seconds its server wishes to be left alone, at least 0.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)


class PageReader:
    """Fetches pages that robots.txt allows and extracts their articles."""

    def __init__(self, fetcher: Fetcher, parser: ParserProcess, clock: Clock, *, most: int = MOST_PAGES) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._most = most
        self._robots = Robots(fetcher, clock)

    async def read(self, urls: Sequence[str]) -> PagesRead:
        """Read the pages at `urls`: the first 30 are tried, for a minute and a half at most.

        After three failures of a host the rest of its pages is left alone: it is down or does not want us.
        """
        turns = asyncio.Semaphore(AT_ONCE)
        ends = time.monotonic() + MOST_SECONDS
        read = PagesRead(missed=dict.fromkeys(urls[self._most :], 0))
        failures: Counter[str] = Counter()

        async def one(url: str) -> None:
            host = urlsplit(url).netloc
            async with turns:
                if failures[host] >= MOST_FAILURES or time.monotonic() > ends:
                    read.missed[url] = 0
                    return
                page = await self._page(url)
                if isinstance(page, FetchFailed):
                    failures[host] += 1
                    log.info("page.failed", reason=page.reason, status=page.status)
                    if may_pass(page):
                        read.missed[url] = max(page.retry_after or 0, 0)
                elif page is not None:
                    read.pages[url] = page

        await asyncio.gather(*(one(url) for url in urls[: self._most]))
        return read

    async def _page(self, url: str) -> Page | FetchFailed | None:
        if not await self._robots.allows(url):
            return FetchFailed("Its robots.txt could not be had.") if self._robots.is_silent(url) else None
        answer = await self._fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            return answer if isinstance(answer, FetchFailed) else None
        if media_type(answer.content_type) not in _PAGES or leads_elsewhere(url, answer.url):
            return None
        return await self._parser.extract(answer.body, answer.content_type, answer.url, now=self._clock.now())


def may_pass(failed: FetchFailed) -> bool:
    """Whether a page that failed may be had later. A host that refuses us (401, 402, 403, 451) is not asked again."""
    if failed.permanent:
        return False
    return failed.status is None or failed.status in _PASSING or failed.status >= _SERVER_ERROR
