"""/today: a briefing at once, and one kind sentence where there can be none."""

import pytest

from bot.delivery.desk import Stopped


async def test_today_asks_for_a_briefing_and_says_nothing_more(settled, briefings):
    """The briefing is the answer."""
    answer = await settled.say("/today")
    assert answer.acts == ()
    assert len(briefings.asked) == 1


async def test_the_seventh_today_in_an_hour_is_one_kind_sentence(settled, briefings):
    """Nobody can wear it out."""
    for _ in range(6):
        await settled.say("/today")
    await settled.say("/today")
    assert len(briefings.asked) == 6
    assert settled.text == "That was 6 in an hour; the news needs a little longer. Ask again later."


@pytest.mark.parametrize(
    ("stopped", "words"), [(Stopped.ON_ITS_WAY, "One is on its way already."), (Stopped.NOT_MADE, "The news is being")]
)
async def test_what_stops_a_briefing_is_said(settled, briefings, stopped, words):
    """By command as a message, by button as a toast."""
    briefings.stopped = stopped
    await settled.say("/today")
    assert settled.text.startswith(words)
    await settled.press("1:now")
    assert (settled.toast or "").startswith(words)


async def test_today_without_newsletters_is_the_list(chat, briefings):
    """Choose first."""
    await chat.say("/today")
    assert "Done (0)" in chat.buttons
    assert briefings.asked == []


async def test_today_in_the_middle_of_the_questions_goes_on_with_them(chat, briefings):
    """One question first."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    await chat.say("/today")
    assert chat.text.startswith("One question first.\nWhen is your morning?")
    assert briefings.asked == []


async def test_send_one_now_is_a_toast_and_a_briefing(settled, briefings):
    """The button after All set."""
    await settled.tap("Send one now")
    assert settled.toast == "It is on its way."
    assert len(briefings.asked) == 1
