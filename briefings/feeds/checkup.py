"""Asks sources how they do, once and for a person's eyes: nothing that is found is kept, and no feed is told from old.

Sources are asked at once, sixteen at a time and two of a host, and one that hangs has the time that a fetch has.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from briefings.clock import Clock
from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.findings import Condition, Finding
from briefings.feeds.pages import PageReader
from briefings.feeds.readings import ParseFailed
from briefings.model import Feed, Source

AT_ONCE = 16
NEWEST = 200
LONGEST_QUIET = timedelta(days=7)
"""A source that had nothing new for longer gives no edition anything."""


class Checkup:
    """Asks sources. `done` is called after each."""

    def __init__(self, fetcher: Fetcher, parser: ParserProcess, clock: Clock) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._pages = PageReader(fetcher, parser, clock, most=1)

    async def ask(self, sources: Sequence[Source], done: Callable[[], object] = bool) -> list[Finding]:
        """A finding for each, in their order; a feed that two of them share is asked once."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(source: Source) -> Finding:
            async with turns:
                began = time.monotonic()
                found = await self._ask(source)
            done()
            return replace(found, milliseconds=round((time.monotonic() - began) * 1000))

        once = {source.feed: source for source in sources}
        found = dict(zip(once, await asyncio.gather(*map(one, once.values())), strict=True))
        return [replace(found[source.feed], source=source) for source in sources]

    async def _ask(self, source: Source) -> Finding:
        answer = await self._fetcher.fetch(source.feed)
        if isinstance(answer, FetchFailed):
            return Finding(source, Condition.FAILED, error=answer.reason, status=answer.status)
        if not isinstance(answer, Fetched):
            return Finding(source, Condition.FAILED, error="It says that nothing has changed since we never asked.")
        now = self._clock.now()
        feed = await self._parser.parse(answer.body, answer.content_type, newest=NEWEST, url=answer.url, now=now)
        if isinstance(feed, ParseFailed):
            return Finding(source, Condition.FAILED, error=feed.reason, moved_to=answer.moved_to)
        newest = max((min(at, now) for entry in feed.entries if (at := entry.published)), default=None)
        return Finding(
            source,
            _condition(feed, newest, now),
            entries=len(feed.entries),
            whole=sum(entry.complete for entry in feed.entries),
            page=await self._page(feed),
            newest=newest,
            moved_to=answer.moved_to,
        )

    async def _page(self, feed: Feed) -> bool | None:
        link = next((entry.link for entry in feed.entries if entry.link and not entry.complete), None)
        return link in (await self._pages.read([link])).pages if link else None


def _condition(feed: Feed, newest: datetime | None, now: datetime) -> Condition:
    if not feed.entries:
        return Condition.EMPTY
    return Condition.STALE if newest is not None and now - newest > LONGEST_QUIET else Condition.WELL
