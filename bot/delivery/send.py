"""Sends what the outbox holds, step by step, until it is told to stop.

The lease is committed before the message is handed over and the receipt after, so a crash leaves a part that is found
when its lease ends, and never one that is silently lost. An outcome that arrived is written even when the sender is
cancelled meanwhile.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from bot.delivery.carry import Carrier, Gateway
from bot.delivery.lease import HEARTBEAT
from bot.delivery.pace import Pace
from bot.delivery.paying import Paying
from bot.delivery.prepare import Alert
from bot.delivery.spend import Purse
from bot.delivery.steps import GATHER_SECONDS, Steps
from bot.delivery.telling import Refused, Telling, nobody_hears
from bot.errors import TokenError
from bot.store.outbox import Outbox
from briefings.clock import Clock
from briefings.whole import whole

log = structlog.get_logger()

LOOK_AGAIN_SECONDS = 5.0
LEAST_SECONDS = 0.005
SOON_SECONDS = 1.0
GRACE_SECONDS = 5.0
"""The machine's time that a stop leaves to what is in flight; what Telegram has not answered then is found again when
its lease ends."""


class Sender:
    """Works the outbox off. `random` yields numbers in [0, 1); `in_flight` follows from the rate when it is None.

    With a `purse`, what would take long at the free rate is paid for. `refused` hears of every message that Telegram
    refuses for itself.
    """

    def __init__(
        self,
        outbox: Outbox,
        gateway: Gateway,
        pace: Pace,
        *,
        clock: Clock,
        random: Callable[[], float],
        alert: Alert,
        in_flight: int | None = None,
        grace: float = GRACE_SECONDS,
        purse: Purse | None = None,
        refused: Refused = nobody_hears,
    ) -> None:
        self._outbox = outbox
        self._pace = pace
        self._clock = clock
        self._alert = alert
        self._grace = grace
        self._paying = Paying(purse, outbox, pace, clock, alert)
        self._telling = Telling(alert, refused)
        self._steps = Steps(
            outbox,
            pace,
            clock,
            paying=self._paying,
            telling=self._telling,
            in_flight=in_flight,
        )
        self._carrier = Carrier(
            gateway,
            pace,
            clock,
            random,
            places=self._steps.most_places(),
            settled=self._steps.settle,
            changed=self._changed,
        )
        self._awake = False
        self._bell: asyncio.Future[None] | None = None
        self._looked_after: float | None = None

    def wake(self) -> None:
        """There is something new to send."""
        self._steps.front.forget()
        self._ring()

    async def drain(self) -> int:
        """Send all that may go now and return how many messages were tried. Raises TokenError as `run` does."""
        await self._begin(asyncio.Event())
        count = 0
        try:
            while True:
                leased = await self._cycle()
                if leased is not None:
                    count += leased
                elif self._carrier.busy:
                    await self._until_something()
                elif not await self._soon():
                    return count
        finally:
            await self._end()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then finish what is in flight and lease nothing more.

        Raises TokenError when Telegram does not know the bot's token.
        """
        await self._begin(stop)
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if await self._cycle() is None:
                    await self._rest(stopped)
        finally:
            stopped.cancel()
            await self._end()

    async def _begin(self, stop: asyncio.Event) -> None:
        self._steps.begin(stop)
        self._looked_after = None
        until = await self._outbox.flood_until()
        if until is not None:
            self._pace.hold(until)
        await self._paying.remember()

    async def _cycle(self) -> int | None:
        """One step; returns how many were leased, None when there is nothing to do just now."""
        self._awake = False
        self._carrier.check()
        await self._look_after()
        return await self._steps.take(self._carrier)

    async def _look_after(self) -> None:
        """The housekeeping, now and then: prolong own leases, find lost ones, expire what is too late."""
        if self._telling.token_refused:
            raise TokenError("Telegram does not know the bot's token; nothing can be sent until it is corrected.")
        passed = self._clock.monotonic()
        if self._looked_after is not None and passed - self._looked_after < HEARTBEAT.total_seconds() / 4:
            return
        self._looked_after = passed
        now = self._clock.now()
        await self._outbox.renew(self._steps.unwritten, now)
        recovered = await self._outbox.recover(now)
        expired = await self._outbox.expire(now)
        if recovered or expired:
            log.warning("outbox.looked_after", recovered=recovered, expired=expired)
            self._alert("delivery.overdue", recovered=recovered, expired=expired)

    async def _soon(self) -> bool:
        """Wait for what may go within a second (the next part of a briefing); False when there is nothing so near."""
        wait = await self._until_next()
        if wait is None or wait > SOON_SECONDS:
            return False
        await self._clock.sleep(wait)
        return True

    async def _rest(self, stopped: "asyncio.Task[Any]") -> None:
        """Sleep until something is new, something is due, a message is done, or the end."""
        wait = LOOK_AGAIN_SECONDS
        if self._steps.gathers(self._carrier):
            wait = GATHER_SECONDS
        elif self._steps.room(self._carrier) > 0:
            next_in = await self._until_next()
            # What else is due behind those whose chats are not ready is not known.
            wait = min(SOON_SECONDS if self._steps.front.aside else wait, wait if next_in is None else next_in)
        sleep = asyncio.create_task(self._sleep(wait))
        try:
            await self._until_something(stopped, sleep)
        finally:
            sleep.cancel()
            await asyncio.gather(sleep, return_exceptions=True)

    async def _until_next(self) -> float | None:
        """The seconds until something that waits may go; None when nothing waits."""
        now = self._clock.now()
        next_at, ready_at = await self._outbox.next_at(now), self._steps.front.ready_again_at()
        if next_at is not None and ready_at is not None and next_at <= now:
            next_at = ready_at
        if next_at is None:
            return None
        held = self._carrier.breaker.free_at() - self._clock.monotonic()
        silent = (self._pace.flood_until or now) - now
        return max(LEAST_SECONDS, held, silent.total_seconds(), (next_at - now).total_seconds())

    async def _until_something(self, *others: "asyncio.Task[Any]") -> None:
        """Return when a message is done, a turn was given, something is new, or one of the others is done."""
        if not self._awake:
            self._bell = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._bell, *others], return_when=asyncio.FIRST_COMPLETED)

    def _changed(self) -> None:
        if not self._steps.gathers(self._carrier):
            self._ring()

    def _ring(self) -> None:
        self._awake = True
        if self._bell is not None and not self._bell.done():
            self._bell.set_result(None)

    async def _sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)

    async def _end(self) -> None:
        """Wait a while for what is in flight, cut short the rest, and write every receipt there is."""
        self._steps.end()
        try:
            await self._steps.under_way()
            left = await self._carrier.finish(self._grace)
            if left:
                log.warning("sender.left_in_flight", parts=left)
        finally:
            await whole(self._steps.write_rest(self._carrier, self._carrier.cancel()))
