"""Sources, More and Settings under a briefing."""

from dataclasses import replace

import pytest

from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.screen import Say
from briefings.model import Outlet


@pytest.fixture
async def delivered(settled, briefings, brief, delivery):
    """Delivery 41 of the settled chat showed two stories and left twelve out."""
    left_out = [brief(number) for number in range(3, 15)]
    briefings.kept[41] = delivery(settled.address, (brief(1), brief(2)), left_out)
    return settled


def data_of(label: str, delivery: int = 41) -> str:
    """The payload of a button under a briefing."""
    return next(one.data for row in briefing_keyboard(delivery) for one in row if one.text == label)


def test_more_is_only_offered_where_there_is_more():
    """A briefing that left nothing out has no such button."""
    assert [[one.text for one in row] for row in briefing_keyboard(1)] == [
        ["Sources", "More"],
        ["Less like this", "Settings"],
    ]
    assert [[one.text for one in row] for row in briefing_keyboard(1, something_left_out=False)] == [
        ["Sources"],
        ["Less like this", "Settings"],
    ]


async def test_sources_put_each_line_beside_its_sentence(delivered, snapshot):
    """With outlet, time and link; the briefing itself stays."""
    answer = await delivered.press(data_of("Sources"))
    assert isinstance(answer.acts[0], Say)
    assert delivered.text == snapshot
    assert delivered.buttons == ["\u00b7 1 \u00b7", "2", "Follow", "Close"]


async def test_the_numbers_switch_the_story_in_place(delivered):
    """The same message."""
    await delivered.press(data_of("Sources"))
    count = len(delivered.messages)
    await delivered.tap("2")
    assert delivered.text.startswith("2. Harbor council delays vote 2")
    assert len(delivered.messages) == count


async def test_close_folds_the_message_up_and_it_can_be_opened_again(delivered):
    """A way back."""
    await delivered.press(data_of("Sources"))
    await delivered.tap("Close")
    assert delivered.text == "Put away."
    await delivered.tap("Sources")
    assert delivered.text.startswith("1. Harbor council")


async def test_a_number_beyond_the_stories_shows_the_last(delivered):
    """A payload that was made for another briefing."""
    await delivered.press("1:story:41:99", message=0)
    assert delivered.messages[0].text[0].text.startswith("2. ")


async def test_an_article_that_is_not_kept_is_said(delivered, briefings, brief, delivery, article):
    """The lines that it supported are counted."""
    other = replace(article, id="other")
    briefings.kept[41] = delivery(delivered.address, (brief(1),), articles=(other,))
    await delivered.press(data_of("Sources"))
    assert "3 lines of an article that is not kept any more." in delivered.text
    assert delivered.buttons == ["Follow", "Close"]


async def test_an_article_that_has_changed_is_said(delivered, briefings, brief, delivery, article):
    """A span that points to nothing supports nothing."""
    briefings.kept[41] = delivery(delivered.address, (brief(1),), articles=(replace(article, paragraphs=()),))
    await delivered.press(data_of("Sources"))
    assert delivered.text.count("The article has changed since.") == 3


async def test_an_update_has_one_line(delivered, briefings, brief, delivery):
    """What was told is what is shown."""
    made = delivery(delivered.address, (brief(1),))
    line = made.items[0]
    told = replace(line, update=line.brief.lede, support=line.support[:1])
    briefings.kept[41] = replace(made, items=(told,))
    await delivered.press(data_of("Sources"))
    assert "Why it matters" not in delivered.text
    assert "not kept" not in delivered.text


async def test_more_lists_headlines_and_outlets_in_pages(delivered):
    """Ten a page."""
    await delivered.press(data_of("More"))
    assert delivered.text.startswith("12 smaller stories of this briefing\n")
    assert "Harbor council delays vote 3\nHarbor Post (https://news.example/1), Bay Radio" in delivered.text
    assert delivered.buttons == ["Next", "Close"]
    await delivered.tap("Next")
    assert "delays vote 14" in delivered.text
    await delivered.tap("Earlier")
    assert "delays vote 3\n" in delivered.text
    await delivered.press("1:page:41:99", message=0)
    assert delivered.buttons == ["Next", "Close"]


async def test_nothing_left_out_is_said(delivered, briefings):
    """An honest answer."""
    briefings.kept[41] = replace(briefings.kept[41], left_out=())
    await delivered.press(data_of("More"))
    assert delivered.text == "Nothing was left out: you have seen it all."


async def test_a_briefing_without_stories_has_no_sources(delivered, briefings):
    """A thin day."""
    briefings.kept[41] = replace(briefings.kept[41], items=())
    await delivered.press(data_of("Sources"))
    assert delivered.text == "That briefing told no story, so there are no sources."


@pytest.mark.parametrize("payload", ["1:src:41", "1:story:41:1", "1:more:41", "1:page:41:1", "1:close:41"])
async def test_a_borrowed_payload_shows_nothing(delivered, someone, payload):
    """What one chat was sent is not shown to another, known or not."""
    other = someone(6)
    for _ in range(2):
        answer = await other.press(payload)
        assert len(answer.acts) == 1
        assert other.toast == "I no longer have the sources of that briefing."
        await other.say("/start denver")
        other.messages.clear()


@pytest.mark.parametrize("label", ["Sources", "More"])
async def test_a_delivery_that_is_gone_is_a_toast(delivered, briefings, label):
    """Receipts are kept for a while only."""
    briefings.kept.clear()
    await delivered.press(data_of(label))
    assert delivered.toast == "I no longer have the sources of that briefing."


async def test_settings_under_a_briefing_come_as_a_new_message(delivered):
    """The briefing stays."""
    answer = await delivered.press(data_of("Settings"))
    assert [type(act) for act in answer.acts] == [Say]
    assert delivered.text.startswith("Newsletters: ")


async def test_long_stories_are_cut_to_what_a_message_holds(delivered, briefings, brief, delivery, article):
    """And the cut is said; strange addresses are not links."""
    first = brief(1)
    point = replace(first.points[0], text="word " * 300, label="By the numbers")
    outlets = (Outlet("Odd", "javascript:alert(1)", "z"),)
    long = replace(first, points=(point,) * 12, headline="Head " * 200, outlets=outlets)
    wordy = replace(article, paragraphs=("word " * 900, "x " * 900))
    briefings.kept[41] = delivery(delivered.address, (long,), articles=(wordy,))
    await delivered.press(data_of("Sources"))
    assert "more lines would not fit." in delivered.text
    assert "javascript" not in delivered.text
