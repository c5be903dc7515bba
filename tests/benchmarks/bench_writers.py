"""How well Daybrief finds why a story matters, and how much of an article it tells, beside other writers. Run by hand.

`python -m tests.benchmarks.bench_writers [--data DIR] [--limit N] [--shuffles N] [--weights FILE ...] [--json FILE]`,
in the project's folder. DIR holds data/ and bench/ (real articles and the scorer; not part of the project) and is
`$DAYBRIEF_DATA` unless told. LexRank, TextRank and LSA come from sumy, which no test needs:
`python -m pip install --require-hashes -r requirements-peers.lock`, best in an environment of its own, for it wants an
older setuptools than the project's locks hold.

Why it matters: stories whose own editors labelled the point, by the rule of score_briefs.py, labels taken away and all
paragraphs but the first shuffled, so that knowing where editors put the point is worth nothing. `chance` is a paragraph
other than the first at random, computed, not drawn. Summaries: F1 of ROUGE against the references, with lede, why and
points as Daybrief's text and three sentences as everybody else's; a longer text gains recall and loses precision, so
the table tells the words. BBC's references are sentences of the article out of order, which holds down ROUGE-L for all.
CPU milliseconds are means a story; only their ratios mean anything, and only within one run.

Weights that were trained on these very stories look too good here, and the shipped ones are. Honest figures come from
as many weights as there are folds, each trained without one (`python -m briefings.writing.train --fold K/N`) and here
asked about that fold only: `--weights without-0.tsv without-1.tsv ...`, in that order.
"""

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from briefings.errors import BriefingsError
from tests.benchmarks.rouge import rouge, words_of
from tests.benchmarks.writers import Record, Writer, daybrief, lead, peers, sumy_version

LABELLED = {"axios_dev": "Axios", "labelled_batch_dev": "The Batch", "labelled_more_dev": "others"}
SUMMARIES = {"BBC News Summary": "BBC", "CNN/DailyMail": "CNN/DM", "XSum": "XSum"}
NEEDED = ["bench/score_briefs.py", *(f"data/{name}.jsonl" for name in (*LABELLED, "summaries_dev"))]
GOLD = "why_it_matters"
WIDTH = 124  # columns: what the table needs where no terminal says how many there are
NO_DATA = "DAYBRIEF_DATA is not set: let it name the folder that holds data/ and bench/, or give that folder by --data."
WEIGHTS = "score with these weights, not the shipped ones; of N files the K-th, from 0, is for fold K/N alone"
NO_SUMY = (
    "LexRank, TextRank and LSA are left out, because sumy is not installed:"
    " python -m pip install --require-hashes -r requirements-peers.lock"
)

Moves = list[tuple[str | None, str | None]]
Story = tuple[Record, Moves]
T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """What is read once and given to every writer."""

    scorer: Any  # the module score_briefs
    labelled: dict[str, list[Story]]  # by set; a story occurs once for each shuffle
    summaries: dict[str, list[tuple[Record, str]]]  # by data set: the record and its reference


def chance(stories: Sequence[Story]) -> float:
    """Return how often a random paragraph other than the first is one that the editors labelled."""
    return fmean(sum(move == GOLD for move, _ in moves[1:]) / (len(moves) - 1) for _, moves in stories)


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
    """Read the stories and the summaries, at most `limit` of each set."""
    labelled = {}
    for name in LABELLED:
        path = folder / f"{name}.jsonl"
        rounds = (scorer.stories(path, "shuffled", number, None, False) for number in range(shuffles))  # noqa: FBT003 (the scorer's own signature)
        labelled[name] = [story for stories in rounds for story in islice(stories, limit)]
    summaries: dict[str, list[tuple[Record, str]]] = defaultdict(list)
    with (folder / "summaries_dev.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            asked = {key: record[key] for key in ("id", "url", "publisher", "published")}
            asked |= {"title": record["title"], "paragraphs": record["body"]}
            summaries[record["dataset"]].append((asked, "\n".join(record["summary"])))
    return Task(scorer, labelled, {name: summaries[name][:limit] for name in SUMMARIES})


def measure(writer: Writer, task: Task) -> dict[str, Any]:
    """Return a writer's figures, by task and set."""
    return {
        "why": {name: _whys(writer, stories, task.scorer) for name, stories in task.labelled.items()},
        "summaries": {name: _summaries(writer, pairs) for name, pairs in task.summaries.items()},
    }


def _whys(writer: Writer, stories: Sequence[Story], scorer: Any) -> dict[str, Any]:
    tally = scorer.Tally()
    for request, moves in stories:
        answer, spent = _timed(writer.why, request)
        tally.seconds += spent
        tally.add(answer, request, moves)
    figures = tally.figures()
    wanted = {name: figures[name] for name in ("stories", "errors", "why_hit", "why_precision", "why_given")}
    return wanted | {"cpu_ms": 1000 * tally.seconds / len(stories)}


def _summaries(writer: Writer, pairs: Sequence[tuple[Record, str]]) -> dict[str, Any]:
    texts = [_timed(writer.summary, record) for record, _ in pairs]
    scores = [rouge(text, reference) for (text, _), (_, reference) in zip(texts, pairs, strict=True)]
    return {
        "stories": len(pairs),
        "rouge_1": fmean(score.one for score in scores),
        "rouge_2": fmean(score.two for score in scores),
        "rouge_l": fmean(score.longest for score in scores),
        "words": fmean(len(words_of(text)) for text, _ in texts),
        "cpu_ms": 1000 * fmean(spent for _, spent in texts),
    }


def _timed(call: Callable[[Record], T], record: Record) -> tuple[T, float]:
    began = process_time()
    return call(record), process_time() - began


def table_of(task: Task, figures: dict[str, dict[str, Any]]) -> Table:
    """Lay out one row a writer; Daybrief, which may leave the why out, has two more."""
    table = Table(
        title="why_hit in shuffled stories; F1 of ROUGE-1, -2 and -L in per cent", caption=_caption(), box=None
    )
    table.add_column("")
    for name, title in LABELLED.items():
        table.add_column(f"{title}\n{len(task.labelled[name])}", justify="right")
    table.add_column("CPU ms", justify="right")
    for name, title in SUMMARIES.items():
        table.add_column(f"{title}\n{len(task.summaries[name])}", justify="right", no_wrap=True)
    table.add_column("words", justify="right")
    table.add_column("CPU ms", justify="right")
    for row in _rows(figures):
        table.add_row(*row)
    return table


def _caption() -> str:
    installed = sumy_version()
    peer = f"LexRank, TextRank and LSA of sumy {installed}" if installed else "sumy is not installed"
    return f"{peer}; beneath a set its stories; words and CPU ms a story"


def _rows(figures: dict[str, dict[str, Any]]) -> Iterator[list[str]]:
    for name, own in figures.items():
        whys, told = list(own["why"].values()), list(own.get("summaries", {}).values())
        hits = [f"{one['why_hit']:.3f}" for one in whys]
        rouges = [" ".join(f"{100 * one[f'rouge_{kind}']:.1f}" for kind in "12l") for one in told] or ["–"] * len(
            SUMMARIES
        )
        words = f"{_pooled(told, 'words'):.0f}" if told else "–"
        yield [name, *hits, _milliseconds(whys), *rouges, words, _milliseconds(told)]
        if name == "daybrief":
            for share in ("why_precision", "why_given"):
                yield [f"  {share}", *("–" if one[share] is None else f"{one[share]:.3f}" for one in whys)]


def _milliseconds(sets: list[dict[str, Any]]) -> str:
    return f"{_pooled(sets, 'cpu_ms'):.2f}" if sets and "cpu_ms" in sets[0] else "–"


def _pooled(sets: list[dict[str, Any]], figure: str) -> float:
    """Return the mean over the stories of all sets."""
    return fmean([one[figure] for one in sets], [one["stories"] for one in sets])


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is wanted, not {text}")
    return int(text)


def options(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; exits 2 with one sentence where a file or folder is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="DIR", default=os.environ.get("DAYBRIEF_DATA"))
    parser.add_argument("--limit", metavar="N", type=_count, help="stories of a set, for a quick look")
    parser.add_argument("--shuffles", metavar="N", type=_count, default=1, help="take each story in N orders")
    parser.add_argument("--weights", metavar="FILE", type=Path, nargs="+", default=[], help=WEIGHTS)
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures to a file, too")
    given = parser.parse_args(words)
    if not given.data:
        parser.exit(2, f"{NO_DATA}\n")
    given.data = Path(given.data)
    missing = [name for name in NEEDED if not (given.data / name).is_file()]
    if missing:
        parser.exit(2, f"{given.data} holds no {' and no '.join(missing)}.\n")
    if given.json and not given.json.parent.is_dir():
        parser.exit(2, f"{given.json} cannot be written: there is no folder {given.json.parent}.\n")
    return given


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    given = options(words)
    scorer = load_scorer(given.data / "bench" / "score_briefs.py")
    try:
        ours = daybrief(given.weights, scorer.fold_of)
    except BriefingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    console = Console()
    console.width = max(console.width, WIDTH)
    ranked = peers()
    if not ranked:
        Console(stderr=True).print(NO_SUMY, soft_wrap=True)
    task = read(given.data / "data", scorer, given.limit, given.shuffles)
    writers: list[Writer] = [ours, *ranked, lead()]
    figures = {writer.name: measure(writer, task) for writer in writers}
    hits = {name: {"stories": len(stories), "why_hit": chance(stories)} for name, stories in task.labelled.items()}
    figures["chance"] = {"why": hits}
    console.print(table_of(task, figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
