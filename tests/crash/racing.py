"""Lives that begin, are told to stop and are cancelled at the same time, in every order."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from random import Random
from typing import Any

from briefings.whole import whole

ROUNDS, LIVES = 10, 50
AT_ONCE = 10
"""So many live beside each other in a round; each begins again as soon as it has ended."""
TURNS = (0, 0, 1, 2, 3, 5, 8, 20, 60, 200)
"""Turns of the event loop from one thing that happens to a life to the next: none at all is the closest race."""

Live = Callable[[asyncio.Event], Awaitable[object]]
"""A life, until the event is set or it is cancelled."""


async def race(live: Live, random: Random, waits: Sequence[int] = TURNS) -> None:
    """One life: stopped or cancelled, once or more often, before it begins, as it begins, or later.

    `waits` are turns of the event loop, as in `TURNS`.
    """
    stop = asyncio.Event()
    if random.random() < 0.1:
        stop.set()
    life = asyncio.ensure_future(live(stop))
    for _ in range(random.randint(1, 3)):
        await turns(random.choice(waits))
        if random.random() < 0.5:
            stop.set()
        else:
            life.cancel()
    stop.set()
    with suppress(asyncio.CancelledError):
        await life


async def race_many(
    live: Live, random: Random, lives: int = LIVES, at_once: int = AT_ONCE, waits: Sequence[int] = TURNS
) -> None:
    """A round of so many lives."""

    async def one_after_the_other() -> None:
        for _ in range(lives // at_once):
            await race(live, random, waits)

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))


async def until_stopped(
    work: Coroutine[Any, Any, object], stop: asyncio.Event, tell: Callable[[], object] = bool
) -> None:
    """Do it until `stop` is set and who is to be told was; without anybody to tell it is cancelled."""
    working, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
        if tell is not bool:
            tell()
            await asyncio.shield(working)
    finally:
        for task in (working, stopped):
            task.cancel()
        await whole(asyncio.gather(working, stopped, return_exceptions=True))


async def turns(count: int) -> None:
    """Let the others go on for so many turns of the event loop."""
    for _ in range(count):
        await asyncio.sleep(0)
