"""Presses about places."""

from bot.readers.atlas import atlas
from bot.readers.places import Place
from bot.telegram.callbacks import Press
from bot.telegram.conversation import meet, stale
from bot.telegram.desk import Desk
from bot.telegram.handlers.timezone import ask_anew, set_place
from bot.telegram.screen import Answer, Ask
from briefings.model import Kind


async def city(ask: Ask, desk: Desk, press: Press) -> Answer:
    """The time of a city of the list."""
    newsletter = desk.catalogue.get(press.args[0])
    if newsletter is None or newsletter.kind is not Kind.CITY:
        return await stale(ask, desk)
    return await set_place(ask, desk, await meet(ask, desk), Place(newsletter.title, "", "", newsletter.zone))


async def place(ask: Ask, desk: Desk, press: Press) -> Answer:
    """One of the places that were asked back."""
    found = atlas().place(*press.args)
    if found is None:
        return await stale(ask, desk)
    return await set_place(ask, desk, await meet(ask, desk), found)


async def other(ask: Ask, desk: Desk, _: Press) -> Answer:
    """Ask for a place, typed or shared."""
    return await ask_anew(ask, desk, await meet(ask, desk))
