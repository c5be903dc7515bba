"""Polls sources: fetch, parse, sort out, read the pages of teasers, store. It decides nothing itself.

due -> fetch -> unchanged? -> parse -> arrivals -> pages -> articles kept -> state saved

Articles are kept before the feed's new state, so that after a crash between the two the document is read again.
"""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

import structlog

from briefings.clock import Clock
from briefings.feeds import update
from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.arrivals import Arrivals, Named, appearance, article_of, is_old, named, sort_out
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.pages import MOST_PAGES, PageReader
from briefings.feeds.readings import ParseFailed
from briefings.feeds.update import FeedState
from briefings.model import Article, Feed, Source
from briefings.store.articles import ArticleStore
from briefings.store.feeds import FeedStore

AT_ONCE = 16
NEWEST = 200
MAX_AGE = timedelta(days=7)

log = structlog.get_logger()

Status = Literal["new", "unchanged", "not due", "failed"]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source. Every one of its `entries` is `added`, `known`, `old` or `unusable`.

    `newest` is the time of the newest entry it ever had; `error` is one sentence where it failed.
    """

    source: Source
    status: Status
    added: int = 0
    entries: int = 0
    newest: datetime | None = None
    milliseconds: int = 0
    error: str | None = None
    known: int = 0
    old: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class PollReport:
    """What became of a poll, a report for each source, in the order they were given."""

    sources: tuple[SourceReport, ...]


class Poller:
    """Brings in what the sources have that is new.

    Articles older than `max_age` at first sight are not stored, and at most `most_pages` pages are fetched for a source
    in a poll.
    """

    def __init__(  # noqa: PLR0917 (six collaborators, named in the order of a poll)
        self,
        feed_store: FeedStore,
        article_store: ArticleStore,
        fetcher: Fetcher,
        parser: ParserProcess,
        clock: Clock,
        random: Random,
        *,
        max_age: timedelta = MAX_AGE,
        most_pages: int = MOST_PAGES,
    ) -> None:
        self._feeds = feed_store
        self._articles = article_store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._random = random
        self._max_age = max_age
        self._pages = PageReader(fetcher, parser, clock, most=most_pages)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._claimed: set[str] = set()

    async def poll(self, sources: Sequence[Source], *, force: bool = False) -> PollReport:
        """Ask the sources that are due, all of them with `force`; one that fails neither stops nor delays another."""
        once = {source.feed: source for source in sources}
        states = await self._feeds.states(list(once))
        polls = [self._poll_in_turn(source, states[feed], force=force) for feed, source in once.items()]
        reports = dict(zip(once, await asyncio.gather(*polls), strict=True))
        return PollReport(tuple(_report_for(source, reports[source.feed]) for source in sources))

    async def _poll_in_turn(self, source: Source, state: FeedState, *, force: bool) -> SourceReport:
        if not force and not update.is_due(state, self._clock.now()):
            return SourceReport(source, "not due", newest=state.newest_at)
        async with self._turns:
            began = time.monotonic()
            try:
                report = await self._poll(source, state)
            except Exception as error:
                # A mistake of ours in one source must not cost the others their news; it is logged in full.
                log.exception("feed.broke", feed=source.feed)
                report = SourceReport(source, "failed", error=f"It broke our reader ({type(error).__name__}).")
        report = replace(report, milliseconds=round((time.monotonic() - began) * 1000))
        log.info("feed.polled", feed=source.feed, status=report.status, added=report.added, error=report.error)
        return report

    async def _poll(self, source: Source, state: FeedState) -> SourceReport:
        answer = await self._fetcher.fetch(state.address, etag=state.etag, last_modified=state.last_modified)
        if isinstance(answer, FetchFailed):
            return await self._failed(source, state, answer)
        body_hash = hashlib.sha256(answer.body).hexdigest() if isinstance(answer, Fetched) else state.body_hash
        if not isinstance(answer, Fetched) or body_hash == state.body_hash:
            after = update.after_nothing_new(state, answer, self._clock.now(), self._random.random())
            await self._feeds.save(after)
            return SourceReport(source, "unchanged", newest=state.newest_at)
        now = self._clock.now()
        feed = await self._parser.parse(answer.body, answer.content_type, newest=NEWEST, url=answer.url, now=now)
        if isinstance(feed, ParseFailed):
            return await self._failed(source, state, FetchFailed(feed.reason))
        return await self._take_in(source, state, answer, feed, str(body_hash))

    async def _failed(self, source: Source, state: FeedState, failed: FetchFailed) -> SourceReport:
        await self._feeds.save(update.after_failure(state, failed, self._clock.now(), self._random.random()))
        return SourceReport(source, "failed", newest=state.newest_at, error=failed.reason)

    async def _take_in(
        self, source: Source, state: FeedState, answer: Fetched, feed: Feed, body_hash: str
    ) -> SourceReport:
        now = self._clock.now()
        entries = named(feed.entries, source)
        known = await self._articles.by_id([one.id for one in entries])
        arrivals = sort_out(entries, known, source, now, self._max_age)
        added, old, unusable = await self._keep(source, arrivals, now)
        after = update.after_reading(
            state,
            answer,
            now,
            self._random.random(),
            body_hash=body_hash,
            form=feed.format,
            newest=max((min(at, now) for entry in feed.entries if (at := entry.published)), default=None),
            brought_news=bool(added),
        )
        await self._feeds.save(after)
        return SourceReport(
            source,
            "new" if added or arrivals.changed else "unchanged",
            added=added,
            entries=len(feed.entries),
            newest=after.newest_at,
            known=len(feed.entries) - added - old - unusable,
            old=old,
            unusable=unusable,
        )

    async def _keep(self, source: Source, arrivals: Arrivals, now: datetime) -> tuple[int, int, int]:
        """Store what arrived; how many articles are new, too old and of no use."""
        # While one source reads the page of an article, another that carries it too need not.
        mine = [one for one in arrivals.new if one.id not in self._claimed]
        theirs = [appearance(one, source) for one in arrivals.new if one.id in self._claimed]
        claims = {one.id for one in mine}
        self._claimed |= claims
        try:
            made = await self._articles_of(source, mine, now)
            new = [article for article in made if article and not is_old(article.published, now, self._max_age)]
            places = {one.id: one for one in mine}
            seen = [*arrivals.appearances, *theirs, *(appearance(places[article.id], source) for article in new)]
            await self._articles.keep([*new, *arrivals.changed], seen, now)
        finally:
            self._claimed -= claims
        unusable = sum(article is None for article in made)
        return len(new), arrivals.old + len(made) - len(new) - unusable, arrivals.unusable + unusable

    async def _articles_of(self, source: Source, new: Sequence[Named], now: datetime) -> list[Article | None]:
        teasers = {one.url: one.entry.link for one in new if not one.entry.complete and one.entry.link}
        pages = await self._pages.read([link for link in teasers.values() if link])
        return [article_of(one, source, pages.get(one.entry.link or ""), now) for one in new]


def _report_for(source: Source, report: SourceReport) -> SourceReport:
    if report.source is source:
        return report
    # Two lines of the list with one feed: it was asked once, and its articles are counted once.
    return replace(report, source=source, status="unchanged" if report.status == "new" else report.status, added=0)
