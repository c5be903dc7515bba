"""Operators find every edition, held or not, and a hold says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from briefings.model import Edition, Slot
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.holding import Hold
from briefings.store.shelf import EditionShelf
from briefings.store.tables import editions

SEVEN = datetime(2026, 11, 24, 7, tzinfo=UTC)


async def keep(database: Database, name: str, hours: int = 0, newsletter: str = "quay") -> None:
    cut = SEVEN + timedelta(hours=hours)
    await EditionStore(database).keep(Edition(name, newsletter, date(2026, 11, 24), Slot.MORNING, cut, (), 12))


@pytest.fixture
async def shelf(database: Database) -> EditionShelf:
    """Three cuts of one newsletter and one of another."""
    for hours, name in enumerate(("a", "b", "c")):
        await keep(database, name, hours)
    await keep(database, "h", newsletter="hills")
    return EditionShelf(database)


async def test_the_newest_of_each_newsletter_is_found_though_it_is_held(
    shelf: EditionShelf, database: Database
) -> None:
    """What is held is what an operator looks for."""
    assert await EditionStore(database).hold("c", Hold.OPERATOR)
    found = await shelf.newest()
    assert {slug: (one.id, one.held) for slug, one in found.items()} == {
        "quay": ("c", Hold.OPERATOR),
        "hills": ("h", None),
    }


async def test_neighbours_are_those_of_the_same_newsletter(shelf: EditionShelf) -> None:
    """None before the first and after the last; one that is not kept is nowhere."""
    found = {name: await shelf.find(name) for name in ("a", "b", "c", "z")}
    assert found["z"] is None
    before, after = [], []
    for name in ("a", "b", "c"):
        one = found[name]
        assert one is not None
        older, newer = await shelf.before(one), await shelf.after(one)
        before.append(older and older.id)
        after.append(newer and newer.id)
    assert (before, after) == ([None, "a", "b"], ["b", "c", None])


async def test_a_hold_and_a_release_change_something_once(shelf: EditionShelf, database: Database) -> None:
    """What is withdrawn stays so, whatever is asked of it later; what is not kept is not held."""
    store = EditionStore(database)
    done = [
        await store.hold("a", Hold.REFUSED),
        await store.hold("a", Hold.REFUSED),
        await store.hold("z", Hold.REFUSED),
    ]
    done += [await store.release("a"), await store.release("a"), await store.release("z")]
    assert done == [True, False, False, True, False, False]
    assert [await store.hold("a", Hold.WITHDRAWN), await store.hold("a", Hold.OPERATOR)] == [True, False]
    assert not await store.release("a")
    one = await shelf.find("a")
    assert one is not None
    assert one.held is Hold.WITHDRAWN


async def test_what_was_held_before_reasons_were_kept_was_refused_and_can_be_released(
    shelf: EditionShelf, database: Database
) -> None:
    """Nothing else held editions then."""
    async with database.write() as connection:
        await connection.execute(update(editions).where(editions.c.id == "a").values(held=True))
    one = await shelf.find("a")
    assert one is not None
    assert one.held is Hold.REFUSED
    assert await EditionStore(database).release("a")
