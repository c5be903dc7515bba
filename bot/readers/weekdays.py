"""Weekdays as people type and read them. Pure. Days are ISO weekdays: Monday is 1."""

import re

from bot.readers.model import EVERY_DAY

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = frozenset(range(1, 6))
WEEKENDS = frozenset({6, 7})


_SETS = {
    "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekends": WEEKENDS,
    "weekend": WEEKENDS,
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "all": EVERY_DAY,
    "all days": EVERY_DAY,
}
# A single letter is no day: "w" is a week to some.
_SHORT = {
    "tu": 2,
    "tues": 2,
    "weds": 3,
    "th": 4,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "sa": 6,
    "su": 7,
}


def parse_days(words: str) -> frozenset[int] | None:
    """The days that `words` name, None when a word names none: "weekdays", "mon wed fri", "monday to thursday"."""
    typed = " ".join(words.lower().split())
    if typed in _SETS:
        return _SETS[typed]
    ranges = re.sub(r"\s*(?:\bto\b|\bthrough\b|[-\u2013])\s*", "-", typed)
    found: set[int] = set()
    for word in re.split(r"[\s,;/+&]+", ranges):
        days = _days(word)
        if days is None:
            return None
        found |= days
    return frozenset(found) or None


def parse_day(word: str) -> int | None:
    """The ISO weekday that one word names."""
    bare = word.lower().strip(".")
    if bare in _SHORT:
        return _SHORT[bare]
    singular = bare.removesuffix("s") if bare.endswith("days") else bare
    for number, name in enumerate(NAMES, start=1):
        if singular in {name.lower(), name[:3].lower()}:
            return number
    return None


def _days(word: str) -> frozenset[int] | None:
    if word in {"", "and", "on"}:
        return frozenset()
    if word in _SETS:
        return _SETS[word]
    first, dash, last = word.partition("-")
    start, end = parse_day(first), parse_day(last) if dash else None
    if start is None or (dash and end is None):
        return None
    if end is None:
        return frozenset({start})
    return frozenset((start - 1 + step) % 7 + 1 for step in range((end - start) % 7 + 1))
