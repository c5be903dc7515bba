"""Plants one fault in a true line: what a model may do to it. Drawn from a seeded chance. For tests and measurements.

Every fault is one that a reader would be misled by: another number, unit, day, name, title, quotation, speaker, or the
opposite. Where a line gives no chance for a kind of fault, there is none.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

from briefings.writing.ground.amounts import amounts
from briefings.writing.ground.names import names, runs
from briefings.writing.ground.speakers import speakers
from briefings.writing.quotes import quoted_ranges

Plant = Callable[[str, Sequence[str], Random], str | None]
"""From a true line and all sentences of its article, the line with a fault; None where it gives no chance."""

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
UNITS = {
    "million": "billion",
    "billion": "million",
    "trillion": "billion",
    "thousand": "million",
    "percent": "percentage points",
    "%": " million",
    "miles": "kilometers",
    "years": "months",
    "months": "years",
    "weeks": "months",
    "days": "weeks",
    "hours": "days",
    "minutes": "hours",
    "$": "€",
    "£": "$",
    "pounds": "tons",
    "degrees": "percent",
    "feet": "miles",
}
OFFICES = ("President", "Senator", "Governor", "Mayor", "Secretary", "Minister", "Judge")
VERBS = ("is", "are", "was", "were", "will", "would", "can", "could", "has", "have", "had", "should", "did", "does")
HEDGED = re.compile(r"\b(?:may|might|could)\s(?!not\b)(be\s)?|\b(?:allegedly|reportedly|possibly|probably)\s")


def number(line: str, article: Sequence[str], random: Random) -> str | None:
    """Another value, off by some."""
    found = [one for one in amounts(line) if re.search(r"\d", line[one.start : one.end])]
    if not found:
        return None
    one = random.choice(found)
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", line[one.start : one.end])
    assert digits is not None
    old = digits.group()
    new = _other_digits(old, random)
    at = one.start + digits.start()
    return line[:at] + new + line[at + len(old) :]


def exchanged_numbers(line: str, article: Sequence[str], random: Random) -> str | None:
    """Two amounts of the line in each other's place."""
    found = [one for one in amounts(line) if re.search(r"\d", line[one.start : one.end])]
    pairs = [(a, b) for a in found for b in found if a.start < b.start and (a.value, a.unit) != (b.value, b.unit)]
    pairs = [(a, b) for a, b in pairs if a.unit == b.unit]
    return _exchanged(line, [((a.start, a.end), (b.start, b.end)) for a, b in pairs], random)


def unit(line: str, article: Sequence[str], random: Random) -> str | None:
    """The same figure of something else."""
    found = [
        match
        for word in UNITS
        for match in re.finditer(
            rf"(?<=\d)\s?{re.escape(word)}(?![\w])" if word not in "$£" else rf"{re.escape(word)}(?=\d)", line
        )
    ]
    if not found:
        return None
    match = random.choice(found)
    space = " " if match.group().startswith(" ") else ""
    return line[: match.start()] + space + UNITS[match.group().strip()] + line[match.end() :]


def day(line: str, article: Sequence[str], random: Random) -> str | None:
    """Another weekday, month or year."""
    found = list(re.finditer(rf"\b(?:{'|'.join(DAYS + MONTHS)})\b|\b(?:19|20)\d\d\b", line))
    if not found:
        return None
    match = random.choice(found)
    old = match.group()
    if old.isdigit():
        new = str(int(old) + random.choice((-3, -2, -1, 1, 2, 3)))
    else:
        new = random.choice([one for one in (DAYS if old in DAYS else MONTHS) if one != old])
    return line[: match.start()] + new + line[match.end() :]


def name(line: str, article: Sequence[str], random: Random) -> str | None:
    """Another name of the same article, or one that nobody there has."""
    ours = [run for run in runs(line) if not run[0].first]
    others = sorted({text[one.start : one.end] for text in article for one in names(text) if not one.first})
    others = [one for one in others if one.lower() not in line.lower() and len(one) > 3]
    if not ours or not others:
        return None
    run = random.choice(ours)
    new = random.choice([*others, "Delgado", "Whitcombe"])
    return line[: run[-1].start] + new + line[run[-1].end :]


def exchanged_names(line: str, article: Sequence[str], random: Random) -> str | None:
    """Two names of the line in each other's place."""
    found = [(run[0].start, run[-1].end) for run in runs(line)]
    pairs = [(a, b) for a in found for b in found if a[0] < b[0] and line[slice(*a)] != line[slice(*b)]]
    return _exchanged(line, pairs, random)


def title(line: str, article: Sequence[str], random: Random) -> str | None:
    """Another office for the same person."""
    found = list(re.finditer(rf"\b({'|'.join(OFFICES)})\s(?=[A-Z])", line))
    if not found:
        return None
    match = random.choice(found)
    new = random.choice([one for one in OFFICES if one[:3] != match[1][:3]])
    return line[: match.start(1)] + new + line[match.end(1) :]


def quotation(line: str, article: Sequence[str], random: Random) -> str | None:
    """A word of a quotation that was not said."""
    found = [(start, end) for start, end in quoted_ranges(line) if len(line[start:end].split()) > 3]
    if not found:
        return None
    start, end = random.choice(found)
    words = list(re.finditer(r"[a-z]{4,}", line[start:end]))
    if not words:
        return None
    match = random.choice(words)
    new = random.choice([one for one in ("never", "always", "certainly", "secretly", "hardly") if one != match.group()])
    return line[: start + match.start()] + new + line[start + match.end() :]


def speaker(line: str, article: Sequence[str], random: Random) -> str | None:
    """Somebody else of the article says it."""
    ours = speakers(line)
    theirs = sorted({one for text in article for one in speakers(text)} - ours)
    spoken = [one for one in names(line) if one.word in ours]
    if not spoken or not theirs:
        return None
    one, new = random.choice(spoken), random.choice(theirs).capitalize()
    return line[: one.start] + new + line[one.end :]


def negation(line: str, article: Sequence[str], random: Random) -> str | None:
    """The opposite: a denial more, or one less."""
    denied = list(re.finditer(r"\s(?:not|never)(?=\s)|n['’]t(?=\s)", line))
    plain = list(re.finditer(rf"\b(?:{'|'.join(VERBS)})\b(?!\s(?:not|never|no)\b)(?=\s)", line))
    if denied and (not plain or random.random() < 0.7):
        match = random.choice(denied)
        return line[: match.start()] + line[match.end() :]
    if not plain:
        return None
    match = random.choice(plain)
    return f"{line[: match.end()]} not{line[match.end() :]}"


def hedge(line: str, article: Sequence[str], random: Random) -> str | None:
    """What was only supposed is said to be so."""
    found = list(HEDGED.finditer(line))
    if not found:
        return None
    match = random.choice(found)
    verb = (
        "is "
        if match.group().endswith("be ")
        else "did "
        if match.group().split()[0] in {"may", "might", "could"}
        else ""
    )
    return line[: match.start()] + verb + line[match.end() :]


KINDS: dict[str, Plant] = {
    "number": number,
    "exchanged numbers": exchanged_numbers,
    "unit": unit,
    "date": day,
    "name": name,
    "exchanged names": exchanged_names,
    "title": title,
    "quotation": quotation,
    "speaker": speaker,
    "negation": negation,
    "hedge": hedge,
}


def _other_digits(old: str, random: Random) -> str:
    while True:
        at = random.choice([place for place, sign in enumerate(old) if sign.isdigit()])
        new = old[:at] + random.choice([sign for sign in "123456789" if sign != old[at]]) + old[at + 1 :]
        if new != old:
            return new


def _exchanged(line: str, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]], random: Random) -> str | None:
    if not pairs:
        return None
    (a, b), (c, d) = random.choice(list(pairs))
    return line[:a] + line[c:d] + line[b:c] + line[a:b] + line[d:]
