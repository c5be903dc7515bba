"""/resume: the end of a pause."""

from dataclasses import replace

from bot.telegram.audience import Audience
from bot.telegram.conversation import changed, meet, still_open
from bot.telegram.desk import Desk
from bot.telegram.handlers.pause import today
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask
from bot.telegram.screens.phrases import is_paused

COMMAND = "resume"
DESCRIPTION = later("End a pause")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Let briefings come again and say when the next one does."""
    reader = await meet(ask, desk)
    unfinished = await still_open(ask, desk, reader)
    if unfinished:
        return unfinished
    paused = is_paused(reader, ask.at)
    done = tr("Briefings come again.") if paused else tr("There was no pause.")
    # The day of its end is kept: the first briefing after a pause tells what was missed.
    until = today(ask, reader) if paused else reader.paused_until
    return await changed(ask, desk, replace(reader, paused_until=until), done=(done,))
