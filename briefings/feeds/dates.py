"""Reads the dates that feeds and pages carry, in the forms publishers really use. Pure.

A date is believed only from 1995 to two days from now: what lies outside is a broken clock or a broken reader, and
None is better than a wrong time.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=2)

_SHORT = 2
_TURN_OF_CENTURY = 95
# First letters of the months in English, French, German, Spanish, Portuguese, Italian, Dutch, the languages of the
# north, Polish and Russian.
_MONTHS = (
    ("jan", "ene", "gen", "sty", "янв"),
    ("feb", "fév", "fev", "lut", "фев"),
    ("mar", "mär", "maa", "mrt", "мар"),
    ("apr", "avr", "abr", "kwi", "апр"),
    ("may", "mai", "mag", "mei", "maj", "май", "мая"),
    ("jun", "juin", "giu", "cze", "июн"),
    ("jul", "juil", "lug", "lip", "июл"),
    ("aug", "aoû", "ago", "sie", "авг"),
    ("sep", "set", "wrz", "сен"),
    ("oct", "okt", "out", "ott", "paź", "окт"),
    ("nov", "lis", "ноя"),
    ("dec", "déc", "dez", "dic", "des", "gru", "дек"),
)
# Zone names of RFC 822 and Europe's two; hours east of UTC.
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7} | {
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
}
_NAME = r"(?P<month>[^\W\d_]{3,})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})[-/](?P<number>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}[\s-]+(?:de\s+)?{_NAME},?[\s-]+(?:de\s+)?(?P<year>\d{{4}}|\d{{2}})(?![\d:])"),
    re.compile(rf"{_NAME}\s+{_DAY},?\s+(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"{_NAME}\s+{_DAY}\s+(?=\d{{1,2}}:\d\d.*\s(?P<year>\d{{4}})$)"),
    re.compile(r"(?<!\d)(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<number>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<year>\d{4})\s?年\s?(?P<number>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"),
)
_TIME = re.compile(
    r"(?<![\d+-])(?P<hour>2[0-4]|[01]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60)(?:[.,]\d+)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?")


def instant(raw: str | None, now: datetime) -> datetime | None:
    """The moment that `raw` means, in UTC, or None. A time without a zone is read as UTC; a date is its midnight."""
    text = (raw or "").strip()[:100]
    if not text:
        return None
    for read in (_epoch, _iso, _written):
        moment = read(text)
        if moment is not None:
            return believable(moment, now)
    return None


def believable(moment: datetime, now: datetime) -> datetime | None:
    """`moment` in UTC if it is one that a publisher can have meant."""
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:
        return None
    return in_utc if EARLIEST <= in_utc <= now + LATEST_AHEAD else None


def _epoch(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{9,10}(?:\d{3})?(?:\.\d+)?", text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC)


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}(?:-|\d{4}(?:T|$))", text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _written(text: str) -> datetime | None:
    for form in _DATES:
        found = form.search(text)
        if found is None:
            continue
        day = _day(found.groupdict())
        if day is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return _at(day, rest)
    return None


def _day(parts: dict[str, str | None]) -> datetime | None:
    number = parts.get("number")
    month = int(number) if number else _month(parts.get("month") or "")
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == _SHORT:
        # RFC 2822, section 4.3, but with the turn where the years of news begin.
        year += 2000 if year < _TURN_OF_CENTURY else 1900
    try:
        return datetime(year, month, int(parts["day"] or 0), tzinfo=UTC)
    except ValueError:
        return None


def _month(name: str) -> int:
    name = name.casefold()
    for number, starts in enumerate(_MONTHS, start=1):
        if name.startswith(starts):
            return number
    return 0


def _at(day: datetime, rest: str) -> datetime:
    found = _TIME.search(rest)
    if found is None:
        return day
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    # 24:00 is the midnight that ends the day, and a leap second the one that ends the minute: addition knows both.
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    return day.replace(tzinfo=_zone(rest[found.end() :])) + clock


def _zone(text: str) -> timezone:
    offset = _OFFSET.search(text)
    if offset is not None:
        east = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        if east < timedelta(hours=24):
            return timezone(east if offset["sign"] == "+" else -east)
    name = re.match(r"\s*\(?([A-Z]{3,4})\b", text)
    return timezone(timedelta(hours=_ZONES.get(name[1], 0) if name else 0))
