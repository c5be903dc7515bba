from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.desk import BriefingDesk, Stopped
from bot.delivery.support import support
from bot.store.looks import LedgerLooks
from briefings.model import Article, Point, Slot, Span
from tests.bot.delivery.making import (
    NEWSLETTERS,
    NOON,
    TUESDAY,
    add_reader,
    make_brief,
    make_edition,
    make_point,
)

ARTICLE = Article(
    id="a",
    url="https://news.example/1",
    feed="https://news.example/feed",
    publisher="Front Range Post",
    title="Council waits",
    published=NOON,
    first_seen=NOON,
    paragraphs=("The council met. It put off the vote until January. Then it went home.", "A grant lapses."),
)


@pytest.fixture
def desk(ledger):
    return BriefingDesk(
        ledger.owed,
        LedgerLooks(ledger.database),
        ledger.preparer,
        library=ledger.newsroom,
        newsletters=NEWSLETTERS,
        clock=ledger.clock,
    )


async def test_one_that_is_asked_for_is_made_at_once_and_only_once(ledger, desk):
    """The same update asks once, also after it was sent."""
    reader = await add_reader(ledger.readers, 1)
    asked = await desk.ask_now(reader, 5)
    assert asked.stopped is None
    assert await desk.ask_now(reader, 5) == asked
    await ledger.sender.drain()
    assert await desk.ask_now(reader, 5) == asked
    assert len(ledger.telegram.sent) == 1
    assert await desk.asked_since(reader.id, NOON) == 1
    assert await desk.asked_since(reader.id, NOON + timedelta(seconds=1)) == 0


async def test_one_at_a_time(ledger, desk):
    """A second wish while the first is on its way is answered, not queued."""
    reader = await add_reader(ledger.readers, 1)
    await desk.ask_now(reader, 5)
    assert (await desk.ask_now(reader, 6)).stopped is Stopped.ON_ITS_WAY
    await ledger.sender.drain()
    assert (await desk.ask_now(reader, 6)).stopped is None


async def test_what_cannot_be_made_says_so(ledger, desk):
    """Nothing chosen; or a newsroom in trouble, where it comes as soon as it can be made."""
    nobody = replace(await add_reader(ledger.readers, 1), newsletters=("no-longer-listed",))
    assert (await desk.ask_now(nobody, 5)).stopped is Stopped.NO_NEWSLETTERS
    reader = await add_reader(ledger.readers, 2)
    ledger.newsroom.broken = {"denver"}
    assert (await desk.ask_now(reader, 6)).stopped is Stopped.NOT_MADE
    ledger.newsroom.broken = set()
    assert await ledger.preparer.prepare(NOON) == 1


async def test_the_next_briefing_does_not_repeat_it(ledger, desk):
    """Asked for at noon, due in the evening."""
    reader = await add_reader(ledger.readers, 1, "am-pm")
    same = make_brief("d1", story="s")
    ledger.newsroom.publish(make_edition("am-pm", same))
    await ledger.planner.tick(NOON)
    await desk.ask_now(reader, 5)
    await ledger.sender.drain()
    ledger.newsroom.publish(make_edition("am-pm", same, make_brief("d2"), slot=Slot.EVENING))
    await ledger.plan(NOON + timedelta(hours=6))
    await ledger.sender.drain()
    last = ledger.telegram.sent[-1][2]
    assert "Headline d2" in last
    assert "Headline d1" not in last


async def test_sources_stand_beside_the_lines(ledger, desk):
    """Each line with the whole sentence that it came from, its outlet and address."""
    reader = await add_reader(ledger.readers, 1)
    lede = Point("It put off the vote.", (Span(0, 17, 36),), "a")
    why = Point("A grant lapses.", (Span(1, 0, 15),), "a", "Why it matters")
    ledger.newsroom.publish(make_edition("denver", make_brief("d1", articles=["a"], lede=lede, why=why)))
    ledger.newsroom.library["a"] = ARTICLE
    asked = await desk.ask_now(reader, 5)
    shown = await desk.shown(asked.delivery_id)
    assert (shown.reader_id, shown.address, shown.day, shown.slot) == (reader.id, reader.address, TUESDAY, None)
    (item,) = shown.items
    assert (item.number, item.brief.id, item.update) == (1, "d1", None)
    assert [(line.point, line.sentence, line.publisher) for line in item.support] == [
        (lede, "It put off the vote until January.", "Front Range Post"),
        (why, "A grant lapses.", "Front Range Post"),
    ]


async def test_an_update_is_supported_by_what_is_new(ledger, desk):
    """Its one line, not the old brief's; a brief without a why is no trouble."""
    reader = await add_reader(ledger.readers, 1)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1", story="s", why=None)))
    await desk.ask_now(reader, 5)
    await ledger.sender.drain()
    point = make_point("A grant lapses.", "a")
    ledger.newsroom.news["s"] = point
    ledger.newsroom.library["a"] = ARTICLE
    ledger.newsroom.publish(make_edition("denver", make_brief("d2", story="s", articles=["a"], why=None)))
    shown = await desk.shown((await desk.ask_now(reader, 6)).delivery_id)
    assert [item.update for item in shown.items] == [point]
    assert [line.point for line in shown.items[0].support] == [point]


async def test_what_was_left_out_is_shown_under_more(ledger, desk):
    """In order; and the last sending is known."""
    reader = await add_reader(ledger.readers, 1, length=1)
    ledger.newsroom.publish(make_edition("denver", *(make_brief(f"d{n}") for n in range(40))))
    asked = await desk.ask_now(reader, 5)
    shown = await desk.shown(asked.delivery_id)
    assert [*(item.brief.id for item in shown.items), *(brief.id for brief in shown.left_out)] == [
        f"d{n}" for n in range(40)
    ]
    assert shown.left_out
    assert await desk.last(reader.id) is None
    await ledger.sender.drain()
    assert await desk.last(reader.id) == NOON


async def test_what_is_not_kept_any_more_is_left_out(ledger, desk):
    """An unknown delivery, one not made yet, a brief or an article that was purged."""
    reader = await add_reader(ledger.readers, 1)
    assert await desk.shown(99) is None
    unmade = await ledger.owed.ask(reader.id, 4, TUESDAY, NOON)
    assert await desk.shown(unmade) is None
    await ledger.owed.drop([unmade])
    ledger.newsroom.publish(make_edition("denver", make_brief("d1"), make_brief("d2")))
    asked = await desk.ask_now(reader, 5)
    del ledger.newsroom.briefs["d1"]
    shown = await desk.shown(asked.delivery_id)
    assert [(item.number, item.brief.id, item.support) for item in shown.items] == [(2, "d2", ())]


async def test_a_scheduled_briefing_shows_its_slot(ledger, desk):
    """And its local date."""
    await ledger.planner.tick(NOON - timedelta(minutes=1))
    await add_reader(ledger.readers, 1)
    await ledger.plan(NOON)
    assert (await desk.shown(1)).slot is Slot.MORNING


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ((Span(0, 0, 4),), "The council met."),
        ((Span(0, 10, 20),), "The council met. It put off the vote until January."),
        ((Span(0, 0, 4), Span(1, 0, 5)), "The council met. … A grant lapses."),
        ((Span(0, 0, 4), Span(0, 5, 9)), "The council met."),
        ((Span(9, 0, 4),), ""),
        ((Span(0, 900, 901),), ""),
        ((), ""),
    ],
)
def test_support_is_whole_sentences(spans, sentence):
    """All that a span touches, once; nothing where the article has changed."""
    (line,) = support([Point("words", spans, "a")], {"a": ARTICLE})
    assert line.sentence == sentence
