"""Features of many texts as rows of numbers, and the two operations that fitting needs. Sparse, and plain numpy."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of features that are there or not: `columns` holds each row's columns, `starts` where the rows begin."""

    columns: Ints
    starts: Ints
    width: int

    def times(self, weights: Floats) -> Floats:
        """Return each row's sum of weights; `weights` is one vector, or one column a class."""
        sums: Floats = np.add.reduceat(weights[self.columns], self.starts, axis=0)
        return sums

    def transposed_times(self, errors: Floats) -> Floats:
        """Return for each column the sum of the errors of the rows that have it."""
        counts = np.diff(np.append(self.starts, len(self.columns)))
        sums = np.bincount(self.columns, weights=np.repeat(errors, counts), minlength=self.width)
        return sums.astype(np.float64)


def vocabulary(rows: Iterable[Sequence[str]], least: int) -> dict[str, int]:
    """Return the columns of the features that at least so many rows have, in the order of their names."""
    seen = Counter(feature for row in rows for feature in row)
    return {feature: n for n, feature in enumerate(sorted(name for name, times in seen.items() if times >= least))}


def matrix(rows: Iterable[Sequence[str]], columns: dict[str, int]) -> Matrix:
    """Return the rows as a matrix with one more column than the vocabulary, which every row has."""
    places: list[int] = []
    starts: list[int] = []
    for row in rows:
        starts.append(len(places))
        places.append(len(columns))
        places += [columns[feature] for feature in row if feature in columns]
    return Matrix(np.array(places, dtype=np.int64), np.array(starts, dtype=np.int64), len(columns) + 1)
