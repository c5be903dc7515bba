"""What must not be left half done is done, whoever is cancelled meanwhile."""

import asyncio

import pytest

from briefings.whole import whole


async def test_what_comes_of_the_work_is_returned_and_its_trouble_is_raised() -> None:
    """As if it had been awaited."""

    async def works() -> str:
        return "done"

    async def breaks() -> str:
        raise KeyError("odd")

    assert await whole(works()) == "done"
    with pytest.raises(KeyError, match="odd"):
        await whole(breaks())


@pytest.mark.parametrize("breaks", [False, True])
async def test_who_is_cancelled_however_often_goes_when_it_is_over(breaks: bool) -> None:
    """And the cancellation, not the work's own trouble, is what they are told."""
    may_end, ended = asyncio.Event(), asyncio.Event()

    async def works() -> None:
        await may_end.wait()
        ended.set()
        if breaks:
            raise KeyError

    waiting = asyncio.create_task(whole(works()))
    for _ in range(5):
        await asyncio.sleep(0)
        waiting.cancel()
    await asyncio.sleep(0)
    assert not waiting.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()


async def test_work_that_is_cancelled_itself_cancels_who_waits_for_it() -> None:
    """Its end is an end."""
    work = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(whole(work))
    await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
