"""A process of ours ends when it is told to, whatever it thinks of that."""

import asyncio
import os

import pytest

from briefings import child
from briefings.child import Child

STUBBORN = "tests.briefings.stubborn_child"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "END_SECONDS", 0.05)


async def test_a_process_that_does_not_end_by_itself_is_ended() -> None:
    """Its input closes; a moment later it is killed, so that it holds up nobody's end."""
    stubborn = Child(STUBBORN, "sleeps")
    await stubborn.start()
    async with asyncio.timeout(5):
        assert await stubborn.end() == -9
    assert await stubborn.end() is None


async def test_whoever_is_cancelled_at_its_end_leaves_no_process() -> None:
    """However often."""
    stubborn = Child(STUBBORN, "sleeps")
    await stubborn.start()
    assert stubborn.process is not None
    number = stubborn.process.pid
    ending = asyncio.create_task(stubborn.end())
    for _ in range(3):
        await asyncio.sleep(0)
        ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
