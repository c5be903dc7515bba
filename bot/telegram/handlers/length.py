"""/length: how many minutes a briefing takes."""

import re
from dataclasses import replace

from bot.readers.model import Reader
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import changed, meet, show, still_open
from bot.telegram.desk import Desk
from bot.telegram.language import later, trn
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.lengths import length_screen, unknown_length

COMMAND = "length"
DESCRIPTION = later("How long a briefing is: /length 1")
AUDIENCE = Audience.ADMINS

_MINUTES = re.compile(r"(1|3|6)(?:\s*(?:m|min|mins|minute|minutes))?", re.IGNORECASE)


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the minutes that are named; without words show them."""
    reader = await meet(ask, desk)
    if not ask.words.strip():
        return Answer((Say(length_screen(reader)),))
    named = _MINUTES.fullmatch(ask.words.strip())
    if named is None:
        return Answer((Say(unknown_length(ask.words, reader)),))
    return await _set(ask, desk, reader, int(named[1]))


async def open_lengths(ask: Ask, desk: Desk, _: Press) -> Answer:
    """A pressed button that asks for the choices."""
    reader = await meet(ask, desk)
    return await still_open(ask, desk, reader) or show(ask, length_screen(reader))


async def set_length(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A pressed choice."""
    return await _set(ask, desk, await meet(ask, desk), int(press.args[0]))


async def _set(ask: Ask, desk: Desk, reader: Reader, minutes: int) -> Answer:
    done = trn("Briefings take a minute at most.", "Briefings take {count} minutes at most.", minutes)
    return await changed(ask, desk, replace(reader, length=minutes), done=(done,))
