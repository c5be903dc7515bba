"""/length: one, three or six minutes."""

import pytest


@pytest.mark.parametrize(("line", "minutes"), [("/length 1", 1), ("/length 6 min", 6), ("/length  3minutes", 3)])
async def test_the_minutes_that_are_named_are_kept_and_repeated(settled, line, minutes):
    """With the next delivery, as every change is."""
    await settled.say(line)
    assert (await settled.known()).length == minutes
    assert "minute" in settled.text
    assert "Next:" in settled.text


async def test_the_settings_lead_to_the_lengths_and_back(settled):
    """The present one is marked; a tap changes it in place."""
    await settled.say("/settings")
    assert "Length: 3 minutes" in settled.text
    await settled.tap("Length")
    assert settled.buttons[:3] == ["1 minute", "\u2713 3 minutes", "6 minutes"]
    await settled.tap("1 minute")
    assert (await settled.known()).length == 1
    assert len(settled.messages) == 2


async def test_a_button_of_no_length_of_ours_changes_nothing(settled):
    """Anybody can send any payload."""
    before = await settled.known()
    await settled.press("1:min:60")
    assert await settled.known() == before
