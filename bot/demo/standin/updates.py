"""The queue of updates: kept until confirmed by a later offset or too old, handed out by long polling.

Long polls wait in real time, not on the injected clock, because the client's own time-out is real; how long an update
is kept runs on the injected clock.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.standin.answers import POLLING_WITH_WEBHOOK, TWO_POLLERS, Json, Refusal

KEPT = {"callback_query": timedelta(seconds=150), "inline_query": timedelta(seconds=30)}
KEPT_ELSE = timedelta(hours=24)
BY_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that come only when asked for by name."""

LONGEST_POLL = 50
MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update not yet confirmed."""

    id: int
    kind: str
    at: datetime
    body: Json


class Updates:
    """The bot's updates. `changed` is called when one comes or goes."""

    def __init__(self, first_id: int, changed: Callable[[], None]) -> None:
        self.waiting: list[Waiting] = []
        self.allowed: Sequence[str] = ()
        self.webhook: str = ""
        self.polls = 0
        self._next_id = first_id
        self._changed = changed
        self._came = asyncio.Event()
        self._poller: asyncio.Event | None = None

    def add(self, kind: str, content: Json, at: datetime) -> int:
        """Queue an update; its id, or 0 when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in BY_REQUEST:
            return 0
        update_id, self._next_id = self._next_id, self._next_id + 1
        self.waiting.append(Waiting(update_id, kind, at, {"update_id": update_id, kind: content}))
        self._came.set()
        self._changed()
        return update_id

    async def poll(
        self, now: datetime, offset: int, limit: int, seconds: int, allowed: Sequence[str] | None
    ) -> list[Json] | Refusal:
        """Answer getUpdates: confirm what is before `offset`, wait up to `seconds` for something to give."""
        if self.webhook:
            return POLLING_WITH_WEBHOOK
        self.polls += 1
        if allowed is not None:
            self.allowed = tuple(allowed)
        self._confirm(offset, now)
        self.interrupt()
        if not self._ready(offset) and seconds > 0:
            interrupted = await self._wait(min(seconds, LONGEST_POLL))
            if interrupted:
                return TWO_POLLERS
        return [update.body for update in self._ready(offset)[: min(max(limit, 1), MOST)]]

    def forget(self) -> None:
        """Drop everything that waits."""
        self.waiting.clear()
        self._changed()

    def end(self) -> None:
        """Answer the long poll in progress with nothing, as a server that goes down does."""
        self._came.set()

    def interrupt(self) -> None:
        """End the long poll in progress, as another poll does."""
        if self._poller is not None:
            self._poller.set()

    async def _wait(self, seconds: int) -> bool:
        """Wait for an update; True when another poll ended this one."""
        self._came.clear()
        mine = self._poller = asyncio.Event()
        waits = [asyncio.ensure_future(event.wait()) for event in (self._came, mine)]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            if self._poller is mine:
                self._poller = None
        return mine.is_set()

    def _confirm(self, offset: int, now: datetime) -> None:
        """Forget what the offset confirms (a negative one keeps only the last ones) and what is too old."""
        kept = self.waiting[offset:] if offset < 0 else [update for update in self.waiting if update.id >= offset]
        self.waiting = [update for update in kept if update.at + KEPT.get(update.kind, KEPT_ELSE) > now]
        self._changed()

    def _ready(self, offset: int) -> list[Waiting]:
        return [update for update in self.waiting if offset < 0 or update.id >= offset]
