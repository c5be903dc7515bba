"""Lengths of a pause as people type them. Pure: `today` is the reader's local date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.readers.model import UNTIL_RESUMED
from bot.readers.weekdays import parse_day

LONGEST_DAYS = 366
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better than twelve quoted words
)

_UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7, "fortnight": 14}
_MONTH_WORDS = {"mo", "month", "months"}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_FOR_GOOD = {"until i say", "until i say so", "until i resume", "until further notice", "for ever", "forever"}
_SPAN = re.compile(r"(?:for\s+)?(?P<count>\d{1,4}|[a-z]+)\s*(?P<unit>[a-z]+)")
_DAY_OF_MONTH = re.compile(r"(?:(?P<m1>[a-z]+)\.?\s+(?P<d1>\d{1,2})|(?P<d2>\d{1,2})\s+(?:of\s+)?(?P<m2>[a-z]+)\.?)"
                           r"(?:,?\s+(?P<year>\d{4}))?")  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class TooLong:
    """The words name a day that is more than a year away."""


@dataclass(frozen=True, slots=True)
class Past:
    """The words name a day that is today or before it."""

    day: date


def parse_pause(words: str, today: date) -> date | TooLong | Past | None:
    """The first day after the pause that `words` name: "2w", "10 days", "until december 8", "until i say".

    None when they name none. A day without a year is the next one of that name.
    """
    typed = _ORDINAL.sub("", " ".join(words.lower().split()).strip(" ."))
    if typed in _FOR_GOOD:
        return UNTIL_RESUMED
    day = _span(typed, today) or _named_day(typed.removeprefix("until ").removeprefix("till "), today)
    if day is None or isinstance(day, TooLong):
        return day
    if day <= today:
        return Past(day)
    return day if day <= today + timedelta(days=LONGEST_DAYS) else TooLong()


def _span(typed: str, today: date) -> date | TooLong | None:
    found = _SPAN.fullmatch(typed)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS.get(found["count"])
    days = 30 if found["unit"] in _MONTH_WORDS else _UNITS.get(found["unit"])
    if count is None or days is None:
        return None
    return today + timedelta(days=count * days) if count * days <= LONGEST_DAYS else TooLong()


def _named_day(typed: str, today: date) -> date | None:
    if typed == "tomorrow":
        return today + timedelta(days=1)
    weekday = parse_day(typed.removeprefix("next "))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", typed):
        year, month, day = (int(part) for part in typed.split("-"))
        return _date(year, month, day)
    return _day_of_month(typed, today)


def _day_of_month(typed: str, today: date) -> date | None:
    found = _DAY_OF_MONTH.fullmatch(typed)
    month = _month(found["m1"] or found["m2"]) if found else None
    if found is None or month is None:
        return None
    day = int(found["d1"] or found["d2"])
    if found["year"]:
        return _date(int(found["year"]), month, day)
    this_year = _date(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    return _date(today.year + 1, month, day)


def _month(word: str) -> int | None:
    for number, name in enumerate(MONTHS, start=1):
        if word in {name.lower(), name[:3].lower()} or (word == "sept" and name == "September"):
            return number
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
