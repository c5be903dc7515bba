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
    """Gives out turns. Every turn that is given counts as a message sent at that instant.

    With `per_second` None the bot has no limit, only its chats have theirs.
    """

    def __init__(self, clock: Clock, per_second: int | None = 28) -> None:
        self._clock = clock
        self._usual = per_second
        self._rate = Rate(per_second)
        self._chats = Chats()
        self._line = Line(self._chats)
        self._tickets = itertools.count()
        self._silent_until: int | None = None
        self._timer: asyncio.Task[None] | None = None
        self._wakes_at = 0

    @property
    def per_second(self) -> int | None:
        """How many go in a second at most: less than was set for some minutes after Telegram refused one."""
        return self._rate.per_second

    @property
    def usual(self) -> int | None:
        """What was set at first: what costs nothing."""
        return self._usual

    def hurry(self, per_second: int) -> None:
        """Go at another rate from now on, one that is paid for."""
        self._rate.change(per_second)
        self._watch()

    def as_usual(self) -> None:
        """Go at the rate again that was set at first."""
        if self._usual is not None:
            self.hurry(self._usual)

    def room(self, seconds: float = 0.1) -> int | None:
        """How many turns there will be for the broadcast within `seconds`; None for any number."""
        now, span = self._now(), round(seconds * SECOND)
        silence = max(0, (self._silent_until or 0) - now)
        turns = self._rate.turns(now + silence, span - silence) if silence <= span else 0
        return None if turns is None else max(0, turns - self._line.ahead(Lane.REPLY))

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
        now = self._now()
        if self._line.is_empty and max(self._free_at(), self._chats.free_at(chat_id)) <= now:
            self._note(now, chat_id)
            return True
        waiter = Waiter(lane, next(self._tickets), chat_id)
        if patience is not None:
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
                self._note(now, waiter.chat_id)
                return True
            # Before the look at the line: time passes, and it may be this one's turn by then.
            waiter.nudge = asyncio.get_running_loop().create_future()
            self._watch()
            await waiter.nudge

    def _note(self, now: int, chat_id: int) -> None:
        # Counted in the moment in which it goes: between the count and the message nothing is waited for.
        self._rate.note(now)
        self._chats.note(now, chat_id)

    def _first(self, now: int) -> tuple[Waiter, int] | None:
        """Who goes next, and when, `now` at the earliest."""
        free = self._free_at()
        self._line.dismiss(free)
        return self._line.first(max(now, free))

    def _watch(self) -> None:
        """See to it that the first in line looks again in time, by one timer for all who wait."""
        now = self._now()
        first = self._first(now)
        if first is not None and first[1] <= now:
            first[0].look_again()
        elif first is not None and (self._timer is None or first[1] < self._wakes_at):
            self._stop_timer()
            self._wakes_at = first[1]
            self._timer = asyncio.create_task(self._wake_in_turn())
        elif first is None:
            self._stop_timer()

    async def _wake_in_turn(self) -> None:
        while (first := self._first(now := self._now())) is not None and first[1] > now:
            self._wakes_at = first[1]
            await self._sleep(self._wakes_at - now)
        self._timer = None
        self._watch()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
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
