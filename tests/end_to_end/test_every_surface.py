"""Every command and button in a private chat, a group, a topic and a channel, with bad input and by strangers."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.readers.model import Reader
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb, unpack
from bot.telegram.errand import NOT_ADMIN, SORRY
from tests.end_to_end.surfaces import BOB, CHANNEL, GROUP, PRIVATE, SURFACES, TOPIC, Surface, There
from tests.end_to_end.town import Town

BAD: dict[str, tuple[str, ...]] = {
    "start": ("no-such-list", "x" * 65),
    "subscribe": ("markts", "; DROP TABLE readers", "\u202esteekram"),
    "unsubscribe": ("markts", "9" * 300),
    "newsletters": ("please", "<b>"),
    "today": ("<i>now</i>",),
    "time": ("25:00", "seven-ish", "evening soonish", "7:60"),
    "timezone": ("Atlantis", "Portland", "Mars/Olympus", "x" * 500),
    "days": ("someday", "8", "<b>"),
    "quiet": ("25:00-7:00", "22:00", "7-7", "9 9 9", "<b>", "0:00-23:59"),
    "length": ("2", "-1", "6 hours", "one"),
    "mute": ("x", "...", "off", "off nothing", "w" * 61, "off " + "w" * 61),
    "follow": ("!", "\u200b", "off snow", "9" * 300),
    "pause": ("yesterday", "0d", "-3 days", "99999999w"),
    "search": ("x", "...", "%", "_ _", "nosuchwordanywhere", "<b>", "'; DROP TABLE briefs"),
    "catchup": ("<b>", "999 days"),
    "resume": ("never",),
    "status": ("?",),
    "settings": ("<code>",),
    "channel": ("tampatoday", "@nosuchchannel settings", "-100", "@"),
    "mydata": ("of Bob",),
    "forget": ("Bob",),
    "help": ("me & you",),
    "language": ("klingon", "fr", "<b>", "english spanish"),
}
"""What each command cannot mean. Nothing is set by it."""
WHATEVER = {"stop"}
"""What is done whatever words follow."""
GOOD = {
    "mute": "rate cuts",
    "follow": "harbor",
    "time": "6:15",
    "timezone": "Chicago",
    "days": "weekdays",
    "quiet": "22:00-6:30",
    "length": "6",
    "pause": "2w",
    "subscribe": "markets",
    "language": "espa\u00f1ol",
}
"""What each command does, where it takes words."""
FIRST_MINUTE: tuple[tuple[str, ...], ...] = ((), ("Done (1)",), ("Done (1)", "7:00"))
"""How far somebody is."""
EVERYTHING = ("am-pm", "markets", "sports", "login", "denver", "charlotte", "tampa-bay", "twin-cities", "des-moines")
UNSEEN = {Verb.KEEP, Verb.FORGET, Verb.OFFICE, Verb.EDITION}
"""Buttons that are left alone by the walk: the reader would be gone; and the operators', who have theirs elsewhere."""
ENTRANCES = (
    *(
        "/start",
        "/resume",
        "/settings",
        "/subscribe",
        "/subscribe markts",
        "/unsubscribe charlote",
        "/timezone Portland",
    ),
    *("/pause", "/status", "/today", "/help", "/search the", "/quiet", "/stop"),
)
"""What the walk begins with."""

Form = tuple[Verb, int]
"""What a button does, and with how many arguments."""
Message = dict[str, Any]

surfaces = pytest.mark.parametrize("surface", SURFACES, ids=lambda one: one.name.replace(" ", "-"))


@pytest.fixture
async def there(town: Town, surface: Surface) -> There:
    """The surface, with its reader."""
    made = There(town, surface)
    made.open()
    await made.settle()
    return made


async def test_every_handler_has_an_audience_and_a_test_of_bad_input(town: Town) -> None:
    """One that is added without them fails here."""
    commands = {route.name: route.audience for route in town.bot.registry.commands}
    assert set(BAD) | WHATEVER == set(commands)
    assert all(isinstance(one.audience, Audience) for one in town.bot.registry.routes())


@surfaces
async def test_bad_input_is_answered_where_it_was_said_and_sets_nothing(there: There) -> None:
    """Each command, each of its mistakes: an answer, no failure, and what the reader wants is as before."""
    before = await there.wishes()
    for command, mistakes in BAD.items():
        for words in mistakes:
            answers = await there.say(f"/{command} {words}")
            assert answers, (command, words)
            assert SORRY not in [answer.get("text") for answer in answers], (command, words)
            assert await there.wishes() == before, (command, words)
    assert not there.town.telegram.limits.violations


@pytest.mark.parametrize("surface", [GROUP, TOPIC], ids=["group", "topic"])
async def test_who_runs_nothing_there_sets_nothing(there: There) -> None:
    """Each command by a member: they are told, or see what everybody may see; nothing is set."""
    before = await there.wishes()
    refused = 0
    for route in there.town.bot.registry.commands:
        answers = await there.say(f"/{route.name} {GOOD.get(route.name, '')}", BOB)
        assert answers
        if route.audience is Audience.ADMINS:
            assert [answer["text"] for answer in answers] == [NOT_ADMIN], route.name
            refused += 1
        assert await there.wishes() == before, route.name
    assert refused > len(GOOD)


@surfaces
async def test_every_button_that_can_be_seen_is_answered(town: Town, surface: Surface) -> None:
    """A walk, one press of each form of payload: no excuse, and no button that is out of date.

    First through the first minute, then through all that a reader meets whose briefings leave something out.
    """
    there, seen = There(town, surface), set[Form]()
    there.open()
    for way in FIRST_MINUTE:
        while await _walk(there, "/start denver", seen, way):
            await town.bot.readers.erase((await _reader(there)).id)
    await there.settle(*EVERYTHING, length=1)
    while any([await _walk(there, entrance, seen) for entrance in ENTRANCES]):
        pass
    assert SORRY not in [message.get("text", "") for message in there.messages()]
    assert not [toast.text for toast in there.town.telegram.toasts if "out of date" in toast.text]
    assert {verb for verb, _ in seen} == set(Verb) - UNSEEN
    assert not there.town.telegram.limits.violations


async def _reader(there: There) -> Reader:
    found = await there.town.bot.readers.find(there.surface.address)
    assert found is not None
    return found


async def _walk(there: There, entrance: str, seen: set[Form], way: Sequence[str] = ()) -> bool:
    """From a command, by a `way` of known buttons, through those that were not pressed yet; whether there was one."""
    met, found = await there.say(entrance), False
    for label in way:
        met += await there.press(_now(there, met)[-1], label)
    while (ahead := _unseen(there, met, seen)) is not None:
        message, data = ahead
        seen.add(_form(data))
        met += await there.press(message, data)
        found = True
    return found


def _unseen(there: There, met: Sequence[Message], seen: set[Form]) -> tuple[Message, str] | None:
    offered = ((message, data) for message in _now(there, met) for data in _payloads(message))
    return next(((message, data) for message, data in offered if _is_new(_form(data), seen)), None)


def _now(there: There, met: Sequence[Message]) -> list[Message]:
    """The messages as they were edited since."""
    ids = {message["message_id"] for message in met}
    return [message for message in there.messages() if message["message_id"] in ids]


def _is_new(form: Form, seen: set[Form]) -> bool:
    return form not in seen and form[0] not in UNSEEN


def _form(data: str) -> Form:
    press = unpack(data)
    assert press is not None, data
    return press.verb, len(press.args)


def _payloads(message: Message) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


@pytest.mark.parametrize("surface", [PRIVATE, CHANNEL], ids=["private-chat", "channel"])
async def test_what_a_reader_sets_is_set_for_that_chat(there: There) -> None:
    """Each good command changes something of that reader."""
    for command, words in GOOD.items():
        before = await there.wishes()
        await there.say(f"/{command} {words}")
        assert await there.wishes() != before, command
