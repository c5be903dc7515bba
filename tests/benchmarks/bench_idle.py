"""What the bot's process weighs while it has nothing to do, with a hundred thousand readers. Run by hand.

`python -m tests.benchmarks.bench_idle [seconds] [readers]`, in the project's folder, on Linux: the real `daybrief run`
beside the stand-in for Telegram and the sample newsroom, on an SQLite file with that many readers of whom nobody is
due. The figures are of the process after each third of the seconds (180 by default), alone and with its children.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.demo.standin import StandIn
from bot.readers.model import ChatKind, Standing
from bot.store.migrate import upgrade
from bot.store.tables import readers, subscriptions
from briefings.clock import SystemClock
from briefings.sample.server import SampleServer
from briefings.store.database import Database

READERS = 100_000
SECONDS = 180
STEP = 5_000
ZONES = ("America/New_York", "America/Denver", "America/Chicago", "Europe/London", "Asia/Tokyo")
CHOSEN = ("denver", "markets", "sports")
MEGABYTE = 1_024
"""In the kilobytes of the kernel's report."""


@dataclass(frozen=True)
class Weight:
    """Of some processes together, in megabytes: what is in memory, and that with shared pages divided by sharers."""

    processes: int
    rss: float
    pss: float


async def main(seconds: int = SECONDS, count: int = READERS) -> None:
    """Fill, start, wait, print."""
    clock = SystemClock()
    newsroom = SampleServer(clock, clock.now().date() - timedelta(days=1))
    table = Table("after", "processes", "RSS MB", "PSS MB", "with children", "RSS MB", "PSS MB", box=None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with StandIn(clock) as telegram:
            await newsroom.start()
            (folder / "catalogue.toml").write_text(newsroom.catalogue_toml(), encoding="utf-8")
            await fill(f"sqlite:///{folder / 'daybrief.db'}", count)
            process = await start(folder, telegram)
            for third in range(1, 4):
                await asyncio.sleep(seconds / 3)
                alone, together = weight([process.pid]), weight([process.pid, *children(process.pid)])
                table.add_row(f"{seconds / 3 * third:.0f} s", *row(alone), *row(together))
            process.terminate()
            await process.wait()
            await newsroom.stop()
    Console().print(f"{count} readers, nobody due.")
    Console().print(table)


async def fill(url: str, count: int) -> None:
    """Readers whose time is twelve hours away wherever they are, each with three newsletters."""
    await upgrade(url)
    database = await Database.open(url)
    now = datetime.now(UTC)
    for first in range(1, count + 1, STEP):
        ids = range(first, min(first + STEP, count + 1))
        async with database.write() as connection:
            await connection.execute(insert(readers), [reader(number, now) for number in ids])
            chosen = [{"reader_id": one, "newsletter": slug, "since": now} for one in ids for slug in CHOSEN]
            await connection.execute(insert(subscriptions), chosen)
    await database.close()


def reader(number: int, now: datetime) -> dict[str, object]:
    """A row."""
    # Paused: the local times of five zones cannot all be far from now.
    far = (now + timedelta(days=30)).date()
    return {
        "id": number,
        "chat_id": number,
        "kind": ChatKind.PRIVATE,
        "zone": ZONES[number % len(ZONES)],
        "morning": f"{6 + number % 3:02}:{number % 60:02}",
        "evening": "18:00",
        "paused_until": far,
        "standing": Standing.ACTIVE,
        "created_at": now,
        "changed_at": now,
    }


async def start(folder: Path, telegram: StandIn) -> asyncio.subprocess.Process:
    """`daybrief run` on that database, with the usual settings of an operator."""
    own = {
        "DAYBRIEF_TELEGRAM_TOKEN": telegram.token,
        "DAYBRIEF_TELEGRAM_API": telegram.url,
        "DAYBRIEF_DATABASE": f"sqlite:///{folder / 'daybrief.db'}",
        "DAYBRIEF_CATALOGUE": str(folder / "catalogue.toml"),
        "DAYBRIEF_ALLOW_LOOPBACK": "1",
        "DAYBRIEF_LOG_LEVEL": "WARNING",
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=dict(os.environ) | own)


def weight(pids: list[int]) -> Weight:
    """What these processes weigh together."""
    found = [dict(_lines(pid)) for pid in pids]
    rss, pss = (sum(one[name] for one in found) / MEGABYTE for name in ("Rss", "Pss"))
    return Weight(len(found), rss, pss)


def children(pid: int) -> list[int]:
    """The processes that it started and that are alive."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(word) for task in tasks for word in task.read_text(encoding="ascii").split()]


def row(found: Weight) -> list[str]:
    """Its figures as words."""
    return [str(found.processes), f"{found.rss:.0f}", f"{found.pss:.0f}"]


def _lines(pid: int) -> Iterator[tuple[str, int]]:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, value = line.split(":")
        yield name, int(value.split()[0])


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
