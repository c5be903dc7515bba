"""From examples to the weights that are shipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from briefings.writing.linear import LEDE, WHY, nothing
from briefings.writing.train.examples import CLASSES, Choice, Instance
from briefings.writing.train.fit import fitted_choices, fitted_classes
from briefings.writing.train.matrix import vocabulary
from briefings.writing.weights import UNIT, Weights

# Set by cross-validation against the editors' labels.
_WHY_PENALTY = 12.0
_LEDE_PENALTY = 4.0
_CLASS_PENALTY = 3.0
_LEAST_SEEN = 3
_SMALL = 15  # thousandths: what adds less than this to every score adds nothing

COLUMNS = (WHY, LEDE, *CLASSES)


@dataclass(slots=True)
class Examples:
    """What there is to learn from."""

    whys: list[Choice] = field(default_factory=list)
    ledes: list[Choice] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)


def trained(examples: Examples, thresholds: Mapping[str, float]) -> Weights:
    """Return the weights learned from all examples."""
    found = {WHY: _chosen(examples.whys, _WHY_PENALTY), LEDE: _chosen(examples.ledes, _LEDE_PENALTY)}
    found |= _classes(examples.instances)
    features = sorted({feature for column in found.values() for feature in column})
    rows = {feature: tuple(round(UNIT * found[name].get(feature, 0.0)) for name in COLUMNS) for feature in features}
    kept = {feature: row for feature, row in rows.items() if max(map(abs, row)) >= _SMALL}
    return Weights(COLUMNS, dict(thresholds), kept)


def _chosen(choices: Sequence[Choice], penalty: float) -> dict[str, float]:
    columns = vocabulary((option for choice in choices for option in choice.options), _LEAST_SEEN)
    weights = fitted_choices(choices, columns, penalty)
    return {feature: float(weights[n]) for feature, n in columns.items()}


def _classes(instances: Sequence[Instance]) -> dict[str, dict[str, float]]:
    """Return each class's weights; its bias goes to a feature that every sentence has (how many sentences it is)."""
    columns = vocabulary((instance.features for instance in instances), _LEAST_SEEN + 1)
    weights = fitted_classes(instances, columns, _CLASS_PENALTY)
    bias = weights[-1]
    found = {
        name: {feature: float(weights[n, at]) for feature, n in columns.items()} for at, name in enumerate(CLASSES)
    }
    for feature in (feature for feature in columns if feature.startswith("#sentences=")):
        for at, name in enumerate(CLASSES):
            found[name][feature] += float(bias[at])
    return found


def whys_alone(choices: Sequence[Choice]) -> Weights:
    """Return weights that know of nothing but why a story matters."""
    learned = _chosen(choices, _WHY_PENALTY)
    return Weights((WHY,), {}, {feature: (round(UNIT * weight),) for feature, weight in learned.items()})


def why_margins(choices: Sequence[Choice], weights: Weights) -> list[float]:
    """Return for each choice how far its best part is over the option that no part says why the story matters."""
    column = weights.columns.index(WHY)
    margins = []
    for choice in choices:
        *parts, _ = (weights.scores(option)[column] for option in choice.options)
        margins.append(max(parts) - weights.scores(nothing(len(parts)))[column])
    return margins


def least_for(margins: Sequence[float], share: float) -> float:
    """Return the margin that so large a share of `margins` reaches, to two decimals."""
    return float(np.floor(100 * np.quantile(margins, 1 - share)) / 100)
