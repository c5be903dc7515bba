"""What `bench_writers` reads once and asks of every writer: stories with their editors' labels, summaries, articles."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import Any

from tests.benchmarks.writers import Record

LABELLED = {"axios_dev": "Axios", "labelled_batch_dev": "Batch", "labelled_more_dev": "others"}
SUMMARIES = {"BBC News Summary": "BBC", "CNN/DailyMail": "CNN/DM", "XSum": "XSum"}
ORDERS = ("shuffled", "published")
WITHOUT = "_without_why"  # after an order: the same stories with the editors' answer taken out
NEEDED = ["bench/score_briefs.py", *(f"data/{name}.jsonl" for name in (*LABELLED, "summaries_dev", "articles_dev"))]
GOLD = "why_it_matters"
_ASKED = ("id", "url", "publisher", "published", "title")

Moves = list[tuple[str | None, str | None]]
Story = tuple[Record, Moves]
Sets = dict[str, list[Story]]


@dataclass(frozen=True)
class Task:
    """What every writer is asked, and by what its answers are judged."""

    scorer: Any  # the module score_briefs
    labelled: dict[str, Sets]  # by order, then by set; a shuffled story occurs once for each shuffle
    summaries: dict[str, list[tuple[Record, str]]]  # by data set: the record and its reference
    articles: list[Record]  # ordinary ones, without labels


def load_scorer(path: Path) -> Any:
    """Load score_briefs.py, so that everybody is judged by the one rule; nothing is written beside it."""
    sys.dont_write_bytecode = True
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(folder: Path, scorer: Any, limit: int | None, shuffles: int) -> Task:
    """Read stories, summaries and articles, at most `limit` of each set."""
    labelled: dict[str, Sets] = {}
    for order in ORDERS:
        rounds = range(shuffles if order == "shuffled" else 1)
        labelled[order], labelled[order + WITHOUT] = {}, {}
        for name in LABELLED:
            stories = partial(scorer.stories, folder / f"{name}.jsonl", order)
            labelled[order][name] = [
                story for number in rounds for story in islice(stories(number, None, without_why=False), limit)
            ]
            labelled[order + WITHOUT][name] = list(islice(stories(0, None, without_why=True), limit))
    summaries: dict[str, list[tuple[Record, str]]] = defaultdict(list)
    for record in _records(folder / "summaries_dev.jsonl"):
        summaries[record["dataset"]].append((_article(record), "\n".join(record["summary"])))
    articles = [_article(record) for record in islice(_records(folder / "articles_dev.jsonl"), limit)]
    return Task(scorer, labelled, {name: summaries[name][:limit] for name in SUMMARIES}, articles)


def chance(sets: Mapping[str, Sequence[Story]]) -> dict[str, dict[str, Any]]:
    """Return, for each set and for all, how often a random paragraph after the first is what the editors labelled."""
    shares = {name: [_share(moves) for _, moves in stories] for name, stories in sets.items()}
    shares["all"] = [share for own in shares.values() for share in own]
    return {name: {"stories": len(own), "why_hit": fmean(own)} for name, own in shares.items() if own}


def _share(moves: Moves) -> float:
    return sum(move == GOLD for move, _ in moves[1:]) / (len(moves) - 1)


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(record: Record) -> Record:
    """Return a record of plain paragraphs as the `brief` filter takes it."""
    return {key: record[key] for key in _ASKED} | {"paragraphs": record["body"]}
