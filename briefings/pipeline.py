"""The order of things, from feed addresses to editions. It calls the parts and decides nothing itself.

poll    sources -> articles        (briefings.feeds)
group   articles -> stories        (briefings.stories.cluster)
cut     stories -> ranked -> briefs -> an edition, kept only if it says something new
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import structlog

from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.corrections import Corrections
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.poll import Poller, PollReport
from briefings.model import Article, Brief, Edition, Newsletter, Point, Slot, Story
from briefings.sample.story import sample_brief
from briefings.scribes.writers import InThread, Remembering, Writer
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.feeds import FeedHealth, FeedStore
from briefings.store.purge import purge
from briefings.store.search import Found, search
from briefings.stories.choosing import chosen
from briefings.stories.cluster import cluster
from briefings.stories.leading import story_of
from briefings.stories.likeness import Reading
from briefings.supply import Supply, reach
from briefings.writing.compose import compose
from briefings.writing.since import news_since
from briefings.writing.taken_back import Correction, is_withdrawn

log = structlog.get_logger()

STORY_WINDOW = timedelta(days=3)
"""Articles further apart than this are not one story (measured: the date gate of `briefings.stories.cluster`)."""
BRIEFS_WRITTEN = 12
"""How many of the best stories are written for an edition; it shows fewer, some may lack a lede."""
NOON_ENDS_MORNING = 12
FRONT_PAGE_AGE = timedelta(hours=3)


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
        self._database = database
        self.editions = EditionStore(database)
        self._articles = ArticleStore(database)
        self._feeds = FeedStore(database)
        self._corrections = Corrections(database, self._articles, self.editions, clock)
        self._poller = Poller(self._feeds, self._articles, fetcher, parser, clock, random)
        self._clock = clock
        self._weights = {source.feed: source.weight for source in catalogue.sources()}
        self._reading = Reading()
        self._cutting = asyncio.Lock()
        self._writer = Remembering(writer or InThread())

    async def poll(
        self, slugs: Sequence[str] | None = None, *, force: bool = False, soon: Collection[str] = ()
    ) -> PollReport:
        """Ask the sources that are due (all of them with `force`) and group what they brought.

        `soon` names the newsletters that will be cut in some minutes: their sources are due, too, if they are well and
        were not asked just now.
        """
        sources = self.catalogue.sources() if slugs is None else self.catalogue.sources_of(slugs)
        report = await self._poller.poll(sources, force=force, soon=self.catalogue.sources_of(soon))
        if any(source.added for source in report.sources):
            await self.group()
        return report

    async def group(self) -> None:
        """Give every recent article its story; a story that grows keeps its id."""
        articles = await self._articles.since(self._clock.now() - STORY_WINDOW)
        grouped = await asyncio.to_thread(cluster, articles, self._reading)
        changed = {one.id: grouped[one.id] for one in articles if one.story != grouped[one.id]}
        if changed:
            await self._articles.assign(changed, self._clock.now())
            log.info("stories.grouped", articles=len(articles), changed=len(changed))

    async def cut(self, slug: str, day: date, slot: Slot) -> Edition:
        """A new edition of a newsletter as of now, or the newest one if nothing has changed since."""
        newsletter = self._newsletter(slug)
        async with self._cutting:
            now = self._clock.now()
            read = await self._articles.since(now - reach(newsletter, day), [one.feed for one in newsletter.sources])
            stories = await self._stories_of(read)
            told = await self._told_before(newsletter, day, slot)
            briefs = await self._briefs(newsletter, stories, now, told)
            edition = compose(newsletter, day, slot, now, briefs, len(read))
            before = await self.editions.newest_cut(slug, day, slot)
            if before and [one.id for one in before.briefs] == [one.id for one in edition.briefs]:
                return before
            await self.editions.keep(edition)
        log.info("edition.cut", newsletter=slug, date=str(day), slot=slot, briefs=len(edition.briefs), read=len(read))
        return edition

    async def correct(self) -> list[Edition]:
        """See what sources took back of what was told; the day's editions that told it, which are cut anew."""
        told = {one.brief for one in await self._corrections.look()}
        since = self._clock.now() - timedelta(days=1)
        newest = await self.editions.newest_since(since) if told else []
        wrong = [one for one in newest if not told.isdisjoint(brief.id for brief in one.briefs)]
        for edition in wrong:
            await self.cut(edition.newsletter, edition.date, edition.slot)
        return wrong

    async def corrections(self, moment: datetime) -> dict[str, Correction]:
        """What sources took back, noticed at `moment` or later: by the id of the brief that was told."""
        return await self._corrections.since(moment)

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
        """The one line that is new in a story since a reader was told it, or None.

        A brief may have told two stories as one: what either has grown by is news of it.
        """
        behind = await self._articles.by_id(told.articles)
        ids = {told.story} | {article.story for article in behind.values() if article.story}
        articles = [one for members in (await self._articles.of_stories(sorted(ids))).values() for one in members]
        if not articles:
            return None
        return news_since(story_of(told.story, articles, self._weights), told)

    async def search(self, words: Sequence[str], most: int) -> list[Found]:
        """The stories of past editions in which all the words, folded, stand; the newest first, as corrected since."""
        found = await search(self._database, words, most)
        now_told = await self._corrections.applied([one.brief for one in found])
        return [replace(one, brief=brief) for one, brief in zip(found, now_told, strict=True) if brief.lede.text]

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

    async def supplies(self) -> dict[str, Supply]:
        """How well each newsletter could be made now, by slug."""
        now = self._clock.now()
        health = await self._feeds.health([source.feed for source in self.catalogue.sources()])
        return {one.slug: await self._supply(one, health, now) for one in self.catalogue.newsletters}

    async def unread(self, slugs: Iterable[str]) -> frozenset[str]:
        """Those of the newsletters none of whose sources can be read now."""
        fresh = await self.freshness()
        return frozenset(slug for slug in slugs if slug in fresh and fresh[slug].failing >= fresh[slug].sources)

    async def purge(self) -> int:
        """Forget articles and editions older than 90 days, a small step at a time; returns how many rows went."""
        return await purge(self._database, self._clock.now())

    async def _supply(self, newsletter: Newsletter, health: Mapping[str, FeedHealth], now: datetime) -> Supply:
        feeds = [source.feed for source in newsletter.sources]
        known = [health[feed] for feed in feeds if feed in health]
        return Supply(
            sources=len(feeds),
            asked=len(known),
            failing=sum(one.failing for one in known),
            newest=max((one.newest for one in known if one.newest), default=None),
            articles=await self._articles.count_since(now - reach(newsletter, now.date()), feeds),
        )

    async def _stories_of(self, read: Sequence[Article]) -> list[Story]:
        known = {article.story for article in read if article.story}
        members: dict[str, list[Article]] = defaultdict(list, await self._articles.of_stories(sorted(known)))
        stand = {story: [one for one in articles if not is_withdrawn(one)] for story, articles in members.items()}
        return [story_of(story, articles, self._weights) for story, articles in stand.items() if articles]

    async def _told_before(self, newsletter: Newsletter, day: date, slot: Slot) -> list[Brief]:
        """The briefs of the editions before this one, as far back as it looks."""
        order = list(Slot)
        days = [day - timedelta(days=ago) for ago in range(reach(newsletter, day).days + 1)]
        slots = [(one, other) for one in days for other in newsletter.slots]
        earlier = [(one, other) for one, other in slots if one < day or order.index(other) < order.index(slot)]
        cuts = [await self.editions.newest_cut(newsletter.slug, *one) for one in earlier]
        return [brief for edition in cuts if edition for brief in edition.briefs]

    async def _briefs(
        self, newsletter: Newsletter, stories: list[Story], now: datetime, told: Sequence[Brief]
    ) -> list[Brief]:
        best = await asyncio.to_thread(
            chosen, stories, newsletter, now, told=told, weights=self._weights, reading=self._reading
        )
        written = [await self._brief(story) for story in best[:BRIEFS_WRITTEN]]
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
