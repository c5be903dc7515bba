"""/unsubscribe: the list, or at once what is named, or all."""

from collections.abc import Sequence
from dataclasses import replace

from bot.readers.model import ChatKind, Reader
from bot.readers.names import understand
from bot.readers.questions import chosen
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb
from bot.telegram.conversation import changed, meet, show
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.choosing import list_screen, not_found
from bot.telegram.screens.phrases import titles

COMMAND = "unsubscribe"
DESCRIPTION = later("Stop a newsletter, or all")
AUDIENCE = Audience.ADMINS
EVERYTHING = frozenset({"all", "everything", "all of them"})


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Take away what is named; with no name show the list."""
    reader = await meet(ask, desk)
    newsletters = desk.catalogue.newsletters
    words = " ".join(ask.words.lower().split())
    if not words:
        tap, none = later("Tap what should stop coming."), later("Nothing is chosen, so nothing comes.")
        lead = tr(tap if chosen(reader, newsletters) else none)
        return Answer((Say(list_screen(reader, newsletters, (lead,))),))
    if words in EVERYTHING:
        return await drop(ask, desk, reader, reader.newsletters)
    named = understand(ask.words, newsletters)
    if not named.unknown and named.known:
        return await drop(ask, desk, reader, named.known)
    done: tuple[str, ...] = ()
    if named.known:
        done = (_said(reader, desk, named.known),)
        await desk.readers.save(_without(reader, named.known))
    return show(ask, not_found(named.unknown or (ask.words,), newsletters, Verb.DROP, done))


async def drop(ask: Ask, desk: Desk, reader: Reader, slugs: Sequence[str]) -> Answer:
    """Take newsletters away and say what still comes."""
    return await changed(ask, desk, _without(reader, slugs), done=(_said(reader, desk, slugs),))


def _said(reader: Reader, desk: Desk, slugs: Sequence[str]) -> str:
    named = [one for one in desk.catalogue.newsletters if one.slug in slugs]
    gone = [one for one in named if one.slug in reader.newsletters]
    if gone:
        return tr("Stopped {newsletters}.", newsletters=titles(gone))
    if not named:
        return tr("Nothing was chosen.")
    private = reader.kind is ChatKind.PRIVATE
    words = later("You do not get {newsletters}.") if private else later("This chat does not get {newsletters}.")
    return tr(words, newsletters=titles(named))


def _without(reader: Reader, slugs: Sequence[str]) -> Reader:
    return replace(reader, newsletters=tuple(slug for slug in reader.newsletters if slug not in slugs))
