"""/settings: everything on one screen, a button to each."""

from dataclasses import replace

from bot.telegram.audience import Audience
from bot.telegram.conversation import due, meet, show, still_open
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask
from bot.telegram.screens import overview

COMMAND = "settings"
DESCRIPTION = later("Everything you can change")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Show the settings; a question that waited for typed words waits no longer."""
    reader = await meet(ask, desk)
    unfinished = await still_open(ask, desk, reader)
    if unfinished:
        return unfinished
    if reader.step is not None:
        reader = await desk.readers.save(replace(reader, step=None))
    return show(ask, overview.settings(reader, desk.catalogue.newsletters, await due(desk, reader, ask.at), ask.at))
