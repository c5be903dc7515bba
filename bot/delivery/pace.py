"""When the next message may go: one schedule for the whole bot, because Telegram's limit is per bot.

Telegram takes about thirty messages a second in all, one a second in a chat, twenty a minute in a group or channel,
and publishes no firm numbers. So messages go evenly, a little under the limit, and never more than
`per_second` in any one second, wherever that second begins: a bucket that may be full lets twice its rate through.
Replies to people go before broadcasts.

Everything is reckoned by the clock that never steps. Only the silence that Telegram asks for is told, and kept, as an
instant of the wall clock, because it must outlive the process.
"""

import asyncio
import itertools
from datetime import datetime, timedelta

import structlog

from bot.delivery.line import Lane, Line, Waiter
from bot.delivery.spacing import SECOND, Chats, Rate
from briefings.clock import Clock

__all__ = ["Lane", "Pace"]

MICROSECOND = timedelta(microseconds=1)

log = structlog.get_logger()


class Pace:
    """Gives out turns. Every turn that is given counts as a message sent at that instant."""

    def __init__(self, clock: Clock, per_second: int = 28) -> None:
        self._clock = clock
        self._rate = Rate(per_second)
        self._chats = Chats()
        self._line = Line(self._chats)
        self._tickets = itertools.count()
        self._silent_until: int | None = None
        self._timer: asyncio.Task[None] | None = None
        self._wakes_at = 0

    @property
    def per_second(self) -> int:
        """How many go in a second at most: less than was set for some minutes after Telegram refused one."""
        return self._rate.per_second

    @property
    def flood_until(self) -> datetime | None:
        """Nothing is sent before this instant of the wall clock; None when Telegram wants no silence (any more)."""
        left = (self._silent_until or 0) - self._now()
        return self._clock.now() + left * MICROSECOND if self._silent_until is not None and left > 0 else None

    def hold(self, until: datetime) -> None:
        """No turn for anybody before `until`; a shorter silence never shortens a longer one.

        A silence that begins makes the bot slower for some minutes. A 429 within it answers what was on its way
        already, and says nothing new of the rate.
        """
        now = self._now()
        end = now + (until - self._clock.now()) // MICROSECOND
        if end <= now:
            return
        if self._silent_until is None or self._silent_until <= now:
            self._rate.slow_down()
            log.warning("pace.slowed", per_second=self.per_second)
        self._silent_until = max(end, self._silent_until or end)
        self._rate.trouble_until(self._silent_until)

    async def reply_turn(self, chat_id: int, patience: float | None = None) -> bool:
        """Wait for a turn to answer a person, ahead of broadcasts. False: it would take over `patience` seconds."""
        return await self._turn(Lane.REPLY, chat_id, patience)

    async def broadcast_turn(self, chat_id: int, patience: float | None = None) -> bool:
        """Wait for a turn of the broadcast. False: it would take over `patience` seconds, and nothing was counted."""
        return await self._turn(Lane.BROADCAST, chat_id, patience)

    async def silence_over(self) -> None:
        """Return when Telegram wants no silence (any more): for requests that are no messages, and count as none."""
        while self._silent_until is not None and (left := self._silent_until - self._now()) > 0:
            await self._sleep(left)

    def ready_at(self, chat_id: int) -> datetime:
        """The earliest instant at which this chat (and Telegram's wish for silence) would let a message go."""
        now = self._now()
        wait = max(self._silent_until or 0, self._chats.free_at(chat_id)) - now
        return self._clock.now() + max(0, wait) * MICROSECOND

    async def _turn(self, lane: Lane, chat_id: int, patience: float | None) -> bool:
        waiter = Waiter(lane, next(self._tickets), chat_id)
        if patience is not None:
            now = self._now()
            waiter.gives_up_at = now + round(patience * SECOND)
            if self._expected(lane, chat_id, now) > waiter.gives_up_at:
                return False
        self._line.join(waiter)
        try:
            return await self._wait(waiter)
        finally:
            waiter.gone = True
            self._watch()

    async def _wait(self, waiter: Waiter) -> bool:
        while True:
            now = self._now()
            first = self._first(now)
            if waiter.gone:
                return False
            if first == (waiter, now):
                # Counted in the moment in which it goes: between the count and the message nothing is waited for.
                self._rate.note(now)
                self._chats.note(now, waiter.chat_id)
                return True
            self._watch()
            waiter.nudge = asyncio.get_running_loop().create_future()
            await waiter.nudge

    def _first(self, now: int) -> tuple[Waiter, int] | None:
        """Who goes next, and when, `now` at the earliest."""
        free = self._free_at()
        self._line.dismiss(free)
        return self._line.first(max(now, free))

    def _watch(self) -> None:
        """See to it that the first in line is woken in time, by one timer for all who wait."""
        first = self._first(self._now())
        if self._timer is not None and (first is None or first[1] < self._wakes_at):
            self._timer.cancel()
            self._timer = None
        if self._timer is None and first is not None:
            self._wakes_at = first[1]
            self._timer = asyncio.create_task(self._wake_in_turn())

    async def _wake_in_turn(self) -> None:
        while (first := self._first(now := self._now())) is not None:
            self._wakes_at = first[1]
            if first[1] <= now:
                first[0].look_again()
                # After the turn that is taken now, there is none for half a step.
                self._wakes_at = now + self._rate.step // 2
            await self._sleep(self._wakes_at - now)
        self._timer = None

    def _free_at(self) -> int:
        return max(self._rate.free_at(), self._silent_until or 0)

    def _expected(self, lane: Lane, chat_id: int, now: int) -> int:
        free = max(now, self._free_at()) + self._line.ahead(lane) * self._rate.step
        return max(free, self._chats.free_at(chat_id))

    def _now(self) -> int:
        return round(self._clock.monotonic() * SECOND)

    async def _sleep(self, microseconds: int) -> None:
        await self._clock.sleep(microseconds / SECOND)
