"""Operators hear of trouble once, not in a flood, without contents, and can read what it means."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.alarm import MOST_WAITING, URGENT, Alarm
from bot.alarm_words import OTHERWISE, WORDS
from bot.delivery.outcome import Moved, NotSent, Outcome, RecipientRefused, Sent
from bot.readers.model import Address
from bot.telegram.screen import Screen
from bot.telegram.text import plain
from tests.clock import ManualClock

ROOT = Path(__file__).parents[2]
RAISING = re.compile(r"(\w+\.)*_?(alarm|alert)(\.again)?")
"""What is called to raise an alarm."""
HANDED_ON = {"None", "alarm", "alert", "self._alert", "decision.alert", "event"}
"""What stands for no event, for the alarm itself, or for an event whose name stands where it comes from."""


class Chats:
    """Admins' chats; `down` when Telegram cannot be reached."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self.down = False
        self.outcomes: dict[int, Outcome] = {}

    async def say(self, address: Address, screen: Screen) -> Outcome:
        if self.down:
            return NotSent("no connection")
        if address.chat_id in self.outcomes:
            return self.outcomes[address.chat_id]
        self.said.append((address.chat_id, plain(screen.text)))
        return Sent(1)


async def test_every_admin_is_told_at_once_and_of_repeats_at_the_hours_end(clock: ManualClock) -> None:
    """The first of an event by itself, the others of its hour in one message."""
    chats, alarm = Chats(), Alarm(clock, (1, 2))
    alarm("edition.failed", newsletter="denver")
    alarm("edition.failed", newsletter="markets")
    await alarm.tell(chats)
    await alarm.tell(chats)
    assert [chat for chat, _ in chats.said] == [1, 2]
    name, *said = chats.said[0][1].split("\n")
    assert (name, said[1]) == ("edition.failed", "newsletter: denver")
    assert [said[0], said[2]] == list(WORDS["edition.failed"])
    clock.advance(minutes=59)
    await alarm.tell(chats)
    assert len(chats.said) == 2
    clock.advance(minutes=1)
    await alarm.tell(chats)
    assert [chat for chat, _ in chats.said] == [1, 2, 1, 2]
    title, line = chats.said[-1][1].split("\n")
    assert title == "What else happened within the hour"
    assert line.startswith("edition.failed: 1 more since ")
    assert line.endswith(" UTC; newsletter: markets")
    clock.advance(minutes=61)
    alarm("edition.failed", newsletter="denver")
    await alarm.tell(chats)
    assert chats.said[-1][1].startswith("edition.failed\n")


async def test_what_is_said_to_be_new_is_told_within_the_hour_too(clock: ManualClock) -> None:
    """Whoever says so keeps it from being a flood."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    alarm("delivery.behind", waiting=9)
    alarm.again("delivery.behind", waiting=10)
    alarm("delivery.behind", waiting=11)
    await alarm.tell(chats)
    assert [words.split("\n")[2] for _, words in chats.said] == ["waiting: 9", "waiting: 10"]


async def test_what_is_urgent_is_told_each_time(clock: ManualClock) -> None:
    """Nobody waits an hour to hear that the bot has stopped, or that its ledger is wrong."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    for event in sorted(URGENT) * 2:
        alarm(event)
    await alarm.tell(chats)
    assert [words.partition("\n")[0] for _, words in chats.said] == sorted(URGENT) * 2
    assert set(WORDS) >= URGENT


async def test_the_error_chat_hears_instead_of_the_admins_unless_it_takes_nothing(clock: ManualClock) -> None:
    """A group that threw the bot out must not keep the trouble from them; one that grew is followed."""
    chats, alarm = Chats(), Alarm(clock, (1, 2), -100)
    alarm("one")
    await alarm.tell(chats)
    chats.outcomes[-100] = Moved(-200)
    alarm("two")
    await alarm.tell(chats)
    chats.outcomes[-200] = RecipientRefused("bot was kicked")
    alarm("three")
    await alarm.tell(chats)
    said = [(chat, words.partition("\n")[0]) for chat, words in chats.said]
    assert said == [(-100, "one"), (-200, "two"), (1, "three"), (2, "three")]


async def test_a_flood_of_alarms_is_two_messages_that_fit(clock: ManualClock) -> None:
    """However many there are and however long their facts."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    for number in range(2_000):
        alarm("edition.failed", newsletter=f"{number} " + "x" * 3_000)
    clock.advance(hours=1)
    await alarm.tell(chats)
    assert len(chats.said) == 2
    assert all(len(words) < 4_096 for _, words in chats.said)


async def test_different_events_do_not_hide_each_other(clock: ManualClock) -> None:
    """Each is told, in order; one that has no words yet says so."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    alarm("one")
    alarm("two", count=2)
    await alarm.tell(chats)
    what, to_do = OTHERWISE
    assert [words for _, words in chats.said] == [f"one\n{what}\n{to_do}", f"two\n{what}\ncount: 2\n{to_do}"]


async def test_without_admins_or_without_telegram_nothing_piles_up(clock: ManualClock) -> None:
    """The log has it all; what waits is bounded and let go."""
    chats = Chats()
    alarm = Alarm(clock, ())
    for number in range(2 * MOST_WAITING):
        alarm(f"event {number}")
    await alarm.tell(chats)
    assert chats.said == []
    chats.down = True
    alarm = Alarm(clock, (1,))
    alarm("one")
    await alarm.tell(chats)
    chats.down = False
    await alarm.tell(chats)
    assert chats.said == []


def raised() -> Iterator[str]:
    """Every event that the code can raise, by its name."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=called, args=[event, *_]) if RAISING.fullmatch(ast.unparse(called)):
                    yield from _names(event)
                case ast.keyword(arg="alert", value=value) | ast.Assign(targets=[ast.Name("alert")], value=value):
                    yield from _names(value)
                case ast.Call(func=ast.Attribute(attr="_end"), args=[ast.Constant(value=str(event)), *_]):
                    yield event  # as `bot.delivery.paying` ends the day


def _names(value: ast.expr) -> set[str]:
    names = {one.value for one in ast.walk(value) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert names or ast.unparse(value) in HANDED_ON, f"an event without a name: {ast.unparse(value)}"
    return names


def test_every_alarm_is_explained_to_the_operator() -> None:
    """The table names each event that the code can raise, and no other."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = page.partition("## What the bot tells its admins")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| \*\*([\w.]+)\*\* \|", table, re.MULTILINE)
    assert sorted(explained) == sorted(set(raised()))
