"""What the writers of `bench_writers` are worth: one set of figures for each task, as plain JSON values."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from statistics import fmean
from time import process_time
from typing import Any, TypeVar

from tests.benchmarks.rouge import rouge, words_of
from tests.benchmarks.task import Story, Task
from tests.benchmarks.writers import Record, Writer

ALL = "all"  # the stories of all sets in one
BUDGETS = {"lede": 35, "why_it_matters": 40, "brief": 150}  # words: the most that we choose for a reader

_COUNTS = ("stories", "errors")

T = TypeVar("T")
Figures = dict[str, Any]


def measure(writer: Writer, task: Task, orders: Sequence[str], folds: int) -> Figures:
    """Return a writer's figures, by task: the labelled stories in some of the task's orders, and the summaries."""
    return {
        "why": {order: judged(writer.why, task.labelled[order], task.scorer, folds) for order in orders},
        "summaries": {name: _summaries(writer, pairs) for name, pairs in task.summaries.items()},
    }


def judged(
    why: Callable[[Record], Record], sets: Mapping[str, Sequence[Story]], scorer: Any, folds: int
) -> dict[str, Figures]:
    """Return the figures of score_briefs.py for each set and for all, with CPU milliseconds a story.

    They are over all stories of a set, whichever fold they belong to. With several folds each set also has those of
    its `folds` (those that have stories) and their plain means, `mean_of_folds`.
    """
    tallies: dict[tuple[str, int | None], Any] = defaultdict(scorer.Tally)
    for name, stories in sets.items():
        for request, moves in stories:
            answer, spent = timed(why, request)
            fold = scorer.fold_of(request, folds) if folds > 1 else None
            for place in product((name, ALL), {None, fold}):
                tallies[place].seconds += spent
                tallies[place].add(answer, request, moves)
    return {name: _with_folds(tallies, name, folds) for name in (*sets, ALL) if (name, None) in tallies}


def _with_folds(tallies: Mapping[tuple[str, int | None], Any], name: str, folds: int) -> Figures:
    own = [_figures(tallies[name, fold]) for fold in range(folds) if (name, fold) in tallies]
    pooled = _figures(tallies[name, None])
    return pooled | {"folds": own, "mean_of_folds": _means(own)} if own else pooled


def _figures(tally: Any) -> Figures:
    figures: Figures = tally.figures()
    del figures["milliseconds_a_story"]  # rounded more than a fast writer bears
    return figures | {"cpu_ms": 1000 * tally.seconds / tally.stories}


def _means(folds: Sequence[Figures]) -> Figures:
    """Return the mean of each figure over the folds that have it: a share of nothing is none."""
    found = {name: [fold[name] for fold in folds if fold[name] is not None] for name in folds[0] if name not in _COUNTS}
    return {name: fmean(values) if values else None for name, values in found.items()}


def _summaries(writer: Writer, pairs: Sequence[tuple[Record, str]]) -> Figures:
    texts = [timed(writer.summary, record) for record, _ in pairs]
    scores = [rouge(text, reference) for (text, _), (_, reference) in zip(texts, pairs, strict=True)]
    return {
        "stories": len(pairs),
        "rouge_1": fmean(score.one for score in scores),
        "rouge_2": fmean(score.two for score in scores),
        "rouge_l": fmean(score.longest for score in scores),
        "words": fmean(len(words_of(text)) for text, _ in texts),
        "cpu_ms": 1000 * fmean(spent for _, spent in texts),
    }


def timed(call: Callable[[Record], T], record: Record) -> tuple[T, float]:
    """Return the answer and the seconds of CPU that it took."""
    began = process_time()
    return call(record), process_time() - began


def ordinary(
    brief: Callable[[Record], Record], articles: Sequence[Record], words: Callable[[str], Sequence[str]]
) -> Figures:
    """Return what the briefs of ordinary articles are like; `words` splits a text as the scorer does.

    `over_budget` counts briefs for each budget, of which `over_budget_labelled` are those whose newsroom labelled its
    own points: those may stand at length. `reasons` counts what is said where there is no why.
    """
    briefs, crashed = [], {}
    for article in articles:
        try:
            briefs.append(brief(article))
        except Exception as error:  # noqa: BLE001 (any crash is what is counted here)
            crashed[article["id"]] = repr(error)
    over = [(name, one["writer"]) for one in briefs for name in _over(one, words)]
    reasons = [str(one["reason"]) for one in briefs if not one["why_it_matters"]]
    return {
        "articles": len(articles),
        "crashes": len(crashed),
        "crashed": crashed,
        "over_budget": {name: sum(name == own for own, _ in over) for name in BUDGETS},
        "over_budget_labelled": {name: over.count((name, "labels")) for name in BUDGETS},
        "without_lede": sum(not one["lede"] for one in briefs),
        "why_given": (len(briefs) - len(reasons)) / len(articles),
        "reasons": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
    }


def _over(brief: Record, words: Callable[[str], Sequence[str]]) -> list[str]:
    """Name the budgets that a brief breaks."""
    counts = {name: len(words(brief[name]["text"])) if brief[name] else 0 for name in ("lede", "why_it_matters")}
    counts["brief"] = sum(counts.values()) + sum(len(words(point["text"])) for point in brief["points"])
    return [name for name, most in BUDGETS.items() if counts[name] > most]
