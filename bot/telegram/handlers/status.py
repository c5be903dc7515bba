"""/status: what comes, when next, how fresh the sources are, what came last."""

from bot.telegram.audience import Audience
from bot.telegram.conversation import due, is_settled, meet, show
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask
from bot.telegram.screens import overview

COMMAND = "status"
DESCRIPTION = later("What comes, and how fresh the news is")
AUDIENCE = Audience.EVERYONE


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Show how things stand; asking changes nothing, but that a reader thought lost is back."""
    reader = await desk.readers.find(ask.address)
    if reader is None or not is_settled(reader, desk):
        return show(ask, overview.nothing_here(ask.kind))
    reader = await meet(ask, desk)
    screen = overview.status(
        reader,
        desk.catalogue.newsletters,
        await due(desk, reader, ask.at),
        ask.at,
        freshness=await desk.news.freshness(),
        last=await desk.briefings.last(reader.id),
    )
    return show(ask, screen)
