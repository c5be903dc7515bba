"""What a reader wants less or more of: words that are typed or tapped, and stories that are followed."""

import re
from dataclasses import replace

from bot.delivery.desk import ShownBriefing, ShownItem
from bot.readers.model import Reader
from bot.readers.questions import chosen
from bot.readers.words import MOST, plain_word, short_name
from bot.telegram.callbacks import Press
from bot.telegram.conversation import meet, show
from bot.telegram.desk import Desk
from bot.telegram.handlers.sources import NOT_KEPT, shown_here, story_screen
from bot.telegram.language import tr
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast
from bot.telegram.screens.wishes import (
    carrying,
    less_of_what,
    muted,
    no_word,
    offered,
    too_many,
    which_story,
    words_screen,
)

_OFF = re.compile(r"off\b\s*(.*)", re.IGNORECASE | re.DOTALL)


async def typed(ask: Ask, desk: Desk, *, mute: bool) -> Answer:
    """/mute and /follow: show the words, say one, or take one back."""
    reader = await meet(ask, desk)
    if ask.words.strip().lower() in ("", "off"):
        return Answer((Say(words_screen(reader)),))
    taken_back = _OFF.fullmatch(ask.words.strip())
    word = plain_word(taken_back[1] if taken_back else ask.words)
    if word is None:
        return Answer((Say(no_word(ask.words)),))
    if taken_back:
        return await _unsaid(ask, desk, reader, word)
    saved = await _said(desk, reader, word, mute=mute)
    if saved is None:
        return Answer((Say(too_many()),))
    done = tr("Stories with {word} stay out.", word=word) if mute else tr("Stories with {word} come first.", word=word)
    return show(ask, words_screen(saved, done))


async def open_words(ask: Ask, desk: Desk, _: Press) -> Answer:
    """A pressed button that asks for the words."""
    return show(ask, words_screen(await meet(ask, desk)))


async def unsay(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A pressed word is taken back; one that is not there any more changes nothing."""
    reader = await meet(ask, desk)
    named = [word for word in (*reader.muted, *reader.followed) if short_name(word) == press.args[0]]
    return await _unsaid(ask, desk, reader, named[0]) if named else show(ask, words_screen(reader))


async def open_less(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Under a briefing a new message, in its own message the same again: which story?"""
    found = await shown_here(ask, desk, int(press.args[0]))
    if found is None or not found.items:
        return Answer((Toast(tr(NOT_KEPT)),))
    if len(found.items) == 1:
        return Answer((Say(await _less_of(ask, desk, found, found.items[0])),))
    return Answer((Say(which_story(found)),))


async def less_of(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Of that story: what?"""
    found, item = await _story(ask, desk, press)
    if found is None or item is None:
        return Answer((Toast(tr(NOT_KEPT)),))
    return Answer((Edit(await _less_of(ask, desk, found, item)),))


async def mute_name(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A name of a headline is muted."""
    _, item = await _story(ask, desk, press)
    names, at = offered(item) if item else [], int(press.args[2])
    word = plain_word(names[at - 1]) if 1 <= at <= len(names) else None
    if word is None:
        return Answer((Toast(tr(NOT_KEPT)),))
    saved = await _said(desk, await meet(ask, desk), word, mute=True)
    return Answer((Edit(muted(word) if saved else too_many()),))


async def follow(ask: Ask, desk: Desk, press: Press) -> Answer:
    """What is new of that story comes first from now on, until it goes quiet."""
    return await _following(ask, desk, press, wanted=True)


async def unfollow(ask: Ask, desk: Desk, press: Press) -> Answer:
    """That story is one among others again."""
    return await _following(ask, desk, press, wanted=False)


async def _following(ask: Ask, desk: Desk, press: Press, *, wanted: bool) -> Answer:
    found, item = await _story(ask, desk, press)
    if found is None or item is None:
        return Answer((Toast(tr(NOT_KEPT)),))
    reader, story = await meet(ask, desk), item.brief.story
    others = tuple(one for one in reader.stories if one != story)
    if wanted and len(others) >= MOST:
        return Answer((Toast(tr("You follow {most} stories already.", most=str(MOST))),))
    await desk.readers.save(replace(reader, stories=(*others, story) if wanted else others))
    words = tr("What is new of it comes first, until it goes quiet.") if wanted else tr("Not followed any more.")
    return Answer((Toast(words), Edit(await story_screen(ask, desk, found, item.number))))


async def _story(ask: Ask, desk: Desk, press: Press) -> tuple[ShownBriefing | None, ShownItem | None]:
    found = await shown_here(ask, desk, int(press.args[0]))
    items = found.items if found else ()
    return found, next((item for item in items if item.number == int(press.args[1])), None)


async def _less_of(ask: Ask, desk: Desk, found: ShownBriefing, item: ShownItem) -> Screen:
    reader = await meet(ask, desk)
    return less_of_what(found, item, carrying(item.brief, chosen(reader, desk.catalogue.newsletters)))


async def _said(desk: Desk, reader: Reader, word: str, *, mute: bool) -> Reader | None:
    """The reader with the word said; None where that would be one too many."""
    muted = tuple(one for one in reader.muted if one != word)
    followed = tuple(one for one in reader.followed if one != word)
    if len(muted) + len(followed) >= MOST:
        return None
    if mute:
        return await desk.readers.save(replace(reader, muted=(*muted, word), followed=followed))
    return await desk.readers.save(replace(reader, muted=muted, followed=(*followed, word)))


async def _unsaid(ask: Ask, desk: Desk, reader: Reader, word: str) -> Answer:
    if word not in (*reader.muted, *reader.followed):
        return show(ask, words_screen(reader, tr("{word} was neither muted nor followed.", word=word)))
    muted = tuple(one for one in reader.muted if one != word)
    followed = tuple(one for one in reader.followed if one != word)
    saved = await desk.readers.save(replace(reader, muted=muted, followed=followed))
    return show(ask, words_screen(saved, tr("{word} is a word like any other again.", word=word)))
