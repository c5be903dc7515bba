"""Editions are kept as they were cut, and readers get the newest that nobody holds back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.model import Brief, Edition, Move, Outlet, Point, Slot, Span
from briefings.store.codec import brief_from_json, brief_to_json
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.holding import Hold

DAY = date(2026, 11, 24)
SEVEN = datetime(2026, 11, 24, 7, tzinfo=UTC)
LEDE = Point("Fares rise in May.", (Span(0, 0, 18),), "article")
WHY = Point("Nobody has another way.", (Span(1, 4, 27),), "article", "Why it matters", Move.WHY_IT_MATTERS)


def brief(name: str, why: Point | None = WHY) -> Brief:
    outlet = Outlet("Quay Post", "https://quay.example/1", "article")
    return Brief(name, f"story of {name}", "Fares rise", LEDE, why, (WHY,), (outlet,), ("article",), SEVEN, "extract")


def edition(name: str, *briefs: Brief, cut: datetime = SEVEN, newsletter: str = "quay") -> Edition:
    return Edition(name, newsletter, DAY, Slot.MORNING, cut, briefs, 12)


@pytest.fixture
def store(database: Database) -> EditionStore:
    return EditionStore(database)


@pytest.mark.parametrize("one", [brief("a"), brief("b", why=None), replace(brief("c"), points=(), reason="No why.")])
def test_a_brief_comes_back_from_json_as_it_was(one: Brief) -> None:
    """With its spans, moves and times."""
    assert brief_from_json(brief_to_json(one)) == one


async def test_an_edition_comes_back_as_it_was_cut(store: EditionStore) -> None:
    """Briefs in their order; kept twice it is there once."""
    cut = edition("e1", brief("b"), brief("a"))
    await store.keep(cut)
    await store.keep(cut)
    assert await store.newest_cut("quay", DAY, Slot.MORNING) == cut
    assert await store.by_id("e1") == cut
    assert await store.brief("a") == brief("a")


async def test_readers_get_the_newest_cut_of_their_slot(store: EditionStore) -> None:
    """Not another slot's, not another day's, not another newsletter's."""
    await store.keep(edition("e1", brief("a")))
    await store.keep(edition("e2", brief("b"), cut=SEVEN + timedelta(hours=1)))
    newest = await store.newest_cut("quay", DAY, Slot.MORNING)
    assert newest is not None
    assert newest.id == "e2"
    assert await store.newest_cut("quay", DAY, Slot.EVENING) is None
    assert await store.newest_cut("quay", DAY + timedelta(days=1), Slot.MORNING) is None
    assert await store.latest("hills") is None
    assert await store.brief("z") is None


async def test_an_edition_that_is_held_is_not_shown_until_it_is_released(store: EditionStore) -> None:
    """The one before it stands meanwhile."""
    await store.keep(edition("e1", brief("a")))
    await store.keep(edition("e2", brief("b"), cut=SEVEN + timedelta(hours=1)))
    assert await store.hold("e2", Hold.OPERATOR)
    held = await store.latest("quay")
    assert await store.release("e2")
    released = await store.latest("quay")
    assert (held and held.id, released and released.id) == ("e1", "e2")


async def test_an_edition_without_briefs_is_an_edition(store: EditionStore) -> None:
    """A thin day is honest."""
    await store.keep(edition("e1"))
    assert await store.latest("quay") == edition("e1")
