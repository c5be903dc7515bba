"""The order of things, from feed addresses to editions. It calls the parts and decides nothing itself.

poll    sources -> articles        (briefings.feeds)
group   articles -> stories        (briefings.stories.cluster)
cut     stories -> ranked -> briefs -> an edition, kept only if it says something new
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import structlog

from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.poll import Poller, PollReport
from briefings.model import Article, Brief, Edition, Newsletter, Point, Slot, Story
from briefings.sample.story import sample_brief
from briefings.scribes.writers import InThread, Remembering, Writer
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.feeds import FeedStore
from briefings.stories.cluster import cluster
from briefings.stories.leading import story_of
from briefings.stories.rank import rank
from briefings.writing.compose import compose
from briefings.writing.since import news_since

log = structlog.get_logger()

STORY_WINDOW = timedelta(days=3)
"""Articles further apart than this are not one story (measured: the date gate of `briefings.stories.cluster`)."""
BRIEFS_WRITTEN = 12
"""How many of the best stories are written for an edition; it shows fewer, some may lack a lede."""
NOON_ENDS_MORNING = 12
FRONT_PAGE_AGE = timedelta(hours=3)
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Sample:
    """A brief to show before anything was chosen; `invented` when there is no real one yet."""

    brief: Brief
    invented: bool


@dataclass(frozen=True, slots=True)
class Freshness:
    """How well a newsletter is fed: its sources, how many of them fail now, and the newest article's time."""

    sources: int
    failing: int
    newest: datetime | None


class Newsroom:
    """Everything that makes news into editions."""

    def __init__(
        self,
        catalogue: Catalogue,
        database: Database,
        *,
        fetcher: Fetcher,
        parser: ParserProcess,
        clock: Clock,
        random: Random,
        writer: Writer | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.editions = EditionStore(database)
        self._articles = ArticleStore(database)
        self._feeds = FeedStore(database)
        self._poller = Poller(self._feeds, self._articles, fetcher, parser, clock, random)
        self._clock = clock
        self._weights = {source.feed: source.weight for source in catalogue.sources()}
        self._cutting = asyncio.Lock()
        self._writer = Remembering(writer or InThread())

    async def poll(self, slugs: Sequence[str] | None = None, *, force: bool = False) -> PollReport:
        """Ask the sources that are due (all of them with `force`) and group what they brought."""
        sources = self.catalogue.sources() if slugs is None else self.catalogue.sources_of(slugs)
        report = await self._poller.poll(sources, force=force)
        if any(source.added for source in report.sources):
            await self.group()
        return report

    async def group(self) -> None:
        """Give every recent article its story; a story that grows keeps its id."""
        articles = await self._articles.since(self._clock.now() - STORY_WINDOW)
        grouped = await asyncio.to_thread(cluster, articles)
        changed = {one.id: grouped[one.id] for one in articles if one.story != grouped[one.id]}
        if changed:
            await self._articles.assign(changed, self._clock.now())
            log.info("stories.grouped", articles=len(articles), changed=len(changed))

    async def cut(self, slug: str, day: date, slot: Slot) -> Edition:
        """A new edition of a newsletter as of now, or the newest one if nothing has changed since."""
        newsletter = self._newsletter(slug)
        async with self._cutting:
            now = self._clock.now()
            read = await self._articles.since(now - _reach(newsletter, day), [one.feed for one in newsletter.sources])
            stories = await self._stories_of(read)
            briefs = await self._briefs(newsletter, stories, now)
            edition = compose(newsletter, day, slot, now, briefs, len(read))
            before = await self.editions.newest_cut(slug, day, slot)
            if before and [one.id for one in before.briefs] == [one.id for one in edition.briefs]:
                return before
            await self.editions.keep(edition)
        log.info("edition.cut", newsletter=slug, date=str(day), slot=slot, briefs=len(edition.briefs), read=len(read))
        return edition

    async def front_page(self) -> None:
        """See that there is a recent edition of the first newsletter, from which the sample is taken."""
        first = self.catalogue.newsletters[0]
        now = self._clock.now()
        latest = await self.editions.latest(first.slug)
        if latest is None or not latest.briefs or now - latest.cut > FRONT_PAGE_AGE:
            local = now.astimezone(ZoneInfo(first.zone))
            slot = Slot.MORNING if local.hour < NOON_ENDS_MORNING else Slot.EVENING
            await self.cut(first.slug, local.date(), slot)

    async def newest_cut(self, slug: str, day: date, slot: Slot) -> Edition | None:
        return await self.editions.newest_cut(slug, day, slot)

    async def latest(self, slug: str) -> Edition | None:
        return await self.editions.latest(slug)

    async def brief(self, brief_id: str) -> Brief | None:
        return await self.editions.brief(brief_id)

    async def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """The articles of those ids that are still kept."""
        return await self._articles.by_id(list(ids))

    async def news_since(self, told: Brief) -> Point | None:
        """The one line that is new in a story since a reader was told it, or None."""
        articles = (await self._articles.of_stories([told.story])).get(told.story)
        if not articles:
            return None
        return news_since(story_of(told.story, articles, self._weights), told)

    async def sample(self, slugs: Sequence[str] = ()) -> Sample:
        """The top brief of a wanted newsletter, else of any, preferring one that says why it matters."""
        found: list[Brief] = []
        for slug in (*slugs, *(one.slug for one in self.catalogue.newsletters)):
            edition = await self.editions.latest(slug)
            if edition and self._clock.now() - edition.cut < STORY_WINDOW:
                found.extend(edition.briefs[:1])
        best = next((brief for brief in found if brief.why), found[0] if found else None)
        return Sample(best, invented=False) if best else Sample(sample_brief(), invented=True)

    async def freshness(self) -> dict[str, Freshness]:
        """How well each newsletter is fed, by slug."""
        health = await self._feeds.health([source.feed for source in self.catalogue.sources()])
        return {
            newsletter.slug: Freshness(
                sources=len(newsletter.sources),
                failing=sum(one.feed in health and health[one.feed].failing for one in newsletter.sources),
                newest=max(
                    (at for one in newsletter.sources if one.feed in health and (at := health[one.feed].newest)),
                    default=None,
                ),
            )
            for newsletter in self.catalogue.newsletters
        }

    async def purge(self) -> int:
        """Forget articles and editions older than 90 days, a small step at a time; returns how many rows went."""
        before = self._clock.now() - KEPT
        return await self.editions.purge(before) + await self._articles.purge(before)

    async def _stories_of(self, read: Sequence[Article]) -> list[Story]:
        known = {article.story for article in read if article.story}
        members: dict[str, list[Article]] = defaultdict(list, await self._articles.of_stories(sorted(known)))
        return [story_of(story, articles, self._weights) for story, articles in members.items()]

    async def _briefs(self, newsletter: Newsletter, stories: list[Story], now: datetime) -> list[Brief]:
        ranked = await asyncio.to_thread(rank, stories, newsletter, now)
        written = [await self._brief(one.story) for one in ranked[:BRIEFS_WRITTEN]]
        return [brief for brief in written if brief is not None]

    async def _brief(self, story: Story) -> Brief | None:
        try:
            return await self._writer.write(story)
        except Exception:  # a text that breaks the writer must not cost the newsletter its other stories
            log.exception("story.not_written", story=story.id)
            return None

    def _newsletter(self, slug: str) -> Newsletter:
        newsletter = self.catalogue.get(slug)
        if newsletter is None:
            raise KeyError(slug)
        return newsletter


def _reach(newsletter: Newsletter, day: date) -> timedelta:
    """How far back an edition looks: to the newsletter's last day before this one, at most three days."""
    gap = next(
        (days for days in range(1, STORY_WINDOW.days) if (day - timedelta(days=days)).isoweekday() in newsletter.days),
        STORY_WINDOW.days,
    )
    return timedelta(days=gap)
