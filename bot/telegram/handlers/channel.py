"""/channel: what a channel gets, set from the private chat of somebody who runs it.

What is aimed at a channel is served by the handlers of its own commands and buttons (`bot.telegram.managing`); this one
answers where nothing was aimed at.
"""

from bot.readers.model import ChatKind
from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Answer, Ask, Say, Screen
from bot.telegram.text import Code

COMMAND = "channel"
DESCRIPTION = later("Set up a channel that you run: /channel @name")
AUDIENCE = Audience.EVERYONE


async def handle(ask: Ask, desk: Desk) -> Answer:  # noqa: ARG001 - one contract for all handlers
    """How a channel is named; or that it is done elsewhere."""
    if ask.kind is not ChatKind.PRIVATE:
        return Answer((Say(Screen((tr("A channel is set up in a private chat with me."),))),))
    text = blocks(
        "Make me an admin of your channel, with the right to post. Then type {short} here, or {long} to set one thing.",
        short=Code("/channel @name"),
        long=Code("/channel @name time 7:30"),
    )
    return Answer((Say(Screen(text)),))
