"""Real feeds of news publishers, served over HTTP: all are read, and every entry is accounted for."""

import base64
import gzip
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import feedparser
import pytest

from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.parse import parse
from briefings.feeds.poll import Poller
from briefings.feeds.readings import ParseFailed
from briefings.model import Feed, Source
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.store.feeds import FeedStore
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

pytestmark = pytest.mark.data
AGES = timedelta(days=40 * 365)


@pytest.fixture
def poller(database: Database, hasty: Fetcher, parser: ParserProcess, clock: ManualClock) -> Poller:
    """A poller that takes articles of any age and fetches no page: the links lead to the publishers."""
    stores = FeedStore(database), ArticleStore(database)
    return Poller(*stores, hasty, parser, clock, Random(1), max_age=AGES, most_pages=0)


def _source(feed: str, name: str) -> Source:
    return Source(name=name, publisher=name, feed=feed, homepage=f"https://{name}.example/")


def _news_feeds(folder: Path) -> list[dict[str, str]]:
    index = json.loads((folder / "data" / "feeds" / "index.json").read_text())
    return [feed for feed in index if feed["news_publisher"]]


def _torture(folder: Path) -> Iterator[tuple[str, bytes]]:
    with gzip.open(folder / "data" / "feed_torture_dev.jsonl.gz", "rt") as lines:
        for record in map(json.loads, lines):
            yield record["source_path"], base64.b64decode(record["content_b64"])


async def test_every_entry_of_every_news_feed_is_accounted_for(shared: Path, site: Site, poller: Poller) -> None:
    """27 feeds beside two dead ones and a slow one: all polled, nothing lost in silence, the second time all 304."""
    counts: dict[str, int] = {}
    sources: list[Source] = []
    for number, feed in enumerate(_news_feeds(shared)):
        body = (shared / "data" / feed["file"]).read_bytes()
        url = site.serve(f"/feed/{number}", body)
        counts[url] = len(feedparser.parse(body).entries)
        sources.append(_source(url, f"publisher-{number}"))
    bad = [
        _source(site.dead("/dead"), "dead"),
        _source(site.url + "/missing", "gone"),
        _source(site.stall("/slow"), "slow"),
    ]

    first = await poller.poll([*bad, *sources])
    second = await poller.poll([*bad, *sources], force=True)

    assert len(sources) == 27
    assert [one.status for one in first.sources[:3]] == ["failed"] * 3
    assert all(one.error for one in first.sources[:3])
    for report in first.sources[3:]:
        assert report.status == "new", report
        assert report.entries == counts[report.source.feed]
        assert report.entries == report.added + report.known + report.old + report.unusable
        assert (report.known, report.old, report.unusable) == (0, 0, 0), report
    assert {one.status for one in second.sources[3:]} == {"unchanged"}


def test_no_torture_input_crashes_or_hangs_the_parser(shared: Path) -> None:
    """Each of the 1,855 inputs is answered with an error or with entries, within a second."""
    answered = 0
    for name, body in _torture(shared):
        began = time.process_time()
        result = parse(body, None)
        assert isinstance(result, Feed | ParseFailed), name
        assert time.process_time() - began < 1, name
        answered += 1
    assert answered == 1855


@pytest.mark.slow
def test_no_mutation_of_a_torture_input_crashes_the_parser(shared: Path) -> None:
    """Ten thousand inputs with bytes changed, cut out and doubled are answered with an error or with entries."""
    random = Random(17)
    inputs = [body for _, body in _torture(shared) if body]
    for _ in range(10_000):
        body = bytearray(random.choice(inputs))
        for _ in range(random.randint(1, 8)):
            place = random.randrange(len(body))
            piece = random.choice(
                [b"", bytes([random.randrange(256)]), b"<", b"&", b"]]>", bytes(body[place : place + 40])]
            )
            body[place : place + random.randint(0, 3)] = piece or b"\x00"
        result = parse(bytes(body), None)
        assert isinstance(result, Feed | ParseFailed)
