"""/mydata: everything that is kept about a reader, as a file."""

import orjson

from bot.readers.service import Held
from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Hand, Say
from bot.telegram.screens.privacy import ABOUT, nothing_kept

COMMAND = "mydata"
DESCRIPTION = later("A file of all I keep about you")
AUDIENCE = Audience.ADMINS

NAME = "daybrief-mydata.json"
CAPTION = later("All that I keep about this chat. /forget erases it.")


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Hand out what is held; asking keeps nothing, so a stranger stays one."""
    reader = await desk.readers.find(ask.address)
    if reader is None:
        return Answer((Say(nothing_kept()),))
    return Answer((Hand(NAME, content(await desk.readers.held(reader.id)), tr(CAPTION)),))


def content(held: Held) -> bytes:
    """The file: each table with what it is for and its rows, in JSON that a person can read."""
    tables = {name: {"about": tr(ABOUT.get(name, "")), "rows": rows} for name, rows in held.tables.items()}
    return orjson.dumps(tables, option=orjson.OPT_INDENT_2)
