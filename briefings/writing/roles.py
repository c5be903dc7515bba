"""How well each unit of a story would do each job in a brief: the one interface that a scorer has to keep. Pure.

A scorer gives numbers and decides nothing; `choose` decides. So that scorers can be exchanged, 0 is the threshold: a
unit under 0 is not fit for a role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from briefings.model import Move
from briefings.writing.units import Unit

ROLES = (Move.BIG_PICTURE, Move.BY_THE_NUMBERS, Move.THEY_SAY, Move.YES_BUT, Move.WHATS_NEXT)
"""The points that a writer looks for beside the lede and why it matters, in the order a reader gets them."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What one unit scored: as the lede, and for each move."""

    lede: float
    moves: Mapping[Move, float]


class Scorer(Protocol):
    """Scores all units of a story at once, for what a sentence is worth depends on the others."""

    def __call__(self, title: str, story: Sequence[Unit]) -> list[Scores]:
        """Return the scores of each unit, in the same order; `title` is the lead article's."""
        ...
