"""Hands stored updates to their handler: one at a time within a chat, in order, many chats at once.

An update waits in the inbox until it is handled; one that was being handled when the process died is handled again, or
only answered, if what it asks for was done.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

import structlog

from briefings.clock import Clock

AT_ONCE = 64
GRACE = 5.0
"""Seconds of the machine's time that a stop leaves to what is being handled; then it is left for the next life."""
WINDOW = 2_200
"""Waiting updates held in memory: more than the receiver lets pile up, so that no chat hides behind another's."""

log = structlog.get_logger()


class Row(Protocol):
    """A stored update; `chat_id` is its lane."""

    @property
    def update_id(self) -> int: ...
    @property
    def chat_id(self) -> int: ...
    @property
    def content(self) -> dict[str, Any]: ...


class Inbox(Protocol):
    """Where updates wait (`bot.store.inbox`)."""

    async def waiting(self, limit: int) -> list[Any]:
        """The oldest that wait, in order."""
        ...

    async def handled(self, update_id: int, now: datetime) -> None:
        """Done; it is not handed out again."""
        ...

    async def failed(self, update_id: int, now: datetime, reason: str) -> None:
        """Not to be tried again."""
        ...


Handle = Callable[[Any], Awaitable[str | None]]
"""Handles a row; the reason when it failed."""


class Lanes:
    """Runs `handle` over the rows of `inbox`."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Handle,
        clock: Clock,
        *,
        at_once: int = AT_ONCE,
        window: int = WINDOW,
        grace: float = GRACE,
    ) -> None:
        self._inbox = inbox
        self._handle = handle
        self._clock = clock
        self._window = window
        self._grace = grace
        self._driving: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(at_once)
        self._awake = asyncio.Event()
        self._lanes: dict[int, deque[Row]] = {}
        self._taken: set[int] = set()
        self._done: set[int] = set()
        self._more = False
        self._stopping = False

    def wake(self) -> None:
        """New rows are waiting."""
        self._awake.set()

    def stop(self) -> None:
        """Start nothing new; `run` returns when what is being handled is done, or the grace is over."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Until `stop`; a cancelled run leaves unfinished rows waiting."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                self._awake.clear()
                await self._take(group)
                await self._awake.wait()
            await self._finish()

    async def _finish(self) -> None:
        if not self._driving:
            return
        _, late = await asyncio.wait(self._driving, timeout=self._grace)
        for task in late:
            task.cancel()
        if late:
            log.warning("lanes.left_waiting", chats=len(late))

    async def _take(self, group: asyncio.TaskGroup) -> None:
        # What is done while the inbox is read may still be in what was read: only what was done before is forgotten.
        before, self._done = self._done, set()
        rows = await self._inbox.waiting(self._window)
        self._taken -= before
        self._more = len(rows) == self._window
        for row in rows:
            if row.update_id not in self._taken:
                self._line_up(row, group)

    def _line_up(self, row: Row, group: asyncio.TaskGroup) -> None:
        self._taken.add(row.update_id)
        lane = self._lanes.get(row.chat_id)
        if lane is None:
            self._lanes[row.chat_id] = deque([row])
            task = group.create_task(self._drive(row.chat_id))
            self._driving.add(task)
            task.add_done_callback(self._driving.discard)
        else:
            lane.append(row)

    async def _drive(self, chat_id: int) -> None:
        lane = self._lanes[chat_id]
        while lane:
            async with self._slots:
                if self._stopping:
                    return
                await self._one(lane[0])
            self._done.add(lane.popleft().update_id)
            if self._more and len(self._taken) - len(self._done) < self._window // 2:
                self._awake.set()
        del self._lanes[chat_id]

    async def _one(self, row: Row) -> None:
        try:
            reason = await self._handle(row)
        except Exception as error:  # a broken handler must not stop the other chats
            log.exception("update.broke", update=row.update_id)
            reason = type(error).__name__
        if reason is None:
            await self._inbox.handled(row.update_id, self._clock.now())
        else:
            await self._inbox.failed(row.update_id, self._clock.now(), reason)
