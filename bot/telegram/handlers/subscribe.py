"""/subscribe: the list, or at once what is named."""

from collections.abc import Sequence
from dataclasses import replace

from bot.readers.model import ChatKind, Reader, Step
from bot.readers.names import understand
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb
from bot.telegram.conversation import ask_step, changed, is_settled, meet, show
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.choosing import list_screen, not_found
from bot.telegram.screens.phrases import titles

COMMAND = "subscribe"
DESCRIPTION = later("Choose newsletters, or name them: /subscribe denver")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Add what is named; names that are not on the list get the nearest ones, the others are added all the same."""
    reader = await meet(ask, desk)
    newsletters = desk.catalogue.newsletters
    if not ask.words.strip():
        if is_settled(reader, desk):
            return Answer((Say(list_screen(reader, newsletters)),))
        return await ask_step(ask, desk, reader, Step.LIST)
    named = understand(ask.words, newsletters)
    if not named.unknown and named.known:
        return await add(ask, desk, reader, named.known)
    done: tuple[str, ...] = ()
    if named.known:
        done = (said(reader, desk, named.known),)
        await desk.readers.save(_with(reader, named.known))
    return show(ask, not_found(named.unknown or (ask.words,), newsletters, Verb.ADD, done))


async def add(ask: Ask, desk: Desk, reader: Reader, slugs: Sequence[str]) -> Answer:
    """Add newsletters of the list and say what comes now."""
    return await changed(ask, desk, _with(reader, slugs), answered=Step.LIST, done=(said(reader, desk, slugs),))


def said(reader: Reader, desk: Desk, slugs: Sequence[str]) -> str:
    """Says "Added Denver." or that it was there already."""
    wanted = [one for one in desk.catalogue.newsletters if one.slug in slugs]
    new = [one for one in wanted if one.slug not in reader.newsletters]
    if new:
        return tr("Added {newsletters}.", newsletters=titles(new))
    private = reader.kind is ChatKind.PRIVATE
    words = later("You get {newsletters} already.") if private else later("This chat gets {newsletters} already.")
    return tr(words, newsletters=titles(wanted))


def _with(reader: Reader, slugs: Sequence[str]) -> Reader:
    return replace(reader, newsletters=tuple(dict.fromkeys((*reader.newsletters, *slugs))))
