"""Reads the pages of teasers, within a budget for each source and poll."""

import asyncio
import time
from collections.abc import Sequence

import structlog

from briefings.clock import Clock
from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.headers import media_type
from briefings.feeds.readings import Page
from briefings.feeds.robots import Robots

MOST_PAGES = 30
MOST_SECONDS = 90.0
MOST_FAILURES = 3
AT_ONCE = 4
_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})

log = structlog.get_logger()


class PageReader:
    """Fetches pages that robots.txt allows and extracts their articles."""

    def __init__(self, fetcher: Fetcher, parser: ParserProcess, clock: Clock, *, most: int = MOST_PAGES) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._most = most
        self._robots = Robots(fetcher, clock)

    async def read(self, urls: Sequence[str]) -> dict[str, Page]:
        """The pages at `urls`, those that could be read; the first 30 are tried, for a minute and a half at most.

        After three failures the rest is left alone: the host is down or does not want us.
        """
        turns = asyncio.Semaphore(AT_ONCE)
        ends = time.monotonic() + MOST_SECONDS
        pages: dict[str, Page] = {}
        failures = 0

        async def one(url: str) -> None:
            nonlocal failures
            async with turns:
                if failures >= MOST_FAILURES or time.monotonic() > ends:
                    return
                page = await self._page(url)
                if isinstance(page, FetchFailed):
                    failures += 1
                    log.info("page.failed", reason=page.reason, status=page.status)
                elif page is not None:
                    pages[url] = page

        await asyncio.gather(*(one(url) for url in urls[: self._most]))
        return pages

    async def _page(self, url: str) -> Page | FetchFailed | None:
        if not await self._robots.allows(url):
            return None
        answer = await self._fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            return answer if isinstance(answer, FetchFailed) else None
        if media_type(answer.content_type) not in _PAGES:
            return None
        return await self._parser.extract(answer.body, answer.content_type, answer.url, now=self._clock.now())
