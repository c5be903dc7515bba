"""Runs of several programs in turn, each in a process of its own on one core, the server it speaks to on the other.

The machine's speed drifts, so all take part in every round, each round beginning with another; medians count.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.peer_senders import Spent
from tests.benchmarks.peer_server import ROOT, PeerServer

PATIENCE_SECONDS = 900
NO_PEERS = (
    "{} is left out, because {} is not there; it lives in an environment of its own:"
    " python -m pip install --no-deps --require-hashes -r requirements-peers.lock"
)


@dataclass(frozen=True)
class Entrant:
    """A program to be measured: its command, `{api}` and `{round}` to be filled in; it prints a line of `Spent`.

    It sends `messages` in all, those of its warm-up included.
    """

    command: tuple[str, ...]
    messages: int


def cores() -> tuple[int, int]:
    """One core for whoever is measured, and the other for the server; the same where there is but one."""
    there = sorted(os.sched_getaffinity(0))
    return there[0], there[-1]


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This process, and what it starts meanwhile for all its life, runs on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def rotated(names: Sequence[str], rounds: int) -> Iterator[tuple[int, str]]:
    """(round, name): everybody once a round, each round beginning one further."""
    for number in range(rounds):
        start = number % len(names)
        for name in (*names[start:], *names[:start]):
            yield number, name


def compete(entrants: Mapping[str, Entrant], rounds: int, delay: int) -> dict[str, list[Spent]]:
    """What each took in each round, by name; the server answers after `delay` milliseconds."""
    results: dict[str, list[Spent]] = {name: [] for name in entrants}
    mine, other = cores()
    with on_core(mine):
        for number, name in rotated(list(entrants), rounds):
            results[name].append(run(entrants[name], number, delay, other))
    return results


def run(entrant: Entrant, number: int, delay: int, core: int) -> Spent:
    """Let one run; raises AssertionError when not all of its messages, and no others, have arrived."""
    with PeerServer(delay, core=core) as server:
        command = [word.format(api=server.api, round=number) for word in entrant.command]
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE_SECONDS
        )
        arrived = server.ask("tally")["messages"]
    assert arrived == entrant.messages, f"{arrived} messages have arrived, not {entrant.messages}: {command}"
    return Spent(**json.loads(done.stdout))


def middle(rounds: Sequence[Spent]) -> Spent:
    """The median of each figure."""
    return Spent(median(one.rate for one in rounds), median(one.cpu for one in rounds))


def missing(name: str, interpreter: Path) -> str | None:
    """A sentence when the peers' interpreter is not there."""
    return None if interpreter.exists() else NO_PEERS.format(name, interpreter)
