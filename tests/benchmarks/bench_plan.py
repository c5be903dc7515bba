"""What planning one slot costs, beside one scheduler job a reader. Run by hand.

`python tests/benchmarks/bench_plan.py [--readers 1000000] [--zones 400] [--jobs-of 10000]`: readers in as many zones as
there are, all of whom are due in the same minute, in a fresh SQLite file on this disk; then the same look in a process
that has planned already, looks that find nothing, and the question for what is to be cut. Each is measured in a process
of its own, whose CPU time (of all threads) and peak of resident memory (Linux tells it) stand beside the time. Only
the ratios mean anything.
"""

import asyncio
import contextlib
import json
import logging
import multiprocessing
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import structlog
import typer
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.delivery.plan import Planner
from bot.store.tables import readers as readers_table
from briefings.model import Kind, Newsletter, Slot
from briefings.store.database import Database

DUE = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAILY = frozenset(range(1, 8))
LIST = tuple(
    Newsletter(slug, slug.title(), "News.", Kind.TOPIC, "UTC", (Slot.MORNING,), DAILY, ())
    for slug in ("one", "two", "three")
)
Spent = tuple[float, float]
"""Seconds, and seconds of CPU."""
Work = Callable[[Path, int], Coroutine[None, None, Spent]]

READERS = """
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < :count),
                   zones as (select key, json_extract(value, '$[0]') as zone, json_extract(value, '$[1]') as at
                             from json_each(:zones))
    insert into readers (id, chat_id, kind, zone, morning, evening, standing, created_at, changed_at)
    select n, n, 'private', zone, at, '21:07', 'active', :now, :now
    from numbers join zones on zones.key = n * 7919 % :zone_count
"""
SUBSCRIPTIONS = """
    insert into subscriptions (reader_id, newsletter, since)
    select readers.id, value, :now from readers join json_each(:slugs) order by readers.id, value
"""


def morning_in(zone: str) -> str:
    """The wall time at which readers of a zone are due with all the others."""
    return DUE.astimezone(ZoneInfo(zone)).strftime("%H:%M")


async def settle(path: Path, count: int, zone_count: int) -> None:
    """A file with that many readers of three newsletters, and a planner that has looked a minute before."""
    zones = [[zone, morning_in(zone)] for zone in sorted(available_timezones())[:zone_count]]
    async with opened(path) as database:
        async with database.write() as connection:
            await connection.run_sync(readers_table.metadata.create_all)
            now = (DUE - timedelta(days=1)).replace(tzinfo=None).isoformat(" ", "microseconds")
            values = {"count": count, "zones": json.dumps(zones), "zone_count": len(zones), "now": now}
            await connection.execute(text(READERS), values)
            await connection.execute(text(SUBSCRIPTIONS), {"slugs": json.dumps([one.slug for one in LIST]), "now": now})
        await Planner(database, LIST).tick(DUE - timedelta(minutes=1))


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """The database in that file."""
    database = await Database.open(f"sqlite:///{path}")
    yield database
    await database.close()


async def plan(path: Path, count: int, now: datetime = DUE) -> Spent:
    """The look that owes everybody a briefing."""
    async with opened(path) as database:
        planner = Planner(database, LIST)
        began = clocks()
        planned = await planner.tick(now)
        assert planned == count, planned
        return since(began)


async def plan_late(path: Path, count: int) -> Spent:
    """The next day's look, an hour late: whom a newer slot has reached is asked, and what it supersedes."""
    return await plan(path, count, DUE + timedelta(days=1, hours=1))


async def idle(path: Path, _count: int) -> Spent:
    """A look that finds nothing due, once the watermark is set."""
    async with opened(path) as database:
        planner = Planner(database, LIST)
        await planner.tick(DUE + timedelta(minutes=2))
        began = clocks()
        assert await planner.tick(DUE + timedelta(minutes=2, seconds=15)) == 0
        return since(began)


async def cuts(path: Path, _count: int) -> Spent:
    """The question which editions are to be cut."""
    async with opened(path) as database:
        began = clocks()
        await Planner(database, LIST).cuts(DUE)
        return since(began)


async def jobs(_path: Path, count: int) -> Spent:
    """One job a reader, as a bot does that has no planner: what adding them takes."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.start(paused=True)
    zones = [(ZoneInfo(zone), wall.fromisoformat(morning_in(zone))) for zone in sorted(available_timezones())[:400]]
    began = clocks()
    for number, (zone, at) in zip(range(count), cycle(zones), strict=False):
        scheduler.add_job(print, "cron", args=[number], hour=at.hour, minute=at.minute, timezone=zone)
    spent = since(began)
    scheduler.shutdown(wait=False)
    return spent


def clocks() -> Spent:
    """The wall's and the processor's."""
    return time.perf_counter(), time.process_time()


def since(began: Spent) -> Spent:
    """What has passed on both."""
    return time.perf_counter() - began[0], time.process_time() - began[1]


def _alone(here: Connection, work: Work, path: Path, count: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    before = _peak()
    here.send((*asyncio.run(work(path, count)), before, _peak()))


def _peak() -> int:
    # The status file, because `getrusage` still counts the process that this one was started from.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


def measured(work: Work, path: Path, count: int) -> tuple[float, float, int, int]:
    """What `work` takes in a process of its own: seconds, CPU, and the peak in MB after the imports and at the end."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_alone, args=(there, work, path, count))
    process.start()
    there.close()
    try:
        found: tuple[float, float, int, int] = here.recv()
    finally:
        process.join()
    return found


def main(readers: int = 100_000, zones: int = 400, jobs_of: int = 10_000) -> None:
    """Measure and print a table."""
    table = Table(title=f"{zones} zones")
    for name in ("", "readers", "s", "CPU s", "readers/s", "MB, imports", "MB, peak"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)

    def measure(name: str, work: Work, count: int) -> float:
        seconds, used, before, peak = measured(work, path, count)
        figures = (f"{count:,}", f"{seconds:.2f}", f"{used:.2f}", f"{count / seconds:,.0f}", str(before), str(peak))
        table.add_row(name, *figures)
        return count / seconds

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "daybrief.db"
        asyncio.run(settle(path, readers, zones))
        planned = measure("plan one slot", plan, readers)
        measure("a look at nothing", idle, readers)
        measure("what to cut", cuts, readers)
        measure("plan a late slot", plan_late, readers)
        added = measure("one job a reader", jobs, jobs_of)
    table.caption = f"planning is {planned / added:.0f} times as fast as one job a reader"
    Console(width=100).print(table)


if __name__ == "__main__":
    typer.run(main)
