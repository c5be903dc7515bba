"""Pages of teasers that could not be read are asked for again, later each time, and not for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from briefings.feeds.again import MOST, WAITS, SecondLook
from briefings.feeds.pages import MOST_PAGES, PagesRead
from briefings.feeds.readings import Page
from briefings.model import Article
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.stories.identity import article_id
from tests.clock import ManualClock

TEXT = ("The council put off the vote on bus lanes for the third time since the spring. " * 6,)


class Pages:
    """Answers what it is told to, as the reader of pages does, and notes what it was asked."""

    def __init__(self) -> None:
        self.there: dict[str, Page] = {}
        self.wish = 0
        self.asked: list[str] = []

    async def read(self, urls: Sequence[str]) -> PagesRead:
        self.asked += urls
        missed = {url: self.wish for url in urls if url not in self.there}
        return PagesRead({url: self.there[url] for url in urls if url in self.there}, missed)


def page(text: tuple[str, ...] = TEXT, *, whole: bool = True) -> Page:
    return Page("Bus lanes", None, "Dana Ruiz", None, "City", None, text, whole)


def teaser(name: str, now: datetime, *, url: str | None = None) -> Article:
    address = url or f"https://news.example/{name}"
    title = "The council puts off its vote on bus lanes"
    return Article(article_id(address), address, "feed", "Post", title, now, now, ("A teaser.",), complete=False)


@pytest.fixture
async def store(database: Database, clock: ManualClock) -> ArticleStore:
    """With one teaser in it."""
    made = ArticleStore(database)
    await made.keep([teaser("a", clock.now())], [], clock.now())
    return made


async def test_a_missed_page_is_read_later(store: ArticleStore, clock: ManualClock) -> None:
    """Not before its time, and then its text is the article's."""
    pages, one = Pages(), teaser("a", clock.now())
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    look.note({one.url: one.id}, {one.url: 0})
    assert await look.take() == 0
    clock.advance(minutes=15)
    pages.there[one.url] = page()
    assert await look.take() == 1
    (kept,) = (await store.by_id([one.id])).values()
    assert (kept.paragraphs, kept.complete, kept.author, kept.section) == (TEXT, True, "Dana Ruiz", "City")
    clock.advance(hours=12)
    assert await look.take() == 0
    assert pages.asked == [one.url]


async def test_a_page_that_stays_away_is_given_up_after_three_more_times(
    store: ArticleStore, clock: ManualClock
) -> None:
    """A quarter of an hour, one hour, four hours."""
    pages, one = Pages(), teaser("a", clock.now())
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    look.note({one.url: one.id}, {one.url: 0})
    times = []
    for _ in range(24 * 12):
        clock.advance(minutes=5)
        before = len(pages.asked)
        await look.take()
        times += [clock.now()] * (len(pages.asked) - before)
    assert [after - before for before, after in pairwise(times)] == list(WAITS[1:])
    assert len(times) == len(WAITS)


async def test_a_server_is_left_alone_as_long_as_it_wishes(store: ArticleStore, clock: ManualClock) -> None:
    """Where that is longer than our own wait."""
    pages, one = Pages(), teaser("a", clock.now())
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    look.note({one.url: one.id}, {one.url: 3600})
    clock.advance(minutes=59)
    await look.take()
    assert pages.asked == []
    clock.advance(minutes=1)
    await look.take()
    assert pages.asked == [one.url]


async def test_after_a_start_each_fresh_teaser_is_asked_for_once(store: ArticleStore, clock: ManualClock) -> None:
    """Whole articles, old ones and those without a page of their own are not."""
    now = clock.now()
    others = [
        teaser("old", now - timedelta(hours=13)),
        teaser("shared", now, url="https://news.example/live#entry"),
    ]
    others[1] = replace(others[1], id="other")
    await store.keep(others, [], now)
    pages = Pages()
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    await look.recall()
    await look.recall()
    for _ in range(3):
        await look.take()
        clock.advance(hours=6)
    assert pages.asked == ["https://news.example/a"]


async def test_a_page_that_says_no_more_changes_nothing(store: ArticleStore, clock: ManualClock) -> None:
    """A wall, another story, an article that is whole or gone by now."""
    pages, one = Pages(), teaser("a", clock.now())
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    other = "https://news.example/purged"
    pages.there = {one.url: page(("Please subscribe.",)), other: page()}
    look.note({one.url: one.id, other: "purged"}, {one.url: 0, other: 0})
    clock.advance(minutes=15)
    assert await look.take() == 0
    assert len(pages.asked) == 2
    assert (await store.by_id([one.id]))[one.id].paragraphs == ("A teaser.",)


async def test_memory_and_turns_are_bounded(store: ArticleStore, clock: ManualClock) -> None:
    """The oldest are forgotten, and the rest waits its turn."""
    pages = Pages()
    look = SecondLook(store, pages, clock)  # type: ignore[arg-type]
    urls = [f"https://news.example/{number}" for number in range(MOST + 5)]
    look.note({url: article_id(url) for url in urls}, dict.fromkeys(urls, 0))
    clock.advance(minutes=15)
    await look.take()
    assert pages.asked == urls[5 : 5 + MOST_PAGES]
