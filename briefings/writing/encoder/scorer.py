"""The shipped scorer: what the encoder reads in each passage, and what the linear model counts in it, judged together.

Ledes are the linear model's alone: where a sentence stands and how long it is says most about them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from briefings.model import Move
from briefings.writing.encoder.model import Model, shipped
from briefings.writing.features import features
from briefings.writing.linear import (
    WHY,
    lede_of_units,
    odds,
    points_over,
    why_margins,
    why_of_units,
)
from briefings.writing.roles import ROLES, Scores
from briefings.writing.units import Unit

PASSAGES = 28
"""Passages of a story that are read; of a longer one those that the linear model likes best, and the opening."""

# Set by cross-validation against the editors' labels. How much each opinion of a passage counts as its why: the
# encoder's choice, the linear model's choice, and how likely the encoder finds it to be one taken by itself.
_CHOSEN, _COUNTED, _KIND = 0.7, 0.5, 0.3
_MEANT = 0.6  # how much of a point's likelihood is what the encoder says of its passage

_UNREAD = -9.0


@dataclass(frozen=True, slots=True)
class _Read:
    """What the encoder says of the passages it read, by their place: as the why, and how likely each point."""

    whys: dict[int, float]
    points: dict[int, dict[Move, float]]


@dataclass(frozen=True, slots=True)
class EncoderScorer:
    """Scores a story's units (a `roles.Scorer`). `model` gives the encoder when the first story asks for it."""

    model: Callable[[], Model] = shipped

    def __call__(self, title: str, story: Sequence[Unit]) -> list[Scores]:
        """Return the scores of each unit, in the same order."""
        if not story:
            return []
        model, found = self.model(), features(title, story)
        weights = model.linear
        alone = [weights.scores(unit) for unit in found.units]
        counted = why_margins(weights, found)
        passages = model.passages(title, story, found)
        read = _read(model, passages, counted)
        margins = _margins(read.whys, counted, model.thresholds[WHY])
        whys = why_of_units(weights, story, found, alone, margins)
        ledes = lede_of_units(weights, story, found, alone)
        scores = []
        for n, passage in enumerate(found.passages):
            for at in passage.units:
                likely = _likely(read.points.get(n), odds(weights, alone[at]))
                moves = points_over(model.thresholds, story[at], likely)
                scores.append(Scores(ledes[at], {Move.WHY_IT_MATTERS: whys[at], **moves}))
        return scores


def _read(model: Model, passages: Sequence[Sequence[int]], counted: Sequence[float]) -> _Read:
    """Read the opening and the passages that count most. The opening, which the network takes as given, is no why."""
    best = sorted(range(1, len(passages)), key=lambda n: (-counted[n], n))[: PASSAGES - 1]
    order = [0, *sorted(best)]
    worth = model.network.worth([passages[n] for n in order])
    kind = model.kinds.index(Move.WHY_IT_MATTERS.value)
    whys = {
        n: _CHOSEN * (why - worth.silence) + _KIND * kinds[kind]
        for n, why, kinds in zip(order[1:], worth.why, worth.kinds[1:], strict=True)
    }
    places = [(move, model.kinds.index(move.value)) for move in ROLES]
    points = {n: {move: exp(kinds[at]) for move, at in places} for n, kinds in zip(order, worth.kinds, strict=True)}
    return _Read(whys, points)


def _margins(meant: Mapping[int, float], counted: Sequence[float], least: float) -> list[float]:
    """Return how far over the threshold each passage is as the answer.

    What has to reach the threshold is how likely it is that any passage answers, against silence (the logarithm of
    the odds), and not the best one alone: two good answers make it no less likely that there is one.
    """
    both = {n: score + _COUNTED * counted[n] for n, score in meant.items()}
    if not both:
        return [_UNREAD] * len(counted)
    best = max(both.values())
    over = log(sum(exp(score - best) for score in both.values())) - least
    return [both[n] + over if n in both else _UNREAD for n in range(len(counted))]


def _likely(meant: dict[Move, float] | None, counted: dict[Move, float]) -> dict[Move, float]:
    if meant is None:
        return dict.fromkeys(counted, 0.0)
    return {move: _MEANT * meant[move] + (1 - _MEANT) * share for move, share in counted.items()}
