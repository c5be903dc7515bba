"""How well Daybrief finds why a story matters, and how much of an article it tells, beside other writers. Run by hand.

`python -m tests.benchmarks.bench_writers [--data DIR] [--limit N] [--shuffles N] [--weights FILE ...] [--json FILE]`,
in the project's folder. DIR holds data/ and bench/ (real articles and the scorer; not part of the project) and is
`$DAYBRIEF_DATA` unless told. LexRank, TextRank and LSA come from sumy, which no test needs:
`python -m pip install --no-deps --require-hashes -r requirements-peers.lock`, best in an environment of its own, for it
wants an older setuptools than the project's locks hold.

Why it matters: stories whose own editors labelled the point, by the rule of score_briefs.py, labels taken away. In the
shuffled order all paragraphs but the first are shuffled, so that knowing where editors put the point is worth nothing;
`chance` is a paragraph other than the first at random, computed, not drawn. `why_given` without the editors' answer is
how often Daybrief still gives one when that is taken out (one shuffle): a good writer then mostly gives none.

Summaries: F1 of ROUGE against the references, with lede, why and points as Daybrief's text and three sentences as
everybody else's; a longer text gains recall and loses precision, so the table tells the words. BBC's references are
sentences of the article out of order, which holds down ROUGE-L for all. CPU milliseconds are means a story in this
process; only their ratios mean anything, and only within one run.

Ordinary articles: any exception is a crash. The process: `python -m briefings brief` on 1,000 of these articles, taken
again under new ids, with the first file of weights; its memory is the most it ever held, in MB of a million bytes.
`--limit N` looks at N stories or articles of every set, also here.

Weights that were trained on these very stories look too good here, and the shipped ones are. Honest figures come from
as many weights as there are folds, each trained without one (`python -m briefings.writing.train --fold K/N`) and here
asked about that fold only: `--weights without-0.tsv without-1.tsv ...`, in that order; `.npz` files are encoders. All
figures are over the stories of all folds; the plain means of the folds are in a column of their own.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from briefings.errors import BriefingsError
from tests.benchmarks.batch import ONE_CORE, RECORDS, batch
from tests.benchmarks.measure import measure, ordinary
from tests.benchmarks.tables import CHANCE, OURS, report
from tests.benchmarks.task import NEEDED, ORDERS, WITHOUT, chance, load_scorer, read
from tests.benchmarks.writers import Writer, daybrief, lead, peers, sumy_version

WIDTH = 124  # columns: what the table needs where no terminal says how many there are
NO_DATA = "DAYBRIEF_DATA is not set: let it name the folder that holds data/ and bench/, or give that folder by --data."
WEIGHTS = "score with these weights, not the shipped ones; of N files the K-th, from 0, is for fold K/N alone"
NO_SUMY = (
    "LexRank, TextRank and LSA are left out, because sumy is not installed:"
    " python -m pip install --no-deps --require-hashes -r requirements-peers.lock"
)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is wanted, not {text}")
    return int(text)


def options(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; exits 2 with one sentence where a file or folder is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="DIR", default=os.environ.get("DAYBRIEF_DATA"))
    parser.add_argument("--limit", metavar="N", type=_count, help="stories or articles of a set, for a quick look")
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


def measured(given: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Return the figures by writer. Raises BriefingsError with one sentence where Daybrief cannot write."""
    scorer = load_scorer(given.data / "bench" / "score_briefs.py")
    ours = daybrief(given.weights, scorer.fold_of)
    ranked = peers()
    if not ranked:
        Console(stderr=True).print(NO_SUMY, soft_wrap=True)
    task = read(given.data / "data", scorer, given.limit, given.shuffles)
    folds = len(given.weights)
    # A peer always gives a why, so it is not asked what it does where there is none.
    figures = {OURS: measure(ours, task, [*ORDERS, *(order + WITHOUT for order in ORDERS)], folds)}
    figures[OURS]["ordinary"] = ordinary(ours.why, task.articles, scorer.words)
    count = min(RECORDS, given.limit or RECORDS)
    figures[OURS]["batch"] = batch(task.articles, count, given.weights[0] if given.weights else None)
    others: list[Writer] = [*ranked, lead()]
    figures |= {writer.name: measure(writer, task, ORDERS, folds) for writer in others}
    return figures | {CHANCE: {"why": {order: chance(task.labelled[order]) for order in ORDERS}}}


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    given = options(words)
    os.environ.update(ONE_CORE)  # before numpy is imported, by a peer or by the encoder
    try:
        figures = measured(given)
    except BriefingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    installed = sumy_version()
    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(
        report(figures, f"LexRank, TextRank, LSA: sumy {installed}" if installed else "sumy is not installed")
    )
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
