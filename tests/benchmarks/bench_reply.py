"""How long people wait for an answer while a briefing goes out to everybody. Run by hand.

`python -m tests.benchmarks.bench_reply [--readers 100000] [--seconds 60] [--every 0.5]`, in the project's folder: the
whole bot, in a process of its own, with the sample newsroom as its sources. All readers are due in the same minute, and
the broadcast goes at the usual pace, so with 100,000 it outlasts the run. It begins up to a quarter of a minute late,
because that is how often the bot looks at the clock: a run of less than a minute says little. From a little before that
minute somebody writes every `--every` seconds: a command, or in turn a wish for the briefing now; each from a chat that
is not in the broadcast. The wait is from the moment when the server hands the update over to the moment when the answer
arrives there. Then the same without lanes: answers and briefings asked for go in the order of all others.

Whoever has no answer when the run ends is counted as waiting until then, and in a column of their own.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from bot.logs import configure
from briefings.clock import FastClock
from briefings.sample.server import SampleServer
from tests.benchmarks.bench_plan import DUE
from tests.benchmarks.our_bot import BEFORE, FIRST_CHAT, LANES, NO_LANES, settle
from tests.benchmarks.peer_server import ROOT, PeerServer
from tests.benchmarks.rounds import cores, on_core

SPEAK_BEFORE_SECONDS = 5
STRAGGLERS_SECONDS = 5
PATIENCE_SECONDS = 30
ASKED = "/today"
COMMANDS = ("/settings", ASKED, "/status", ASKED)
SECOND = 1_000_000_000
Waits = dict[str, list[tuple[float, bool]]]
"""By what was asked: seconds, and whether there was an answer."""


def update(number: int, words: str) -> dict[str, Any]:
    """What Telegram tells of a person who writes a command."""
    person = {"id": FIRST_CHAT + number, "first_name": "Ada"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(DUE.timestamp()),
            "chat": person | {"type": "private"},
            "from": person | {"is_bot": False, "language_code": "en"},
            "text": words,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(words)}],
        },
    }


def waits(moments: dict[str, Any], ended: int) -> Waits:
    """How long each waited; `ended` is the moment when the run ended."""
    answered = {chat: at for chat, at in zip(moments["chats"], moments["messages"], strict=True) if chat >= FIRST_CHAT}
    found: Waits = {"a command": [], "a briefing now": []}
    for number, asked in moments["updates"]:
        at = answered.get(FIRST_CHAT + number)
        kind = "a briefing now" if words(number) == ASKED else "a command"
        found[kind].append((((at or ended) - asked) / SECOND, at is not None))
    return found


def words(number: int) -> str:
    """What the person of that number writes."""
    return COMMANDS[number % len(COMMANDS)]


@contextmanager
def alive(folder: Path, api: str, *, lanes: bool) -> Iterator[None]:
    """The bot runs meanwhile."""
    module = (sys.executable, "-m", "tests.benchmarks.our_bot")
    with on_core(cores()[0]):
        bot = subprocess.Popen([*module, str(folder), api, LANES if lanes else NO_LANES], cwd=ROOT)
    try:
        yield
        assert bot.poll() is None, f"the bot has ended with {bot.returncode}"
    finally:
        bot.terminate()
        bot.wait(PATIENCE_SECONDS)


async def live(folder: Path, seconds: int, every: float, *, lanes: bool) -> tuple[Waits, int]:
    """A bot's life from BEFORE the minute to `seconds` after; how long people waited, and how many messages went."""
    with PeerServer(core=cores()[1], chats=True) as server, alive(folder, server.api, lanes=lanes):
        await asyncio.sleep(BEFORE.total_seconds() - SPEAK_BEFORE_SECONDS)
        end = time.monotonic() + SPEAK_BEFORE_SECONDS + seconds
        for number in count(1):
            server.ask("update", update=update(number, words(number)))
            await asyncio.sleep(every)
            if time.monotonic() > end:
                break
        await asyncio.sleep(STRAGGLERS_SECONDS)
        moments, ended = server.ask("moments"), time.monotonic_ns()
    return waits(moments, ended), len(moments["messages"])


def rows(found: Waits) -> Iterator[tuple[str, ...]]:
    """What stands in the table, by what was asked."""
    for kind, asked in found.items():
        times = sorted(wait for wait, _ in asked)
        figures = (median(times), times[min(len(times) - 1, len(times) * 99 // 100)], times[-1])
        silent = sum(1 for _, answered in asked if not answered)
        yield kind, str(len(times)), *(f"{one * 1000:,.0f}" for one in figures), str(silent)


async def measure(readers: int, seconds: int, every: float, kinds: Sequence[bool]) -> Table:
    """Live with lanes and without, and lay out the figures."""
    table = Table(title=f"{readers:,} readers due at once, {seconds} seconds; waits in milliseconds")
    for name in ("", "asked", "times", "p50", "p99", "worst", "no answer", "messages sent"):
        table.add_column(name, justify="left" if name in {"", "asked"} else "right")
    for lanes in kinds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            newsroom = SampleServer(FastClock(DUE - BEFORE, 1.0), DUE.date())
            await newsroom.start()
            (folder / "catalogue.toml").write_text(newsroom.catalogue_toml(), encoding="utf-8")
            await settle(folder, readers, int((seconds + SPEAK_BEFORE_SECONDS) / every) + 2)
            found, sent = await live(folder, seconds, every, lanes=lanes)
            await newsroom.stop()
        for row in rows(found):
            table.add_row("with lanes" if lanes else "without", *row, f"{sent:,}")
    return table


def main(readers: int = 100_000, seconds: int = 60, every: float = 0.5, lanes: bool | None = None) -> None:
    """Measure and print a table; `--lanes` or `--no-lanes` for one of the two alone."""
    configure("WARNING")
    kinds = (True, False) if lanes is None else (lanes,)
    Console(width=120).print(asyncio.run(measure(readers, seconds, every, kinds)))


if __name__ == "__main__":
    typer.run(main)
