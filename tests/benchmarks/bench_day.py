"""What a look at the clock costs, and how fast a shared minute is prepared, by the number of readers. Run by hand.

`python -m tests.benchmarks.bench_day [ticks]`, in the project's folder: the real bot on a fresh SQLite file, the sample
newsroom over HTTP, nothing sent. First the readers of the fifty-readers test, with zones and times all over the day,
for `ticks` minutes; then everybody at one minute, with lists and lengths of their own. Only the ratios mean anything,
and only within one run.
"""

import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import time as wall
from datetime import timedelta
from pathlib import Path
from statistics import median

import structlog
from rich.console import Console
from rich.table import Table

from bot.readers.model import Address, ChatKind, Standing
from tests.end_to_end.test_fifty_readers import START, Wish, wish
from tests.end_to_end.town import MINUTE, NEW_YORK, Town

READERS = (50, 500)
RUSH = wall(9, 30)
BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class Figures:
    """Of one number of readers; times in milliseconds."""

    readers: int
    tick: float
    slowest: float
    prepared: int
    seconds: float

    @property
    def rate(self) -> float:
        """Deliveries prepared a second."""
        return self.prepared / self.seconds


async def measure(count: int, ticks: int) -> Figures:
    """Live through the ticks, then through the rush."""
    with tempfile.TemporaryDirectory() as folder:
        async with Town(Path(folder), START) as town:
            await town.open_bot()
            slugs = tuple(one.slug for one in town.bot.news.catalogue.newsletters)
            wishes = [replace(wish(number, slugs), address=Address(1 + number)) for number in range(count)]
            await _want(town, wishes)
            await town.bot.tick()
            spent = [await _tick(town) for _ in range(ticks)]
            return Figures(count, median(spent), max(spent), *await _rush(town, wishes))


async def _want(town: Town, wishes: list[Wish]) -> None:
    for one in wishes:
        reader = await town.bot.readers.meet(one.address, ChatKind.PRIVATE, "en")
        wanted = {name: getattr(one, name) for name in ("zone", "morning", "evening", "newsletters", "length")}
        await town.bot.readers.save(replace(reader, standing=Standing.ACTIVE, **wanted))


async def _tick(town: Town) -> float:
    town.clock.set(town.clock.now() + MINUTE)
    began = time.perf_counter()
    await town.bot.tick()
    return (time.perf_counter() - began) * 1000


async def _rush(town: Town, wishes: list[Wish]) -> tuple[int, float]:
    """How many deliveries one minute owes, and the seconds in which they are planned and made; the news is cut."""
    await _want(town, [replace(one, zone=str(NEW_YORK), morning=RUSH, evening=None) for one in wishes])
    day = town.clock.now().astimezone(NEW_YORK).date() + timedelta(days=1)
    due = town.clock.now().astimezone(NEW_YORK).replace(year=day.year, month=day.month, day=day.day)
    due = due.replace(hour=RUSH.hour, minute=RUSH.minute, second=0, microsecond=0)
    for moment in (due - BEFORE, due - MINUTE):
        town.clock.set(moment)
        await town.bot.tick()
    town.clock.set(due)
    began = time.perf_counter()
    await town.bot.planner.tick(due)
    prepared = await town.bot.preparer.prepare(due)
    return prepared, time.perf_counter() - began


def main(ticks: int = 120) -> None:
    """Measure and print a table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    rows = [asyncio.run(measure(count, ticks)) for count in READERS]
    table = Table(title=f"{ticks} ticks of a minute each, then everybody at {RUSH:%H:%M}")
    for name in ("readers", "ms a tick", "slowest", "prepared", "a second", "tick, ratio", "rate, ratio"):
        table.add_column(name, justify="right")
    for row in rows:
        ratios = (row.tick / rows[0].tick, row.rate / rows[0].rate)
        figures = (f"{row.tick:.1f}", f"{row.slowest:.0f}", str(row.prepared), f"{row.rate:.0f}")
        table.add_row(str(row.readers), *figures, *(f"{ratio:.1f}" for ratio in ratios))
    Console().print(table)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
