"""Mutated feeds through the real child process: each is answered, and the event loop does not notice."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.feeds.child import ParserProcess
from briefings.feeds.readings import ParseFailed
from briefings.model import Feed
from tests.briefings.feeds.bad_feeds import BAD_FEEDS, URL
from tests.briefings.feeds.mutations import mutated

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEWEST = 200
LONGEST_HOLD = 0.05
BROKEN_LIMITS = ("It needs more than", "It could not be read", "The process that read it")
OWN = [bad.body for bad in BAD_FEEDS]


@dataclass
class Loop:
    """How long the event loop's thread worked at a stretch, in seconds: the machine's other work does not count."""

    longest: float = 0.0


@dataclass
class Answers:
    """What came of so many feeds; `broken` are those that broke a limit."""

    feeds: int = 0
    failures: int = 0
    broken: list[str] = field(default_factory=list)


@asynccontextmanager
async def watched() -> AsyncIterator[Loop]:
    """A task that ticks beside what is done here."""
    loop = Loop()

    async def tick() -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0.001)
            loop.longest = max(loop.longest, time.thread_time() - began)

    task = asyncio.create_task(tick())
    try:
        yield loop
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def answers_to(seeds: list[bytes], count: int, parser: ParserProcess) -> Answers:
    """What the child says to so many mutations; the same ones each time."""
    answers, hostile = Answers(), mutated(seeds, count, seed=17)
    for _ in range(count):
        done, body = await asyncio.to_thread(next, hostile)
        found = await parser.parse(body, None, newest=NEWEST, url=URL, now=NOW)
        if isinstance(found, ParseFailed):
            answers.failures += 1
            if found.reason.startswith(BROKEN_LIMITS):
                answers.broken.append(f"{done} ({len(body)} bytes): {found.reason}")
        else:
            answers.feeds += 1
            assert len(found.entries) <= NEWEST
    return answers


async def test_hostile_feeds_are_answered_within_the_limits(parser: ParserProcess) -> None:
    """Three hundred mutations of our own bad feeds: no crash, no broken limit, and the loop turns."""
    async with watched() as loop:
        answers = await answers_to(OWN, 300, parser)
    assert answers.broken == []
    assert answers.feeds + answers.failures == 300
    assert answers.feeds > 100
    assert loop.longest < LONGEST_HOLD


@pytest.mark.slow
@pytest.mark.data
async def test_ten_thousand_hostile_feeds_are_answered_within_the_limits(shared: Path, parser: ParserProcess) -> None:
    """Mutations of real feeds too."""
    real = [path.read_bytes() for path in sorted((shared / "data" / "feeds").iterdir()) if path.suffix != ".json"]
    async with watched() as loop:
        answers = await answers_to(OWN + real, 10_000, parser)
    assert answers.broken == []
    assert answers.feeds + answers.failures == 10_000
    assert loop.longest < LONGEST_HOLD


async def test_a_large_answer_does_not_hold_the_loop(parser: ParserProcess) -> None:
    """Two hundred whole articles of fifty kilobytes: 10 MiB out to the child, and 10 MiB back."""
    text = "".join(f"&lt;p>{'Words of a long report. ' * 40}{n}&lt;/p>" for n in range(52))
    items = "".join(f"<item><title>{n}</title><description>{text}</description></item>" for n in range(NEWEST))
    body = f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>".encode()
    assert 10_000_000 < len(body) < 10 * 2**20
    await parser.parse(b"<rss/>", None)
    async with watched() as loop:
        feed = await parser.parse(body, None, newest=NEWEST, url=URL, now=NOW)
    assert isinstance(feed, Feed)
    assert sum(len(entry.text) for entry in feed.entries) > 9_500_000
    assert loop.longest < LONGEST_HOLD
