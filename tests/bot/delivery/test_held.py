"""What an operator holds back is made of nothing, and what is released is made of it, whatever was remembered."""

from datetime import timedelta

import pytest

from bot.store.tables import deliveries, parts
from briefings.store.editions import EditionStore
from briefings.store.holding import Hold
from tests.bot.delivery.looking import lease_first, messages, store_edition
from tests.bot.delivery.making import NOON, add_reader, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def due(ledger):
    """A planner that has looked once, a minute before noon, and an edition of Denver."""
    await ledger.planner.tick(NOON - MINUTE)
    ledger.denver = make_edition("denver", make_brief("d1"))
    ledger.newsroom.publish(ledger.denver)
    await store_edition(ledger, ledger.denver)
    return ledger


async def test_a_hold_within_a_broadcast_stops_what_is_not_made_yet_and_what_waits(due):
    """The edition is remembered from the bite before; what left already stays; who has another newsletter gets that."""
    await add_readers(due.readers, (1, 2, 3), "denver")
    await add_reader(due.readers, 4, "denver", "markets")
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON, 2) == 2
    await lease_first(due)
    assert await due.preparer.hold_back(due.denver.id, Hold.OPERATOR) == 1
    assert await due.preparer.hold_back(due.denver.id, Hold.OPERATOR) == 0
    assert await due.preparer.prepare(NOON) == 1
    assert await due.rows(parts, "delivery_id") == [(1,), (4,)]


async def test_a_release_is_seen_at_once_and_makes_each_delivery_once(due):
    """Not after the pause in which what waits is left alone."""
    await add_readers(due.readers, (1, 2), "denver")
    await due.preparer.hold_back(due.denver.id, Hold.OPERATOR)
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON) == 0
    assert await EditionStore(due.database).release(due.denver.id)
    due.preparer.released(due.denver.id)
    assert await due.preparer.prepare(NOON) == 2
    assert await due.preparer.prepare(NOON + MINUTE) == 0
    assert ["Headline d1" in plain for plain in await messages(due, "plain")] == [True, True]


async def test_what_waits_with_a_withdrawn_edition_is_made_of_the_others(due):
    """Within the same transaction nothing is lost: the delivery is owed as before."""
    await add_reader(due.readers, 1, "denver", "markets")
    due.newsroom.publish(make_edition("markets", make_brief("m1")))
    await due.plan(NOON)
    assert await due.preparer.hold_back(due.denver.id, Hold.WITHDRAWN) == 1
    assert await due.rows(deliveries, "state", "rendered_at") == [("planned", None)]
    assert await due.preparer.prepare(NOON) == 1
    (words,) = await messages(due, "plain")
    assert "Headline m1" in words
    assert "Headline d1" not in words


async def test_a_briefing_that_is_asked_for_is_made_of_the_older_cut_when_the_new_one_is_held(due, monkeypatch):
    """Cutting anew may say just what is held back."""
    reader = await add_reader(due.readers, 1, "denver")
    due.newsroom.publish(make_edition("denver", make_brief("old"), cut=NOON - 120 * MINUTE))
    await due.preparer.hold_back(due.denver.id, Hold.OPERATOR)

    async def cut(*_: object):
        return due.denver

    monkeypatch.setattr(due.newsroom, "cut", cut)
    delivery = await due.owed.ask(reader.id, 5, NOON.date(), NOON)
    assert await due.preparer.prepare_one(delivery, NOON)
    (words,) = await messages(due, "plain")
    assert "Headline old" in words
