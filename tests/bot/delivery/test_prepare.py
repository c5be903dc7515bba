from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, update

from bot import failpoint
from bot.store.due import Place
from bot.store.tables import deliveries, parts, sends, texts
from bot.telegram.callbacks import LONGEST_BYTES, unpack
from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.render import render
from briefings.model import Slot
from briefings.store.tables import editions
from tests.bot.delivery.looking import add_many, messages, store_edition
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
SECOND = timedelta(seconds=1)


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
    ((html, plain, keyboard),) = await messages(due, "html", "plain", "keyboard")
    assert "<b>1. Headline d1.</b>" in html
    assert "<b>" not in plain
    assert keyboard[0][0] == {"text": "Sources", "data": "1:src:{d}", "url": None}
    assert await due.rows(parts, "lane", "number", "last") == [(1, 1, True)]


async def test_a_reader_whose_sources_could_not_be_read_is_told_so(due):
    """And who has nothing new of one that could be read is told that."""
    await add_reader(due.readers, 1, "denver")
    await add_reader(due.readers, 2, "markets")
    due.newsroom.publish(make_edition("denver"))
    due.newsroom.publish(make_edition("markets"))
    due.newsroom.silent = {"denver"}
    await due.plan(NOON)
    said = sorted(await messages(due, "plain"))
    assert len(said) == 2
    assert "Nothing in Markets" in said[0]
    assert "The sources of Denver could not be read." in said[1]


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
    await add_many(due, range(1, 121))
    await add_reader(due.readers, 200, "denver", length=1)
    await due.plan(NOON)
    assert len(drawn) == 2
    assert len(await due.rows(parts)) == 121
    assert len(await due.rows(texts)) == 1


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
    await store_edition(due, held, held=True)
    await due.plan(NOON)
    assert [html for html in await messages(due, "html") if "Headline d1" in html] == []
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
    ((plain, keyboard),) = await messages(due, "plain", "keyboard")
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
    html = (await messages(due, "html"))[-1]
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
    first, second = await messages(due, "html")
    assert "Headline d1" in first
    assert "Headline d1" not in second
    assert await due.told() == []


async def test_two_briefings_of_one_pass_do_not_repeat_each_other(due):
    """The one that was asked for is made first."""
    reader = await add_reader(due.readers, 1)
    due.newsroom.publish(make_edition("denver", make_brief("d1")))
    await due.owed.ask(reader.id, 5, TUESDAY, NOON - MINUTE)
    await due.plan(NOON)
    assert sum("Headline d1" in html for html in await messages(due, "html")) == 1


async def test_a_briefing_asked_for_holds_all_that_was_chosen(due):
    """Whatever the day and slot; cut anew when the newest is over an hour old."""
    reader = await add_reader(due.readers, 1, "denver", "closer")
    due.newsroom.publish(make_edition("denver", make_brief("d1"), cut=NOON - timedelta(hours=2)))
    due.newsroom.publish(make_edition("closer", make_brief("c1"), cut=NOON))
    asked = await due.owed.ask(reader.id, 5, TUESDAY, NOON)
    assert await due.preparer.prepare_one(asked, NOON)
    assert due.newsroom.cuts == [("denver", TUESDAY, Slot.MORNING)]
    (html,) = await messages(due, "html")
    assert "Headline c1" in html
    assert await due.rows(parts, "lane") == [(0,)]


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


async def test_each_text_is_kept_once_and_each_part_refers_to_it(due):
    """However many get it, in however many messages; only the last message of a delivery says that it is."""
    many = (make_brief(f"d{n}", points=(make_point("More words of it. " * 20),) * 3) for n in range(8))
    due.newsroom.publish(make_edition("denver", *many))
    await add_readers(due.readers, range(1, 4), "denver", length=6)
    await due.plan(NOON)
    assert await due.rows(parts, "delivery_id", "number", "last") == [
        (delivery, number, number == 2) for delivery in (1, 2, 3) for number in (1, 2)
    ]
    assert len({text for (text,) in await due.rows(parts, "text_id")}) == len(await due.rows(texts)) == 2
    assert [keyboard == [] for keyboard in await messages(due, "keyboard")] == [True, False] * 3


async def test_the_buttons_can_carry_any_delivery(due):
    """What is kept once for all fits the largest id, and is read back as the id of whoever pressed."""
    due.preparer = due.new_preparer(keyboard_of=briefing_keyboard)
    await add_reader(due.readers, 1)
    await due.plan(NOON)
    (keyboard,) = await messages(due, "keyboard")
    named = [
        button["data"].replace("{d}", str(2**63 - 1)) for row in keyboard for button in row if "{d}" in button["data"]
    ]
    assert named
    assert all(len(data) <= LONGEST_BYTES and unpack(data).args == (str(2**63 - 1),) for data in named)


async def test_a_bite_is_made_at_a_time(due):
    """What is due longest first; the next bite goes on where the last one stopped, and answers come in between."""
    people = await add_readers(due.readers, range(1, 8))
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON, 3) == 3
    assert [one for (one,) in await due.rows(parts, "delivery_id")] == [1, 2, 3]
    asked = await due.owed.ask(people[6].id, 5, TUESDAY, NOON)
    assert await due.preparer.prepare(NOON, 3) == 3
    assert [one for (one,) in await due.rows(parts, "delivery_id")] == [1, 2, 3, asked, 4, 5]
    assert await due.preparer.prepare(NOON, 3) == 2
    assert await due.preparer.prepare(NOON, 3) == 0


async def test_what_must_wait_holds_up_nobody_behind_it(due):
    """However many they are and however small the bite; they are tried again, but not with every bite."""
    await add_readers(due.readers, range(1, 6), "denver")
    await add_readers(due.readers, range(6, 9), "markets")
    held = make_edition("denver", make_brief("d1"))
    due.newsroom.publish(held)
    await store_edition(due, held, held=True)
    await due.planner.tick(NOON)
    assert await due.preparer.prepare(NOON, 2) == 2
    assert await due.preparer.prepare(NOON, 2) == 1
    async with due.database.write() as connection:
        await connection.execute(update(editions).values(held=False))
    assert await due.preparer.prepare(NOON + SECOND, 2) == 0
    assert [await due.preparer.prepare(NOON + MINUTE, 2) for _ in range(4)] == [2, 2, 1, 0]


async def test_an_answer_that_must_wait_is_not_tried_with_every_bite(due):
    """Newer ones are, at once."""
    one, other = await add_readers(due.readers, (1, 2), "markets")
    await add_readers(due.readers, (3, 4), "denver")
    await due.planner.tick(NOON)
    await due.owed.ask(one.id, 5, TUESDAY, NOON)
    due.newsroom.broken = {"markets"}
    assert await due.preparer.prepare(NOON, 1) == 1
    assert due.alerted() == ["delivery.not_made"] * 2
    await due.owed.ask(other.id, 6, TUESDAY, NOON + SECOND)
    due.newsroom.broken = set()
    assert await due.preparer.prepare(NOON + SECOND, 9) == 2
    assert await due.preparer.prepare(NOON + MINUTE, 9) == 3


async def test_an_edition_that_is_stopped_is_not_cut_again(due):
    """The newsroom keeps nothing but what is held back; it would only say the same once more."""
    await add_reader(due.readers, 1, "denver")
    await store_edition(due, make_edition("denver", make_brief("d1")), held=True)
    await due.plan(NOON)
    assert due.newsroom.cuts == []
    assert await due.rows(deliveries, "state", "rendered_at") == [("planned", None)]


async def test_a_newsroom_that_fails_is_asked_once_a_pass(due):
    """Not once a reader; the operator is told once for all who want the same."""
    await add_many(due, range(1, 41), "markets")
    due.newsroom.broken = {"markets"}
    await due.plan(NOON)
    assert due.alerted() == ["delivery.not_made"]
    due.newsroom.broken = set()
    assert await due.preparer.prepare(NOON + MINUTE) == 40


async def test_of_many_readers_what_was_told_is_asked_by_story(due):
    """As if all of it had been read: the last telling, also under the id that a story had before."""
    await add_many(due, range(1, 41))
    due.newsroom.publish(make_edition("denver", make_brief("d1", story="s", articles=["a"]), make_brief("old")))
    await due.plan(NOON)
    await due.sender.drain()
    assert len(await due.told()) == 2 * 40
    tomorrow = NOON + timedelta(days=1)
    later = (make_brief("d2", story="t", articles=["b", "a"]), make_brief("d3"))
    due.newsroom.publish(make_edition("denver", *later, day=tomorrow.date()))
    due.preparer = due.new_preparer()
    asked = statements(due)
    await due.plan(tomorrow)
    contents = (await due.rows(deliveries, "content"))[-40:]
    assert [[line["brief"] for line in content["shown"]] for (content,) in contents] == [["d3"]] * 40
    assert sum("FROM told" in statement and "json_each" in statement for statement, _ in asked) == 1


def statements(ledger) -> list[tuple[str, tuple]]:
    """What the database is asked from now on, with the values."""
    asked: list[tuple[str, tuple]] = []

    def before(_connection, _cursor, statement, values, _context, _many):
        if not statement.startswith("BEGIN"):
            asked.append((statement, values))

    event.listen(ledger.database.engine.sync_engine, "before_cursor_execute", before)
    return asked


async def test_making_asks_little_of_the_database(due):
    """A few statements for hundreds of readers, and what is to be made is found by its own index."""
    await add_many(due, range(1, 501))
    await due.planner.tick(NOON)
    asked = statements(due)
    assert await due.preparer.prepare(NOON) == 500
    assert len(asked) < 30
    asked.clear()
    await due.owed.unmade(NOON, 5, Place(1, NOON, 1))
    await due.owed.told([1, 2], NOON, {"s"})
    async with due.database.read() as connection:
        unmade, lines, on_their_way = [
            [row[3] for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in tuple(asked)
        ]
    assert "USING INDEX ix_deliveries_unmade" in unmade[0]
    assert not any("TEMP B-TREE" in step for step in unmade)
    assert "(reader_id=? AND story=?)" in lines[0]
    assert "(reader_id=? AND local_date>?)" in on_their_way[0]


async def test_a_crash_while_it_is_written_leaves_it_to_be_made(due):
    """In the middle of the transaction: nothing of it is there afterwards."""
    await add_readers(due.readers, range(1, 4))
    await due.planner.tick(NOON)

    def crash(place: str) -> None:
        if place == "prepare.middle":
            raise InterruptedError

    failpoint.install(crash)
    try:
        with pytest.raises(InterruptedError):
            await due.preparer.prepare(NOON)
    finally:
        failpoint.install(None)
    assert await due.rows(texts) == await due.rows(parts) == []
    assert await due.new_preparer().prepare(NOON) == 3


async def test_the_count_of_what_was_planned_is_kept(due):
    """What is asked for joins it, what is not owed any more leaves it."""
    reader, _ = await add_readers(due.readers, (1, 2))
    await due.planner.tick(NOON)
    await due.owed.ask(reader.id, 5, TUESDAY, NOON)
    await due.owed.ask(reader.id, 5, TUESDAY, NOON)
    assert sorted(await due.rows(sends, "lane", "planned")) == [(0, 1), (1, 2)]
    await due.readers.save(replace(reader, newsletters=()), NOON)
    await due.preparer.prepare(NOON)
    assert await due.rows(sends, "lane", "planned") == [(1, 1)]
