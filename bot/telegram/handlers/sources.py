"""Sources, under a briefing: only what was sent to this very chat is shown."""

from bot.delivery.desk import ShownBriefing
from bot.telegram.callbacks import Press
from bot.telegram.desk import Desk
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast
from bot.telegram.screens.sources import nothing_shown, put_away, sources_screen

NOT_KEPT = "I no longer have the sources of that briefing."


async def open_sources(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Under the briefing: a new message with story 1; the briefing stays as it is."""
    found = await shown_here(ask, desk, int(press.args[0]))
    return Answer((Say(await _screen(ask, desk, found, 1)),)) if found else Answer((Toast(NOT_KEPT),))


async def turn(ask: Ask, desk: Desk, press: Press) -> Answer:
    """In the sources' own message: another story."""
    found = await shown_here(ask, desk, int(press.args[0]))
    if found is None:
        return Answer((Toast(NOT_KEPT),))
    return Answer((Edit(await _screen(ask, desk, found, int(press.args[1]))),))


async def close(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Fold the message up."""
    found = await shown_here(ask, desk, int(press.args[0]))
    return Answer((Edit(put_away(found.delivery_id)),)) if found else Answer((Toast(NOT_KEPT),))


async def shown_here(ask: Ask, desk: Desk, delivery: int) -> ShownBriefing | None:
    """What that delivery showed, if it was owed to the chat that asks: a payload can be borrowed."""
    found = await desk.briefings.shown(delivery)
    return found if found and found.address == ask.address else None


async def _screen(ask: Ask, desk: Desk, found: ShownBriefing, number: int) -> Screen:
    """Story `number`, or the last one before it: a brief may be kept no longer."""
    if not found.items:
        return nothing_shown(found.delivery_id)
    upto = [item for item in found.items if item.number <= number] or found.items[:1]
    reader = await desk.readers.find(ask.address)
    zone = (reader.zone if reader else None) or "UTC"
    return sources_screen(found.delivery_id, found.items, upto[-1], zone=zone, now=ask.at)
