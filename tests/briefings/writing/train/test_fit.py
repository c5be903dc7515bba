import numpy as np
import pytest

from briefings.writing.train import fit
from briefings.writing.train.examples import Choice, Instance
from briefings.writing.train.fit import fitted_choices, fitted_classes, minimised

COLUMNS = {"a": 0, "b": 1, "c": 2}
CHOICES = [
    Choice((("a",), ("b", "c"), ("c",)), (1.0, 0.0, 0.0), 1.0),
    Choice((("a", "b"), ("b",)), (0.7, 0.3), 0.5),
    Choice((("c",), ("a", "never seen"), (), ("b",)), (0.0, 0.5, 0.25, 0.25), 2.0),
]
INSTANCES = [
    Instance(("a", "b"), "yes_but", 1.0),
    Instance(("c",), "they_say", 0.3),
    Instance((), "other", 0.2),
    Instance(("b", "c", "never seen"), "other", 2.0),
]


@pytest.fixture
def objectives(monkeypatch):
    """The losses that fitting asks to minimise, with where it begins; nothing is minimised."""
    asked = []
    monkeypatch.setattr(fit, "minimised", lambda loss, start, _rounds: asked.append((loss, start)) or start)
    return asked


def differences(loss, at, step=1e-5):
    """The slope of a loss as its values have it."""
    steps = np.eye(len(at)) * step
    return np.array([(loss(at + way)[0] - loss(at - way)[0]) / (2 * step) for way in steps])


@pytest.mark.parametrize(("fitted", "examples"), [(fitted_choices, CHOICES), (fitted_classes, INSTANCES)])
@pytest.mark.parametrize("seed", range(3))
def test_the_slope_is_that_of_the_loss(objectives, fitted, examples, seed):
    """At any point, as finite differences have it."""
    fitted(examples, COLUMNS, 0.7)
    ((loss, start),) = objectives
    at = np.random.default_rng(seed).normal(size=start.shape)
    assert loss(at)[1] == pytest.approx(differences(loss, at), abs=1e-6)


@pytest.mark.parametrize(("fitted", "examples"), [(fitted_choices, CHOICES), (fitted_classes, INSTANCES)])
def test_scores_beyond_all_measure_still_have_a_loss(objectives, fitted, examples):
    """Exponentials are taken of differences from the largest."""
    fitted(examples, COLUMNS, 0.0)
    ((loss, start),) = objectives
    value, slope = loss(np.linspace(-3000, 3000, len(start)))
    assert np.isfinite(value)
    assert np.isfinite(slope).all()


def test_knowing_nothing_costs_what_guessing_costs(objectives):
    """Without weights every option is as likely as the others, by how much each example counts."""
    fitted_choices(CHOICES, COLUMNS, 1.0)
    fitted_classes(INSTANCES, COLUMNS, 1.0)
    (choices, start), (classes, zero) = objectives
    assert choices(start)[0] == pytest.approx(np.log(3) + 0.5 * np.log(2) + 2 * np.log(4))
    assert classes(zero)[0] == pytest.approx(3.5 * np.log(len(fit.CLASSES)))


def test_what_is_chosen_is_learned():
    """The features of the right options get weight, and those of the wrong ones lose it."""
    choice = Choice((("a",), ("b",), ("c", "b")), (1.0, 0.0, 0.0), 1.0)
    a, b, c = fitted_choices([choice] * 5, COLUMNS, 0.5)
    assert a > 0 > c > b


def test_a_sentences_class_is_learned():
    """Each class has a column, and the last row is what all sentences have in common."""
    weights = fitted_classes(INSTANCES * 5, COLUMNS, 0.5)
    assert weights.shape == (4, len(fit.CLASSES))
    yes_but, they_say, other = (fit.CLASSES.index(name) for name in ("yes_but", "they_say", "other"))
    assert weights[0, yes_but] == max(weights[0])
    assert weights[2, they_say] == max(weights[2])
    assert weights[3, other] == max(weights[3])
    assert weights.sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-6)


def test_what_counts_more_is_fitted_better_and_a_penalty_keeps_weights_small():
    """Both are what they say."""
    against = [Choice((("a",), ("b",)), (1.0, 0.0), 1.0), Choice((("a",), ("b",)), (0.0, 1.0), 3.0)]
    a, b, _ = fitted_choices(against, COLUMNS, 0.1)
    assert b > 0 > a
    mild, strict = (fitted_choices(CHOICES, COLUMNS, penalty) for penalty in (0.1, 10.0))
    assert 0 < np.abs(strict).sum() < np.abs(mild).sum()


def test_the_least_point_of_a_bowl_is_found():
    """However long and narrow it is."""
    curves = np.array([1.0, 30.0, 900.0])
    middle = np.array([3.0, -2.0, 0.5])
    found = minimised(
        lambda at: (float(np.sum(curves * (at - middle) ** 2)), 2 * curves * (at - middle)), np.zeros(3), 100
    )
    assert found == pytest.approx(middle, abs=1e-2)


def test_the_least_point_of_a_valley_that_is_no_bowl_is_found():
    """log(cosh(x - 1)) + log(cosh(2y + 1)) + (x + y)^2 / 2 is convex, and flat far out."""

    def valley(at):
        x, y = at
        value = np.log(np.cosh(x - 1)) + np.log(np.cosh(2 * y + 1)) + (x + y) ** 2 / 2
        return float(value), np.array([np.tanh(x - 1) + x + y, 2 * np.tanh(2 * y + 1) + x + y])

    found = minimised(valley, np.array([20.0, -30.0]), 100)
    assert valley(found)[1] == pytest.approx([0, 0], abs=1e-2)


def test_at_the_least_point_nothing_is_left_to_do():
    """Where it starts it ends."""
    assert minimised(lambda at: (float(at @ at), 2 * at), np.zeros(2), 100) == pytest.approx([0, 0])


def test_no_more_rounds_are_walked_than_were_asked_for():
    """A slope without an end is left after them."""
    asked = []

    def downhill(at):
        asked.append(at)
        return float(-at[0]), np.array([-1.0])

    assert minimised(downhill, np.zeros(1), 7) == pytest.approx([7.0])
    assert len(asked) == 8


def test_a_slope_that_leads_nowhere_is_not_followed():
    """Where no step, however small, makes it less, the search ends."""
    at = minimised(lambda at: (float(np.abs(at).sum()), np.array([-1.0])), np.zeros(1), 100)
    assert at == pytest.approx([0.0])
