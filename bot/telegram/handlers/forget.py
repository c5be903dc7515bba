"""/forget: says what is held, asks once, then erases all of it."""

from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import show, stale
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask
from bot.telegram.screens.privacy import ask_to_forget, erased, kept_on, nothing_kept

COMMAND = "forget"
DESCRIPTION = later("Erase all I keep about you")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Say what would go, and ask."""
    reader = await desk.readers.find(ask.address)
    if reader is None:
        return show(ask, nothing_kept())
    return show(ask, ask_to_forget(reader, await desk.readers.held(reader.id)))


async def erase(ask: Ask, desk: Desk, press: Press) -> Answer:
    """The answer was yes. The button names whom it was shown to: one who came back since is asked again."""
    reader = await desk.readers.find(ask.address)
    if reader is None:
        return show(ask, nothing_kept())
    if press.args[0] != str(reader.id):
        return await stale(ask, desk)
    return show(ask, erased(reader, await desk.readers.erase(reader.id)))


async def keep(ask: Ask, _desk: Desk, _press: Press) -> Answer:
    """The answer was no."""
    return show(ask, kept_on())
