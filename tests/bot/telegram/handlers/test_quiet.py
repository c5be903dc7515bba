"""/quiet, and what it means for times, settings and status."""

from datetime import time

import pytest

from bot.readers.model import UNTIL_RESUMED
from bot.readers.quiet import Quiet

NIGHT = Quiet(time(22), time(7))


async def test_hours_are_set_shown_and_taken_back(settled):
    """By words; each answer says what holds."""
    await settled.say("/quiet 22:00-7:00")
    assert settled.text.startswith(
        "Quiet from 22:00 to 7:00.\nDenver and Markets, mornings at 7:00 Denver time.\nNext:"
    )
    assert (await settled.known()).quiet == NIGHT
    await settled.say("/quiet")
    assert settled.text.startswith("Quiet from 22:00 to 7:00.")
    assert "\u2713 22:00\u20137:00" in settled.buttons
    await settled.say("/quiet off")
    assert settled.text.startswith("No quiet hours.")
    assert (await settled.known()).quiet is None


async def test_hours_are_set_by_buttons_of_the_settings(settled):
    """The settings lead to them and show them."""
    await settled.say("/settings")
    assert "Quiet hours: none" in settled.text
    await settled.tap("Quiet hours")
    assert settled.text.startswith("You have no quiet hours.")
    assert "No quiet hours" not in settled.buttons
    await settled.tap("23:00\u20138:00")
    assert (await settled.known()).quiet == Quiet(time(23), time(8))
    await settled.tap("Settings")
    assert "Quiet hours: 23:00 to 8:00" in settled.text
    await settled.tap("Quiet hours")
    await settled.tap("No quiet hours")
    assert (await settled.known()).quiet is None


async def test_a_time_that_is_held_is_told_and_comes_with_the_other(settled):
    """The next line and the status name the delivery that really comes."""
    await settled.say("/quiet 22:00-8:00")
    assert "evenings at 18:00 Denver time" in settled.text
    assert "Next: today, Tuesday November 24, 18:00." in settled.text
    await settled.say("/status")
    assert "Next: today, Tuesday November 24, 18:00." in settled.text
    assert "Quiet from 22:00 to 8:00: what is due at 7:00 comes with the next briefing." in settled.text
    await settled.say("/quiet off")
    assert "mornings at 7:00 Denver time" in settled.text


@pytest.mark.parametrize("typed", ["25:00-7:00", "22:00", "7-7", "whenever", "22-7 9", "<b>"])
async def test_what_are_no_hours_changes_nothing_and_gets_an_example(settled, typed):
    """And says what is kept."""
    await settled.say("/quiet 22:00-7:00")
    await settled.say(f"/quiet {typed}")
    assert settled.text == (f'I do not know the hours "{typed}". Try /quiet 22:00-7:00. Quiet from 22:00 to 7:00.')
    assert (await settled.known()).quiet == NIGHT


async def test_nothing_may_silence_all_briefings(settled):
    """Neither hours, nor a time, nor a slot that is switched off: that would be a pause without a name."""
    await settled.say("/time evening off")
    await settled.say("/quiet 6-9")
    assert settled.text == (
        "7:00 would lie in the quiet hours, and nothing would come any more; to stop for a while, use /pause. "
        "You have no quiet hours."
    )
    await settled.say("/quiet 22-7")
    await settled.say("/time 6:30")
    assert settled.text.startswith("6:30 would lie in the quiet hours")
    assert (await settled.known()).morning == time(7)
    await settled.say("/time evening 18:00")
    await settled.say("/time 6:30")
    assert (await settled.known()).morning == time(6, 30)
    await settled.say("/time evening off")
    assert settled.text.startswith("6:30 would lie in the quiet hours")
    assert (await settled.known()).evening == time(18)


async def test_quiet_hours_of_a_newcomer_go_on_with_the_questions(chat):
    """Typed or pressed."""
    await chat.say("/start denver")
    for data in ("1:hush", "1:quiet:2200-0700"):
        await chat.press(data)
        assert "Done (1)" in chat.buttons
    await chat.say("/quiet 22-7")
    assert "Done (1)" in chat.buttons
    assert (await chat.known()).quiet is None


async def test_stop_is_one_step_with_two_ways_on(settled):
    """Back as it was, or forgotten: that is asked first."""
    await settled.say("/stop")
    assert settled.text == ("Stopped: nothing comes any more. /resume brings it back as it was, /forget erases it.")
    assert settled.buttons == ["Resume now", "Forget me"]
    assert (await settled.known()).paused_until == UNTIL_RESUMED
    await settled.tap("Forget me")
    assert settled.buttons == ["Erase everything", "Keep it"]
    await settled.say("/stop")
    await settled.tap("Resume now")
    assert settled.text.startswith("Briefings come again.\nDenver and Markets")


async def test_unsubscribe_all_is_one_step(settled):
    """Nothing is chosen then."""
    await settled.say("/unsubscribe all")
    assert settled.text.startswith("Stopped Denver and Markets.")
    assert (await settled.known()).newsletters == ()
