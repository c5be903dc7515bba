"""Real feeds of one week, served over HTTP: all are read, nothing is lost in silence, and an edition comes of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from briefings.catalogue import Catalogue
from briefings.feeds.parse import parse
from briefings.feeds.poll import SourceReport
from briefings.model import Brief, Feed, Kind, Newsletter, Slot, Source
from briefings.opening import open_newsroom
from briefings.pipeline import Newsroom
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.stories.identity import article_id
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

pytestmark = pytest.mark.data
NOW = datetime(2026, 2, 18, 3, 30, tzinfo=UTC)
"""Shortly after the newest entry of most of the feeds; some are years older."""
TODAY = date(2026, 2, 18)
WEEK = timedelta(days=7)
DEADLINE_SECONDS = 3.0
CLOSED_PORT = 9


class NoNames(AbstractResolver):
    """Knows no host: what the feeds link to stays out of reach."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002 (the library's signature)
        raise OSError(f"no address for {host} in this test")

    async def close(self) -> None:
        """Nothing is open."""


def source(feed: str, publisher: str) -> Source:
    return Source(publisher, publisher, feed, "https://publisher.example/")


def newsletter(slug: str, sources: tuple[Source, ...]) -> Newsletter:
    return Newsletter(slug, slug, "News.", Kind.TOPIC, "UTC", (Slot.MORNING,), frozenset(range(1, 8)), sources)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The publishers' one web server."""
    made = Site()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def feeds(shared: Path, site: Site) -> dict[Source, Feed]:
    """The sources on the site, with what our own parser finds in each."""
    found = {}
    for number, row in enumerate(json.loads((shared / "data" / "feeds" / "index.json").read_text(encoding="utf-8"))):
        if row["news_publisher"]:
            body = (shared / "data" / row["file"]).read_bytes()
            parsed = parse(body, None)
            assert isinstance(parsed, Feed)
            found[source(site.serve(f"/feed/{number}", body), row["title"])] = parsed
    return found


@pytest.fixture
def trouble(site: Site) -> tuple[Source, ...]:
    """A port where nobody listens, a server that is out of order, and one that answers a byte at a time."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        while not site.closing.is_set():
            await response.write(b" ")
            with suppress(TimeoutError):
                await asyncio.wait_for(site.closing.wait(), 0.05)
        return response

    return (
        source(f"http://127.0.0.1:{CLOSED_PORT}/feed", "closed"),
        source(site.serve("/broken", "Out of order.", "text/plain", status=500), "broken"),
        source(site.route("/slow", drip), "slow"),
    )


@pytest.fixture
async def newsroom(
    database: Database, feeds: dict[Source, Feed], trouble: tuple[Source, ...]
) -> AsyncIterator[Newsroom]:
    """A newsroom with a newsletter of all sources and one of those that work, in the feeds' own week."""
    catalogue = Catalogue((newsletter("all", (*trouble, *feeds)), newsletter("working", tuple(feeds))))
    async with open_newsroom(
        catalogue,
        database,
        ManualClock(NOW),
        Random(7),
        contact="",
        allow_loopback=True,
        deadline=DEADLINE_SECONDS,
        resolver=NoNames(),
    ) as made:
        yield made


def assert_every_entry_is_accounted_for(report: SourceReport, feed: Feed, stored: set[str]) -> None:
    """Stored, older than a week, or known already: under this or another feed's name."""
    assert report.error is None
    assert report.status == ("new" if report.added else "unchanged")
    assert report.entries == len(feed.entries) == report.added + report.known + report.old
    old = [entry for entry in feed.entries if entry.published and entry.published < NOW - WEEK]
    assert report.old == len(old), report.source.publisher
    kept = {article_id(entry.link) for entry in feed.entries if entry not in old and entry.link}
    assert kept <= stored, report.source.publisher


def assert_it_is_a_brief(brief: Brief, stored: set[str]) -> None:
    """It tells something fresh, and everything in it comes from articles that are kept."""
    assert brief.headline
    assert brief.lede.text
    assert set(brief.articles) <= stored
    assert {outlet.article for outlet in brief.outlets} <= set(brief.articles)
    assert NOW - timedelta(days=1) <= brief.newest <= NOW


async def test_a_week_of_real_feeds_becomes_an_edition(
    newsroom: Newsroom, database: Database, site: Site, feeds: dict[Source, Feed], trouble: tuple[Source, ...]
) -> None:
    """27 feeds, two dead addresses and a slow one: every entry accounted for, then 304 only, then an edition."""
    report = await newsroom.poll(["all"])

    assert len(feeds) == 27
    failed, read = report.sources[: len(trouble)], report.sources[len(trouble) :]
    assert [one.source for one in failed if one.status == "failed" and one.error] == list(trouble)
    assert [one.source for one in read] == list(feeds)
    stored = {article.id for article in await ArticleStore(database).since(NOW - WEEK)}
    for one in read:
        assert_every_entry_is_accounted_for(one, feeds[one.source], stored)
    assert sum(one.added for one in read) == len(stored) > 300

    site.answered.clear()
    again = await newsroom.poll(["working"], force=True)
    assert {(one.status, one.added) for one in again.sources} == {("unchanged", 0)}
    assert site.answered == {304: len(feeds)}

    edition = await newsroom.cut("all", TODAY, Slot.MORNING)
    assert edition.briefs
    for brief in edition.briefs:
        assert_it_is_a_brief(brief, stored)
    assert len({brief.story for brief in edition.briefs}) == len(edition.briefs)
    assert edition.articles_read <= len(stored)
