from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.store.tables import deliveries, parts
from bot.telegram.render import render
from briefings.model import Slot
from briefings.store.tables import editions
from tests.bot.delivery.making import (
    NOON,
    TUESDAY,
    add_reader,
    add_readers,
    make_brief,
    make_edition,
    make_point,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def due(ledger):
    """A planner that has looked once, a minute before noon."""
    await ledger.planner.tick(NOON - MINUTE)
    return ledger


async def test_what_is_owed_becomes_messages(due):
    """With its editions, its content, its buttons under the last message, and its place in the outbox."""
    await add_reader(due.readers, 1, "denver", "markets")
    due.newsroom.publish(make_edition("denver", make_brief("d1"), make_brief("d2")))
    assert await due.plan(NOON) == 1
    ((state, edition_ids, content),) = await due.rows(deliveries, "state", "editions", "content")
    assert state == "planned"
    assert len(edition_ids) == 2
    assert [line["brief"] for line in content["shown"]] == ["d1", f"markets-{TUESDAY}-morning-1", "d2"]
    assert {(line["part"], line["update"]) for line in content["shown"]} == {(1, None)}
    ((html, plain, keyboard, lane),) = await due.rows(parts, "html", "plain", "keyboard", "lane")
    assert "<b>1. Headline d1.</b>" in html
    assert "<b>" not in plain
    assert keyboard[0][0] == {"text": "Sources", "data": "1:src:1", "url": None}
    assert lane == 1


async def test_only_a_missing_edition_is_cut(due):
    """Once for all readers who want it."""
    await add_readers(due.readers, range(1, 5), "denver", "markets")
    due.newsroom.publish(make_edition("denver", make_brief("d1")))
    await due.plan(NOON)
    assert due.newsroom.cuts == [("markets", TUESDAY, Slot.MORNING)]


async def test_equal_briefings_are_drawn_once(due):
    """A thousand readers of one newsletter cost one drawing; they share a variant."""
    drawn = []
    due.preparer = due.new_preparer(render=lambda briefing: drawn.append(briefing) or render(briefing))
    await add_readers(due.readers, range(1, 121), "denver")
    await add_reader(due.readers, 200, "denver", length=1)
    await due.plan(NOON)
    assert len(drawn) == 2
    assert len(await due.rows(parts)) == 121
    assert len({variant for (variant,) in await due.rows(parts, "variant")}) == 1


async def test_it_is_made_once(due):
    """A second pass, or a second preparer at the same time, adds no message."""
    await add_reader(due.readers, 1)
    await due.plan(NOON)
    (owed,) = [await due.owed.get([1])]
    assert owed == []
    assert await due.preparer.prepare(NOON) == 0
    assert not await due.preparer.prepare_one(1, NOON)
    assert len(await due.rows(parts)) == 1


async def test_an_edition_that_is_held_goes_to_nobody(due):
    """The other newsletters come; where there is nothing else the briefing waits for the release."""
    await add_reader(due.readers, 1, "denver", "markets")
    await add_reader(due.readers, 2, "denver")
    held = make_edition("denver", make_brief("d1"))
    due.newsroom.publish(held)
    row = {
        "id": held.id,
        "newsletter": "denver",
        "date": TUESDAY,
        "slot": "morning",
        "cut": NOON,
        "briefs": ["d1"],
        "articles_read": 40,
        "held": True,
    }
    async with due.database.write() as connection:
        await connection.execute(editions.insert().values(row))
    await due.plan(NOON)
    assert [html for (html,) in await due.rows(parts, "html") if "Headline d1" in html] == []
    assert len(await due.rows(parts)) == 1
    async with due.database.write() as connection:
        await connection.execute(update(editions).values(held=False))
    assert await due.preparer.prepare(NOON + MINUTE) == 1


async def test_one_broken_newsletter_stops_only_its_readers(due):
    """The operator is told, and the next pass tries again."""
    await add_reader(due.readers, 1, "markets")
    await add_reader(due.readers, 2, "denver")
    due.newsroom.broken = {"markets"}
    await due.plan(NOON)
    assert len(await due.rows(parts)) == 1
    assert due.alerted() == ["delivery.not_made"]
    due.newsroom.broken = set()
    assert await due.preparer.prepare(NOON + MINUTE) == 1


async def test_what_is_not_owed_any_more_is_dropped(due):
    """A reader who paused, or left the list, between planning and making gets nothing, and nothing counts as failed."""
    reader = await add_reader(due.readers, 1)
    await due.planner.tick(NOON)
    await due.readers.save(replace(reader, paused_until=date(2026, 12, 1)), NOON)
    assert await due.preparer.prepare(NOON) == 0
    assert await due.rows(deliveries) == []


async def test_an_empty_edition_still_makes_an_honest_message(due):
    """It says why, and has no buttons about stories it does not have."""
    await add_reader(due.readers, 1)
    due.newsroom.publish(make_edition("denver"))
    await due.plan(NOON)
    ((plain, keyboard),) = await due.rows(parts, "plain", "keyboard")
    assert plain
    assert keyboard == []


async def test_yesterdays_story_comes_only_as_an_update(due):
    """What was sent is told; the next briefing says only what is new."""
    await add_reader(due.readers, 1)
    due.newsroom.publish(make_edition("denver", make_brief("d1", story="s"), make_brief("d2", story="t")))
    await due.plan(NOON)
    await due.sender.drain()
    assert await due.told() == [(1, "s"), (1, "t")]
    tomorrow = NOON + timedelta(days=1)
    later = (make_brief("d3", story="s"), make_brief("d4", story="t"), make_brief("d5"))
    due.newsroom.publish(make_edition("denver", *later, day=tomorrow.date()))
    due.newsroom.news["s"] = make_point("Service resumed at 4:40 a.m.", "article-d3")
    await due.plan(tomorrow)
    html = (await due.rows(parts, "html"))[-1][0]
    assert "Service resumed" in html
    assert "The lede of d3" not in html
    assert "Headline d4" not in html
    assert "Headline d5" in html
    content = (await due.rows(deliveries, "content"))[-1][0]
    assert {line["brief"]: bool(line["update"]) for line in content["shown"]} == {"d3": True, "d5": False}


async def test_what_waits_to_be_sent_is_not_told_again(due):
    """A briefing asked for a minute ago and still in the queue counts as told."""
    reader = await add_reader(due.readers, 1)
    due.newsroom.publish(make_edition("denver", make_brief("d1")))
    asked = await due.owed.ask(reader.id, 5, TUESDAY, NOON - MINUTE)
    await due.preparer.prepare_one(asked, NOON - MINUTE)
    await due.plan(NOON)
    first, second = [html for (html,) in await due.rows(parts, "html")]
    assert "Headline d1" in first
    assert "Headline d1" not in second
    assert await due.told() == []


async def test_two_briefings_of_one_pass_do_not_repeat_each_other(due):
    """The one that was asked for is made first."""
    reader = await add_reader(due.readers, 1)
    due.newsroom.publish(make_edition("denver", make_brief("d1")))
    await due.owed.ask(reader.id, 5, TUESDAY, NOON - MINUTE)
    await due.plan(NOON)
    assert sum("Headline d1" in html for (html,) in await due.rows(parts, "html")) == 1


async def test_a_briefing_asked_for_holds_all_that_was_chosen(due):
    """Whatever the day and slot; cut anew when the newest is over an hour old."""
    reader = await add_reader(due.readers, 1, "denver", "closer")
    due.newsroom.publish(make_edition("denver", make_brief("d1"), cut=NOON - timedelta(hours=2)))
    due.newsroom.publish(make_edition("closer", make_brief("c1"), cut=NOON))
    asked = await due.owed.ask(reader.id, 5, TUESDAY, NOON)
    assert await due.preparer.prepare_one(asked, NOON)
    assert due.newsroom.cuts == [("denver", TUESDAY, Slot.MORNING)]
    ((html, lane),) = await due.rows(parts, "html", "lane")
    assert "Headline c1" in html
    assert lane == 0


async def test_a_late_briefing_says_so(due):
    """Planned after an outage."""
    await add_reader(due.readers, 1)
    briefings = []
    due.preparer = due.new_preparer(render=lambda briefing: briefings.append(briefing) or render(briefing))
    await due.plan(NOON + timedelta(hours=2))
    assert [briefing.late for briefing in briefings] == [True]


async def test_an_erased_readers_briefing_is_not_made(due):
    """Erased between planning and making: nothing is left to send."""
    reader = await add_reader(due.readers, 1)
    await due.planner.tick(NOON)
    (owed,) = await due.owed.get([1])
    async with due.database.write() as connection:
        await connection.exec_driver_sql("delete from readers where id = ?", (reader.id,))
    assert await due.preparer.prepare(NOON) == 0
    assert await due.owed.get([owed.id]) == []
