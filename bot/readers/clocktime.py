"""Clock times as people type them. Pure and strict: nonsense is None, never a guess.

A wrong time that is taken silently is worse than a question back.
"""

import re
from datetime import time

_WORDS = {
    "noon": time(12, 0),
    "midday": time(12, 0),
    "midnight": time(0, 0),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FRACTIONS = {"half past": 30, "quarter past": 15, "quarter after": 15, "quarter to": -15, "quarter of": -15}
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?\s*(?P<half>a\.?m\.?|p\.?m\.?)?(?:\s*o'?clock)?", re.IGNORECASE
)
_SPOKEN = re.compile(
    rf"(?:a\s+)?(?P<fraction>{'|'.join(_FRACTIONS)})\s+(?P<hour>\d{{1,2}}|{'|'.join(_NUMBERS)})"
    r"\s*(?P<half>a\.?m\.?|p\.?m\.?)?",
    re.IGNORECASE,
)
_DAYTIME = re.compile(r"\s+in\s+the\s+(morning|afternoon|evening)$", re.IGNORECASE)


def parse_time(words: str) -> time | None:
    """The wall time that `words` name, None when they name none: "7:30", "7.30 am", "7", "19:00", "half past 7"."""
    typed = " ".join(words.split()).lower().removeprefix("at ")
    typed = _DAYTIME.sub(lambda found: " am" if found[1].lower() == "morning" else " pm", typed)
    return _WORDS.get(typed) or _digits(typed) or _spoken(typed)


def _digits(typed: str) -> time | None:
    if typed in _NUMBERS:
        return time(_NUMBERS.index(typed) + 1)
    found = _CLOCK.fullmatch(typed)
    if found is None:
        return None
    return _at(int(found["hour"]), int(found["minute"] or 0), found["half"])


def _spoken(typed: str) -> time | None:
    """Reads "half past seven"; an hour without am or pm is taken as it is, like "7"."""
    found = _SPOKEN.fullmatch(typed)
    if found is None:
        return None
    named = found["hour"].lower()
    hour = int(named) if named.isdigit() else _NUMBERS.index(named) + 1
    whole = _at(hour, 0, found["half"])
    if whole is None:
        return None
    minutes = (whole.hour * 60 + _FRACTIONS[found["fraction"]]) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def _at(hour: int, minute: int, half: str | None) -> time | None:
    """Refuses "24:00"; with am or pm only 1 to 12 are hours, and 12 am is midnight."""
    if half is None:
        return time(hour, minute) if hour < 24 else None  # noqa: PLR2004 - hours of a day
    if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of half a day
        return None
    return time(hour % 12 + (12 if half.startswith("p") else 0), minute)
