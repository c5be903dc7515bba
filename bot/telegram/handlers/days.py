"""/days: on which days briefings come."""

from dataclasses import replace

from bot.readers.model import Reader
from bot.readers.weekdays import parse_days
from bot.telegram.audience import Audience
from bot.telegram.conversation import changed, meet
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.habits import days_screen, unknown_days
from bot.telegram.screens.phrases import say_days

COMMAND = "days"
DESCRIPTION = later("On which days: /days weekdays")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the days that are named; without words show them."""
    reader = await meet(ask, desk)
    if not ask.words.strip():
        return Answer((Say(days_screen(reader)),))
    days = parse_days(ask.words)
    if days is None:
        return Answer((Say(unknown_days(ask.words, reader)),))
    return await set_days(ask, desk, reader, days)


async def set_days(ask: Ask, desk: Desk, reader: Reader, days: frozenset[int]) -> Answer:
    """Keep the days and say what comes now."""
    return await changed(
        ask, desk, replace(reader, days=days), done=(tr("Briefings come {days}.", days=say_days(days)),)
    )
