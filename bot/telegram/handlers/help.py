"""/help: what can be said, in one screen."""

from bot.telegram import handlers
from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.overview import help_screen

COMMAND = "help"
DESCRIPTION = later("What you can say")
AUDIENCE = Audience.EVERYONE


async def handle(ask: Ask, desk: Desk) -> Answer:  # noqa: ARG001 - one contract for all handlers
    """List the commands."""
    return Answer((Say(help_screen([(one.COMMAND, one.DESCRIPTION) for one in handlers.COMMANDS], ask.kind)),))
