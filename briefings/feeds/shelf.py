"""How many bytes of fetched documents wait for the parser.

Fetching is mostly waiting for others, parsing is work. Whoever has its answer lets the next source ask, so that a slow
one late in the list is asked soon; but what has come must lie somewhere until the parser comes to it.
"""

import asyncio

SIZE = 64 * 2**20
"""Bytes: some hundred feeds of the usual length, or six of the longest that are fetched."""


class Shelf:
    """First come, first served; what is larger than the shelf gets it when it is empty."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._taken = 0
        self._line = asyncio.Lock()
        self._less = asyncio.Event()

    async def put(self, size: int) -> None:
        """Come back when there is space for `size` bytes, which are on the shelf then."""
        async with self._line:
            while self._taken and self._taken + size > self._size:
                self._less.clear()
                await self._less.wait()
            self._taken += size

    def take(self, size: int) -> None:
        """These bytes are on it no more."""
        self._taken -= size
        self._less.set()
