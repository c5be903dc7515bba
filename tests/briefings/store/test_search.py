"""Past stories by their words, from a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.model import Brief, Edition, Outlet, Point, Slot, Span
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.holding import Hold
from briefings.store.search import search

DAY = timedelta(days=1)
FIRST = datetime(2026, 11, 1, 11, 50, tzinfo=UTC)


def brief(headline: str, story: str = "", lede: str = "It happened on Monday.") -> Brief:
    return Brief(
        id=f"b-{story or headline}-{lede}",
        story=story or headline,
        headline=headline,
        lede=Point(lede, (Span(0, 0, 5),), "a"),
        why=Point("A grant lapses.", (Span(0, 0, 5),), "a", "Why it matters"),
        points=(),
        outlets=(Outlet("Harbor Post", "https://news.example/1", "a"),),
        articles=("a",),
        newest=FIRST,
        writer="labels",
    )


async def keep(store: EditionStore, day: int, *briefs: Brief, newsletter: str = "denver") -> Edition:
    cut = FIRST + day * DAY
    edition = Edition(f"e-{newsletter}-{day}", newsletter, cut.date(), Slot.MORNING, cut, tuple(briefs), 9)
    await store.keep(edition)
    return edition


@pytest.fixture
def editions(database: Database) -> EditionStore:
    return EditionStore(database)


async def headlines(database: Database, *words: str, most: int = 9) -> list[str]:
    return [one.brief.headline for one in await search(database, words, most)]


async def test_every_word_has_to_stand_there_whole(database, editions):
    """Anywhere in the brief, folded; signs are no patterns."""
    await keep(editions, 0, brief("Caf\u00e9 closes"), brief("100% of rates"), brief("Corporate news"))
    assert await headlines(database, "cafe") == ["Caf\u00e9 closes"]
    assert await headlines(database, "cafe", "grant") == ["Caf\u00e9 closes"]
    assert await headlines(database, "cafe", "corporate") == []
    assert await headlines(database, "rate") == []
    assert await headlines(database, "100%") == ["100% of rates"]
    assert await headlines(database, "rates.", "100") == ["100% of rates"]
    assert await headlines(database, "%") == await headlines(database, "_") == []


async def test_the_newest_come_first_and_no_story_twice(database, editions):
    """Of a story the newest version, with the newsletter and the date of its edition."""
    await keep(editions, 0, brief("Harbor opens", "s1"), brief("Harbor fire", "s2"))
    await keep(editions, 1, brief("Harbor opens again", "s1", "News."), newsletter="sports")
    found = await search(database, ["harbor"], 9)
    assert [(one.brief.headline, one.newsletter, one.day) for one in found] == [
        ("Harbor opens again", "sports", date(2026, 11, 2)),
        ("Harbor fire", "denver", date(2026, 11, 1)),
    ]
    assert await headlines(database, "harbor", most=1) == ["Harbor opens again"]


async def test_a_brief_that_a_later_edition_repeats_is_found_once(database, editions):
    """Under the edition that told it first."""
    same = brief("Harbor opens")
    await keep(editions, 0, same)
    await keep(editions, 1, same, brief("Another"))
    assert [(one.brief.headline, one.day) for one in await search(database, ["harbor"], 9)] == [
        ("Harbor opens", date(2026, 11, 1))
    ]


async def test_what_is_held_back_is_not_found(database, editions):
    """Readers are not given it in any way."""
    edition = await keep(editions, 0, brief("Harbor opens"))
    await editions.hold(edition.id, Hold.OPERATOR)
    assert await headlines(database, "harbor") == []


async def test_many_that_only_look_alike_do_not_hide_one(database, editions):
    """They are looked through in steps."""
    await keep(editions, 0, brief("Rate"))
    await keep(editions, 1, *(replace(brief("Corporate"), id=f"c{at}", story=f"c{at}") for at in range(250)))
    assert await headlines(database, "rate") == ["Rate"]
