"""More, under a briefing: what did not fit, only of what was sent to this very chat."""

from bot.telegram.callbacks import Press
from bot.telegram.desk import Desk
from bot.telegram.handlers.sources import NOT_KEPT, shown_here
from bot.telegram.language import tr
from bot.telegram.screen import Answer, Ask, Edit, Say, Toast
from bot.telegram.screens.more import more_screen, pages


async def open_more(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Under the briefing: a new message; the briefing stays as it is."""
    delivery = int(press.args[0])
    found = await shown_here(ask, desk, delivery)
    return Answer((Say(more_screen(delivery, found.left_out, 1)),)) if found else Answer((Toast(tr(NOT_KEPT)),))


async def turn(ask: Ask, desk: Desk, press: Press) -> Answer:
    """In the message itself: another page."""
    delivery = int(press.args[0])
    found = await shown_here(ask, desk, delivery)
    if found is None:
        return Answer((Toast(tr(NOT_KEPT)),))
    left_out = found.left_out
    return Answer((Edit(more_screen(delivery, left_out, min(int(press.args[1]), pages(left_out)))),))
