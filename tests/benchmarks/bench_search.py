"""How long `/search` takes over ninety days of editions. Run by hand.

`python tests/benchmarks/bench_search.py [--days 90] [--rounds 20]`: twelve newsletters of twelve briefs a day, of
eighty words each out of five thousand of very different frequency (the n-th is said n times more seldom than the
first), in a fresh SQLite file on this disk. Each word is searched several times; the median and the worst are shown.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import typer
from rich.console import Console
from rich.table import Table

from briefings.model import Brief, Edition, Outlet, Point, Slot
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.search import search
from briefings.store.tables import metadata

FIRST = datetime(2026, 9, 1, 11, tzinfo=UTC)
NEWSLETTERS = BRIEFS = 12
SAID = 80
VOCABULARY = [f"word{number}" for number in range(5_000)]
FREQUENCY = list(accumulate(1 / (number + 1) for number in range(len(VOCABULARY))))
MOST = 5
LOOKED_FOR = {
    "in most briefs": ["word0"],
    "in one of a hundred": ["word700"],
    "two words, seldom together": ["word900", "word1300"],
    "in none": ["nowhere"],
}


def editions(days: int, random: Random) -> Iterator[Edition]:
    """What was told, the oldest first."""
    for day in range(days):
        cut = FIRST + timedelta(days=day)
        for slug in range(NEWSLETTERS):
            name = f"{day} {slug}"
            told = tuple(brief(f"{name} {number}", cut, random) for number in range(BRIEFS))
            yield Edition(f"edition {name}", f"newsletter{slug}", cut.date(), Slot.MORNING, cut, told, 100)


def brief(name: str, at: datetime, random: Random) -> Brief:
    """Eighty words, half of them the lede."""
    said = random.choices(VOCABULARY, cum_weights=FREQUENCY, k=SAID)
    lede, why = (Point(" ".join(words), (), "article") for words in (said[10 : SAID // 2], said[SAID // 2 :]))
    outlets = (Outlet("The Post", "https://post.example/1", "article"),)
    headline = " ".join(said[:10])
    return Brief(f"brief {name}", f"story {name}", headline, lede, why, (), outlets, ("article",), at, "extract")


async def measure(days: int, rounds: int) -> Table:
    """Fill a file, search it."""
    table = Table(title=f"{days * NEWSLETTERS * BRIEFS:,} briefs")
    for name in ("a word", "found", "ms, median", "ms, worst"):
        table.add_column(name, justify="left" if name == "a word" else "right", no_wrap=True)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'daybrief.db'}")
        async with database.write() as connection:
            await connection.run_sync(metadata.create_all)
        store = EditionStore(database)
        for edition in editions(days, Random(1)):
            await store.keep(edition)
        for name, words in LOOKED_FOR.items():
            spent = []
            for _ in range(rounds):
                began = time.perf_counter()
                found = await search(database, words, MOST)
                spent.append((time.perf_counter() - began) * 1000)
            table.add_row(name, str(len(found)), f"{statistics.median(spent):.1f}", f"{max(spent):.1f}")
        await database.close()
    return table


def main(days: int = 90, rounds: int = 20) -> None:
    """Measure and print a table."""
    Console(width=100).print(asyncio.run(measure(days, rounds)))


if __name__ == "__main__":
    typer.run(main)
