"""/start: a story as proof, the list, and with a deep link (`start=denver-markets`) some of it chosen already."""

from dataclasses import replace

from bot.readers.model import Reader, Standing, Step
from bot.readers.names import understand
from bot.telegram.audience import Audience
from bot.telegram.conversation import due, meet
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask, Say, Screen
from bot.telegram.screens.choosing import welcome

COMMAND = "start"
DESCRIPTION = later("A story, and the list")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Greet; what the payload names is chosen, what it does not name is let be."""
    reader = await meet(ask, desk)
    linked = understand(ask.words, desk.catalogue.newsletters).known
    wanted = (*reader.newsletters, *(slug for slug in linked if slug not in reader.newsletters))
    step = Step.LIST if reader.standing is Standing.NEW else None
    if (wanted, step) != (reader.newsletters, reader.step):
        reader = await desk.readers.save(replace(reader, newsletters=wanted, step=step))
    return Answer((Say(await greeting(ask, desk, reader)),))


async def greeting(ask: Ask, desk: Desk, reader: Reader) -> Screen:
    """The first message as it stands for this reader now."""
    sample = await desk.news.sample(reader.newsletters)
    return welcome(
        reader,
        desk.catalogue.newsletters,
        sample.brief,
        await due(desk, reader, ask.at),
        ask.at,
        invented=sample.invented,
    )
