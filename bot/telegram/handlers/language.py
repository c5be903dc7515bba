"""/language: in which language the bot speaks. At first it is the one that the person's Telegram is in."""

from dataclasses import replace

from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import changed, meet, show, stale, still_open
from bot.telegram.desk import Desk
from bot.telegram.language import LANGUAGES, later, speaking, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.tongues import language_screen, unknown_language
from briefings.folding import folded

COMMAND = "language"
DESCRIPTION = later("Your language: /language es")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the language that is named, by its own name or its code; without words show those there are."""
    reader = await meet(ask, desk)
    wanted = folded(ask.words)
    if not wanted:
        return Answer((Say(language_screen(reader)),))
    codes = [code for code, name in LANGUAGES.items() if wanted in {code, folded(name)}]
    return await _set(ask, desk, codes[0]) if codes else show(ask, unknown_language(ask.words))


async def open_languages(ask: Ask, desk: Desk, _: Press) -> Answer:
    """A pressed button that asks for the choices."""
    reader = await meet(ask, desk)
    return await still_open(ask, desk, reader) or show(ask, language_screen(reader))


async def set_language(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A pressed choice."""
    code = press.args[0]
    return await _set(ask, desk, code) if code in LANGUAGES else await stale(ask, desk)


async def _set(ask: Ask, desk: Desk, code: str) -> Answer:
    reader = await meet(ask, desk)
    with speaking(code):
        done = tr("I speak English from now on.")
        return await changed(ask, desk, replace(reader, language=code), done=(done,))
