"""/newsletters: the list with what each promises."""

from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.choosing import promises

COMMAND = "newsletters"
DESCRIPTION = later("What each newsletter promises")
AUDIENCE = Audience.EVERYONE


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Show the promises, with marks before what this chat gets."""
    reader = await desk.readers.find(ask.address)
    return Answer((Say(promises(reader, desk.catalogue.newsletters, None)),))
