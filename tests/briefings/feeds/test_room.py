"""Large answers wait for a place, and keep it until nobody holds them."""

import asyncio
import gc

from briefings.feeds.answers import Fetched
from briefings.feeds.room import Room

URL = "https://news.example/feed"


async def settle() -> None:
    """Let everybody who can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_small_answer_waits_for_nobody() -> None:
    """Even where there is no place at all."""
    async with Room(places=0, small=100).share() as share:
        await share.grow(100)


async def test_a_large_answer_keeps_its_place_until_it_is_let_go() -> None:
    """Its reader is long done; the parser has it still."""
    room, begun = Room(places=1, small=100), asyncio.Event()

    async def read() -> Fetched:
        async with room.share() as share:
            await share.grow(50)
            await share.grow(101)
            await share.grow(102)
            begun.set()
            answer = Fetched(URL, b"")
            share.until_gone(answer)
            return answer

    first = await read()
    begun.clear()
    second = asyncio.create_task(read())
    await settle()
    assert not begun.is_set()
    del first
    gc.collect()
    await settle()
    assert begun.is_set()
    await second


async def test_a_large_answer_that_fails_leaves_its_place() -> None:
    """And so does one that nobody waits for any more."""
    room = Room(places=1, small=100)
    for _ in range(3):
        try:
            async with room.share() as share:
                await share.grow(101)
                raise TimeoutError
        except TimeoutError:
            pass
    async with asyncio.timeout(1), room.share() as share:
        await share.grow(101)
