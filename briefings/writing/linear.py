"""The trained scorer: weights of word sequences and forms, added up. Pure, once its weights are read.

Why a story matters is a choice among its paragraphs, and "none of them" is one of the options: what a paragraph scores
over that option, less the threshold, is its score. The other points are found sentence by sentence: what counts is how
likely a sentence is one rather than anything else. Editors put the sentence that matters anywhere, so its place is not
asked; only the lede is looked for near the top.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefings.model import Move
from briefings.writing.features import Features, features
from briefings.writing.fitness import fits
from briefings.writing.roles import ROLES, Scores
from briefings.writing.units import Unit
from briefings.writing.weights import Weights, WeightsError, load, shipped

WHY = "why"
LEDE = "lede"
OTHER = "other"

_UNFIT = -9.0
_ELSEWHERE = 0.5  # another outlet's sentence has to be so much better than the lead's own
_ELSEWHERE_LIKELY = 0.1  # and so much likelier to be a point
_OWN = 0.15  # how much of a sentence's own score tells it from the others of its paragraph


def nothing(options: int) -> tuple[str, ...]:
    """Return the features of the option that none of so many paragraphs says why the story matters."""
    return ("#nothing", f"#nothing among {min(options, 30) // 3}")


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Scores a story's units (a `roles.Scorer`). `weights` gives the model when the first story asks for it."""

    weights: Callable[[], Weights] = shipped

    def __call__(self, title: str, story: Sequence[Unit]) -> list[Scores]:
        """Return the scores of each unit, in the same order."""
        weights = self.weights()
        found = features(title, story)
        alone = [weights.scores(unit) for unit in found.units]
        whys = _whys(weights, story, found, alone)
        ledes = _ledes(weights, story, found, alone)
        return [
            Scores(lede, {Move.WHY_IT_MATTERS: why, **_points(weights, unit, scores)})
            for unit, lede, why, scores in zip(story, ledes, whys, alone, strict=True)
        ]


def scorer_from(path: Path) -> LinearScorer:
    """Return the scorer with a file's weights. Raises WeightsError where it is missing, none, or for something else."""
    weights = load(path)
    asked = {WHY, *(move.value for move in ROLES)}
    if not {LEDE, *asked} <= set(weights.columns) or not asked <= set(weights.thresholds):
        raise WeightsError(f"{path} holds no weights for a brief: a column or a threshold is missing.")
    return LinearScorer(lambda: weights)


def _whys(weights: Weights, story: Sequence[Unit], found: Features, alone: Sequence[Sequence[float]]) -> list[float]:
    """Return how well each unit says why the story matters: as its paragraph does, a little more or less."""
    column = weights.columns.index(WHY)
    least = weights.scores(nothing(len(found.passages) - 1))[column] + weights.thresholds[WHY]
    scores = []
    for passage in found.passages:
        elsewhere = _ELSEWHERE * bool(story[passage.units.start].outlet)
        whole = weights.scores(passage.features)[column] - least - elsewhere
        best = max(alone[n][column] for n in passage.units)
        scores += [whole - _OWN * (best - alone[n][column]) if whole > 0 else whole for n in passage.units]
    return scores


def _ledes(weights: Weights, story: Sequence[Unit], found: Features, alone: Sequence[Sequence[float]]) -> list[float]:
    """Return how well each unit of the lead article opens the story; other outlets' do not."""
    column = weights.columns.index(LEDE)
    return [
        scores[column] + weights.scores(place)[column] if unit.outlet == 0 else _UNFIT
        for unit, scores, place in zip(story, alone, found.places, strict=True)
    ]


def _points(weights: Weights, unit: Unit, scores: Sequence[float]) -> dict[Move, float]:
    """Return how likely a unit is each of the points we look for, over the threshold."""
    kinds = {name: score for name, score in zip(weights.columns, scores, strict=True) if name not in (WHY, LEDE)}
    highest = max(kinds.values())  # taken off, so that no exponential is too large, nor all too small
    odds = {name: math.exp(score - highest) for name, score in kinds.items()}
    whole = sum(odds.values())
    elsewhere = _ELSEWHERE_LIKELY * bool(unit.outlet)
    over = {move: odds[move.value] / whole - weights.thresholds[move.value] - elsewhere for move in ROLES}
    return {move: _UNFIT if score > 0 and not fits(unit, move) else score for move, score in over.items()}
