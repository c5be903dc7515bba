"""The gate: whether what a line says is what the sentences that it cites say. Pure.

It knows nothing of the world and understands nothing. It compares what can be compared: amounts with their units, days
and times, names, who bears which title, quotations letter by letter, who speaks, what is denied, what is only supposed,
what is said to be the first or the cause. A line that has more than its sources is not told, however well it reads.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from briefings.folding import folded
from briefings.writing.ground import names as naming
from briefings.writing.ground import tone
from briefings.writing.ground.amounts import amounts, supported
from briefings.writing.ground.copied import changes
from briefings.writing.ground.moments import moments
from briefings.writing.ground.speakers import speakers
from briefings.writing.ground.swaps import Thing, swapped
from briefings.writing.quotes import quoted_ranges

_ADDRESS = re.compile(
    r"\w+://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|io|ru|cn|example|info|xyz|me|co)\b\S*|(?<!\w)@\w+|</?\w+[^>]*>|\]\(|\S+@\S+\.\S+",
    re.IGNORECASE,
)
_KEY = re.compile(r"\b[\w-]{16,}\b")
_PAIR = re.compile(r"(?<![\w.,])(\d[\d.,]*)\s?(?:[-\u2013/]|to|and)\s?(\d[\d.,]*)(?![\d])")
_PLAIN = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"['’](?:s\b)?")
_SIGNS = re.compile(r"[^\w\s%$£€]")
LEAST_STEM = 5
"""Letters of a name that another form of it has too: Minnesota, Minnesotans."""
_TRAILING = " ,.;:!?…'\"“”‘’"


class Kind(StrEnum):
    """What is wrong with a line."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    TITLE = "title"
    QUOTATION = "quotation"
    SPEAKER = "speaker"
    NEGATION = "negation"
    HEDGE = "hedge"
    SUPERLATIVE = "superlative"
    CAUSE = "cause"
    SWAP = "swap"
    ADDRESS = "address"
    """An address, a handle, markup or a key: a line of a brief has none, whatever its source has."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is not told: what kind of claim, and the words that no cited sentence supports."""

    kind: Kind
    words: str


class Source:
    """The sentences of a story's articles: lines cite some of them, names may be known from all."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)

    @cached_property
    def known(self) -> naming.Known:
        """Their names; worked out when a line has one that its sentences lack, which is seldom."""
        return naming.Known(self.sentences)

    @cached_property
    def titled(self) -> frozenset[tuple[str, str]]:
        """Who bears which title."""
        return frozenset[tuple[str, str]]().union(*map(naming.titled, self.sentences))

    @cached_property
    def folded(self) -> str:
        """All that they say, as words are compared."""
        return folded(" ".join(self.sentences))

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Everybody who is said to have said something."""
        return frozenset[str]().union(*map(speakers, self.sentences))


def faults(line: str, cited: Sequence[str], source: Source) -> list[Fault]:
    """Everything in the line that the cited sentences do not support; nothing for a line that may be told."""
    text = " ".join(cited)
    return [
        *_addresses(line),
        *_amounts(line, text),
        *_pairs(line, text),
        *_moments(line, text),
        *_names(line, text, source),
        *_titles(line, source),
        *_quotations(line, text),
        *_speakers(line, text, source),
        *_copied(line, cited),
        *_tone(line, cited),
        *_swaps(line, text),
    ]


def _addresses(line: str) -> list[Fault]:
    keys = (found for found in _KEY.findall(line) if any(map(str.isdigit, found)) and any(map(str.isalpha, found)))
    return [Fault(Kind.ADDRESS, found) for found in (*_ADDRESS.findall(line), *keys)]


def _amounts(line: str, text: str) -> list[Fault]:
    told = amounts(text)
    return [
        Fault(Kind.NUMBER, line[one.start : one.end].strip()) for one in amounts(line) if not supported(one, told, text)
    ]


def _pairs(line: str, text: str) -> list[Fault]:
    """Scores, splits and ranges: two figures that belong together, in that order."""
    told = set(_PAIR.findall(text))
    return [Fault(Kind.NUMBER, "-".join(found)) for found in _PAIR.findall(line) if found not in told]


def _moments(line: str, text: str) -> list[Fault]:
    return [Fault(Kind.DATE, one) for one in sorted(moments(line) - moments(text))]


def _names(line: str, text: str, source: Source) -> list[Fault]:
    said = {one.word for one in naming.names(text)} | {folded(word) for word in _PLAIN.findall(text)}
    found = []
    for run in naming.runs(line):
        unsaid = [one for one in run if one.word not in said and not _spelled_otherwise(one.word, said)]
        wrong = [one.word for one in unsaid if source.known.is_name(one)]
        if not wrong or source.known.completes(tuple(one.word for one in run), said):
            continue
        found += [Fault(Kind.NAME, word) for word in wrong if not source.known.stands_for(word)]
    return found


def _spelled_otherwise(word: str, said: set[str]) -> bool:
    """A hyphen more or less, a plural, an adjective of the same stem."""
    pieces = re.split(r"[-./&’']", word)
    if len(pieces) > 1 and all(piece in said or not piece for piece in pieces):
        return True
    if any(len(other) >= LEAST_STEM and (word.startswith(other) or other.startswith(word)) for other in said):
        return len(word) >= LEAST_STEM
    forms = (word.removesuffix("s"), f"{word}s", word.replace("-", ""), word.replace(".", ""))
    return any(form in said for form in forms)


def _titles(line: str, source: Source) -> list[Fault]:
    found = []
    for title, name in sorted(naming.titled(line)):
        if (title, name) in source.titled:
            continue
        # "Dana Ruiz, the mayor": the title stands behind the name, or before it, near it.
        one, other = re.escape(name), re.escape(title)
        near = re.search(rf"{one}\W+(?:\w+\W+){{0,6}}{other}|{other}\W+(?:\w+\W+){{0,4}}{one}", source.folded)
        if near is None:
            found.append(Fault(Kind.TITLE, f"{title} {name}"))
    return found


def _quotations(line: str, text: str) -> list[Fault]:
    told = _bare(text)
    found = []
    for start, end in quoted_ranges(line):
        words = line[start:end].strip(_TRAILING)
        pieces = [piece.strip(_TRAILING) for piece in re.split(r"\.{3}|…|\[[^\]]*\]", words)]
        found += [Fault(Kind.QUOTATION, piece) for piece in pieces if piece and _bare(piece) not in told]
    return found


def _bare(text: str) -> str:
    plain = _APOSTROPHES.sub("", folded(text))
    return f" {' '.join(_SIGNS.sub(' ', plain).split())} "


def _speakers(line: str, text: str, source: Source) -> list[Fault]:
    """Somebody speaks in the line who speaks nowhere in the story, where the cited sentences name another one."""
    ours, theirs = speakers(line), speakers(text)
    if not ours or not theirs or ours & theirs:
        return []
    return [Fault(Kind.SPEAKER, word) for word in sorted(ours - source.speakers) if word in source.known.names]


def _copied(line: str, cited: Sequence[str]) -> list[Fault]:
    changed = changes(line, cited)
    return [
        *(Fault(Kind.SWAP, word) for word in changed.replaced),
        *(Fault(Kind.NEGATION, word) for word in changed.denied),
        *(Fault(Kind.HEDGE, word) for word in changed.doubted),
    ]


def _tone(line: str, cited: Sequence[str]) -> list[Fault]:
    text = " ".join(cited)
    found = []
    if (word := tone.denied_wrongly(line, cited)) is not None:
        found.append(Fault(Kind.NEGATION, word))
    if tone.surer(line, cited):
        found.append(Fault(Kind.HEDGE, line))
    found += [
        Fault(Kind.SUPERLATIVE, word)
        for word in sorted(tone.superlatives(line) - tone.superlatives(text))
        if word not in folded(text)
    ]
    if tone.causes(line) and not tone.hints_at_cause(text):
        found.append(Fault(Kind.CAUSE, line))
    return found


def _swaps(line: str, text: str) -> list[Fault]:
    pairs = (
        (_amount_things(line), _amount_things(text)),
        (_name_things(line), _name_things(text)),
    )
    wrong = (swapped(line, ours, text, theirs) for ours, theirs in pairs)
    return [Fault(Kind.SWAP, f"{one} and {other}") for one, other in filter(None, wrong)]


def _amount_things(text: str) -> list[Thing]:
    return [Thing(f"{one.value:g}{one.unit}", one.start, one.end) for one in amounts(text)]


def _name_things(text: str) -> list[Thing]:
    return [Thing(run[-1].word, run[0].start, run[-1].end) for run in naming.runs(text)]
