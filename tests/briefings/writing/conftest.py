"""Invented articles for the tests of writing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefings.model import Article, Brief, Point, Span, Story
from briefings.writing.linear import LEDE, OTHER, WHY
from briefings.writing.roles import ROLES
from briefings.writing.weights import UNIT, Weights

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Callable[..., Article]:
    """Makes an article from its paragraphs."""

    def make(*paragraphs: str, name: str = "a", title: str = "Council delays its bus vote", **more: object) -> Article:
        fields = {
            "id": name,
            "url": f"https://{name}.example/story",
            "feed": f"https://{name}.example/feed",
            "publisher": f"Paper {name}",
            "title": title,
            "published": NOON - timedelta(hours=2),
            "first_seen": NOON,
            "paragraphs": paragraphs,
        }
        return Article(**(fields | more))

    return make


@pytest.fixture
def plain(article) -> Article:
    """A report without labels that has a sentence for most roles."""
    return article(
        "HARLOW (AP) — The Harlow City Council on Monday put off a vote on bus lanes along Mill Street until January.",
        "The delay could cost the city a federal grant that pays for half of the plan, and many riders depend on it.",
        '"We would rather be late than wrong about a street this busy," said council president Dana Ruiz.',
        "About 31,000 people ride it a day, and 18 of its 54 stops, or 33 percent, would be rebuilt for $38 million.",
        "Critics say the lanes would push traffic into side streets and have sued to end them at York Avenue.",
        "The council is expected to hold a hearing next month.",
        "Cities across the country have been adding bus lanes in recent years as ridership returned.",
    )


@pytest.fixture
def telling(plain) -> Article:
    """The same report where it says in so many words who would lose what."""
    lines = list(plain.paragraphs)
    lines[1] = (
        "If the grant lapses, thousands of riders without a car could lose their only way to work, and the city would"
        " have to find $19 million elsewhere."
    )
    return replace(plain, paragraphs=tuple(lines))


@pytest.fixture
def story(plain) -> Story:
    """A story of that one report."""
    return Story("s-a", (plain,))


@pytest.fixture
def brief() -> Callable[..., Brief]:
    """Makes a brief that says `text`."""

    def make(text: str, name: str = "b-1", story: str = "s-a", articles: tuple[str, ...] = ("a",)) -> Brief:
        lede = Point(text, (Span(0, 0, len(text)),) if text else (), "a")
        return Brief(name, story, "Headline", lede, None, (), (), articles, NOON, "extract")

    return make


COLUMNS = (WHY, LEDE, *(move.value for move in ROLES), OTHER)


@pytest.fixture
def weights() -> Callable[..., Weights]:
    """Makes weights by hand: `weights(why={"grant": 2.0})` gives two points to a text with that word."""

    def make(thresholds: dict[str, float] | None = None, **columns: dict[str, float]) -> Weights:
        given = dict.fromkeys(COLUMNS, 0.0) | (thresholds or {})
        rows = {
            feature: tuple(round(UNIT * columns.get(name, {}).get(feature, 0.0)) for name in COLUMNS)
            for column in columns.values()
            for feature in column
        }
        return Weights(COLUMNS, given, rows)

    return make
