"""What the newsroom remembers between polls, and between the editions of a newsletter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from briefings.catalogue import parse
from briefings.feeds.arrivals import Appearance
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.model import Article, Slot
from briefings.pipeline import Newsroom
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from tests.clock import ManualClock

CATALOGUE = """
[[newsletter]]
slug = "harlow"
title = "Harlow"
promise = "The town."
kind = "topic"
zone = "UTC"
slots = ["morning", "evening"]
days = [1, 2, 3, 4, 5, 6, 7]

[[newsletter.source]]
name = "Post"
publisher = "Post"
feed = "https://post.example/feed"
homepage = "https://post.example/"
"""
DAY = date(2026, 11, 24)
BRIDGE = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office said on Monday."
POOL = "Swimmers get in free on Sunday when the bath on Mill Street in Oakton opens after two years of works."
DETOUR = "Governor Ann Lo opened a ferry with 40 places on Tuesday, and the county pays $2 million for it."


@pytest.fixture
def newsroom(database: Database, clock: ManualClock) -> Newsroom:
    fetcher = Fetcher("test", allow_loopback=False, clock=clock)
    return Newsroom(parse(CATALOGUE), database, fetcher=fetcher, parser=ParserProcess(), clock=clock, random=Random(1))


def article(name: str, title: str, *paragraphs: str, at: datetime, position: int = 0) -> Article:
    url = f"https://post.example/{name}"
    return Article(
        name, url, "https://post.example/feed", f"Paper {name}", title, at, at, paragraphs, position=position
    )


async def keep(database: Database, *articles: Article) -> None:
    """Store articles as a poll of the one feed does."""
    seen = [Appearance(one.id, one.feed, one.id, one.position) for one in articles]
    await ArticleStore(database).keep(articles, seen, articles[0].first_seen)


async def test_an_evening_edition_begins_with_what_the_morning_did_not_tell(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    """However well the old story was placed; and a recut of the morning is not its own past."""
    at = clock.now() - timedelta(hours=2)
    await keep(database, article("a", "Harlow Bridge closes Friday", BRIDGE, at=at))
    await newsroom.group()
    morning = await newsroom.cut("harlow", DAY, Slot.MORNING)
    await keep(database, article("b", "Oakton opens a bath", POOL, at=at - timedelta(hours=5), position=30))
    await newsroom.group()
    again = await newsroom.cut("harlow", DAY, Slot.MORNING)
    evening = await newsroom.cut("harlow", DAY, Slot.EVENING)
    assert [brief.story for brief in morning.briefs] == ["s-a"]
    assert [brief.story for brief in again.briefs] == ["s-a", "s-b"]
    assert [brief.story for brief in evening.briefs] == ["s-b", "s-a"]


async def test_a_brief_of_two_stories_has_news_when_either_grows(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    """The follow-up does not depend on which of the two the new article joined."""
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    await keep(database, article("a", "Harlow Bridge closes Friday", BRIDGE, at=at))
    await newsroom.group()
    told = (await newsroom.cut("harlow", DAY, Slot.MORNING)).briefs[0]
    store = ArticleStore(database)
    await keep(database, article("b", "Harlow Bridge", BRIDGE, at=at), article("c", "A ferry at Harlow", DETOUR, at=at))
    await store.assign({"b": "s-b", "c": "s-b"}, clock.now())
    assert await newsroom.news_since(told) is None
    of_both = replace(told, articles=("a", "b"))
    point = await newsroom.news_since(of_both)
    assert point is not None
    assert point.article == "c"


async def test_an_article_keeps_its_story_through_polls(newsroom: Newsroom, database: Database) -> None:
    """Also when the next one links two stories that were apart."""
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    await keep(database, article("a", "Harlow Bridge closes Friday", BRIDGE, at=at))
    await newsroom.group()
    await keep(database, article("b", "Harlow Bridge to close on Friday", BRIDGE, at=at + timedelta(hours=1)))
    await newsroom.group()
    found = await newsroom.articles(["a", "b"])
    assert {one.story for one in found.values()} == {"s-a"}
