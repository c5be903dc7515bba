"""Invented news, Telegram's own parser as an oracle, and the local stand-in for Telegram."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.delivery.briefing import Briefing, Item
from bot.demo.standin import Limits, StandIn
from bot.telegram.gateway import Gateway
from briefings.model import Brief, Kind, Move, Newsletter, Outlet, Point, Slot
from tests.clock import ManualClock
from tests.telegram_parser import Parse, telegram_parser

DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_newsletter(slug: str, title: str | None = None) -> Newsletter:
    return Newsletter(
        slug=slug,
        title=title or slug.capitalize(),
        promise="News.",
        kind=Kind.TOPIC,
        zone="America/Denver",
        slots=(Slot.MORNING,),
        days=frozenset(range(1, 8)),
        sources=(),
    )


def make_point(text: str, label: str | None = None, move: Move | None = None, article: str = "a1") -> Point:
    return Point(text, (), article, label, move)


def make_brief(
    name: str,
    *,
    headline: str = "Council delays its vote",
    lede: str = "The council put off its vote until January.",
    why: str | None = "A grant lapses on February 1.",
    points: tuple[Point, ...] = (),
    outlets: tuple[Outlet, ...] = (Outlet("Front Range Post", "https://news.example/1", "a1"),),
) -> Brief:
    return Brief(
        id=name,
        story=f"story-{name}",
        headline=headline,
        lede=make_point(lede),
        why=None if why is None else make_point(why, "Why it matters", Move.WHY_IT_MATTERS),
        points=points,
        outlets=outlets,
        articles=("a1",),
        newest=NOON,
        writer="labels",
    )


def make_briefing(items: tuple[Item, ...], slugs: tuple[str, ...] = ("denver",), **more: Any) -> Briefing:
    values: dict[str, Any] = {
        "day": DAY,
        "slot": Slot.MORNING,
        "zone": "America/Denver",
        "place": "Denver",
        "newsletters": tuple(make_newsletter(slug) for slug in slugs),
        "items": items,
        "articles_read": 43,
    }
    return Briefing(**(values | more))


@pytest.fixture(scope="session")
def brief() -> Callable[..., Brief]:
    """Makes an invented brief."""
    return make_brief


@pytest.fixture(scope="session")
def point() -> Callable[..., Point]:
    """Makes a point of a brief."""
    return make_point


@pytest.fixture(scope="session")
def briefing() -> Callable[..., Briefing]:
    """Makes a briefing of items."""
    return make_briefing


@pytest.fixture(scope="session")
def newsletter() -> Callable[..., Newsletter]:
    """Makes a newsletter."""
    return make_newsletter


@pytest.fixture(scope="session", name="telegram_parser")
def _telegram_parser() -> Parse:
    """Parses HTML as Telegram's servers do; gives {"text", "entities"} or fails the test with Telegram's words."""
    return telegram_parser()


@pytest.fixture
async def telegram(clock: ManualClock) -> AsyncIterator[StandIn]:
    """The local stand-in for Telegram, with Ada (5), a group (-7) run by Ada with Bob (6), and a forum."""
    async with StandIn(clock, limits=Limits(enabled=False)) as made:
        made.person(5, "Ada")
        made.person(6, "Bob")
        made.group(-7, "Council", admins=(5,), members=(6,))
        made.group(-1009, "Forum", admins=(5,), members=(6,), forum=True)
        made.topic(-1009, 44, "News")
        made.channel(-1008, "Town", admins=(5,))
        yield made


@pytest.fixture
async def gateway(telegram: StandIn) -> AsyncIterator[Gateway]:
    """A gateway to the stand-in that has introduced itself."""
    async with Gateway(telegram.token, telegram.url) as made:
        await made.me()
        yield made
