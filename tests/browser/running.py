"""A stand-in that runs beside a test: Selenium blocks its thread, so the server needs another one."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

from bot.demo.standin import Limits, StandIn
from briefings.clock import Clock

T = TypeVar("T")

ANN = 1001
"""The person whose private chat the page shows unless told otherwise."""


class Running:
    """A `StandIn` on an event loop in a thread. `standin` may be read from outside; acts go through `act`."""

    def __init__(self, clock: Clock, speed: float = 1) -> None:
        self.standin = StandIn(clock, limits=Limits(enabled=False), speed=speed)
        self.standin.person(ANN, "Ann")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stand-in")

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._run(self.standin.start(self.standin.port))

    def stop(self) -> None:
        """Stop listening; pages lose their line."""
        self._run(self.standin.stop())

    def act(self, act: Callable[[], T]) -> T:
        """Do something with the stand-in in its own thread."""

        async def acted() -> T:
            return act()

        return self._run(acted())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
