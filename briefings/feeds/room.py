"""How many large answers are in memory at a time, from all hosts together.

An answer may have ten megabytes, and dozens of fetches are under way at once. What is small goes its way; what turns
out to be large waits for one of a few places, and keeps it until nobody holds the answer any more: the parser comes to
it only later.
"""

import asyncio
import weakref
from contextlib import suppress
from types import TracebackType
from typing import Self

SMALL = 512 * 1024
"""Decoded bytes for which nobody waits."""
PLACES = 4


class Room:
    """The places, and who gets one next."""

    def __init__(self, places: int = PLACES, small: int = SMALL) -> None:
        self._places = asyncio.Semaphore(places)
        self._small = small

    def share(self) -> "Share":
        """What one answer has of it: a context for the time in which the answer is read."""
        return Share(self._places, self._small)


class Share:
    """No place at first; one from the moment it has grown large."""

    def __init__(self, places: asyncio.Semaphore, small: int) -> None:
        self._places = places
        self._small = small
        self._holds = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._holds:
            self._places.release()

    async def grow(self, size: int) -> None:
        """Go on when there is room for an answer that has `size` bytes by now."""
        if size > self._small and not self._holds:
            await self._places.acquire()
            self._holds = True

    def until_gone(self, answer: object) -> None:
        """Keep the place after the context, for as long as anybody holds `answer`."""
        if self._holds:
            self._holds = False
            loop = asyncio.get_running_loop()
            weakref.finalize(answer, _release, loop, self._places).atexit = False


def _release(loop: asyncio.AbstractEventLoop, places: asyncio.Semaphore) -> None:
    # Whichever thread lets go of it; and a loop that is closed has nobody who waits.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(places.release)
