"""Hands stored updates to their handler: one at a time within a chat, in order, many chats at once.

An update waits in the inbox until it is handled; one that was being handled when the process died is handled again, or
only answered, if what it asks for was done.

A group that becomes a supergroup stays in its lane: what is heard under the new id comes after what still waits there.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
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
    """A stored update; `chat_id` is its lane, and another one after its chat has moved."""

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


@dataclass(slots=True)
class Lane:
    """What waits in a chat, under all its ids."""

    chat_ids: list[int] = field(default_factory=list)
    rows: deque[Row] = field(default_factory=deque)


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
        self._lanes: dict[int, Lane] = {}
        self._taken: dict[int, int] = {}
        """By update, the id of the chat that it was lined up under."""
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
        for update_id in before:
            del self._taken[update_id]
        self._more = len(rows) == self._window
        for row in rows:
            if row.update_id not in self._taken:
                self._line_up(row, group)
            elif row.chat_id not in self._lanes:
                self._rename(self._lanes.get(self._taken[row.update_id]), row.chat_id)

    def _line_up(self, row: Row, group: asyncio.TaskGroup) -> None:
        self._taken[row.update_id] = row.chat_id
        lane = self._lanes.get(row.chat_id)
        if lane is None:
            lane = Lane()
            self._rename(lane, row.chat_id)
            task = group.create_task(self._drive(lane))
            self._driving.add(task)
            task.add_done_callback(self._driving.discard)
        lane.rows.append(row)

    def _rename(self, lane: Lane | None, chat_id: int) -> None:
        """From now on the lane is found under this id, too."""
        if lane is not None:
            lane.chat_ids.append(chat_id)
            self._lanes[chat_id] = lane

    async def _drive(self, lane: Lane) -> None:
        while lane.rows:
            async with self._slots:
                if self._stopping:
                    return
                await self._one(lane.rows[0])
            self._done.add(lane.rows.popleft().update_id)
            if self._more and len(self._taken) - len(self._done) < self._window // 2:
                self._awake.set()
        for chat_id in lane.chat_ids:
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
