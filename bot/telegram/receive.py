"""Fetches updates by long polling. Telegram forgets a batch with the next request, so it is stored before that.

That a group became a supergroup is taken note of even before, so that what was said in it lines up and is understood as
said in the same chat, whichever of its ids each update has.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeGuard

import structlog

from bot.failpoint import failpoint
from bot.telegram.gateway import PollFailed
from briefings.clock import Clock

POLL_SECONDS = 30
MOST_WAITING = 2_000
FULL_PAUSE = 1.0
LONGEST_PAUSE = 60.0
SMALLEST_ID = -(2**63)
"""What the database can keep."""

log = structlog.get_logger()


class Updates(Protocol):
    """Where updates come from (`bot.telegram.gateway`)."""

    async def updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]] | PollFailed:  # noqa: ASYNC109 (Telegram waits, not we)
        """Updates from `offset` on; raises TokenError or SecondPollerError."""
        ...


class Inbox(Protocol):
    """Where updates are kept (`bot.store.inbox`)."""

    async def store(self, updates: Sequence[dict[str, Any]], now: datetime) -> int:
        """Keep them in one transaction; how many were new."""
        ...

    async def next_offset(self) -> int | None:
        """The first update not stored yet; None when none ever was."""
        ...

    async def backlog(self) -> int:
        """How many wait to be handled."""
        ...


class Receiver:
    """Moves updates from Telegram into the inbox.

    `concerns` says which are meant for the bot; the others are let go. `stored` is called after new ones were kept,
    `moved` hears of a group's old and new id before. `inline` takes what waits for nothing to be stored, and says so.
    """

    def __init__(
        self,
        gateway: Updates,
        inbox: Inbox,
        clock: Clock,
        *,
        concerns: Callable[[dict[str, Any]], bool],
        stored: Callable[[], None],
        moved: Callable[[int, int], Awaitable[None]],
        inline: Callable[[dict[str, Any]], bool] = lambda _: False,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._gateway = gateway
        self._inbox = inbox
        self._clock = clock
        self._concerns = concerns
        self._stored = stored
        self._moved = moved
        self._inline = inline
        self._most_waiting = most_waiting
        self._failures = 0

    async def run(self) -> None:
        """Until it is cancelled; raises TokenError or SecondPollerError. Cancelling it loses nothing."""
        offset = await self._inbox.next_offset()
        while True:
            await self._wait_for_room()
            batch = await self._gateway.updates(offset, POLL_SECONDS)
            if isinstance(batch, PollFailed):
                await self._back_off(batch)
            elif batch:
                offset = await self._keep(batch)
                self._failures = 0
            else:
                self._failures = 0

    async def _keep(self, batch: list[dict[str, Any]]) -> int:
        ours = [update for update in batch if not self._inline(update) and self._concerns(update)]
        for move in filter(None, map(move_of, ours)):
            await self._moved(*move)
        if ours and await self._inbox.store(ours, self._clock.now()):
            self._stored()
        failpoint("inbox.stored")
        return int(batch[-1]["update_id"]) + 1

    async def _wait_for_room(self) -> None:
        """Telegram keeps updates for a day; memory and database keep a bounded number."""
        while (waiting := await self._inbox.backlog()) > self._most_waiting:
            log.warning("inbox.full", waiting=waiting)
            await self._clock.sleep(FULL_PAUSE)

    async def _back_off(self, failed: PollFailed) -> None:
        pause = max(failed.wait, min(LONGEST_PAUSE, 2.0**self._failures))
        self._failures = min(self._failures + 1, 10)
        log.warning("updates.failed", reason=failed.reason, pause=pause)
        await self._clock.sleep(pause)


def move_of(update: dict[str, Any]) -> tuple[int, int] | None:
    """The old and the new id of a group that became a supergroup; both chats say so, either is enough."""
    message = update.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict):
        return None
    here, there, before = chat.get("id"), message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
    old, new = (here, there) if there is not None else (before, here)
    return (old, new) if _is_group(old) and _is_group(new) else None


def _is_group(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and SMALLEST_ID <= value < 0
