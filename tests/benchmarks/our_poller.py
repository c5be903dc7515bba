"""Polls the feeds of `feed_server` twice, in a process of its own, and says what it took. Part of `bench_poll`.

`python -m tests.benchmarks.our_poller FOLDER PORT WELL SICK` polls so many well sources, with the sick ones scattered
among them: at first everything is new, then nothing has changed. It prints one line of JSON, a `Took` for each poll.
Everything is as in `daybrief run`, the log too, but that loopback is allowed.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from bot.logs import configure
from bot.store.migrate import upgrade
from briefings.clock import SystemClock
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.poll import Poller
from briefings.feeds.update import FeedState
from briefings.model import Source
from briefings.opening import user_agent
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.store.feeds import FeedStore
from tests.benchmarks.feed_server import SICK, address

CONNECTIONS_CLOSE = 20.0
"""Seconds; the client keeps a connection that nobody uses for fifteen."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a poll took: seconds until the last well source was stored, until all were, and of processor time.

    `peak_mb` is the most memory that our process has had by then, `parser_mb` its parser. `statuses` counts what the
    sources came to, `added` the articles.
    """

    well_seconds: float
    well_cpu_seconds: float
    seconds: float
    cpu_seconds: float
    parser_cpu_seconds: float
    peak_mb: float
    parser_mb: float
    added: int
    statuses: dict[str, int]
    errors: dict[str, int]


class TimedStore(FeedStore):
    """Remembers when the last well source was on disk."""

    last_well = 0.0
    last_well_cpu = 0.0

    async def save(self, state: FeedState) -> None:
        await super().save(state)
        if "/well/" in state.url:
            self.last_well, self.last_well_cpu = time.perf_counter(), time.process_time()


def sources(port: int, well: int, sick: int) -> list[Source]:
    """The well ones, and the sick ones scattered among them."""
    urls = [f"http://{address(number)}:{port}/well/{number}" for number in range(well)]
    kinds = list(SICK)
    every = max(1, well // sick) if sick else 0
    for number in range(sick):
        urls.insert(number * (every + 1), f"http://{address(well + number)}:{port}/{kinds[number % len(kinds)]}/0")
    return [Source(url, f"Outlet {place}", url, f"https://outlet-{place}.example/") for place, url in enumerate(urls)]


async def main(folder: str, port: int, well: int, sick: int) -> None:
    """Poll twice and print."""
    url = f"sqlite:///{Path(folder) / f'poll-{os.getpid()}.db'}"
    configure("INFO", (Path(folder) / "poll.log").open("w", encoding="utf-8"))
    await upgrade(url)
    database = await Database.open(url)
    clock = SystemClock()
    fetcher = Fetcher(user_agent("bench@news.example"), allow_loopback=True, clock=clock)
    store, wanted = TimedStore(database), sources(port, well, sick)
    async with fetcher, ParserProcess() as parser:
        # The child starts with the first document; that is not what is measured.
        await parser.parse(b"<rss><channel/></rss>", None)
        poller = Poller(store, ArticleStore(database), fetcher, parser, clock, Random(1))
        took = [asdict(await poll(poller, wanted, store))]
        # As between two polls of a day, all connections are closed.
        await asyncio.sleep(CONNECTIONS_CLOSE)
        took.append(asdict(await poll(poller, wanted, store)))
    await database.close()
    sys.stdout.write(json.dumps(took) + "\n")


async def poll(poller: Poller, wanted: list[Source], store: TimedStore) -> Took:
    """One poll of them all."""
    parsed = sum(map(cpu_of, children()))
    began, cpu_began = time.perf_counter(), time.process_time()
    report = await poller.poll(wanted, force=True)
    ended, cpu_ended = time.perf_counter(), time.process_time()
    return Took(
        well_seconds=store.last_well - began,
        seconds=ended - began,
        well_cpu_seconds=store.last_well_cpu - cpu_began,
        cpu_seconds=cpu_ended - cpu_began,
        parser_cpu_seconds=sum(map(cpu_of, children())) - parsed,
        peak_mb=peak_of(os.getpid()),
        parser_mb=max(map(peak_of, children())),
        added=sum(one.added for one in report.sources),
        statuses=dict(Counter(one.status for one in report.sources)),
        errors=dict(Counter(one.error for one in report.sources if one.error)),
    )


def children() -> list[int]:
    """The processes that ours has started and that are alive."""
    found = Path("/proc/self/task").glob("*/children")
    return [int(word) for task in found for word in task.read_text(encoding="ascii").split()]


def peak_of(pid: int) -> float:
    """The most memory that a process has had, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def cpu_of(pid: int) -> float:
    """The seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
