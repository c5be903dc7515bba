"""/mute: stories with a word stay out."""

from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.handlers.wishes import typed
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask

COMMAND = "mute"
DESCRIPTION = later("Keep stories with a word out: /mute WORD")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Show the words, say one, or take one back with off."""
    return await typed(ask, desk, mute=True)
