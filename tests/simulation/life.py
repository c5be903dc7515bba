"""One life of the bot's process: production code on the simulation's clock, database and line, until it ends."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr

from bot.config import Settings
from bot.daybrief import Daybrief
from bot.telegram.gateway import Gateway
from bot.telegram.request import TelegramRequest
from bot.wiring import wired
from tests.simulation.inline import Killed, Power, inline
from tests.simulation.loop import LoopClock
from tests.simulation.newsroom import Newsroom
from tests.simulation.wire import Wire

STEPS = ("cut", "plan", "prepare", "watch")
"""What the bot does each time when it looks at the clock."""

MOST_CANCELS = 100
"""A task that goes on after so many is one that cannot be ended."""


class Life:
    """It has `bot` after `begin`. `ended` is set when it was killed."""

    def __init__(self, file: Path, clock: LoopClock, wire: Wire, newsroom: Newsroom, random: Random) -> None:
        self.bot: Daybrief
        self.power = Power()
        self.ended = asyncio.Event()
        self.trouble: list[BaseException] = []
        self._file = file
        self._clock = clock
        self._wire = wire
        self._newsroom = newsroom
        self._random = random
        self._open = AsyncExitStack()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sending: asyncio.Task[Any] | None = None
        self._enough = asyncio.Event()

    async def begin(self) -> None:
        """Start as `Daybrief.run` does. Raises UnreachableError where it would, and Killed."""
        settings = Settings(
            telegram_token=SecretStr(self._wire.scene.token),
            telegram_api="http://simulated",
            database=f"sqlite:///{self._file}",
        )
        with self._joined():
            self.bot = await self._open.enter_async_context(wired(settings, self._clock, self._random))
        await self.bot.gateway.me()
        for work in (self.bot.receiver.run(), self.bot.lanes.run(), self.bot.show_menus()):
            self._tasks.add(self._start(work))

    async def step(self) -> bool:
        """Look at the clock: whatever is owed is planned and made."""
        for name in STEPS:
            await getattr(self.bot, name)()
        await self.bot.tell()
        return True

    def send(self) -> None:
        """Wake the sender if it sleeps."""
        if self._sending is None:
            self._enough = asyncio.Event()
            self._sending = self._start(self.bot.sender.run(self._enough))

    async def rest(self) -> None:
        """Let the sender sleep: there is nothing to send, and it would only look again and again."""
        if self._sending is not None:
            sending, self._sending = self._sending, None
            self._enough.set()
            await asyncio.wait([sending])

    def kill(self) -> None:
        """End at once, wherever it is."""
        self.power.end()
        self.ended.set()

    def kill_after(self, calls: int) -> None:
        """End when the database was asked so many more times."""
        self.power.end_after(calls, self.ended.set)

    async def stop(self) -> None:
        """End as a service manager asks: what is in hand is finished."""
        await self.rest()
        self.bot.lanes.stop()
        await self.bury()

    async def bury(self) -> None:
        """Clear away what is left of a process, of which nothing goes on."""
        mine, left = asyncio.current_task(), set[asyncio.Task[Any]]()
        for _ in range(MOST_CANCELS):
            left = asyncio.all_tasks() - {mine}
            if not left:
                break
            for task in left:
                task.cancel()
            # What one of them waits for may be gone already: a dead process cleans nothing up.
            await asyncio.wait(left, timeout=0)
        await asyncio.gather(*left, return_exceptions=True)
        with suppress(Killed):
            await self._open.aclose()
        self.power.end()

    def _start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        """No task of the bot may end by an error: in production the process would."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and self.power.on:
            self.trouble.append(error)

    @contextmanager
    def _joined(self) -> Iterator[None]:
        """Within, the bot is built around the simulation's line, database and newsroom."""
        request = TelegramRequest(exchange=self._wire.line(self.power))
        parts: dict[str, Any] = {
            "load": lambda _path: self._newsroom.catalogue,
            "open_newsroom": self._newsroom.opened,
            "Gateway": partial(Gateway, request=request),
        }
        with patch.multiple("bot.wiring", **parts), inline(self.power):
            yield
