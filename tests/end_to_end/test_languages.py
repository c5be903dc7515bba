"""A reader whose Telegram is in Spanish, from the first word to the second morning."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.locales.build import read
from tests.end_to_end.settled import settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, EVA = 11, 55
MORNING = at(FIRST_DAY, "7:00", NEW_YORK)
EVERYTHING = (
    *("/start", "/subscribe", "/subscribe markts", "/unsubscribe", "/unsubscribe charlote", "/newsletters", "/today"),
    *("/catchup", "/search zzz", "/search", "/search x", "/time", "/time 25:00", "/time evening 8:00", "/timezone"),
    *("/timezone Atlantis", "/timezone Portland", "/timezone UTC+2", "/days", "/days someday", "/days mon wed"),
    *(
        "/quiet",
        "/quiet 9 9",
        "/quiet 22:00-6:30",
        "/length",
        "/length 9",
        "/length 1",
        "/mute",
        "/mute x",
        "/mute snow",
    ),
    *(
        "/mute snow",
        "/follow snow",
        "/pause",
        "/pause yesterday",
        "/pause 2w",
        "/resume",
        "/resume",
        "/stop",
        "/resume",
        "/status",
    ),
    *("/settings", "/channel", "/language", "/language xx", "/mydata", "/forget", "/help", "/nosuch", "blah blah"),
)
PLACES = re.compile(r"\{\w+\}")
TELLING = 16
"""Letters of an English text that no news has by chance."""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as made:
        await made.open_bot()
        made.telegram.person(ANN, "Ann")
        made.telegram.person(EVA, "Eva", language_code="es-MX")
        yield made


def english() -> set[str]:
    """The pieces of all texts that look different in Spanish."""
    found: set[str] = set()
    for message in read("es"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        found |= {piece.strip() for text in ids for piece in PLACES.split(text) if message.string != message.id}
    return {piece for piece in found if len(piece) >= TELLING}


async def test_the_first_minute_is_in_the_language_of_the_telegram(town):
    """From the greeting to the first briefing; the menu, too."""
    await town.write(EVA, EVA, "/start")
    assert "Noticias que dicen por qué importan." in town.texts(EVA)[-1]
    await town.press(EVA, EVA, "Denver")
    await town.press(EVA, EVA, "Listo (1)")
    assert town.texts(EVA)[-1] == "¿A qué hora es tu mañana?"
    await town.press(EVA, EVA, "7:00")
    await town.press(EVA, EVA, "Sí, Denver")
    assert town.texts(EVA)[-1].startswith("Todo listo. Denver, por la mañana a las 7:00, hora de Denver.\nEl próximo: ")
    menus = {code: dict(_pairs(menu)) for (_, code), menu in town.telegram.commands.items()}
    assert menus["es"]["today"] == "Un resumen ahora"
    assert menus[""]["today"] == "A briefing now"


async def test_nothing_of_the_interface_is_english_to_them(town):
    """Every command with good and bad words: no text that has a translation shows."""
    await settled(town, EVA, "denver", "markets", language="es")
    pieces = english()
    for words in EVERYTHING:
        town.clock.advance(seconds=10)
        before = len(town.telegram.sent(EVA))
        await town.write(EVA, EVA, words)
        for message in town.telegram.sent(EVA)[before:]:
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            shown = [message.get("text", ""), message.get("caption", ""), *(one["text"] for row in rows for one in row)]
            assert not {piece for piece in pieces for text in shown if piece in text}, words


async def test_two_who_get_the_same_get_it_in_their_languages(town):
    """The stories are those of the sources, the words around them are the reader's."""
    await settled(town, ANN, "denver")
    await settled(town, EVA, "denver", language="es")
    await town.live_until(MORNING, step=timedelta(minutes=20), poll_every=360)
    english_one, spanish_one = town.texts(ANN)[-1], town.texts(EVA)[-1]
    assert english_one.startswith("Good morning. Tuesday, November 24\nDenver: ")
    assert spanish_one.startswith("Buenos días, hoy es martes, 24 de noviembre\nDenver: ")
    headlines = [line for line in english_one.splitlines() if re.match(r"\d+\. ", line)]
    assert headlines == [line for line in spanish_one.splitlines() if re.match(r"\d+\. ", line)]
    labels = [row[0]["text"] for row in town.telegram.sent(EVA)[-1]["reply_markup"]["inline_keyboard"]]
    assert labels == ["Fuentes", "Menos como esto"]


async def test_who_chooses_another_language_hears_it_from_then_on(town):
    """Answers, buttons and briefings."""
    await settled(town, EVA, "denver", language="es")
    await town.write(EVA, EVA, "/language english")
    assert town.texts(EVA)[-1].startswith("I speak English from now on.")
    await town.write(EVA, EVA, "/today")
    assert town.texts(EVA)[-1].startswith("Good ")


def _pairs(menu: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(one["command"], one["description"]) for one in menu]
