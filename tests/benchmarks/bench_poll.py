"""A poll of a thousand sources of which fifty are sick, beside the same poll without the fifty. Run by hand, on Linux.

`python -m tests.benchmarks.bench_poll [--rounds 3] [--well 950] [--sick 50]`, in the project's folder: the newsroom has
a process and a core of its own, and each source an address of its own. Our process and its parser share the other core.
Each round polls with the sick ones and without, in rotation; each time everything is new at first, and then, over fresh
connections, nothing has changed. The medians count.

The slowdown is that of the well sources: until the last of them was stored, with the sick ones to without, by the
clock and in processor time of us and our parser (which a busy machine blurs less). A tenth of the sick have each of
these: a byte a second, no answer, a bomb, endless redirects, thirty megabytes, garbage, a closed connection, 500, a
wrong length, endless headers. Memory is the most that the process had, its parser apart.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from statistics import median

import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.feed_server import FeedServer
from tests.benchmarks.our_poller import Took
from tests.benchmarks.peer_server import ROOT
from tests.benchmarks.rounds import PATIENCE_SECONDS, cores, on_core, rotated

ILL, ALONE = "with the sick", "without them"
POLLS = ("all is new", "nothing has changed")
COLUMNS = ("", "the well, s", "slower", "CPU, s", "more", "all, s", "CPU ms a source", "parser's", "MB", "parser's")


def run(well: int, sick: int) -> list[Took]:
    """Both polls, in a new process on a new database."""
    mine, other = cores()
    with tempfile.TemporaryDirectory() as folder, FeedServer(well + sick, other) as server, on_core(mine):
        words = (folder, str(server.port), str(well), str(sick))
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.our_poller", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=PATIENCE_SECONDS,
        )
    took = [Took(**one) for one in json.loads(done.stdout)]
    expected = [{"new": well}, {"unchanged": well}]
    for one, statuses in zip(took, expected, strict=True):
        assert one.statuses == (statuses | {"failed": sick} if sick else statuses), one
    return took


def until_the_well_were_stored(took: Took) -> float:
    """Processor seconds, the parser's included, which has little to do with the sick."""
    return took.well_cpu_seconds + took.parser_cpu_seconds


def row(polls: Sequence[Took], alone: Sequence[Took], count: int) -> tuple[str, ...]:
    """What stands in the table, of one poll in each round, and the same poll without the sick."""

    def middle(figure: Callable[[Took], float]) -> float:
        return median(map(figure, polls))

    def more(figure: Callable[[Took], float]) -> str:
        if polls is alone:
            return ""
        return f"{median(figure(one) / figure(other) for one, other in zip(polls, alone, strict=True)) - 1:+.1%}"

    return (
        f"{middle(lambda one: one.well_seconds):.2f}",
        more(lambda one: one.well_seconds),
        f"{middle(until_the_well_were_stored):.2f}",
        more(until_the_well_were_stored),
        f"{middle(lambda one: one.seconds):.1f}",
        f"{middle(lambda one: one.cpu_seconds) * 1000 / count:.2f}",
        f"{middle(lambda one: one.parser_cpu_seconds) * 1000 / count:.2f}",
        f"{max(one.peak_mb for one in polls):.0f}",
        f"{max(one.parser_mb for one in polls):.0f}",
    )


def main(rounds: int = 3, well: int = 950, sick: int = 50) -> None:
    """Measure and print a table."""
    ill = {ILL: sick, ALONE: 0}
    took: dict[str, list[list[Took]]] = {name: [] for name in ill}
    for _, name in rotated(list(ill), rounds):
        took[name].append(run(well, ill[name]))
    table = Table(title=f"{well} well sources, {sick} sick ones, medians of {rounds} rounds")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name else "left")
    for nth, poll in enumerate(POLLS):
        alone = [polls[nth] for polls in took[ALONE]]
        for name, count in ill.items():
            polls = alone if name is ALONE else [one[nth] for one in took[name]]
            table.add_row(f"{poll}, {name}", *row(polls, alone, well + count))
    console = Console(width=120)
    console.print(table)
    for error, count in took[ILL][-1][0].errors.items():
        console.print(f"{count} times: {error}")


if __name__ == "__main__":
    typer.run(main)
