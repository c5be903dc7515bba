"""Fitting weights: a choice among the parts of one story, or the class of a sentence. Convex, so the end is one point.

Both minimise a log-loss with a quadratic penalty by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm
7.4) from zero, without chance: the same examples give the same weights.
"""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from briefings.writing.train.examples import CLASSES, Choice, Instance
from briefings.writing.train.matrix import Floats, Matrix, matrix

Objective = Callable[[Floats], tuple[float, Floats]]

_REMEMBERED = 10
_ENOUGH = 1e-4  # of the gradient at the start
_SUFFICIENT = 1e-4  # decrease, as a share of what the slope promises
_HALVINGS = 30


def fitted_choices(choices: Sequence[Choice], columns: dict[str, int], penalty: float, rounds: int = 80) -> Floats:
    """Return the weights under which each choice's right options are likeliest among its options."""
    rows = matrix((option for choice in choices for option in choice.options), columns)
    sizes = np.array([len(choice.options) for choice in choices])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    group = np.repeat(np.arange(len(sizes)), sizes)
    shares = np.array([share for choice in choices for share in choice.shares])
    weight = np.array([choice.weight for choice in choices])[group]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows.times(weights)
        scores = scores - np.maximum.reduceat(scores, starts)[group]
        odds = np.exp(scores)
        whole = np.add.reduceat(odds, starts)[group]
        error = weight * (odds / whole - shares)
        value = -float(np.sum(weight * shares * (scores - np.log(whole))))
        return _penalised(value, rows.transposed_times(error), weights, penalty)

    return minimised(loss, np.zeros(rows.width), rounds)[:-1]


def fitted_classes(instances: Sequence[Instance], columns: dict[str, int], penalty: float, rounds: int = 60) -> Floats:
    """Return the weights, one column a class, under which each sentence's class is likeliest; the bias comes last."""
    rows = matrix((instance.features for instance in instances), columns)
    wanted = np.array([CLASSES.index(instance.label) for instance in instances])
    weight = np.array([instance.weight for instance in instances])
    shape = (rows.width, len(CLASSES))
    at = np.arange(len(instances))

    def loss(flat: Floats) -> tuple[float, Floats]:
        scores = rows.times(flat.reshape(shape))
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        whole = odds.sum(axis=1)
        value = -float(np.sum(weight * (scores[at, wanted] - np.log(whole))))
        error = odds / whole[:, None]
        error[at, wanted] -= 1
        return _penalised(value, _by_class(rows, error * weight[:, None]), flat, penalty)

    return minimised(loss, np.zeros(shape[0] * shape[1]), rounds).reshape(shape)


def _by_class(rows: Matrix, error: Floats) -> Floats:
    return np.stack([rows.transposed_times(column) for column in error.T], axis=1).ravel()


def _penalised(value: float, slope: Floats, weights: Floats, penalty: float) -> tuple[float, Floats]:
    return value + penalty / 2 * float(np.sum(weights * weights)), slope + penalty * weights


def minimised(objective: Objective, start: Floats, rounds: int) -> Floats:
    """Return where a convex `objective` (a point's value and slope) is least, or as near as `rounds` steps come."""
    at = start
    value, slope = objective(at)
    enough = _ENOUGH * float(np.sqrt(np.sum(slope * slope)))
    steps: deque[tuple[Floats, Floats, float]] = deque(maxlen=_REMEMBERED)
    for _ in range(rounds):
        way = -_scaled(slope, steps)
        step = 1.0 if steps else 1.0 / max(1.0, float(np.sum(np.abs(slope))))
        promised = float(np.sum(way * slope))
        for _ in range(_HALVINGS):
            there = at + step * way
            value_there, slope_there = objective(there)
            if value_there <= value + _SUFFICIENT * step * promised:
                break
            step /= 2
        else:
            return at
        moved, turned = there - at, slope_there - slope
        curve = float(np.sum(moved * turned))
        if curve > 0:
            steps.append((moved, turned, 1.0 / curve))
        at, value, slope = there, value_there, slope_there
        if float(np.sqrt(np.sum(slope * slope))) <= enough:
            return at
    return at


def _scaled(slope: Floats, steps: deque[tuple[Floats, Floats, float]]) -> Floats:
    """Return the slope as the curvature of the last steps would have it: the two loops of L-BFGS."""
    way = slope.copy()
    shares = []
    for moved, turned, inverse in reversed(steps):
        share = inverse * float(np.sum(moved * way))
        way -= share * turned
        shares.append(share)
    if steps:
        moved, turned, _ = steps[-1]
        way *= float(np.sum(moved * turned)) / float(np.sum(turned * turned))
    for (moved, turned, inverse), share in zip(steps, reversed(shares), strict=True):
        way += moved * (share - inverse * float(np.sum(turned * way)))
    return way
