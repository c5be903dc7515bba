"""/follow: stories with a word come first."""

from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.handlers.wishes import typed
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask

COMMAND = "follow"
DESCRIPTION = later("Put stories with a word first: /follow WORD")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Show the words, say one, or take one back with off."""
    return await typed(ask, desk, mute=False)
