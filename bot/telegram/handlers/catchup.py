"""/catchup: one briefing of what the last days told and the reader did not hear."""

from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.handlers.today import owe
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask

COMMAND = "catchup"
DESCRIPTION = later("What you missed in the last days")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Counts as a briefing that is asked for, like /today."""
    return await owe(ask, desk, catch_up=True)
