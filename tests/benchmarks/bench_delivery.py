"""Deliveries a second by our sender, ledger included, beside senders that keep none. Run by hand.

`python -m tests.benchmarks.bench_delivery [--ms 0|60] [--in-flight N] [--messages N] [--rounds N] [--peers PYTHON]`, in
the project's folder. A Bot API of its own process and core answers every message after `--ms` milliseconds
(`tests.benchmarks.peer_server`). Ours is the way of `daybrief run` with the limits lifted: briefings that are planned
and made wait in a SQLite file on this disk; each is leased, sent, and its receipt is on disk at the end. All others
send the same words and buttons from memory in a loop, and forget them. Each client runs in a process of its own on one
core, in rotation; medians count. CPU is that of the client's process with all its threads. Only ratios mean anything,
and only within one run.

aiogram lives in an environment of its own; PYTHON is its interpreter.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.our_sender import settle
from tests.benchmarks.peer_senders import WARM_UP, Spent
from tests.benchmarks.rounds import Entrant, compete, middle, missing

OURS = "Daybrief, ledger and all"
BESIDE = "aiogram 3"
SLOW = 10
"""The default client gets this part of the messages: it would take most of the time."""
SENDERS = {
    BESIDE: "aiogram",
    "python-telegram-bot, its own client": "library",
    "python-telegram-bot over our aiohttp": "over-aiohttp",
    "aiohttp alone, a body with the chat put in": "bare",
}


def entrants(folder: Path, messages: int, in_flight: int, peers: Path) -> dict[str, Entrant]:
    """All that take part, by the name in the table."""
    module = (sys.executable, "-m", "tests.benchmarks.our_sender")
    ours = Entrant((*module, str(folder), "{round}", "{api}", str(in_flight)), messages + WARM_UP)
    found = {OURS: ours}
    for name, client in SENDERS.items():
        interpreter = str(peers) if client == "aiogram" else sys.executable
        count = messages // SLOW if client == "library" else messages
        command = (interpreter, "-m", "tests.benchmarks.peer_senders", client, "{api}")
        words = (str(folder / "message.json"), str(count), str(in_flight))
        found[name] = Entrant((*command, *words), count + WARM_UP)
    return found


def table(results: dict[str, list[Spent]], title: str) -> Table:
    """The figures; ratios are to aiogram where it ran, and to aiohttp alone."""
    drawn = Table(title=title)
    for name in ("client", "a second", "least", "most", "CPU ms each", "rate to aiogram's", "CPU to aiogram's"):
        drawn.add_column(name, justify="left" if name == "client" else "right")
    beside = middle(results[BESIDE]) if BESIDE in results else None
    for name, rounds in results.items():
        one, rates = middle(rounds), sorted(each.rate for each in rounds)
        ratios = (f"{one.rate / beside.rate:.2f}", f"{one.cpu / beside.cpu:.2f}") if beside else ("", "")
        drawn.add_row(name, f"{one.rate:,.0f}", f"{rates[0]:,.0f}", f"{rates[-1]:,.0f}", f"{one.cpu:.3f}", *ratios)
    return drawn


def main(
    ms: int = 0,
    in_flight: int = 32,
    messages: int = 5_000,
    rounds: int = 3,
    peers: Path = Path(".venv-peers/bin/python"),
) -> None:
    """Measure and print a table."""
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        message = asyncio.run(settle(folder, messages))
        (folder / "message.json").write_text(json.dumps(message), encoding="utf-8")
        taking_part = entrants(folder, messages, in_flight, peers)
        if (sentence := missing(BESIDE, peers)) is not None:
            console.print(sentence)
            del taking_part[BESIDE]
        results = compete(taking_part, rounds, ms)
    most = f", at most {in_flight * 1000 / ms:,.0f} a second" if ms else ""
    characters = len(message["text"])
    console.print(
        table(results, f"{in_flight} in flight, answers after {ms} ms{most}; {characters:,} characters of HTML")
    )


if __name__ == "__main__":
    typer.run(main)
