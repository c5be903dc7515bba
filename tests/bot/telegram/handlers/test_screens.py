"""All that a settled reader can be answered, as one page a language to read in a review.

A changed wording shows here as a changed line; `--snapshot-update` takes it over.
"""

import pytest

from bot.telegram.language import LANGUAGES, speaking
from bot.telegram.screen import Hand, Screen
from bot.telegram.text import plain

SAID = (
    *("/subscribe", "/subscribe sports", "/subscribe markts, denvr", "/unsubscribe sports", "/unsubscribe moon"),
    *("/newsletters", "/today", "/search ferry", "/search", "/search x", "/time", "/time 7:15", "/time evening off"),
    *("/time morning off", "/time 25:00", "/time 19:00", "/time evening 8:00", "/timezone", "/timezone Columbus"),
    *("/timezone Atlantis", "/timezone +2", "/timezone Chicago", "/days", "/days mon wed fri", "/days someday"),
    *("/quiet", "/quiet 22:00-6:30", "/quiet 9", "/quiet off", "/length", "/length 6", "/length 9", "/mute snow"),
    *("/follow rates", "/mute x", "/mute off snow", "/mute off rain", "/pause", "/pause 2w", "/pause yesterday"),
    *("/pause 3 years", "/resume", "/resume", "/status", "/settings", "/stop", "/resume", "/channel", "/language"),
    *("/language xx", "/mydata", "/forget", "/help", "/hlep", "denvr", "blah blah blah"),
)
"""In this order: each finds what the ones before it have set."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_whole_conversation(settled, snapshot, language):
    """Words, then buttons in their rows, then what was handed out."""
    page: list[str] = []
    with speaking(language):
        for words in SAID:
            answer = await settled.say(words)
            page += [f"> {words}", *(_drawn(act) for act in answer.acts), ""]
    assert "\n".join(page) == snapshot


def _drawn(act: object) -> str:
    screen = getattr(act, "screen", None)
    if isinstance(screen, Screen):
        rows = [" | ".join(button.text for button in row) for row in screen.keyboard]
        return "\n".join([plain(screen.text), *(f"  [ {row} ]" for row in rows)])
    return f"({act.name}: {act.caption})" if isinstance(act, Hand) else f"({getattr(act, 'text', act)})"
