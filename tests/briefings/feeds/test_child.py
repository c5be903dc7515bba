"""Parsing runs in a limited child process: a job that breaks it gets a failure, and the next one works."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from briefings.errors import BriefingsError
from briefings.feeds.child import ParserProcess
from briefings.feeds.readings import Page, ParseFailed
from briefings.model import Feed

RSS = b"<rss version='2.0'><channel><title>Caf\xc3\xa9</title><item><title>a</title></item></channel></rss>"
GREEDY = "tests.briefings.feeds.greedy_child"


@pytest.fixture
async def greedy() -> AsyncIterator[ParserProcess]:
    """A child that does what it is told, however bad."""
    async with ParserProcess(module=GREEDY, wall_seconds=60.0) as made:
        yield made


async def pid(parser: ParserProcess) -> int:
    feed = await parser.parse(b"pid", None)
    assert isinstance(feed, Feed)
    return int(feed.title.split()[0])


async def test_feeds_and_pages_come_back_whole(parser: ParserProcess) -> None:
    """What the child found is what we get."""
    feed = await parser.parse(RSS, "application/rss+xml", newest=5, url="https://news.example/feed")
    assert isinstance(feed, Feed)
    assert (feed.title, [entry.title for entry in feed.entries]) == ("Café", ["a"])
    assert await parser.parse(b"<html></html>", None) == ParseFailed("This is a web page, not a feed.")
    html = "<html><title>T</title><body>" + f"<p>{'Words that make an article é. ' * 10}</p>" + "</body></html>"
    page = await parser.extract(html.encode("latin-1"), "text/html; charset=latin-1", "https://news.example/a")
    assert isinstance(page, Page)
    assert "é" in page.paragraphs[0]
    assert await parser.extract(b"", None, None) is None


async def test_one_process_serves_many_callers_in_turn(greedy: ParserProcess) -> None:
    """Starting one costs half a second; they queue for it."""
    pids = await asyncio.gather(*(pid(greedy) for _ in range(20)))
    assert len(set(pids)) == 1


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (b"burn", "It needs more than 5 seconds of processor time to read."),
        (b"hog", "It needs more than 256 MiB of memory to read."),
        (b"die", "The process that read it ended."),
        (b"break", "It could not be read (ValueError)."),
    ],
)
async def test_a_job_that_breaks_a_limit_gets_a_failure_and_the_next_one_works(
    greedy: ParserProcess, job: bytes, reason: str
) -> None:
    """Callers that wait behind it notice nothing."""
    before, broken, after = await asyncio.gather(pid(greedy), greedy.parse(job, None), pid(greedy))
    assert broken == ParseFailed(reason)
    assert (before == after) is (job == b"break")
    assert await greedy.extract(job, None, None) is None


async def test_a_job_that_hangs_is_given_up() -> None:
    """Waiting costs no processor time, so the wall clock limits it."""
    async with ParserProcess(module=GREEDY, wall_seconds=1.0) as greedy:
        assert await greedy.parse(b"hang", None) == ParseFailed("It could not be read within 1 seconds.")
        assert await pid(greedy)


async def test_a_request_to_end_that_goes_to_all_processes_does_not_end_the_child(greedy: ParserProcess) -> None:
    """A service manager asks the whole group; the feed in hand would count as one that breaks its reader."""
    before = await pid(greedy)
    os.kill(before, signal.SIGTERM)
    assert await pid(greedy) == before


async def test_what_is_closed_reads_no_more_and_keeps_nobody_waiting() -> None:
    """Who waits for a feed then is told, and who comes later."""
    async with ParserProcess(module=GREEDY) as greedy:
        await pid(greedy)
        waiting = [asyncio.create_task(greedy.parse(b"hang", None)) for _ in range(2)]
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        first, second = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(first, ParseFailed)
    assert isinstance(second, BriefingsError)


async def test_a_caller_that_goes_away_does_not_confuse_the_next(greedy: ParserProcess) -> None:
    """The answer to a cancelled job is never taken for another's."""
    await pid(greedy)
    task = asyncio.create_task(greedy.parse(b"hang", None))
    for _ in range(10):
        await asyncio.sleep(0)
    assert greedy._turn.locked()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await pid(greedy)


async def test_a_caller_that_goes_away_while_the_child_starts_leaves_no_process(greedy: ParserProcess) -> None:
    """The next caller starts another."""
    task = asyncio.create_task(greedy.parse(b"pid", None))
    for _ in range(10_000):
        await asyncio.sleep(0)
        if greedy._child.process is not None:
            break
    assert greedy._child.process is not None
    child = greedy._child.process.pid
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert await pid(greedy)


async def test_a_process_is_replaced_after_so_many_jobs() -> None:
    """Memory that libraries keep does not add up for ever."""
    async with ParserProcess(module=GREEDY, most_jobs=2) as greedy:
        pids = [await pid(greedy) for _ in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


async def test_the_child_sees_none_of_our_settings(greedy: ParserProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that was taken over must find no token."""
    monkeypatch.setenv("DAYBRIEF_TELEGRAM_TOKEN", "123:secret")
    feed = await greedy.parse(b"env", None)
    assert isinstance(feed, Feed)
    assert feed.title.split()[1:] == []


async def test_it_ends_with_its_context(greedy: ParserProcess) -> None:
    """No process is left behind, also when none was started."""
    child = await pid(greedy)
    await greedy.__aexit__(None, None, None)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    async with ParserProcess():
        pass


async def test_a_child_that_does_not_start_is_an_error() -> None:
    """That is a broken installation, and no feed's fault."""
    async with ParserProcess(module="briefings.feeds.answers") as parser:
        with pytest.raises(BriefingsError, match="does not start"):
            await parser.parse(RSS, None)
