"""Our parser beside feedparser and fastfeedparser, on inputs that other projects' parsers are tested with.

`python -m tests.benchmarks.bench_parsers $DAYBRIEF_DATA/data` prints for 1,855 broken documents and for the feeds of
real news publishers: how many made the parser raise, how many it called broken, how many gave nothing without a word
though they have items, the entries found and how many of them have a title, a link and a date, and the processor time
a document. A parser that is not installed is left out.
"""

import base64
import gzip
import importlib
import io
import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from briefings.feeds.characters import as_utf8
from briefings.feeds.document import item_prefixes, tidied
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed

Row = tuple[bool, bool, bool]
"""Whether an entry has a title, a link and a date."""


class BrokenError(Exception):
    """The parser says that this is no feed, as it should say it."""


Reader = Callable[[bytes], Sequence[Row]]


@dataclass
class Score:
    """What a parser made of some documents."""

    raised: int = 0
    called_broken: int = 0
    silent: int = 0
    entries: int = 0
    titles: int = 0
    links: int = 0
    dates: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def add(self, read: Reader, body: bytes) -> None:
        """One document more."""
        began, rows = time.process_time(), None
        try:
            rows = read(body)
        except BrokenError:
            self.called_broken += 1
        except Exception:  # noqa: BLE001 (what is counted is that anything was raised)
            self.raised += 1
        took = time.process_time() - began
        self.seconds, self.slowest = self.seconds + took, max(self.slowest, took)
        if rows is not None:
            self.silent += not rows and item_prefixes(tidied(as_utf8(body, None))) is not None
            self.entries += len(rows)
            self.titles, self.links, self.dates = (
                have + sum(row[place] for row in rows)
                for place, have in enumerate((self.titles, self.links, self.dates))
            )


def daybrief(body: bytes) -> Sequence[Row]:
    """Ours, in this process, without the limits of the child."""
    feed = parse(body, None, now=datetime.now(UTC))
    if isinstance(feed, ParseFailed):
        raise BrokenError(feed.reason)
    return [(bool(one.title), bool(one.link), one.published is not None) for one in feed.entries]


def peers() -> dict[str, Reader]:
    """Those that are installed."""
    found: dict[str, Reader] = {"Daybrief": daybrief}
    feedparser = importlib.import_module("feedparser")

    def lenient(body: bytes) -> Sequence[Row]:
        read = feedparser.parse(io.BytesIO(body))
        if read.bozo and not read.entries:
            raise BrokenError
        return [(bool(one.get("title")), bool(one.get("link")), _dated(one)) for one in read.entries]

    found["feedparser"] = lenient
    try:
        fast = importlib.import_module("fastfeedparser")
    except ImportError:
        return found
    found["fastfeedparser"] = lambda body: [
        (bool(one.get("title")), bool(one.get("link")), bool(one.get("published"))) for one in fast.parse(body).entries
    ]
    return found


def _dated(entry: dict[str, object]) -> bool:
    return any(dict.get(entry, name) for name in ("published_parsed", "updated_parsed", "created_parsed"))


def torture(folder: Path) -> list[bytes]:
    """Other projects' test inputs."""
    with gzip.open(folder / "feed_torture_dev.jsonl.gz", "rt") as lines:
        return [base64.b64decode(json.loads(line)["content_b64"]) for line in lines]


def news_feeds(folder: Path) -> list[bytes]:
    """As publishers served them."""
    index = json.loads((folder / "feeds" / "index.json").read_text(encoding="utf-8"))
    return [(folder / row["file"]).read_bytes() for row in index if row["news_publisher"]]


def table(title: str, bodies: Iterable[bytes]) -> Table:
    """All parsers on these documents."""
    bodies = list(bodies)
    drawn = Table(title=f"{title}: {len(bodies):,} documents")
    columns = ("raised", "called broken", "silently nothing", "entries", "titles", "links", "dates", "ms", "slowest")
    for name in ("", *columns):
        drawn.add_column(name, justify="right" if name else "left")
    for name, read in peers().items():
        score = Score()
        for body in bodies:
            score.add(read, body)
        counts = (score.raised, score.called_broken, score.silent, score.entries)
        found = (score.titles, score.links, score.dates)
        times = (f"{1000 * score.seconds / len(bodies):.1f}", f"{1000 * score.slowest:.0f}")
        drawn.add_row(name, *map(str, (*counts, *found)), *times)
    return drawn


def main() -> None:
    """Both tables."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    paper = Console(width=120)
    paper.print(table("broken inputs", torture(folder)))
    paper.print(table("real news feeds", news_feeds(folder)))


if __name__ == "__main__":
    main()
