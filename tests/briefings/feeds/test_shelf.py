"""What was fetched waits for the parser, up to so many bytes."""

import asyncio

from briefings.feeds.shelf import Shelf


async def settle() -> None:
    """Let everybody who can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_does_not_fit_waits_until_it_does_and_nobody_passes_it() -> None:
    """A small one that would fit is behind it: else the large one might wait for ever."""
    shelf = Shelf(100)
    await shelf.put(60)
    await shelf.put(30)
    large, small = asyncio.create_task(shelf.put(50)), asyncio.create_task(shelf.put(5))
    await settle()
    assert not large.done()
    assert not small.done()
    shelf.take(30)
    await settle()
    assert not large.done()
    shelf.take(60)
    await settle()
    assert large.done()
    assert small.done()


async def test_what_is_larger_than_the_shelf_gets_it_alone() -> None:
    """It would wait for ever otherwise."""
    shelf = Shelf(100)
    await shelf.put(10)
    huge = asyncio.create_task(shelf.put(500))
    await settle()
    assert not huge.done()
    shelf.take(10)
    await settle()
    assert huge.done()
    small = asyncio.create_task(shelf.put(1))
    await settle()
    assert not small.done()
    shelf.take(500)
    await small


async def test_who_gives_up_waiting_holds_nobody_up() -> None:
    """The poll that it belonged to was ended."""
    shelf = Shelf(100)
    await shelf.put(100)
    given_up, patient = asyncio.create_task(shelf.put(100)), asyncio.create_task(shelf.put(20))
    await settle()
    given_up.cancel()
    await settle()
    shelf.take(100)
    await patient
