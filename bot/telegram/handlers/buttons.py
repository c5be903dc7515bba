"""Presses of buttons: a payload is read, checked against what there is now, and carried out.

A payload that is damaged, foreign or out of date gets a toast and where we are; it changes nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.readers.model import UNTIL_RESUMED
from bot.telegram.callbacks import Press, Verb, audience_of, unpack
from bot.telegram.conversation import meet, show, stale, still_open
from bot.telegram.desk import Desk
from bot.telegram.handlers import (
    admin,
    days,
    forget,
    language,
    length,
    listing,
    more,
    pause,
    placing,
    quiet,
    resume,
    search,
    settings,
    slots,
    sources,
    status,
    today,
    wishes,
)
from bot.telegram.screen import Answer, Ask, Edit, Say
from bot.telegram.screens.habits import days_screen, pause_screen

__all__ = ["audience_of", "handle"]

Pressed = Callable[[Ask, Desk, Press], Awaitable[Answer]]


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Carry out what the pressed button stands for."""
    press = unpack(ask.pressed or "")
    if press is None:
        return await stale(ask, desk)
    return await _HANDLERS[press.verb](ask, desk, press)


async def _days(ask: Ask, desk: Desk, _: Press) -> Answer:
    return show(ask, days_screen(await meet(ask, desk)))


async def _these_days(ask: Ask, desk: Desk, press: Press) -> Answer:
    return await days.set_days(ask, desk, await meet(ask, desk), frozenset(map(int, press.args[0])))


async def _pause(ask: Ask, desk: Desk, _: Press) -> Answer:
    reader = await meet(ask, desk)
    return await still_open(ask, desk, reader) or show(ask, pause_screen(reader, ask.at))


async def _pause_for(ask: Ask, desk: Desk, press: Press) -> Answer:
    reader = await meet(ask, desk)
    unfinished = await still_open(ask, desk, reader)
    if unfinished:
        return unfinished
    for_good = press.args[0] == "ever"
    until = UNTIL_RESUMED if for_good else pause.today(ask, reader) + timedelta(days=int(press.args[0]))
    return await pause.pause_until(ask, desk, reader, until)


async def _resume(ask: Ask, desk: Desk, _: Press) -> Answer:
    return await resume.handle(ask, desk)


async def _now(ask: Ask, desk: Desk, _: Press) -> Answer:
    return await today.handle(ask, desk)


async def _settings(ask: Ask, desk: Desk, _: Press) -> Answer:
    return await settings.handle(ask, desk)


async def _open_settings(ask: Ask, desk: Desk, _: Press) -> Answer:
    """Under a briefing: the settings come as a new message, the briefing stays."""
    answer = await settings.handle(ask, desk)
    return replace(answer, acts=tuple(Say(act.screen) if isinstance(act, Edit) else act for act in answer.acts))


async def _status(ask: Ask, desk: Desk, _: Press) -> Answer:
    return await status.handle(ask, desk)


async def _forget(ask: Ask, desk: Desk, _: Press) -> Answer:
    return await forget.handle(ask, desk)


_HANDLERS: dict[Verb, Pressed] = {
    Verb.TOGGLE: listing.toggle,
    Verb.LIST: listing.show_list,
    Verb.PROMISES: listing.show_promises,
    Verb.DONE: listing.done,
    Verb.BACK: listing.back,
    Verb.ADD: listing.add,
    Verb.DROP: listing.drop,
    Verb.TIMES: slots.times,
    Verb.TIME: slots.set_time,
    Verb.OTHER_TIME: slots.other_time,
    Verb.CITY: placing.city,
    Verb.PLACE: placing.place,
    Verb.OTHER_PLACE: placing.other,
    Verb.DAYS: _days,
    Verb.THESE_DAYS: _these_days,
    Verb.PAUSE: _pause,
    Verb.PAUSE_FOR: _pause_for,
    Verb.RESUME: _resume,
    Verb.NOW: _now,
    Verb.SETTINGS: _settings,
    Verb.OPEN_SETTINGS: _open_settings,
    Verb.STATUS: _status,
    Verb.SOURCES: sources.open_sources,
    Verb.STORY: sources.turn,
    Verb.CLOSE: sources.close,
    Verb.MORE: more.open_more,
    Verb.PAGE: more.turn,
    Verb.LENGTHS: length.open_lengths,
    Verb.LENGTH: length.set_length,
    Verb.FORGET: forget.erase,
    Verb.KEEP: forget.keep,
    Verb.WORDS: wishes.open_words,
    Verb.UNSAY: wishes.unsay,
    Verb.LESS: wishes.open_less,
    Verb.LESS_OF: wishes.less_of,
    Verb.MUTE: wishes.mute_name,
    Verb.FOLLOW: wishes.follow,
    Verb.UNFOLLOW: wishes.unfollow,
    Verb.FIND: search.turn,
    Verb.OPEN_QUIET: quiet.open_quiet,
    Verb.QUIET: quiet.set_quiet,
    Verb.OPEN_LANGUAGES: language.open_languages,
    Verb.LANGUAGE: language.set_language,
    Verb.LEAVE: _forget,
    Verb.OFFICE: admin.turn,
    Verb.EDITION: admin.order,
}
