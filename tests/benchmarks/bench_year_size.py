"""How large the database of a year is, and whether it stops growing. Run by hand; some minutes.

`python tests/benchmarks/bench_year_size.py [--readers 1000] [--days 365] [--folder DIR]`: a year of days, each written
with our tables as a busy installation would fill them, and purged at its end as the bot does. The file is measured with
its free pages, and with its write-ahead log. Two runs with different numbers of readers give the slope a reader.

What a day is made of: 90 sources (those of `catalogue.toml`) with 24 articles each, which is the mean of fourteen real
feeds of news (5 to 104 a day); lengths as of 639 real articles (mean 4,473 bytes); briefs of 2,435 bytes, the mean of
twelve that were written from such articles. Each reader gets two briefings a day and tells the bot three things. Every
briefing is assumed to be unlike all others, which is the worst case: mostly readers share texts.
"""

import asyncio
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from bot.store.migrate import upgrade
from bot.store.purge import purge as purge_people
from briefings.store.database import Database
from briefings.store.purge import purge as purge_news

FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)
SOURCES, ENTRIES_A_DAY = 90, 24
LENGTHS = (2034, 2517, 2941, 3403, 3891, 4534, 5160, 5654, 6483, 7953)
"""Bytes of text: the middle of each tenth of 639 real articles."""
ALSO_ELSEWHERE = 0.15
NEW_STORIES = 0.8
SLOTS_A_DAY, CUTS = 13, 8
BRIEFS_FIRST, BRIEFS_AGAIN = 8, 3
BRIEF_BYTES = 2_435
BRIEFINGS_A_DAY = 2
SHOWN, LEFT_OUT = 7, 9
HTML, PLAIN = 4_300, 3_600
"""Bytes of a message that is nearly full, with its links, and without."""
UPDATES_A_DAY = 3
INSERT_NEWS = {
    "articles": "insert into articles (id, url, feed, publisher, title, published, first_seen, changed_at, author,"
    " section, position, complete, paragraphs, fingerprint, story)"
    " values (?, ?, ?, 'A publisher', ?, ?, ?, ?, 'Somebody', null, 7, 1, ?, ?, ?)",
    "appearances": "insert into appearances (article, feed, entry, position, seen_at) values (?, ?, ?, 7, ?)",
    "stories": "insert or ignore into stories (id, created_at, changed_at) values (?, ?, ?)",
    "briefs": "insert into briefs (id, story, writer, written_at, content) values (?, ?, 'extract', ?, ?)",
    "editions": "insert into editions (id, newsletter, date, slot, cut, briefs, articles_read)"
    " values (?, ?, ?, 'morning', ?, ?, 400)",
}
PEOPLE = (
    """insert into sends (due_at, lane, planned) values (:now, 1, :readers)""",
    """insert into deliveries (reader_id, local_date, slot, due_at, expires_at, lane, state, editions, content,
                               planned_at, rendered_at)
       select id, :day, :slot, :now, :now, 1, 'sent', :editions, :content, :now, :now from readers""",
    """insert into texts (id, html, plain, keyboard, made_at)
       select :key || '-' || id, :html, :plain, :keyboard, :now from readers""",
    """insert into parts (delivery_id, number, lane, last, text_id, state, not_before, attempts, token, sent_at,
                          message_id)
       select id, 1, 1, 1, :key || '-' || reader_id, 'sent', :now, 1, 1, :now, id
       from deliveries where local_date = :day and slot = :slot""",
    """insert or replace into told (reader_id, story, brief, delivery_id, told_at)
       select reader_id, value ->> 'story', value ->> 'brief', deliveries.id, :now
       from deliveries join json_each(:content, '$.shown') where local_date = :day and slot = :slot""",
)
INBOX = """insert into inbox (update_id, chat_id, received_at, state, attempts, handled_at)
           select :first + id, id, :now, 'handled', 1, :now from readers"""
READERS = """insert into readers (id, chat_id, kind, zone, morning, evening, standing, created_at, changed_at)
             with recursive n(i) as (select 1 union all select i + 1 from n where i < :readers)
             select i, 7000000000 + i, 'private', 'America/Denver', '07:00', '18:00', 'active', :now, :now from n"""

Rows = list[tuple[Any, ...]]


def main(
    readers: Annotated[int, typer.Option(help="who get two briefings a day")] = 1_000,
    days: Annotated[int, typer.Option(help="how many are lived")] = 365,
    folder: Annotated[Path | None, typer.Option(help="where the file is put")] = None,
) -> None:
    """Live a year and print the file's size as it goes."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        asyncio.run(_live(Path(name) / "daybrief.db", readers, days))


async def _live(file: Path, readers: int, days: int) -> None:
    console, began = Console(), time.process_time()
    url = f"sqlite:///{file}"
    await upgrade(url)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(READERS, {"readers": readers, "now": _written(FIRST)})
    table = Table("day", "file MB", "free pages", "WAL MB", "rows purged", "articles", "told", "texts", box=None)
    database = await Database.open(url)
    peak = 0.0
    for number in range(1, days + 1):
        now = FIRST + timedelta(days=number)
        await asyncio.to_thread(_write_day, file, now, number)
        gone = await purge_news(database, now) + await purge_people(database, now)
        log = _megabytes(Path(f"{file}-wal"))
        peak = max(peak, log)
        if number % 30 == 0 or number == days:
            table.add_row(str(number), *_measured(file), f"{log:.1f}", str(gone), *_counts(file))
    console.print(
        f"{readers} readers, {days} days; {time.process_time() - began:.0f} s of CPU; WAL at most {peak:.1f} MB."
    )
    console.print(table)
    await database.close()


def _write_day(file: Path, now: datetime, number: int) -> None:
    """A day's rows, in transactions like those of polls, cuts and broadcasts."""
    chance = random.Random(number)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma foreign_keys = on")
        articles = list(_articles(chance, now))
        editions, briefs = _editions(chance, now, [row[-1] for row in articles])
        rows = {
            "articles": articles,
            "appearances": list(_appearances(chance, now, articles)),
            "stories": [(story, _written(now), _written(now)) for story in {row[-1] for row in articles}],
            "briefs": briefs,
            "editions": editions,
        }
        for table, those in rows.items():
            with connection:
                connection.executemany(INSERT_NEWS[table], those)
        for slot in ("morning", "evening"):
            values = _people(chance, connection, now, slot, briefs)
            with connection:
                for statement in PEOPLE:
                    connection.execute(statement, values)
        for one in range(UPDATES_A_DAY):
            with connection:
                first = (number * UPDATES_A_DAY + one) * 1_000_000
                connection.execute(INBOX, {"first": first, "now": _written(now)})


def _articles(chance: random.Random, now: datetime) -> Iterator[tuple[Any, ...]]:
    stories = [_hash(chance) for _ in range(int(SOURCES * ENTRIES_A_DAY * NEW_STORIES))]
    for source in range(SOURCES):
        for place in range(ENTRIES_A_DAY):
            at = _written(now - timedelta(minutes=60 * place))
            url = f"https://www.publisher-{source}.example/2026/section/{_words(chance, 70).replace(' ', '-')}"
            text = orjson.dumps([_words(chance, 400) for _ in range(chance.choice(LENGTHS) // 400)]).decode()
            feed, title = f"https://www.publisher-{source}.example/feeds/news/rss.xml", _words(chance, 70)
            yield (_hash(chance), url, feed, title, at, at, at, text, _hash(chance) * 2, chance.choice(stories))


def _appearances(chance: random.Random, now: datetime, articles: Rows) -> Iterator[tuple[Any, ...]]:
    for row in articles:
        yield row[0], row[2], row[1], _written(now)
        if chance.random() < ALSO_ELSEWHERE:
            yield row[0], f"{row[2]}?also", row[1], _written(now)


def _editions(chance: random.Random, now: datetime, stories: list[str]) -> tuple[Rows, Rows]:
    editions: Rows = []
    briefs: Rows = []
    for slot in range(SLOTS_A_DAY):
        shown: list[str] = []
        for cut in range(CUTS):
            new = [_hash(chance) for _ in range(BRIEFS_AGAIN if cut else BRIEFS_FIRST)]
            at = _written(now + timedelta(hours=cut))
            content = orjson.dumps({"text": _words(chance, BRIEF_BYTES)}).decode()
            briefs += [(one, chance.choice(stories), at, content) for one in new]
            shown = [*new, *shown][:BRIEFS_FIRST]
            listed = orjson.dumps(shown).decode()
            editions.append((_hash(chance), f"newsletter-{slot}", f"{now:%Y-%m-%d}", at, listed))
    return editions, briefs


def _people(
    chance: random.Random, connection: sqlite3.Connection, now: datetime, slot: str, briefs: Rows
) -> dict[str, Any]:
    some = chance.sample(briefs, SHOWN + LEFT_OUT)
    lines = [{"story": row[1], "brief": row[0], "update": None} for row in some]
    content = {"shown": [line | {"part": 1} for line in lines[:SHOWN]], "left_out": lines[SHOWN:]}
    at = now + timedelta(hours=7 if slot == "morning" else 18)
    return {
        "now": _written(at),
        "day": f"{now:%Y-%m-%d}",
        "slot": slot,
        "key": _hash(chance) * 2,
        "readers": connection.execute("select count(*) from readers").fetchone()[0],
        "editions": orjson.dumps([_hash(chance) for _ in range(3)]).decode(),
        "content": orjson.dumps(content).decode(),
        "html": _words(chance, HTML),
        "plain": _words(chance, PLAIN),
        "keyboard": '[[["Sources","1:s:{d}:1"],["More","1:m:{d}"]]]',
    }


def _measured(file: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        pages, free = (connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
    return f"{_megabytes(file):.0f}", f"{100 * free / pages:.1f} %"


def _counts(file: Path) -> list[str]:
    counted = ("select count(*) from articles", "select count(*) from told", "select count(*) from texts")
    with closing(sqlite3.connect(file)) as connection:
        return [str(connection.execute(one).fetchone()[0]) for one in counted]


def _megabytes(file: Path) -> float:
    return file.stat().st_size / 1e6 if os.path.lexists(file) else 0.0


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _hash(chance: random.Random) -> str:
    return f"{chance.getrandbits(96):024x}"


def _words(chance: random.Random, length: int) -> str:
    """As many bytes; what they say does not matter, nothing is compressed."""
    return f"{chance.getrandbits(64):x} {'news of the day ' * (length // 16)}"[:length]


if __name__ == "__main__":
    typer.run(main)
