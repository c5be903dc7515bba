"""The trained scorer: weights of word sequences and forms, added up. Pure, once its weights are read.

Why a story matters is a choice among its paragraphs, and "none of them" is one of the options: what a paragraph scores
over that option, less the threshold, is its score. The other points are found sentence by sentence: what counts is how
likely a sentence is one rather than anything else. Editors put the sentence that matters anywhere, so its place is not
asked; only the lede is looked for near the top.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefings.model import Move
from briefings.writing.features import Features, features
from briefings.writing.fitness import fits
from briefings.writing.roles import ROLES, Scores
from briefings.writing.units import Unit
from briefings.writing.weights import Weights, WeightsError, shipped

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
        margins = [margin - weights.thresholds[WHY] for margin in why_margins(weights, found)]
        whys = why_of_units(weights, story, found, alone, margins)
        ledes = lede_of_units(weights, story, found, alone)
        return [
            Scores(lede, {Move.WHY_IT_MATTERS: why, **points_over(weights.thresholds, unit, odds(weights, scores))})
            for unit, lede, why, scores in zip(story, ledes, whys, alone, strict=True)
        ]


def complete(weights: Weights, path: Path) -> Weights:
    """Return the weights if a brief can be written with them; raises WeightsError where the file holds others."""
    asked = {WHY, *(move.value for move in ROLES)}
    if not {LEDE, *asked} <= set(weights.columns) or not asked <= set(weights.thresholds):
        raise WeightsError(f"{path} holds no weights for a brief: a column or a threshold is missing.")
    return weights


def why_margins(weights: Weights, found: Features) -> list[float]:
    """Return how far each passage is over the option that none says why the story matters."""
    column = weights.columns.index(WHY)
    least = weights.scores(nothing(len(found.passages) - 1))[column]
    return [weights.scores(passage.features)[column] - least for passage in found.passages]


def why_of_units(
    weights: Weights,
    story: Sequence[Unit],
    found: Features,
    alone: Sequence[Sequence[float]],
    margins: Sequence[float],
) -> list[float]:
    """Return how well each unit says why the story matters: as its passage does, a little more or less."""
    column = weights.columns.index(WHY)
    scores = []
    for passage, margin in zip(found.passages, margins, strict=True):
        whole = margin - _ELSEWHERE * bool(story[passage.units.start].outlet)
        best = max(alone[n][column] for n in passage.units)
        scores += [whole - _OWN * (best - alone[n][column]) if whole > 0 else whole for n in passage.units]
    return scores


def lede_of_units(
    weights: Weights, story: Sequence[Unit], found: Features, alone: Sequence[Sequence[float]]
) -> list[float]:
    """Return how well each unit of the lead article opens the story; other outlets' do not."""
    column = weights.columns.index(LEDE)
    return [
        scores[column] + weights.scores(place)[column] if unit.outlet == 0 else _UNFIT
        for unit, scores, place in zip(story, alone, found.places, strict=True)
    ]


def odds(weights: Weights, scores: Sequence[float]) -> dict[Move, float]:
    """Return how likely a unit with these scores is each of the points we look for."""
    kinds = {name: score for name, score in zip(weights.columns, scores, strict=True) if name not in (WHY, LEDE)}
    highest = max(kinds.values())  # taken off, so that no exponential is too large, nor all too small
    parts = {name: math.exp(score - highest) for name, score in kinds.items()}
    whole = sum(parts.values())
    return {move: parts[move.value] / whole for move in ROLES}


def points_over(thresholds: Mapping[str, float], unit: Unit, likely: Mapping[Move, float]) -> dict[Move, float]:
    """Return how far over its threshold each point is; a unit that could be one by its score but is not fit is none."""
    elsewhere = _ELSEWHERE_LIKELY * bool(unit.outlet)
    over = {move: likely[move] - thresholds[move.value] - elsewhere for move in ROLES}
    return {move: _UNFIT if score > 0 and not fits(unit, move) else score for move, score in over.items()}
