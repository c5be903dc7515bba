"""How long the purge keeps receipts and replies from writing, in a ledger of a million rows a table. Run by hand.

`python tests/benchmarks/bench_purge.py [--rows 1000000] [--folder DIR]`: deliveries, parts, texts, what was told,
updates and articles, `rows` of each and all of them old, in an SQLite file on this disk; all of it is purged, and each
transaction timed. `hold` is how long one has the database to itself.
"""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.store.migrate import upgrade
from bot.store.purge import rules as of_people
from briefings.store.database import Database, Work
from briefings.store.forgetting import Rule, forget
from briefings.store.purge import rules as of_news

OLD = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOW = OLD + timedelta(days=100)
READERS = 1_000
FILL = """
insert into readers (id, chat_id, kind, standing, created_at, changed_at)
select i, i, 'private', 'active', :old, :old from n where i <= :readers;
insert into texts (id, html, plain, keyboard, made_at) select 'text ' || i, :words, :words, '[]', :old from n;
insert into deliveries (reader_id, local_date, slot, due_at, expires_at, lane, state, planned_at, content)
select 1 + i % :readers, '2026-01-01', 'now:' || i, :old, :old, 1, 'sent', :old, json_array(:words) from n;
insert into parts (delivery_id, number, lane, last, text_id, state, not_before, sent_at, message_id)
select i, 1, 1, 1, 'text ' || i, 'sent', :old, :old, i from n;
insert into told (reader_id, story, brief, delivery_id, told_at)
select 1 + i % :readers, hex(randomblob(12)), hex(randomblob(12)), i, :old from n;
insert into inbox (update_id, chat_id, received_at, state, attempts, handled_at)
select i, 1 + i % :readers, :old, 'handled', 1, :old from n;
insert into articles (id, url, feed, publisher, title, published, first_seen, changed_at, position, complete,
                      paragraphs, fingerprint, story)
select hex(randomblob(12)), 'https://news.example/' || i, 'feed', 'Post', 'Title', :old, :old, :old, 1, 1,
       json_array(:words), hex(randomblob(12)), 'story ' || i from n;
insert into appearances (article, feed, entry, position, seen_at) select id, feed, id, 1, :old from articles;
insert into stories (id, created_at, changed_at) select story, :old, :old from articles;
insert into sends (due_at, lane, planned) values (:old, 1, :rows);
"""
NUMBERS = """
create temp table n as
with recursive n(i) as (select 1 union all select i + 1 from n where i < :rows) select i from n
"""


class Timed(Database):
    """Notes how long each change has the database to itself: in seconds, with the commit, and of CPU, without."""

    holds: list[tuple[float, float]]

    async def change(self, work: Work[Any]) -> Any:
        spent = 0.0

        async def timed(connection: Any) -> Any:
            nonlocal spent
            began = time.thread_time()
            try:
                return await work(connection)
            finally:
                spent = time.thread_time() - began

        began = time.perf_counter()
        done = await super().change(timed)
        self.holds.append((time.perf_counter() - began, spent))
        return done


def main(
    rows: Annotated[int, typer.Option(help="rows of each table")] = 1_000_000,
    folder: Annotated[Path | None, typer.Option(help="where the file is put")] = None,
) -> None:
    """Fill, purge, print."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        Console().print(asyncio.run(_measured(f"sqlite:///{name}/daybrief.db", rows)))


async def _measured(url: str, rows: int) -> Table:
    await upgrade(url)
    database = await Timed.open(url)
    assert isinstance(database, Timed)
    await asyncio.to_thread(_fill, Path(str(database.engine.url.database)), rows)
    table = Table("table", "rows", "steps", "longest hold ms", "its CPU ms", "median ms", "all s", box=None)
    for rule in (*of_people(NOW), *of_news(NOW)):
        table.add_row(rule.table.name, *await _row(database, rule))
    await database.close()
    return table


def _fill(file: Path, rows: int) -> None:
    values = {"old": f"{OLD:%Y-%m-%d %H:%M:%S.%f}", "rows": rows, "readers": READERS, "words": "word " * 200}
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in (NUMBERS, *FILL.strip().split(";\n")):
            connection.execute(statement, values)


async def _row(database: Timed, rule: Rule) -> tuple[str, ...]:
    database.holds = []
    began = time.perf_counter()
    gone = await forget(database, rule)
    took = time.perf_counter() - began
    ordered = sorted(database.holds) or [(0.0, 0.0)]
    longest, middle = ordered[-1], ordered[len(ordered) // 2]
    cpu = max(cpu for _, cpu in ordered)
    held = (f"{1000 * one:.1f}" for one in (longest[0], cpu, middle[0]))
    return (str(gone), str(len(database.holds)), *held, f"{took:.1f}")


if __name__ == "__main__":
    typer.run(main)
