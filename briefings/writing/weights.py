"""A trained linear model as a plain text file: what each feature adds to each role's score.

The first line is JSON: `{"columns": [...], "thresholds": {column: score}}`. Each further line is a feature and its
weights in thousandths, a tab between them; lines are sorted, so that the same training writes the same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefings.errors import BriefingsError

SHIPPED = Path(__file__).parent / "weights.tsv"
"""The weights that come with the project, made by `python -m briefings.writing.train` from all labelled stories."""

UNIT = 1000
"""One whole point of score, in the file's numbers."""


class WeightsError(BriefingsError):
    """A weights file cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each feature, one a column, in thousandths, and the score from which a column counts."""

    columns: tuple[str, ...]
    thresholds: Mapping[str, float]
    rows: Mapping[str, tuple[int, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the score of each column for a text with these features."""
        found = [row for feature in features if (row := self.rows.get(feature)) is not None]
        return [sum(column) / UNIT for column in zip(*found, strict=True)] or [0.0] * len(self.columns)


def dumped(weights: Weights) -> str:
    """Return the text of the file that holds `weights`."""
    head = json.dumps({"columns": weights.columns, "thresholds": dict(sorted(weights.thresholds.items()))})
    lines = ("\t".join((feature, *map(str, row))) for feature, row in sorted(weights.rows.items()))
    return "\n".join((head, *lines, ""))


def load(path: Path) -> Weights:
    """Read a weights file. Raises WeightsError with one sentence where it is missing or is none."""
    try:
        with path.open(encoding="utf-8") as lines:
            return parsed(lines, path)
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror}.") from None


def parsed(lines: Iterable[str], path: Path) -> Weights:
    """Return the weights in the lines of a file; `path` names it where it is none and WeightsError is raised."""
    rest = iter(lines)
    try:
        head = json.loads(next(rest))
        columns = tuple(str(column) for column in head["columns"])
        parts = (line.rstrip("\n").split("\t") for line in rest)
        rows = {feature: tuple(map(int, row)) for feature, *row in parts}
        thresholds = {str(column): float(least) for column, least in head["thresholds"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise WeightsError(f"{path} is not a weights file.") from None
    if not columns or any(len(row) != len(columns) for row in rows.values()):
        raise WeightsError(f"{path} is not a whole weights file: a line has not one number a column.")
    return Weights(columns, thresholds, rows)


@cache
def shipped() -> Weights:
    """Return the weights that come with the project; they are read once, when the first brief is written."""
    return load(SHIPPED)


@cache
def common_words() -> frozenset[str]:
    """The plain words that the shipped weights know: some thousands that stand in the news again and again."""
    return frozenset(feature for feature in shipped().rows if feature.isalpha() and feature.islower())
