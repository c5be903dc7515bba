"""Writing in a process of its own: the same briefs, and no story costs another its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefings.errors import BriefingsError
from briefings.model import Article, Brief, Story
from briefings.scribes.child import WritingProcess
from briefings.scribes.wire import NotWrittenError, pack_brief, pack_story, unpack_brief, unpack_story
from briefings.scribes.writers import Remembering
from briefings.writing.write import write

SCRIBBLING = "tests.briefings.scribes.scribbling_child"
TEXT = (
    "The council of Elm Falls voted 7-2 on Monday to rebuild the old bridge by 2028.",
    "The work will cost $41 million, and it matters because 9,000 people cross the river there every day.",
)


def story(name: str = "s1", *texts: str) -> Story:
    moment = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    article = Article("a1", "https://news.example/1", "f", "Post", "Bridge", moment, moment, texts or TEXT)
    return Story(name, (article,))


@pytest.fixture
async def scribbling() -> AsyncIterator[WritingProcess]:
    """A child that does what the story's id says."""
    async with WritingProcess(module=SCRIBBLING) as made:
        yield made


async def pid(writing: WritingProcess) -> int:
    return int((await writing.write(story())).story)


def test_stories_and_briefs_survive_the_way_through_the_pipes() -> None:
    """As they were, instants and tuples too; an error comes out as one."""
    assert unpack_story(pack_story(story())) == story()
    brief = write(story())
    assert unpack_brief(pack_brief(brief)) == brief
    with pytest.raises(NotWrittenError, match="ValueError"):
        unpack_brief(pack_brief(ValueError("odd")))


async def test_the_child_writes_what_we_would_have_written() -> None:
    """By the same writer, with its weights."""
    async with WritingProcess() as writing:
        assert await writing.write(story()) == write(story())


async def test_one_process_writes_for_many_in_turn(scribbling: WritingProcess) -> None:
    """They queue for it, and it ends with its context."""
    pids = set(await asyncio.gather(*(pid(scribbling) for _ in range(5))))
    assert len(pids) == 1
    await scribbling.__aexit__(None, None, None)
    with pytest.raises(ProcessLookupError):
        os.kill(pids.pop(), 0)


@pytest.mark.parametrize(("name", "reason"), [("die", "exit code 3"), ("break", "ValueError")])
async def test_a_story_that_breaks_the_writer_costs_no_other_its_brief(
    scribbling: WritingProcess, name: str, reason: str
) -> None:
    """It raises; a process that ended is replaced."""
    before = await pid(scribbling)
    with pytest.raises(NotWrittenError, match=reason):
        await scribbling.write(story(name))
    assert (await pid(scribbling) == before) is (name == "break")


async def test_a_story_that_takes_too_long_is_given_up() -> None:
    """And so is one that nobody waits for any more."""
    async with WritingProcess(module=SCRIBBLING, wall_seconds=0.1) as scribbling:
        with pytest.raises(NotWrittenError, match=r"within 0\.1 seconds"):
            await scribbling.write(story("hang"))
    async with WritingProcess(module=SCRIBBLING) as scribbling:
        before = await pid(scribbling)
        task = asyncio.create_task(scribbling.write(story("hang")))
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pid(scribbling) != before


async def test_a_process_without_work_ends_and_another_begins_with_the_next_story() -> None:
    """Its memory is the machine's between editions."""
    async with WritingProcess(module=SCRIBBLING, idle_seconds=0.0) as scribbling:
        before = await pid(scribbling)
        async with asyncio.timeout(10):
            while scribbling._child.process is not None:  # noqa: ASYNC110 (nobody is told of the end)
                await asyncio.sleep(0)
        assert await pid(scribbling) != before


async def test_a_request_to_end_that_goes_to_all_processes_does_not_end_the_child(scribbling: WritingProcess) -> None:
    """A service manager asks the whole group; the story in hand would be lost, and its process started anew."""
    before = await pid(scribbling)
    os.kill(before, signal.SIGTERM)
    assert await pid(scribbling) == before


async def test_what_is_closed_writes_no_more_and_keeps_nobody_waiting() -> None:
    """Who waits for a story then is told, and who comes later; the process is gone."""
    async with WritingProcess(module=SCRIBBLING) as scribbling:
        process = await pid(scribbling)
        waiting = [asyncio.create_task(scribbling.write(story("hang"))) for _ in range(2)]
        await asyncio.sleep(0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(BriefingsError, match="not to start any more"):
        await scribbling.write(story())
    async with asyncio.timeout(5):
        told = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in told] == [NotWrittenError, BriefingsError]


async def test_a_child_that_does_not_start_is_an_error() -> None:
    """That is a broken installation, and no story's fault."""
    async with WritingProcess(module="briefings.writing.words") as writing:
        with pytest.raises(BriefingsError, match="does not start"):
            await writing.write(story())


async def test_a_story_is_written_once_while_it_stays_the_same() -> None:
    """And again when it has changed, or when newer ones took its place in memory."""
    written: list[str] = []

    class Counting:
        async def write(self, asked: Story) -> Brief:
            written.append(asked.id)
            return replace(write(asked), story=asked.id)

    remembering = Remembering(Counting(), most=2)
    for name in ("one", "one", "two", "one", "three", "two", "three"):
        assert (await remembering.write(story(name))).story == name
    assert written == ["one", "two", "three", "two"]
    await remembering.write(story("three", "Another text altogether stands here now."))
    assert written[-1] == "three"
