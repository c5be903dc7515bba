"""A language model drafts a town's briefs: what holds is told and says so, all else is written from sentences."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.briefings.scribes.model.scripted import chat, refusal, scripted
from tests.end_to_end.settled import settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BOSS = 11, 99
MORNING = at(FIRST_DAY, "7:00", NEW_YORK)
HOUR = timedelta(minutes=20)


def repeats(asked: dict[str, Any]) -> Any:
    """A model that says the first sentence again, and of the second one that it was otherwise."""
    found = re.findall(r"^\[(\d+)\] (.+)$", asked["messages"][1]["content"], re.MULTILINE)
    (first, lede), (second, other) = found[0], found[1]
    point = {"label": "What's next", "text": f"The Martians deny it: {other}", "sentences": [int(second)]}
    draft = {"lede": {"text": lede, "sentences": [int(first)]}, "why_it_matters": None, "points": [point]}
    return chat(draft)[1]


async def test_a_drafted_brief_is_labelled_and_holds(tmp_path: Path) -> None:
    """The invented point is in nobody's briefing; Sources says who worded it."""
    async with scripted(chat({})) as server:
        server.speaks = repeats
        settings = {"model_url": server.url, "model_name": "small"}
        async with Town(tmp_path, **settings) as town:
            await town.open_bot()
            town.telegram.person(ANN, "Ann")
            await settled(town, ANN, "denver")
            await town.live_until(MORNING, step=HOUR, poll_every=360)
            told = town.texts(ANN)[-1]
            await town.press(ANN, ANN, "Sources")
            sources = town.texts(ANN)[-1]
    assert "\u00b7 machine-written" in told
    assert "Martians" not in told
    assert "Worded by a machine" in sources


async def test_without_an_answer_the_morning_comes_all_the_same(tmp_path: Path) -> None:
    """Written from sentences; whoever runs the bot is told once."""
    async with scripted(refusal(401)) as server:
        settings = {"model_url": server.url, "model_name": "small", "model_key": "k-secret", "admins": (BOSS,)}
        async with Town(tmp_path, **settings) as town:
            await town.open_bot()
            town.telegram.person(ANN, "Ann")
            town.telegram.person(BOSS, "Boss")
            await settled(town, ANN, "denver", "markets")
            await town.live_until(MORNING, step=HOUR, poll_every=360)
            (at_seven,) = town.briefings(ANN)
            alarms = [text for text in town.texts(BOSS) if text.startswith("model.silent")]
    assert at_seven[0] - MORNING < timedelta(minutes=1)
    assert "machine-written" not in at_seven[1]
    assert len(alarms) == 1
    assert "does not take the key" in alarms[0]
    assert "k-secret" not in json.dumps(alarms)
