"""Polls sources: fetch, parse, sort out, read the pages of teasers, store. It decides nothing itself.

due -> fetch -> unchanged? -> parse -> arrivals -> pages -> articles kept -> state saved; then pages missed before

Articles are kept before the feed's new state, so that after a crash between the two the document is read again. Sources
that failed the last time are asked when all others have been: only a new illness costs its neighbours something.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

import structlog

from briefings.clock import Clock
from briefings.feeds import update
from briefings.feeds.again import SecondLook
from briefings.feeds.aliases import Aliases
from briefings.feeds.answers import Fetched, FetchFailed, NotModified
from briefings.feeds.arrivals import (
    Arrivals,
    Named,
    appearance,
    article_of,
    has_own_page,
    is_old,
    named,
    sort_out,
)
from briefings.feeds.cadence import wished_interval
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.pages import MOST_PAGES, PageReader
from briefings.feeds.readings import ParseFailed
from briefings.feeds.shelf import Shelf
from briefings.feeds.update import FeedState
from briefings.model import Article, Feed, Source
from briefings.store.articles import ArticleStore
from briefings.store.feeds import FeedStore

AT_ONCE = 64
"""Sources that are asked at a time: so many that fifty which do not answer leave enough turns to all others. As many
that have answered are read at a time."""
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
        self._aliases = Aliases()
        self._again = SecondLook(article_store, self._pages, clock)
        self._asking = asyncio.Semaphore(AT_ONCE)
        self._reading = asyncio.Semaphore(AT_ONCE)
        self._shelf = Shelf()
        self._claimed: set[str] = set()

    async def poll(
        self, sources: Sequence[Source], *, force: bool = False, soon: Collection[Source] = ()
    ) -> PollReport:
        """Ask the sources that are due, all of them with `force`; one that fails neither stops nor delays another.

        Those in `soon` are due unless they were asked within the last minutes: an edition of theirs is to be cut.
        """
        await self._again.recall()
        once = {source.feed: source for source in sources}
        wanted = {source.feed for source in soon}
        states = await self._feeds.states(list(once))
        now = self._clock.now()
        due = [feed for feed, state in states.items() if force or update.is_due(state, now, soon=feed in wanted)]
        reports = {feed: SourceReport(once[feed], "not due", newest=state.newest_at) for feed, state in states.items()}
        for sick in (False, True):
            some = [feed for feed in due if (states[feed].failures > 0) is sick]
            polls = [self._poll_safely(once[feed], states[feed]) for feed in some]
            reports |= zip(some, await asyncio.gather(*polls), strict=True)
        if due:
            log.info("poll.done", sources=len(due), came_to=dict(Counter(reports[feed].status for feed in due)))
        await self._look_again()
        return PollReport(tuple(_report_for(source, reports[source.feed]) for source in sources))

    async def _look_again(self) -> None:
        try:
            await self._again.take()
        except Exception:
            # The news of this poll is kept already, and wants to be grouped.
            log.exception("pages.broke")

    async def _poll_safely(self, source: Source, state: FeedState) -> SourceReport:
        try:
            report = await self._poll(source, state)
        except Exception as error:
            # A mistake of ours in one source must not cost the others their news; it is logged in full.
            log.exception("feed.broke", feed=source.feed)
            report = await self._broke(source, state, error)
        if report.status != "unchanged":
            # Most are: their number is enough.
            log.info("feed.polled", feed=source.feed, status=report.status, added=report.added, error=report.error)
        return report

    async def _broke(self, source: Source, state: FeedState, error: Exception) -> SourceReport:
        reason = f"It broke our reader ({type(error).__name__})."
        try:
            # What broke it will do so again, so that it is left alone for a while, as if it had failed by itself.
            return await self._failed(source, state, FetchFailed(reason))
        except Exception:
            log.exception("feed.not_saved", feed=source.feed)
            return SourceReport(source, "failed", error=reason)

    async def _poll(self, source: Source, state: FeedState) -> SourceReport:
        async with self._asking:
            answer = await self._fetcher.fetch(state.address, etag=state.etag, last_modified=state.last_modified)
            size = len(answer.body) if isinstance(answer, Fetched) else 0
            await self._shelf.put(size)
        try:
            if isinstance(answer, FetchFailed):
                return await self._failed(source, state, answer)
            if isinstance(answer, NotModified):
                return await self._unchanged(source, state, answer)
            body_hash = hashlib.sha256(answer.body).hexdigest()
            if body_hash == state.body_hash:
                return await self._unchanged(source, state, answer)
            async with self._reading:
                now = self._clock.now()
                form, url = answer.content_type, answer.url
                feed = await self._parser.parse(answer.body, form, newest=NEWEST, url=url, now=now)
                if isinstance(feed, ParseFailed):
                    return await self._failed(source, state, FetchFailed(feed.reason))
                document = _Document(feed, body_hash, wished_interval(answer.body))
                # Its body is not needed any more, and the pages may take a minute.
                answer = replace(answer, body=b"")
                return await self._take_in(source, state, answer, document)
        finally:
            self._shelf.take(size)

    async def _unchanged(self, source: Source, state: FeedState, answer: Fetched | NotModified) -> SourceReport:
        await self._feeds.save(update.after_nothing_new(state, answer, self._clock.now(), self._random.random()))
        return SourceReport(source, "unchanged", newest=state.newest_at)

    async def _failed(self, source: Source, state: FeedState, failed: FetchFailed) -> SourceReport:
        await self._feeds.save(update.after_failure(state, failed, self._clock.now(), self._random.random()))
        return SourceReport(source, "failed", newest=state.newest_at, error=failed.reason)

    async def _take_in(self, source: Source, state: FeedState, answer: Fetched, document: "_Document") -> SourceReport:
        now, feed = self._clock.now(), document.feed
        entries = self._aliases.applied(named(feed.entries, source))
        known = await self._articles.by_id([one.id for one in entries])
        arrivals = sort_out(entries, known, source, now, self._max_age)
        added, old, unusable = await self._keep(source, arrivals, now)
        after = update.after_reading(
            state,
            answer,
            now,
            self._random.random(),
            body_hash=document.body_hash,
            form=feed.format,
            newest=max((min(at, now) for entry in feed.entries if (at := entry.published)), default=None),
            brought_news=bool(added),
            wished=document.wished,
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
            usable = [(one, article) for one, article in made if article]
            fresh = {one.id: (one, it) for one, it in usable if not is_old(it.published, now, self._max_age)}
            # An entry may turn out, by its page's canonical address, to be of an article that is kept already.
            renamed = [name for name in fresh if name not in claims]
            known = await self._articles.by_id(renamed) if renamed else {}
            new = [article for name, (_, article) in fresh.items() if name not in known]
            seen = [*arrivals.appearances, *theirs, *(appearance(one, source) for one, _ in fresh.values())]
            await self._articles.keep([*new, *arrivals.changed], seen, now)
        finally:
            self._claimed -= claims
        old = sum(is_old(article.published, now, self._max_age) for _, article in usable)
        return len(new), arrivals.old + old, arrivals.unusable + len(made) - len(usable)

    async def _articles_of(
        self, source: Source, new: Sequence[Named], now: datetime
    ) -> list[tuple[Named, Article | None]]:
        teasers = {one.entry.link or "": one.id for one in new if not one.entry.complete and has_own_page(one)}
        read = await self._pages.read(list(teasers))
        self._again.note(teasers, read.missed)
        under_names = self._aliases.learnt(new, read.pages)
        return [(one, article_of(one, source, read.pages.get(one.entry.link or ""), now)) for one in under_names]


@dataclass(frozen=True, slots=True)
class _Document:
    """A feed that was read, the hash of its body, and how often it wants to be read, in seconds."""

    feed: Feed
    body_hash: str
    wished: float


def _report_for(source: Source, report: SourceReport) -> SourceReport:
    if report.source is source:
        return report
    # Two lines of the list with one feed: it was asked once, and its articles are counted once.
    return replace(report, source=source, status="unchanged" if report.status == "new" else report.status, added=0)
