"""Sources, under a briefing: only what was sent to this very chat is shown."""

from collections.abc import Sequence
from urllib.parse import urlencode

from bot.delivery.desk import ShownBriefing
from bot.readers.questions import chosen
from bot.telegram.callbacks import Press
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast
from bot.telegram.screens.sources import Looker, nothing_shown, put_away, sources_screen
from bot.telegram.screens.wishes import carrying
from briefings.model import Brief, Newsletter

NOT_KEPT = later("I no longer have the sources of that briefing.")


async def open_sources(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Under the briefing: a new message with story 1; the briefing stays as it is."""
    found = await shown_here(ask, desk, int(press.args[0]))
    return Answer((Say(await story_screen(ask, desk, found, 1)),)) if found else Answer((Toast(tr(NOT_KEPT)),))


async def turn(ask: Ask, desk: Desk, press: Press) -> Answer:
    """In the sources' own message: another story."""
    found = await shown_here(ask, desk, int(press.args[0]))
    if found is None:
        return Answer((Toast(tr(NOT_KEPT)),))
    return Answer((Edit(await story_screen(ask, desk, found, int(press.args[1]))),))


async def close(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Fold the message up."""
    found = await shown_here(ask, desk, int(press.args[0]))
    return Answer((Edit(put_away(found.delivery_id)),)) if found else Answer((Toast(tr(NOT_KEPT)),))


async def shown_here(ask: Ask, desk: Desk, delivery: int) -> ShownBriefing | None:
    """What that delivery showed, if it was owed to the chat that asks: a payload can be borrowed."""
    found = await desk.briefings.shown(delivery)
    return found if found and found.address == ask.address else None


async def story_screen(ask: Ask, desk: Desk, found: ShownBriefing, number: int) -> Screen:
    """Story `number`, or the last one before it: a brief may be kept no longer."""
    if not found.items:
        return nothing_shown(found.delivery_id)
    upto = [item for item in found.items if item.number <= number] or found.items[:1]
    shown, reader = upto[-1], await desk.readers.find(ask.address)
    looker = Looker("UTC")
    if reader is not None:
        share = share_link(desk, shown.brief, chosen(reader, desk.catalogue.newsletters))
        looker = Looker(reader.zone or "UTC", shown.brief.story in reader.stories, share)
    return sources_screen(found.delivery_id, found.items, shown, looker=looker, now=ask.at)


def share_link(desk: Desk, brief: Brief, newsletters: Sequence[Newsletter]) -> str | None:
    """Telegram's own way to pass on a link, here to this bot with the story's newsletter; None while it has no name."""
    carried = carrying(brief, newsletters)
    if not desk.username or not carried:
        return None
    start = f"https://t.me/{desk.username}?start={carried[0].slug}"
    return f"https://t.me/share/url?{urlencode({'url': start, 'text': brief.headline[:200]})}"
