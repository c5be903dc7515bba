"""A thousand commands to a program that is killed and told everything twice: none is lost, none is applied twice."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.demo.standin import updates
from bot.demo.standin.answers import Json, Refusal
from bot.demo.standin.scene import FIRST_UPDATE
from briefings.catalogue import load
from briefings.store.database import Database
from tests.crash.commands import LINES, NEWSLETTERS, is_press, outcome_of, script, told_once
from tests.crash.forge import KILLED, Forge
from tests.crash.program import SPEED, Program

PEOPLE = range(1001, 1051)
ALL = len(PEOPLE) * LINES
KILLS = ("command.done",) * 4 + ("command.answered",) * 2 + ("",) * 4
A_LIFE = (80, 130)
"""Commands that a life takes up before it dies: all that the one before left unfinished, and some more."""


class Repeating(updates.Updates):
    """Gives every batch twice, as a Telegram that missed that it was confirmed."""

    _again: list[Json] | None = None

    async def poll(
        self, now: datetime, offset: int, limit: int, seconds: int, allowed: Sequence[str] | None
    ) -> list[Json] | Refusal:
        if self._again is not None:
            again, self._again = self._again, None
            return again
        found = await super().poll(now, offset, limit, seconds, allowed)
        if isinstance(found, list) and found:
            self._again = found
        return found


@pytest.fixture
async def town(tmp_path: Path, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Program]:
    """Telegram tells everything twice and keeps presses as long as words; there is no news, which nobody needs here."""
    monkeypatch.setitem(updates.KEPT, "callback_query", timedelta(days=1))
    async with Program(tmp_path, forge, NEWSLETTERS) as there:
        await there.newsroom.stop()
        there.telegram.updates = Repeating(FIRST_UPDATE, there.telegram.moved)
        yield there


async def test_a_thousand_commands_are_each_applied_once(town: Program, tmp_path: Path) -> None:
    """Ten kills, between a change and its answer, between the answer and its note, and anywhere; all is told twice.

    In the end everybody is where the same lines lead, handled once and undisturbed, and has one briefing that was asked
    for.
    """
    chance = Random(50)
    scripts = {one: script(chance) for one in PEOPLE}
    write(town, scripts)
    for place in chance.sample(KILLS, len(KILLS)):
        await kill(town, place, chance)
    life = town.start()
    await town.until(lambda: town.count("inbox", "state = 'handled'") == ALL)
    await town.until(lambda: not town.count("deliveries", "lane = 0 AND state IN ('planned', 'sending')"))
    assert await life.stop() == 0

    assert town.count("inbox") == ALL
    assert town.count("deliveries", "slot LIKE 'now:%'") == len(PEOPLE)
    assert town.count("(SELECT DISTINCT reader_id FROM deliveries WHERE slot LIKE 'now:%')") == len(PEOPLE)
    database = await Database.open(town.url)
    found = await outcome_of(database, PEOPLE)
    await database.close()
    once = await told_once(scripts, f"sqlite:///{tmp_path / 'once.db'}", load(town.catalogue), town.clock)
    assert found == once


def write(town: Program, scripts: Mapping[int, Sequence[str]]) -> None:
    """All people write all their lines, in turn; each press is on a button of its own."""
    telegram = town.telegram
    for one in scripts:
        telegram.person(one, f"Reader {one}")
    for number in range(LINES):
        for one, lines in scripts.items():
            line = lines[number]
            if is_press(line):
                keyboard = {"inline_keyboard": [[{"text": "button", "callback_data": line}]]}
                content = {"text": "buttons", "reply_markup": keyboard}
                message = telegram.keep(telegram.chats[one], content, telegram.bot, own=True)
                telegram.press(one, one, message["message_id"], line)
            else:
                telegram.send_text(one, one, line)


async def kill(town: Program, place: str, chance: Random) -> None:
    """One life that dies after some commands, at a failpoint or anywhere."""
    some = chance.randint(*A_LIFE)
    if place:
        assert await town.start(killed_at=(place, some)).ended() == KILLED
        return
    life, before = town.start(), len(town.telegram.calls)
    await town.telegram.until(lambda: len(town.telegram.calls) >= before + some, 20)
    await town.clock.sleep(chance.uniform(0, 0.05) * SPEED)
    await life.kill()
