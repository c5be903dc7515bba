"""What the trained scorer knows of each sentence of a story, and of each paragraph. Pure.

Every feature is a name that is there or not: word sequences (`grams`), and a few facts about form and about how close
the text is to the title and the opening, each cut into steps ("#words=3"). Training and scoring both read this module,
so a model can never be asked about features it was not trained on.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefings.writing.grams import NAME, grams
from briefings.writing.units import Unit

_WORDS = (8, 15, 25, 40, 60, 90)
_AGAINST_MEAN = (0.5, 0.8, 1.2, 1.8)
_SHARED = (0.001, 0.15, 0.3, 0.5)
_COUNTED = (1, 2, 4)
_LINES = (1, 2, 3, 4, 6, 9, 14)
_LONG = 4  # letters: shorter words join sentences and say little


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a line of one with several: its place in the story's units, and its features."""

    units: range
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """A story's features: of each unit by itself, of each passage, and of where each unit stands."""

    units: tuple[tuple[str, ...], ...]
    passages: tuple[Passage, ...]
    places: tuple[tuple[str, ...], ...]


def features(title: str, story: Sequence[Unit]) -> Features:
    """Return the features of a story's units; `title` is its lead article's."""
    found = [grams(unit.text) for unit in story]
    spread = list(_passages(story))
    lengths = [sum(len(story[n].text) for n in units) for units in spread]
    mean = sum(lengths) / max(1, len(lengths))
    near = _Near(title, found[: spread[0].stop] if spread else [])
    passages = []
    for units, length in zip(spread, lengths, strict=True):
        own = list(dict.fromkeys(gram for n in units for gram in found[n]))
        form = _form([story[n].text for n in units], own)
        passages.append(
            Passage(units, (*own, *form, _step("relative", _AGAINST_MEAN, length / mean), *near.steps(own)))
        )
    alone = [(*own, *_form([unit.text], own), *near.steps(own)) for unit, own in zip(story, found, strict=True)]
    return Features(tuple(alone), tuple(passages), tuple(tuple(_place(unit)) for unit in story))


def _passages(story: Sequence[Unit]) -> Iterator[range]:
    """Give the runs of units that stand in one line of one article."""
    start = 0
    for n in range(1, len(story) + 1):
        if n == len(story) or _line(story[n]) != _line(story[start]):
            yield range(start, n)
            start = n


def _line(unit: Unit) -> tuple[int, int]:
    return unit.outlet, unit.line


def _form(texts: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """Give the facts about form: length, sentences, names, figures, quotation marks."""
    yield _step("words", _WORDS, sum(text.count(" ") + 1 for text in texts))
    yield _step("sentences", _COUNTED, len(texts))
    yield _step("quotes", _COUNTED, sum(text.count('"') + text.count("“") for text in texts))
    yield _step("figures", _COUNTED, sum(1 for text in texts for word in text.split() if _has_digit(word)))
    yield _step("names", _COUNTED, sum(1 for gram in found if gram.endswith(NAME)))


def _has_digit(word: str) -> bool:
    return word[0].isdigit() or word[-1].isdigit()


def _place(unit: Unit) -> Iterator[str]:
    """Give where a unit stands: for openings only, since the point of a story may stand anywhere."""
    yield _step("line", _LINES, unit.line)
    yield f"#line={unit.line if unit.line < _LINES[2] else 'on'},{min(unit.place, 2)}"
    yield f"#lead={unit.outlet == 0}"


def _step(name: str, edges: Sequence[float], value: float) -> str:
    return f"#{name}={bisect(edges, value)}"


class _Near:
    """How much of a text the title and the opening passage of its story say, too."""

    def __init__(self, title: str, opening: Iterable[Iterable[str]]) -> None:
        self._title = _long(grams(title.lower()))
        self._opening = _long(gram for found in opening for gram in found)

    def steps(self, found: Iterable[str]) -> Iterator[str]:
        own = _long(found)
        least = max(1, len(own))
        yield _step("title", _SHARED, len(own & self._title) / least)
        yield _step("opening", _SHARED, len(own & self._opening) / least)


def _long(found: Iterable[str]) -> frozenset[str]:
    """Return the single words among `found` that are long enough to say something."""
    return frozenset(gram for gram in found if len(gram) >= _LONG and gram.isalpha())
