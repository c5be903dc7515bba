"""Amounts in a text: their value, what they count, and how exactly they are told. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

REMEMBERED = 64
"""Texts whose amounts are remembered."""
MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
)
WORDS = {word: value for value, word in enumerate(_SMALL.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
}
SPECIAL = {"half": 0.5, "dozen": 12.0, "dozens": 12.0, "twice": 2.0, "double": 2.0, "triple": 3.0}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split()) if value > 2}  # noqa: PLR2004 (the first two are plain words, too)
PERCENT, POINTS, ORDINAL = "%", "points", "th"
_UNITS = {
    "percent": PERCENT,
    "pct": PERCENT,
    "dollar": "$",
    "euro": "€",
    "mile": "mile",
    "km": "kilometer",
    "kilometre": "kilometer",
    "kilometer": "kilometer",
    "foot": "foot",
    "feet": "foot",
    "ft": "foot",
    "metre": "meter",
    "meter": "meter",
    "inch": "inch",
    "inche": "inch",
    "pound": "pound",
    "lb": "pound",
    "kg": "kilogram",
    "kilogram": "kilogram",
    "kilo": "kilogram",
    "ton": "ton",
    "tonne": "ton",
    "degree": "degree",
    "year": "year",
    "yr": "year",
    "month": "month",
    "week": "week",
    "day": "day",
    "hour": "hour",
    "minute": "minute",
    "second": "second",
    "acre": "acre",
    "gallon": "gallon",
    "barrel": "barrel",
    "vote": "vote",
    "seat": "seat",
}
_NUMBER = re.compile(
    r"(?:(?P<currency>[$£€¥])\s?)?(?P<sign>(?<![\w-])-)?(?<![\w.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b)?"
    r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|[mb]n|tn|[kKmMbB](?![A-Za-z]))\b)?"
    r"(?P<percent>\s?%|[\s-]per\s?cent(?:age)?\b(?:\spoints?)?|[\s-]percentage\spoints?)?"
)
_WORD_NUMBER = re.compile(
    rf"\b(?P<words>(?:(?:{'|'.join(WORDS)})(?:[\s-](?:and\s)?)?)*(?:{'|'.join(WORDS)}))"
    r"(?:[\s-](?P<magnitude>hundred|thousand|million|billion|trillion))?(?P<percent>[\s-]per\s?cent\b)?",
    re.IGNORECASE,
)
_OTHER = re.compile(rf"\b(?:{'|'.join([*SPECIAL, *ORDINALS])})\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"[\s-]*(?:more\s|other\s)?([A-Za-z]+)")
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|some|over|under|more than|less than|at least|up to|close to"
    r"|an estimated)\s[$£€]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in its unit ("" for none), told to the nearest `step`; `about` when the text says that it is rounded.

    `start` and `end` are its place in the text.
    """

    value: float
    unit: str
    step: float
    about: bool
    start: int
    end: int


@lru_cache(maxsize=REMEMBERED)
def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a text, in order; "one" is none, it is a pronoun too often."""
    found = [_digits(text, match) for match in _NUMBER.finditer(text)]
    taken = [(one.start, one.end) for one in found]
    spelled = [_spelled(text, match) for match in _WORD_NUMBER.finditer(text)]
    other = [_other(match) for match in _OTHER.finditer(text)]
    for one in (*spelled, *other):
        if one is not None and not any(start < one.end and one.start < end for start, end in taken):
            found.append(one)
            taken.append((one.start, one.end))
    return tuple(sorted(found, key=lambda one: one.start))


def supported(claimed: Amount, told: Sequence[Amount], text: str) -> bool:
    """Whether one of the amounts told in `text` is the claimed one, or the claimed one is it rounded."""
    return any(_unit_fits(claimed, one, text) and _value_fits(claimed, one) for one in told)


def _value_fits(claimed: Amount, told: Amount) -> bool:
    if abs(claimed.value - told.value) <= 1e-9 * max(1.0, abs(told.value)):
        return True
    error = abs(claimed.value - told.value)
    rounded = claimed.step > told.step and error <= claimed.step / 2 * 1.0001
    allowed = 0.1 if claimed.about else 0.025
    return rounded and error <= allowed * abs(told.value)


def _unit_fits(claimed: Amount, told: Amount, text: str) -> bool:
    if claimed.unit == told.unit or not claimed.unit:
        return True
    # "from 5 to 7 miles": the unit stands once.
    return not told.unit and claimed.unit in {_unit_of(word) for word in re.findall(r"[A-Za-z]+|[$£€%]", text)}


def _digits(text: str, match: re.Match[str]) -> Amount:
    digits = match["digits"].replace(",", "")
    scale = MAGNITUDES.get((match["magnitude"] or "").lower(), 1.0)
    decimals = len(digits.partition(".")[2])
    whole = digits.partition(".")[0]
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals else 0
    step = scale * (10.0**-decimals if decimals else 10.0 ** min(zeros, max(len(whole) - 1, 0)))
    unit = match["currency"] or (_percent(match["percent"]) if match["percent"] else "")
    if match["ordinal"]:
        unit = ORDINAL
    value = float(digits) * scale * (-1 if match["sign"] else 1)
    return Amount(value, unit or _following(text, match.end()), step, _is_about(text, match.start()), *match.span())


def _spelled(text: str, match: re.Match[str]) -> Amount | None:
    words = re.split(r"[\s-]+", match["words"].lower())
    value = float(sum(WORDS[word] for word in words if word in WORDS))
    scale = MAGNITUDES.get((match["magnitude"] or "").lower(), 1.0)
    if value <= 1 and scale == 1:
        return None
    unit = _percent(match["percent"]) if match["percent"] else _following(text, match.end())
    return Amount(value * scale, unit, scale, _is_about(text, match.start()), *match.span())


def _other(match: re.Match[str]) -> Amount:
    word = match.group().lower()
    if word in ORDINALS:
        return Amount(float(ORDINALS[word]), ORDINAL, 1.0, about=False, start=match.start(), end=match.end())
    return Amount(SPECIAL[word], "", 0.1, about=False, start=match.start(), end=match.end())


def _percent(words: str) -> str:
    return POINTS if "point" in words else PERCENT


def _following(text: str, at: int) -> str:
    """The unit that stands behind a number; other things that are counted are no units."""
    found = _FOLLOWS.match(text, at)
    return _unit_of(found[1]) if found else ""


def _unit_of(word: str) -> str:
    if word in "$£€%":
        return word
    bare = word.lower()
    return _UNITS.get(bare) or _UNITS.get(bare.removesuffix("s"), "")


def _is_about(text: str, at: int) -> bool:
    return _ABOUT.search(text, 0, at) is not None
