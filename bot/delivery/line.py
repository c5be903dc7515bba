"""Who waits for a turn, and whose turn is next. Times are parameters, in whole microseconds."""

import asyncio
from dataclasses import dataclass
from enum import IntEnum
from heapq import heappop, heappush

from bot.delivery.spacing import Chats


class Lane(IntEnum):
    """Who goes first."""

    REPLY = 0
    BROADCAST = 1


@dataclass(slots=True, eq=False)
class Waiter:
    """One who waits. `gives_up_at` is None for endless patience; `nudge` is set while it waits to look again."""

    lane: Lane
    ticket: int
    chat_id: int
    gives_up_at: int | None = None
    gone: bool = False
    nudge: "asyncio.Future[None] | None" = None

    def look_again(self) -> None:
        """It may be its turn, or its waiting may be over."""
        if self.nudge is not None and not self.nudge.done():
            self.nudge.set_result(None)


class Line:
    """Replies before broadcasts, in each the longest waiting first; whose chat is not free is in nobody's way.

    Who has gone is taken out when met, so joining, leaving and finding the next cost the logarithm of who waits.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._ready: dict[Lane, list[tuple[int, Waiter]]] = {lane: [] for lane in Lane}
        self._blocked: list[tuple[int, Lane, int, Waiter]] = []
        self._impatient: list[tuple[int, int, Waiter]] = []

    @property
    def is_empty(self) -> bool:
        """Nobody is in line, as far as those who have gone were met already."""
        return not (self._ready[Lane.REPLY] or self._ready[Lane.BROADCAST] or self._blocked)

    def ahead(self, lane: Lane) -> int:
        """About how many would go before one who joins now."""
        replies = len(self._ready[Lane.REPLY])
        return replies if lane is Lane.REPLY else replies + len(self._ready[Lane.BROADCAST])

    def join(self, waiter: Waiter) -> None:
        """Stand at the end of one's lane."""
        heappush(self._ready[waiter.lane], (waiter.ticket, waiter))
        if waiter.gives_up_at is not None:
            heappush(self._impatient, (waiter.gives_up_at, waiter.ticket, waiter))

    def first(self, free: int) -> tuple[Waiter, int] | None:
        """Who goes next and when, if the bot is free from `free` on; None when nobody waits."""
        self._unblock(free)
        for lane, ready in self._ready.items():
            while ready:
                ticket, waiter = ready[0]
                at = self._chats.free_at(waiter.chat_id)
                if not waiter.gone and at <= free:
                    return waiter, free
                heappop(ready)
                self._block(at, lane, ticket, waiter)
        return (self._blocked[0][3], self._blocked[0][0]) if self._blocked else None

    def dismiss(self, free: int) -> None:
        """Let those go whose patience ends before `free`, when the bot is free again."""
        while self._impatient and (self._impatient[0][2].gone or self._impatient[0][0] < free):
            self._let_go(heappop(self._impatient)[2])

    def _unblock(self, free: int) -> None:
        while self._blocked:
            at, lane, ticket, waiter = self._blocked[0]
            if not waiter.gone and at > free:
                return
            heappop(self._blocked)
            if not waiter.gone:
                heappush(self._ready[lane], (ticket, waiter))

    def _block(self, at: int, lane: Lane, ticket: int, waiter: Waiter) -> None:
        if waiter.gives_up_at is not None and waiter.gives_up_at < at:
            self._let_go(waiter)
        if not waiter.gone:
            heappush(self._blocked, (at, lane, ticket, waiter))

    @staticmethod
    def _let_go(waiter: Waiter) -> None:
        waiter.gone = True
        waiter.look_again()
