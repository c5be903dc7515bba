"""Two things of a line that have changed places: each is in the source, but in the other one's. Pure.

Each name and amount has neighbours, the words to its left and right. Where a pair of one kind fits the source clearly
better when the two are exchanged, they have been exchanged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from briefings.folding import folded

REACH = 3
"""Words to each side."""
MOST = 12
"""Things of one kind that are compared; a line has fewer."""

CLEARLY, LEAST = 0.5, 2.0
"""How much better it must fit, and how well: a word by chance is none."""

_TOKEN = re.compile(r"\w+(?:['’.]\w+)*|[$£€%]")


@dataclass(frozen=True, slots=True)
class Thing:
    """A name or an amount, in one form wherever it stands; `start` and `end` are its place in the text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Around:
    left: tuple[str, ...]
    right: tuple[str, ...]

    def fits(self, other: "_Around") -> float:
        """How much two surroundings have in common; what stands next counts most."""
        return _shared(self.left[::-1], other.left[::-1]) + _shared(self.right, other.right)


def swapped(line: str, ours: Sequence[Thing], source: str, theirs: Sequence[Thing]) -> tuple[str, str] | None:
    """Two keys of the line that stand in each other's place; None where all stand in their own."""
    here = [(one.key, _around(line, one)) for one in ours[:MOST]]
    there: dict[str, list[_Around]] = {}
    for thing in theirs:
        there.setdefault(thing.key, []).append(_around(source, thing))
    for (one, near_one), (other, near_other) in combinations(here, 2):
        if one == other or one not in there or other not in there:
            continue
        straight = _best(near_one, there[one]) + _best(near_other, there[other])
        crossed = _best(near_one, there[other]) + _best(near_other, there[one])
        if crossed > straight + CLEARLY and crossed >= LEAST:
            return one, other
    return None


def _best(near: _Around, places: Sequence[_Around]) -> float:
    return max(near.fits(place) for place in places)


def _around(text: str, thing: Thing) -> _Around:
    left = [folded(word) for word in _TOKEN.findall(text[: thing.start])][-REACH:]
    right = [folded(word) for word in _TOKEN.findall(text[thing.end :])][:REACH]
    return _Around(tuple(left), tuple(right))


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Words that both sides have, the nearer the more."""
    total = 0.0
    for at, word in enumerate(one):
        if word in other:
            total += (1.0 if at == 0 and other[0] == word else 0.5) * (1 - 0.2 * at)
    return total
