"""Days, months, years and times of day that a text names. Pure."""

import re

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905 (words in quotes read worse)
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_SHORT = {"sept": "september"} | {month[:3]: month for month in _MONTHS}
_WORD = re.compile(r"\b([A-Z][a-z]{2,8})\b")
_SHORT_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\s\d)")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s?(a\.?m|p\.?m)\b\.?|\b(\d{1,2}):(\d\d)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(yesterday|today|tomorrow|tonight|(?:last|next|this) (?:week|month|year|spring|summer|fall|autumn|winter))\b",
    re.IGNORECASE,
)


def moments(text: str) -> set[str]:
    """What it names, each in one form: "monday", "november", "2019", "19:30", "last week"."""
    found = {name for word in _WORD.findall(text) if (name := _named(word))}
    found |= {_SHORT[word.lower()] for word in _SHORT_MONTH.findall(text)}
    found |= set(_YEAR.findall(text))
    found |= {word.lower() for word in _RELATIVE.findall(text)}
    return found | {_clock(match) for match in _CLOCK.finditer(text)}


def is_moment(word: str) -> bool:
    """Whether a word with a capital is a day's or a month's name."""
    return bool(_named(word))


def _named(word: str) -> str:
    bare = word.lower()
    if bare in _DAYS or bare in _MONTHS:
        return bare
    return next((day for day in _DAYS if bare in {day[:3], day[:4]} and bare not in {"sun", "sat"}), "")


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    half = (match[3] or "").lower().replace(".", "")
    return f"{hour % 12 + 12 if half == 'pm' else hour % 12 if half else hour}:{minute:02}"
