import numpy as np
import pytest

from briefings.writing.train.matrix import matrix, vocabulary

ROWS = [("a", "c"), (), ("never seen",), ("c", "b", "a")]
COLUMNS = {"a": 0, "b": 1, "c": 2}
DENSE = np.array([[1, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 1], [1, 1, 1, 1]], dtype=float)


def test_the_vocabulary_is_what_enough_rows_have_in_the_order_of_names():
    """Whatever order they came in."""
    assert vocabulary([("b", "a"), ("a",), ("c", "b"), ("a",)], 2) == {"a": 0, "b": 1}
    assert vocabulary([("a",), ("c", "b"), ("b", "a"), ("a",)], 2) == {"a": 0, "b": 1}
    assert vocabulary([], 1) == {}


def test_a_rows_sum_is_that_of_its_features_and_the_column_all_have():
    """One vector of weights, or one column a class."""
    weights = np.array([1.0, 20.0, 300.0, 4000.0])
    rows = matrix(ROWS, COLUMNS)
    assert rows.width == 4
    assert rows.times(weights) == pytest.approx(DENSE @ weights)
    both = np.stack([weights, -2 * weights], axis=1)
    assert rows.times(both) == pytest.approx(DENSE @ both)


def test_a_columns_error_is_that_of_the_rows_that_have_it():
    """The other way through the same matrix."""
    errors = np.array([1.0, 20.0, 300.0, 4000.0])
    assert matrix(ROWS, COLUMNS).transposed_times(errors) == pytest.approx(DENSE.T @ errors)
