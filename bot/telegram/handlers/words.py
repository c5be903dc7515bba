"""Bare words: the answer to an open question, or the name of a newsletter.

Where several share a chat only replies and mentions come here (`bot.telegram.relevance`), so all words are for us.
"""

from difflib import get_close_matches

from bot.readers.clocktime import parse_time
from bot.readers.model import ChatKind, Reader, Step
from bot.readers.names import nearest, understand
from bot.readers.places import Unknown
from bot.telegram import handlers
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb
from bot.telegram.conversation import meet
from bot.telegram.desk import Desk
from bot.telegram.handlers import timezone
from bot.telegram.handlers.subscribe import add
from bot.telegram.handlers.times import typed_time
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Answer, Ask, Say, Screen
from bot.telegram.screens.asking import unknown_place
from bot.telegram.screens.choosing import list_screen, not_found, offer
from bot.telegram.screens.habits import unknown_time
from bot.telegram.screens.phrases import echo
from bot.telegram.text import Code
from briefings.model import Slot

AUDIENCE = Audience.ADMINS
LONGEST = 200
"""Characters beyond which a message is talk, not a name."""
SLOTS = {Step.MORNING: Slot.MORNING, Step.EVENING: Slot.EVENING}


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Understand the words in the light of the open question."""
    words = " ".join(ask.words.split())
    if words.startswith("/"):
        return _unknown_command(ask, words)
    if not words:
        return Answer()
    if len(words) > LONGEST:
        return Answer((Say(_too_long()),))
    reader = await desk.readers.find(ask.address)
    if reader is not None and reader.step is not None:
        answer = await _answer(ask, desk, reader, words)
        if answer:
            return answer
    named = understand(words, desk.catalogue.newsletters)
    if named.known and not named.unknown:
        known = reader or await meet(ask, desk)
        return await add(ask, desk, known, named.known)
    return _not_understood(desk, reader, words)


async def _answer(ask: Ask, desk: Desk, reader: Reader, words: str) -> Answer | None:
    """What the words answer of the open question, if they do."""
    if reader.step is Step.PLACE:
        found = timezone.find(desk, words)
        return None if isinstance(found, Unknown) else await timezone.place_found(ask, desk, reader, found)
    slot = SLOTS.get(reader.step) if reader.step else None
    if slot is None or parse_time(words) is None:
        return None
    return await typed_time(ask, desk, reader, slot, words)


def _not_understood(desk: Desk, reader: Reader | None, words: str) -> Answer:
    """The nearest thing to what was meant: the open question's own sentence, names that are near, or the way on."""
    newsletters = desk.catalogue.newsletters
    named = understand(words, newsletters)
    near = named.known or any(nearest(word, newsletters) for word in named.unknown)
    step = reader.step if reader else None
    if reader is not None and step in SLOTS and not near:
        return Answer((Say(unknown_time(words, reader)),))
    if reader is not None and step is Step.PLACE and not named.known:
        found = timezone.find(desk, words)
        offset = isinstance(found, Unknown) and found.offset
        return Answer((Say(unknown_place(echo(words), reader, offset=offset)),))
    if named.known:
        return Answer((Say(offer([one for one in newsletters if one.slug in named.known], Verb.ADD)),))
    if near:
        return Answer((Say(not_found(named.unknown, newsletters, Verb.ADD, ())),))
    lead = (tr('I do not know "{typed}". /help shows what I know.', typed=echo(words)),)
    return Answer((Say(list_screen(reader, newsletters, lead)),))


def _unknown_command(ask: Ask, words: str) -> Answer:
    """A command we do not have: the one most like it; in a shared chat it may be another bot's."""
    if ask.kind is not ChatKind.PRIVATE:
        return Answer()
    typed = words.partition(" ")[0]
    name = typed[1:].partition("@")[0].lower()
    like = get_close_matches(name, [one.COMMAND for one in handlers.COMMANDS], n=1)
    hint = tr("Did you mean /{command}?", command=like[0]) if like else tr("/help shows those I have.")
    said = tr('I have no command "{typed}".', typed=echo(typed))
    return Answer((Say(Screen((f"{said} {hint}",))),))


def _too_long() -> Screen:
    words = later("That is more than I can read. Type a name, for example {example}, or /help.")
    return Screen(blocks(words, example=Code("denver")))
