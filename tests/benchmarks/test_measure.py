"""How answers become figures: by set, by fold and over all; and what is counted in briefs of ordinary articles."""

from typing import Any

import pytest

from tests.benchmarks.measure import judged, ordinary
from tests.benchmarks.task import Story


class Tally:
    """Stands in for the scorer's: an answer may hit, or be none."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.stories = self.hits = self.given = 0

    def add(self, answer: dict[str, Any], _request: Any, _moves: Any) -> None:
        self.stories += 1
        self.hits += answer["hit"] is True
        self.given += answer["hit"] is not None

    def figures(self) -> dict[str, Any]:
        return {
            "stories": self.stories,
            "why_hit": self.hits / self.stories,
            "why_precision": self.hits / self.given if self.given else None,
            "milliseconds_a_story": 0,
        }


class Scorer:
    """Stands in for the module: a story says which fold it is of."""

    Tally = Tally

    @staticmethod
    def fold_of(record: dict[str, Any], folds: int) -> int:
        return int(record["fold"]) % folds


def story(fold: int, *, hit: bool | None) -> Story:
    return {"fold": fold, "hit": hit}, []


SETS = {
    "small": [story(0, hit=True)],
    "large": [story(0, hit=True), story(1, hit=False), story(1, hit=None), story(1, hit=None)],
}


def test_figures_are_over_all_stories_whichever_fold_they_are_of() -> None:
    """Of each set, and of all sets together."""
    found = judged(lambda record: record, SETS, Scorer, 2)
    assert {name: one["why_hit"] for name, one in found.items()} == {"small": 1.0, "large": 0.25, "all": 0.4}
    assert found["all"]["stories"] == 5


def test_the_mean_of_folds_counts_every_fold_alike() -> None:
    """However many stories it has; a fold without a figure has no say in it, nor one without stories."""
    found = judged(lambda record: record, SETS, Scorer, 3)["all"]
    assert [one["why_hit"] for one in found["folds"]] == [1.0, 0.0]
    assert found["mean_of_folds"]["why_hit"] == pytest.approx(0.5)
    only_nothing = {"set": [story(0, hit=True), story(1, hit=None)]}
    assert judged(lambda record: record, only_nothing, Scorer, 2)["all"]["mean_of_folds"]["why_precision"] == 1.0


def test_without_folds_there_is_no_mean_of_them() -> None:
    """One file of weights, or the shipped one, is for all stories."""
    found = judged(lambda record: record, SETS, Scorer, 1)
    assert not any("folds" in one or "mean_of_folds" in one for one in found.values())


def brief(lede: int, why: int, *points: int, writer: str = "extract") -> dict[str, Any]:
    """A brief whose lines have so many words; no words are no line."""
    told = [{"text": "word " * count} if count else None for count in (lede, why, *points)]
    return {
        "lede": told[0],
        "why_it_matters": told[1],
        "points": told[2:],
        "writer": writer,
        "reason": None if why else "It does not say.",
    }


BRIEFS = {
    "fits": brief(35, 40, 75),
    "long lede": brief(36, 0),
    "long why": brief(1, 41),
    "long": brief(35, 40, 76),
    "labelled": brief(35, 41, 200, writer="labels"),
    "nothing": brief(0, 0),
}


def test_a_brief_over_a_budget_is_counted_for_that_budget() -> None:
    """At the budget it is not over it; briefs whose newsroom labelled its points are told apart."""
    found = ordinary(_answer, [{"id": name} for name in BRIEFS], str.split)
    assert found["over_budget"] == {"lede": 1, "why_it_matters": 2, "brief": 2}
    assert found["over_budget_labelled"] == {"lede": 0, "why_it_matters": 1, "brief": 1}


def test_a_brief_without_a_why_is_counted_under_its_reason() -> None:
    """The share with a why is one of all articles."""
    found = ordinary(_answer, [{"id": name} for name in BRIEFS], str.split)
    assert found["reasons"] == {"It does not say.": 2}
    assert found["why_given"] == pytest.approx(4 / 6)
    assert found["without_lede"] == 1


def test_an_article_that_crashes_the_writer_is_named_and_the_rest_is_written() -> None:
    """It counts against the share with a why."""
    found = ordinary(_answer, [{"id": "unheard of"}, {"id": "fits"}], str.split)
    assert (found["articles"], found["crashes"], found["why_given"]) == (2, 1, 0.5)
    assert found["crashed"] == {"unheard of": "KeyError('unheard of')"}


def _answer(record: dict[str, Any]) -> dict[str, Any]:
    return BRIEFS[record["id"]]
