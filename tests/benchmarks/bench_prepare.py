"""What preparing costs a delivery, by how many ways there are to choose and how much readers were told before. By hand.

`python -m tests.benchmarks.bench_prepare [--readers 20000]`, in the project's folder: readers who are all due in one
minute, in a fresh SQLite file, with editions of eight stories in memory; the first and another day, with and without a
month of tellings behind them. CPU time is that of all threads. Only the ratios mean anything.
"""

import asyncio
import json
import logging
import tempfile
import time
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import structlog
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.store.owed import OwedStore
from bot.store.tables import readers as readers_table
from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.render import render
from briefings.store.database import Database
from tests.bot.delivery.making import NOON, Newsroom, make_brief, make_edition, make_newsletter
from tests.clock import ManualClock

LIST = tuple(make_newsletter(f"letter-{number}") for number in range(12))
STORIES = 8
BITE = 2_000
TOLD_DAYS, TOLD_A_DAY = 30, 6

READERS = """
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < :count)
    insert into readers (id, chat_id, kind, zone, place, morning, standing, length, created_at, changed_at)
    select n, n, 'private', 'America/Denver', 'Denver', '05:00', 'active',
           case n % 3 when 0 then 1 when 1 then 3 else 6 end, :now, :now from numbers
"""
SUBSCRIPTIONS = """
    insert into subscriptions (reader_id, newsletter, since)
    select readers.id, slug.value, :now from readers join json_each(:mixes) as mix on mix.key = readers.id % :count
    join json_each(mix.value) as slug order by readers.id, slug.value
"""
TOLD = """
    with recursive days(d) as (select 1 union all select d + 1 from days where d < :days),
                   lines(l) as (select 0 union all select l + 1 from lines where l < :a_day - 1)
    insert into told (reader_id, story, brief, delivery_id, told_at)
    select readers.id, 'story-old-' || d || '-' || l, 'old-' || d || '-' || l, 0,
           strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || d || ' days')
    from readers join days join lines order by readers.id, 2
"""


def mixes(count: int) -> list[list[str]]:
    """So many ways to choose from the list."""
    slugs = [one.slug for one in LIST]
    return [list(mix) for size in (3, 2, 4, 1, 5) for mix in combinations(slugs, size)][:count]


async def settle(database: Database, readers: int, variants: int, days: int) -> Newsroom:
    """Readers, their tellings of so many days, the news, and what is owed to all of them."""
    newsroom = Newsroom(ManualClock(NOON))
    for one in LIST:
        briefs = [make_brief(f"{one.slug}-{number}") for number in range(STORIES)]
        newsroom.publish(make_edition(one.slug, *briefs))
    for day in range(1, TOLD_DAYS + 1):
        newsroom.briefs |= {(old := make_brief(f"old-{day}-{line}")).id: old for line in range(TOLD_A_DAY)}
    now = (NOON - timedelta(days=1)).replace(tzinfo=None).isoformat(" ", "microseconds")
    wanted = mixes(max(1, variants // 3))
    async with database.write() as connection:
        await connection.run_sync(readers_table.metadata.create_all)
        await connection.execute(text(READERS), {"count": readers, "now": now})
        await connection.execute(text(SUBSCRIPTIONS), {"mixes": json.dumps(wanted), "count": len(wanted), "now": now})
        if days:
            await connection.execute(text(TOLD), {"days": days, "a_day": TOLD_A_DAY, "now": now})
    planner = Planner(database, LIST)
    await planner.tick(NOON - timedelta(minutes=1))
    assert await planner.tick(NOON) == readers
    return newsroom


async def measure(readers: int, variants: int, days: int) -> tuple[float, float, int]:
    """Milliseconds, milliseconds of CPU, and bytes in the file, of each delivery."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prepare.db"
        database = await Database.open(f"sqlite:///{path}")
        newsroom = await settle(database, readers, variants, days)
        preparer = Preparer(
            OwedStore(database),
            editions=newsroom,
            newsletters=LIST,
            render=render,
            keyboard_of=briefing_keyboard,
            alert=fail,
        )
        before = path.stat().st_size
        wall, cpu = time.perf_counter(), time.process_time()
        made = 0
        while bite := await preparer.prepare(NOON, BITE):
            made += bite
        spent = time.perf_counter() - wall, time.process_time() - cpu
        assert made == readers, made
        await database.close()
        return spent[0] * 1000 / readers, spent[1] * 1000 / readers, (path.stat().st_size - before) // readers


def fail(event: str, **facts: object) -> None:
    """Nothing may go wrong here."""
    raise AssertionError(event, facts)


def main(readers: int = 20_000) -> None:
    """Print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    table = Table("variants", "days told", "ms a delivery", "ms CPU a delivery", "bytes a delivery")
    for variants, days in ((30, 0), (30, TOLD_DAYS), (600, 0), (2000, 0)):
        wall, cpu, size = asyncio.run(measure(readers, variants, days))
        table.add_row(str(variants), str(days), f"{wall:.3f}", f"{cpu:.3f}", str(size))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
