"""How much of a set pace is used, and whether it is ever exceeded, as the server sees it. Run by hand.

`python -m tests.benchmarks.bench_pace [--seconds 60] [--per-second 28] [--waiting N] [--peers PYTHON]`, in the
project's folder: our sender works off briefings that wait in a file (`--waiting` of them at least); then the limiter
of python-telegram-bot, set to the same pace, has as many messages wait in memory as the time is good for. In real
time: each takes `--seconds`.

The share is of the messages that the pace would have let through between the first and the last. The fullest second is
the most that arrived within one second, wherever it begins, both ends counted. What arrives is a little uneven even if
what leaves is not. The limiter comes with an extra of the library: PYTHON is an interpreter that has it.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.our_sender import settle
from tests.benchmarks.peer_server import ROOT, PeerServer
from tests.benchmarks.rounds import cores, missing, on_core
from tests.bot.delivery.making import most_within

OURS = "Daybrief"
THEIRS = "python-telegram-bot's AIORateLimiter"
IN_FLIGHT = 8
SPARE = 1.05
"""More wait than the pace lets through, so that the queue is never empty."""
SECOND = 1_000_000_000
COLUMNS = (
    "",
    "messages",
    "share of the pace",
    "fullest second",
    "in the first second",
    "longest gap, ms",
    "CPU ms each",
)


def figures(moments: Sequence[int], per_second: int) -> tuple[str, ...]:
    """What stands in a row of the table, of moments in nanoseconds."""
    span = moments[-1] - moments[0]
    share = (len(moments) - 1) * SECOND / span / per_second
    first = sum(1 for moment in moments if moment - moments[0] <= SECOND)
    gap = max(later - earlier for earlier, later in pairwise(moments)) / 1_000_000
    return f"{len(moments):,}", f"{share:.2%}", str(most_within(moments, SECOND)), str(first), f"{gap:.0f}"


def arrivals(command: Sequence[str], seconds: int) -> tuple[list[int], float]:
    """When the messages of a program arrived, and what CPU one took it."""
    mine, other = cores()
    with PeerServer(core=other) as server, on_core(mine):
        words = [word.format(api=server.api) for word in command]
        patience = 2 * seconds + 60
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=patience)
        return server.ask("moments")["messages"], json.loads(done.stdout)["cpu"]


def main(
    seconds: int = 60, per_second: int = 28, waiting: int = 0, peers: Path = Path(".venv-peers/bin/python")
) -> None:
    """Measure and print a table."""
    console = Console(width=120)
    table = Table(title=f"{per_second} a second, {seconds} seconds")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name else "left")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        message = asyncio.run(settle(folder, max(waiting, int(seconds * per_second * SPARE))))
        (folder / "message.json").write_text(json.dumps(message), encoding="utf-8")
        ours = (sys.executable, "-m", "tests.benchmarks.our_sender", str(folder), "0", "{api}")
        commands = {OURS: (*ours, str(IN_FLIGHT), str(per_second), str(seconds))}
        theirs = (str(peers), "-m", "tests.benchmarks.peer_senders", "limited", "{api}", str(folder / "message.json"))
        commands[THEIRS] = (*theirs, str(per_second * seconds), str(IN_FLIGHT), str(per_second))
        if (sentence := missing(THEIRS, peers)) is not None:
            console.print(sentence)
            del commands[THEIRS]
        for who, command in commands.items():
            moments, cpu = arrivals(command, seconds)
            table.add_row(who, *figures(moments, per_second), f"{cpu:.2f}")
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
