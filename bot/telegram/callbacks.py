"""What a button sends when it is pressed: compact, versioned, checked before it is believed. Pure.

A payload is "version:verb:argument:..." in at most 64 bytes. Anyone can send any payload, from any message however old,
so `unpack` accepts only what `pack` could have made, and every payload names the state wanted, not a change: handling
it twice changes nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.telegram.audience import Audience

VERSION = "1"
LONGEST_BYTES = 64


class Verb(StrEnum):
    """What a button does. The values are on buttons in people's chats: never give an old one a new meaning."""

    TOGGLE = "t"
    LIST = "list"
    PROMISES = "what"
    DONE = "done"
    BACK = "back"
    ADD = "add"
    DROP = "drop"
    TIMES = "times"
    TIME = "time"
    OTHER_TIME = "other"
    CITY = "city"
    PLACE = "place"
    OTHER_PLACE = "where"
    DAYS = "days"
    THESE_DAYS = "on"
    PAUSE = "pause"
    PAUSE_FOR = "for"
    RESUME = "resume"
    NOW = "now"
    SETTINGS = "set"
    OPEN_SETTINGS = "open"
    STATUS = "status"
    SOURCES = "src"
    STORY = "story"
    MORE = "more"
    PAGE = "page"
    CLOSE = "close"
    LENGTHS = "len"
    LENGTH = "min"
    FORGET = "forget"
    KEEP = "keep"
    OFFICE = "office"
    EDITION = "ed"
    WORDS = "words"
    UNSAY = "unsay"
    LESS = "less"
    LESS_OF = "of"
    MUTE = "mute"
    FOLLOW = "follow"
    UNFOLLOW = "unfol"
    FIND = "find"
    OPEN_QUIET = "hush"
    QUIET = "quiet"
    LEAVE = "leave"
    OPEN_LANGUAGES = "tongue"
    LANGUAGE = "lang"


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = r"[1-9][0-9]{0,18}"
_NUMBER = r"[1-9][0-9]{0,2}"
_LIST_MODE = r"[sl]"
_SLOT = r"morning|evening"
_WALL = r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
_EDITION = r"e-[0-9a-f]{16}"
ARGUMENTS: dict[Verb, tuple[str, ...]] = {
    Verb.TOGGLE: (_LIST_MODE, rf"[+-]{_SLUG}"),
    Verb.LIST: (_LIST_MODE,),
    Verb.PROMISES: (_LIST_MODE,),
    Verb.DONE: (_LIST_MODE,),
    Verb.BACK: (r"list|morning|evening|place",),
    Verb.ADD: (_SLUG,),
    Verb.DROP: (_SLUG,),
    Verb.TIME: (_SLOT, rf"{_WALL}|off"),
    Verb.OTHER_TIME: (_SLOT,),
    Verb.CITY: (_SLUG,),
    Verb.PLACE: (r"[^:]+", r"[A-Z]{2}(?:-[A-Z]{2})?"),
    Verb.THESE_DAYS: (r"(?=[1-7])1?2?3?4?5?6?7?",),
    Verb.PAUSE_FOR: (r"[1-9][0-9]{0,2}|ever",),
    Verb.SOURCES: (_ID,),
    Verb.STORY: (_ID, _NUMBER),
    Verb.MORE: (_ID,),
    Verb.PAGE: (_ID, _NUMBER),
    Verb.CLOSE: (_ID,),
    Verb.LENGTH: (r"[136]",),
    Verb.FORGET: (_ID,),
    Verb.OFFICE: (r"overview|sources|editions", _NUMBER),
    Verb.EDITION: (r"open|preview|send|hold|release|ask|withdraw", _EDITION),
    Verb.UNSAY: (r"[0-9a-f]{12}",),
    Verb.LESS: (_ID,),
    Verb.LESS_OF: (_ID, _NUMBER),
    Verb.MUTE: (_ID, _NUMBER, _NUMBER),
    Verb.FOLLOW: (_ID, _NUMBER),
    Verb.UNFOLLOW: (_ID, _NUMBER),
    Verb.FIND: (r"[1-9]", r"[^:]+"),
    Verb.LANGUAGE: (r"[a-z]{2,3}",),
    Verb.QUIET: (rf"off|(?!([0-9]{{4}})-\1){_WALL}-{_WALL}",),
}
"""The form of each argument of a verb; verbs that are not here have none."""

_READS_ONLY = frozenset(
    {Verb.LIST, Verb.PROMISES, Verb.STATUS, Verb.SOURCES, Verb.STORY, Verb.MORE, Verb.PAGE, Verb.CLOSE, Verb.FIND}
)

_OPERATORS = frozenset({Verb.OFFICE, Verb.EDITION})
"""Whose handler itself asks who presses: to everybody else they are buttons that mean nothing."""


@dataclass(frozen=True, slots=True)
class Press:
    """A payload that was understood; `args` have the forms of `ARGUMENTS`."""

    verb: Verb
    args: tuple[str, ...] = ()


def pack(verb: Verb, *args: str) -> str:
    """The payload of a button. Raises ValueError for one that `unpack` would refuse."""
    data = ":".join((VERSION, verb, *args))
    if unpack(data) is None:
        raise ValueError(f"{data!r} is not a payload that could be read back")
    return data


def unpack(data: str) -> Press | None:
    """The press that `data` names; None for a foreign, older or damaged payload."""
    if len(data.encode(errors="replace")) > LONGEST_BYTES:
        return None
    version, _, rest = data.partition(":")
    word, *args = rest.split(":")
    if version != VERSION or word not in _VERBS:
        return None
    forms = ARGUMENTS.get(_VERBS[word], ())
    fits = len(args) == len(forms) and all(re.fullmatch(form, arg) for form, arg in zip(forms, args, strict=True))
    return Press(_VERBS[word], tuple(args)) if fits else None


def audience_of(data: str) -> Audience:
    """Who may press: everyone where nothing of the chat's is changed, which holds for unreadable payloads too."""
    press = unpack(data)
    return Audience.EVERYONE if press is None or press.verb in _READS_ONLY | _OPERATORS else Audience.ADMINS


_VERBS = {verb.value: verb for verb in Verb}
