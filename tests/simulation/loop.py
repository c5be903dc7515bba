"""A loop whose time passes only while it waits: hours of waiting take no time, and a run can be repeated exactly."""

import asyncio
import gc
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple

SELDOM = 100_000
"""New objects after which the collector looks at them."""
RESOLUTION = 1e-7
"""Seconds within which two timers are one; less than the microseconds that the bot reckons in."""

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class Stuck(AssertionError):  # noqa: N818 (it reads as what happened)
    """Everybody waits, and nothing will ever come."""


class _Waiter(selectors.SelectSelector):
    """Instead of waiting, moves the loop's time. Nothing outside the process is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck("everybody waits for somebody else")
        if timeout > 0:
            self.passed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time` begins at zero."""

    def __init__(self) -> None:
        self._waiter = _Waiter()
        super().__init__(self._waiter)
        self._clock_resolution = RESOLUTION

    def time(self) -> float:
        return self._waiter.passed

    def run_in_executor(
        self,
        executor: Executor | None,  # noqa: ARG002 (nobody's thread is asked)
        func: Callable[[*Given], Result],
        *args: *Given,
    ) -> "asyncio.Future[Result]":
        """What others leave to a thread is done at once: threads come when they like."""
        done: asyncio.Future[Result] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits for it)
            done.set_exception(error)
        return done


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of `work` in a loop of its own; what it leaves running is cancelled."""
    usual = gc.get_threshold()
    # Little here is garbage that only a collector finds, and looking for it was a fifth of the time.
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(work)
    finally:
        gc.set_threshold(*usual)


class LoopClock:
    """Tells the running loop's time as an instant, from `start` on. `error` is how wrong the machine's clock is set."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.error = timedelta(0)

    def true(self) -> datetime:
        """The instant that it really is, whatever the machine's clock says."""
        return self.start + timedelta(seconds=self.monotonic())

    def now(self) -> datetime:
        """The instant as the machine's clock has it."""
        return self.true() + self.error

    def monotonic(self) -> float:
        """Seconds since the loop began; they never step."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait, which moves the loop's time when nobody has anything to do."""
        await asyncio.sleep(max(0.0, seconds))

    async def until(self, moment: datetime) -> None:
        """Wait for a true instant."""
        await self.sleep((moment - self.true()).total_seconds())
