from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.delivery.outcome import MessageRefused
from bot.delivery.refusals import MOST_COUNTED, Refusals
from bot.store.owed import OVERDUE
from bot.store.tables import deliveries, parts, readers, sends, told
from bot.telegram.heading import LATE
from briefings.store.tables import editions
from tests.bot.delivery.looking import lease_first, messages, store_edition
from tests.bot.delivery.making import NOON, TUESDAY, add_reader, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def due(ledger):
    """A planner that has looked once, a minute before noon."""
    await ledger.planner.tick(NOON - MINUTE)
    return ledger


async def test_what_is_made_long_after_its_time_says_so(due):
    """The end of a long broadcast; its time is the reader's, not the planner's."""
    await add_readers(due.readers, (1, 2))
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON + 5 * MINUTE, 1) == 1
    assert await due.preparer.prepare(NOON + 14 * MINUTE, 1) == 1
    assert [LATE in plain for plain in await messages(due, "plain")] == [False, True]
    assert await due.rows(deliveries, "late") == [(False,), (True,)]


async def test_what_was_made_in_time_and_waits_is_made_anew(due):
    """Once, saying that it is late, from the newest edition; and it was asked for in its own lane, too."""
    reader, _ = await add_readers(due.readers, (1, 2), "denver")
    due.newsroom.publish(make_edition("denver", make_brief("d1")))
    await due.owed.ask(reader.id, 5, TUESDAY, NOON)
    await due.plan(NOON)
    assert await due.preparer.unmake_overdue(NOON + OVERDUE - SECOND) == 0
    due.newsroom.publish(make_edition("denver", make_brief("d2")))
    assert await due.preparer.unmake_overdue(NOON + OVERDUE) == 3
    assert await due.rows(parts) == []
    assert await due.preparer.prepare(NOON + OVERDUE) == 3
    assert all(LATE in plain for plain in await messages(due, "plain"))
    assert sum("Headline d2" in plain for plain in await messages(due, "plain")) == 2
    assert await due.preparer.unmake_overdue(NOON + 2 * OVERDUE) == 0
    assert await due.new_preparer().unmake_overdue(NOON + 2 * OVERDUE) == 0
    assert sorted(await due.rows(sends, "lane", "planned")) == [(0, 1), (1, 2)]


async def test_what_has_begun_to_leave_is_not_made_anew(due):
    """A part that was leased may have been seen."""
    await add_readers(due.readers, (1, 2))
    await due.plan(NOON)
    await lease_first(due)
    assert await due.preparer.unmake_overdue(NOON + OVERDUE) == 1
    assert await due.rows(deliveries, "id", "late") == [(1, False), (2, True)]


async def test_each_due_minute_is_looked_at_once(due):
    """After that only what became overdue since; a clock that was set back is no trouble."""
    await add_reader(due.readers, 1)
    await add_reader(due.readers, 2, morning=(NOON + 5 * MINUTE).time())
    await due.plan(NOON)
    await due.plan(NOON + 5 * MINUTE)
    assert await due.preparer.unmake_overdue(NOON + 30 * MINUTE - OVERDUE) == 1
    assert await due.preparer.unmake_overdue(NOON + 4 * OVERDUE) == 1
    await due.preparer.prepare(NOON + 5 * MINUTE)
    async with due.database.write() as connection:
        await connection.execute(update(deliveries).values(late=False))
    assert await due.preparer.unmake_overdue(NOON + 5 * OVERDUE) == 0
    assert await due.preparer.unmake_overdue(NOON + 2 * OVERDUE) == 2


async def test_a_stopped_edition_is_taken_out_of_what_waits(due):
    """The others come without it; who has nothing else waits for the release, and so does what is just being made."""
    await add_reader(due.readers, 1, "denver", "markets")
    await add_reader(due.readers, 2, "denver")
    await add_reader(due.readers, 3, "markets")
    await add_reader(due.readers, 4, "denver")
    bad = make_edition("denver", make_brief("d1"))
    due.newsroom.publish(bad)
    await store_edition(due, bad)
    await due.plan(NOON)
    await lease_first(due, 4)
    assert await due.owed.stop_edition(bad.id) == 2
    assert await due.new_preparer().prepare(NOON) == 1
    assert await due.rows(parts, "delivery_id") == [(3,), (4,), (1,)]
    async with due.database.write() as connection:
        await connection.execute(update(editions).values(held=False))
    assert await due.new_preparer().prepare(NOON) == 1


async def test_what_is_being_made_of_an_edition_that_stops_is_passed_over(due):
    """It was drawn before and is written after: the ledger has the last word."""
    await add_readers(due.readers, (1, 2), "denver")
    bad = make_edition("denver", make_brief("d1"))
    due.newsroom.publish(bad)
    await store_edition(due, bad)
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON, 1) == 1
    await due.owed.stop_edition(bad.id)
    assert await due.preparer.prepare(NOON, 1) == 0
    assert await due.rows(parts) == []


MIXES = (("denver",), ("denver", "markets"), ("denver", "am-pm"), ("denver", "markets", "am-pm"), ("markets",))


async def refusing(ledger, places: Sequence[str | None] = (None,)) -> list[str]:
    """In each place five mixes of newsletters, one of which nobody can send; returns the ids of the editions."""
    wishes = [(mix, place) for place in places for mix in MIXES]
    for chat, (mix, place) in enumerate(wishes, start=1):
        await add_reader(ledger.readers, chat, *mix, place=place)
    cut = [make_edition(slug, make_brief(f"{slug}-1")) for slug in ("denver", "markets", "am-pm")]
    for edition in cut:
        ledger.newsroom.publish(edition)
        await store_edition(ledger, edition)
    deliver = ledger.telegram.send

    async def send(address, text, keyboard, *, html=True):
        if "Headline denver-1" in text:
            ledger.telegram.queued.append(MessageRefused("Bad Request: message is bad", entities=False))
        return await deliver(address, text, keyboard, html=html)

    ledger.telegram.send = send
    return [edition.id for edition in cut]


async def test_an_edition_of_which_three_texts_are_refused_stops(due):
    """What is in flight then still fails; nobody is marked, the others get theirs, the operator is told which it is."""
    denver, *_ = await refusing(due, ("Here", "There"))
    due.sender = due.new_sender(refused=due.preparer.refused, in_flight=1)
    await due.plan(NOON)
    await due.sender.drain()
    due.clock.set(NOON + MINUTE)
    await due.preparer.prepare(due.clock.now())
    await due.sender.drain()
    tried = sum("Headline denver-1" in text for _, _, text, _ in due.telegram.sent)
    assert tried in {3, 4}
    assert [facts["edition"] for name, facts in due.alerts if name == "edition.stopped"] == [denver]
    states = Counter(state for (state,) in await due.rows(deliveries, "state"))
    assert states == {"failed": tried, "sent": 9 - tried, "planned": 1}
    assert {standing for (standing,) in await due.rows(readers, "standing")} == {"active"}
    async with due.database.write() as connection:
        await connection.execute(update(editions).values(held=False))
    assert await due.preparer.prepare(NOON + 2 * MINUTE) == 1


async def test_editions_beside_a_bad_one_are_not_stopped_with_it(due):
    """Where several always stood together, those that somebody got are innocent."""
    denver, markets, _ = await refusing(due)
    await due.plan(NOON)
    async with due.database.write() as connection:
        await connection.execute(update(deliveries).where(deliveries.c.id == 5).values(state="sent"))
        found = (
            await connection.execute(select(parts, deliveries.c.due_at).join(deliveries).order_by(parts.c.id))
        ).all()
        both = update(deliveries).where(deliveries.c.id < 5).values(editions=[denver, markets])
        await connection.execute(both)
        await connection.execute(update(editions).where(editions.c.id == markets).values(briefs=["denver-1"]))
    for row in found[:3]:
        await due.preparer.refused(row, "bad")
    assert [facts["edition"] for name, facts in due.alerts if name == "edition.stopped"] == [denver]


async def test_where_nothing_tells_them_apart_all_are_stopped(due):
    """And a refusal of what is not kept any more blames nobody."""
    denver, markets, _ = await refusing(due)
    await due.plan(NOON)
    async with due.database.write() as connection:
        found = (
            await connection.execute(select(parts, deliveries.c.due_at).join(deliveries).order_by(parts.c.id))
        ).all()
        await connection.execute(update(deliveries).values(editions=[denver, markets]))
        await connection.execute(editions.delete())
    for row in found[:3]:
        await due.preparer.refused(row, "bad")
    stopped = [facts["edition"] for name, facts in due.alerts if name == "edition.stopped"]
    assert sorted(stopped) == sorted([denver, markets])
    async with due.database.write() as connection:
        await connection.execute(told.delete())
        await connection.execute(deliveries.delete())
    await due.preparer.refused(found[0], "bad")
    assert len(due.alerted()) == 2


def test_a_text_is_counted_once_against_an_edition():
    """Three different ones stop it; what it took with it counts no more against those beside it; memory is bounded."""
    refusals = Refusals()
    assert [refusals.add(text, ["a", "b"]) for text in ("1", "1", "2")] == [set()] * 3
    assert refusals.add("3", ["a"]) == {"a"}
    refusals.forget("a")
    assert refusals.add("3", ["a", "b"]) == set()
    assert refusals.add("4", ["b"]) == set()
    for number in range(MOST_COUNTED + 2):
        refusals.add("x", [str(number)])
    assert refusals.add("5", ["b"]) == set()
