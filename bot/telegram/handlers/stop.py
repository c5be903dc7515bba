"""/stop: nothing comes any more, in one step."""

from dataclasses import replace

from bot.readers.model import UNTIL_RESUMED
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb, pack
from bot.telegram.conversation import meet, show
from bot.telegram.desk import Desk
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Answer, Ask, Button, Screen
from bot.telegram.screens.habits import resume_now
from bot.telegram.text import Code

COMMAND = "stop"
DESCRIPTION = later("Nothing any more")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """A pause without an end, whatever question was open; what was chosen is kept for a return."""
    reader = await meet(ask, desk)
    await desk.readers.save(replace(reader, paused_until=UNTIL_RESUMED, step=None))
    text = blocks(
        "Stopped: nothing comes any more. {resume} brings it back as it was, {forget} erases it.",
        resume=Code("/resume"),
        forget=Code("/forget"),
    )
    return show(ask, Screen(text, ((resume_now(), Button(tr("Forget me"), pack(Verb.LEAVE))),)))
