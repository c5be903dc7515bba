"""Sends what the outbox holds: lease, wait for a turn, hand over, write the receipt. A few messages at a time.

The lease is committed before the message is handed over and the receipt after, so a crash leaves a part that is found
when its lease ends, and never one that is silently lost. What is leased is in doubt after a crash, so only that is
leased whose turn is near. An outcome that arrived is written even when the sender is cancelled meanwhile.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.delivery.lease import HEARTBEAT, Leased, Receipt
from bot.delivery.line import Lane
from bot.delivery.model import Event
from bot.delivery.outcome import AnswerLost, Outcome
from bot.delivery.pace import Pace
from bot.delivery.prepare import Alert
from bot.delivery.record import Recorder
from bot.delivery.retry import Decision, decide
from bot.errors import TokenError
from bot.failpoint import failpoint
from bot.readers.model import Address
from bot.store.outbox import AHEAD, Outbox
from bot.telegram.screen import Keyboard
from briefings.clock import Clock

log = structlog.get_logger()

IN_FLIGHT = 8
PATIENCE_SECONDS = 1.0
"""A part that has no turn within this time after all (answers took them) goes back."""
CROWDED_SECONDS = 0.25
"""After that its place stays empty for a while: looking again at once would only write."""
LOOK_AGAIN_SECONDS = 5.0
SOON = timedelta(seconds=1)
GRACE_SECONDS = 5.0
"""The machine's time that a stop leaves to what is in flight; what Telegram has not answered then is found again when
its lease ends."""
MOST_ALERTS = 1_000
"""Alerts remembered so that one bad message sent to thousands makes one alert."""


class Gateway(Protocol):
    """The caller of Telegram (`bot.telegram.gateway`)."""

    async def send(self, address: Address, text: str, keyboard: Keyboard, /, *, html: bool = True) -> Outcome:
        """Send one message and say what became of it; never raises for what Telegram or the network does."""
        ...


class Sender:
    """Works the outbox off. `random` yields numbers in [0, 1)."""

    def __init__(
        self,
        outbox: Outbox,
        gateway: Gateway,
        pace: Pace,
        *,
        clock: Clock,
        random: Callable[[], float],
        alert: Alert,
        in_flight: int = IN_FLIGHT,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._gateway = gateway
        self._pace = pace
        self._clock = clock
        self._random = random
        self._alert = alert
        self._in_flight = in_flight
        self._grace = grace
        self._recorder = Recorder(outbox, clock)
        self._sending: dict[asyncio.Task[None], Leased] = {}
        self._in_line: dict[int, int] = {}
        self._awake = False
        self._bell: asyncio.Future[None] | None = None
        self._refused: str | None = None
        self._alerted: set[tuple[str, str]] = set()
        self._looked_after: datetime | None = None

    def wake(self) -> None:
        """There is something new to send."""
        self._awake = True
        if self._bell is not None and not self._bell.done():
            self._bell.set_result(None)

    async def drain(self) -> int:
        """Send all that may go now and return how many messages were tried. Raises TokenError as `run` does."""
        await self._remember_flood()
        count = 0
        self._looked_after = None
        try:
            while True:
                self._awake = False
                await self._look_after()
                started = await self._start_some()
                count += started
                if self._sending:
                    await self._until_something()
                await self._reap()
                if not started and not self._sending and not await self._soon():
                    return count
        finally:
            await self._finish_all()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then finish what is in flight and lease nothing more.

        Raises TokenError when Telegram does not know the bot's token.
        """
        await self._remember_flood()
        stopped: asyncio.Task[bool] = asyncio.create_task(_set(stop))
        try:
            while not stop.is_set():
                self._awake = False
                await self._look_after()
                if await self._start_some() == 0:
                    await self._rest(stopped)
                await self._reap()
        finally:
            stopped.cancel()
            await self._finish_all()

    async def _start_some(self) -> int:
        """Lease as many parts as there is room for, and set them going."""
        now = self._clock.now()
        if self._pace.flood_until is not None and now < self._pace.flood_until:
            return 0
        leased = await self._outbox.claim(now, self._room(), self._ready_at)
        for part in leased:
            self._in_line[part.part_id] = part.address.chat_id
            self._sending[asyncio.create_task(self._deliver(part))] = part
        return len(leased)

    def _room(self) -> int:
        """How many more parts may be leased: there is a place for them, and those in line have their turn soon."""
        soon = max(1, int(AHEAD.total_seconds() * self._pace.per_second))
        return min(self._in_flight - len(self._sending), soon - len(self._in_line))

    def _ready_at(self, chat_id: int) -> datetime:
        """When the chat takes its next message, as far as the one that is in line for it lets us know."""
        ready_at = self._pace.ready_at(chat_id)
        return max(ready_at, self._clock.now() + SOON) if chat_id in self._in_line.values() else ready_at

    async def _deliver(self, part: Leased) -> None:
        try:
            if not await self._turn(part):
                await self._clock.sleep(CROWDED_SECONDS)
                return
        finally:
            self._in_line.pop(part.part_id, None)
            self.wake()
        text = part.plain if part.as_plain else part.html
        outcome = await self._hand_over(part, text)
        failpoint("send.after")
        decision = decide(outcome, part.tried, self._clock.now(), self._random())
        if decision.flood_until is not None:
            self._pace.hold(decision.flood_until)
        log.info("part.tried", part=part.part_id, delivery=part.delivery_id, outcome=type(outcome).__name__)
        await self._recorder.write(Receipt(part.part_id, part.token, decision))
        self._tell_operator(part, decision)

    async def _turn(self, part: Leased) -> bool:
        """Wait for the part's turn. False: it came too late, or not at all, and the part went back."""
        turn = self._pace.reply_turn if part.lane == Lane.REPLY else self._pace.broadcast_turn
        try:
            ready = await turn(part.address.chat_id, PATIENCE_SECONDS)
        except asyncio.CancelledError:
            await self._put_back(part)
            raise
        if ready and not part.good(self._clock.now()):
            log.warning("lease.too_old", part=part.part_id, token=part.token)
            ready = False
        if not ready:
            await self._put_back(part)
        return ready

    async def _hand_over(self, part: Leased, text: str) -> Outcome:
        try:
            return await self._gateway.send(part.address, text, part.keyboard, html=not part.as_plain)
        except Exception as error:
            # A gateway that fails itself may have sent it: the part is uncertain, not lost and not tried freely.
            log.exception("gateway.failed", part=part.part_id)
            return AnswerLost(f"the gateway failed with {type(error).__name__}")

    async def _put_back(self, part: Leased) -> None:
        """Nothing was handed over: the part waits until its chat is ready, and the lease does not count as a try.

        If the lease has ended meanwhile and somebody else has found the part, the token keeps this from being written.
        """
        decision = Decision(Event.NOT_SENT, self._pace.ready_at(part.address.chat_id))
        await self._recorder.write(Receipt(part.part_id, part.token, decision, tried=False))

    def _tell_operator(self, part: Leased, decision: Decision) -> None:
        if decision.stop_all:
            self._refused = decision.failure or "refused"
        if decision.alert is None or (decision.alert, part.variant) in self._alerted:
            return
        if len(self._alerted) >= MOST_ALERTS:
            self._alerted.clear()
        self._alerted.add((decision.alert, part.variant))
        self._alert(decision.alert, part=part.part_id, delivery=part.delivery_id, reason=decision.failure)

    async def _look_after(self) -> None:
        """The housekeeping, now and then: prolong own leases, find lost ones, expire what is too late."""
        if self._refused is not None:
            raise TokenError("Telegram does not know the bot's token; nothing can be sent until it is corrected.")
        now = self._clock.now()
        if self._looked_after is not None and now - self._looked_after < HEARTBEAT / 4:
            return
        self._looked_after = now
        await self._outbox.renew(self._sending.values(), now)
        recovered = await self._outbox.recover(now)
        expired = await self._outbox.expire(now)
        if recovered or expired:
            log.warning("outbox.looked_after", recovered=recovered, expired=expired)
            self._alert("delivery.overdue", recovered=recovered, expired=expired)

    async def _remember_flood(self) -> None:
        until = await self._outbox.flood_until()
        if until is not None:
            self._pace.hold(until)

    async def _soon(self) -> bool:
        """Wait for what may go within a second (the next part of a briefing); False when there is nothing so near."""
        now = self._clock.now()
        next_at = await self._next_at(now)
        if next_at is None or next_at - now > SOON:
            return False
        await self._clock.sleep(max(0.0, (next_at - now).total_seconds()))
        return True

    async def _rest(self, stopped: "asyncio.Task[bool]") -> None:
        """Sleep until something is new, something is due, a message is done, or the end."""
        wait = LOOK_AGAIN_SECONDS
        if self._room() > 0:
            now = self._clock.now()
            next_at = await self._next_at(now)
            wait = min(wait, max(0.0, (next_at - now).total_seconds())) if next_at is not None else wait
        sleep = asyncio.create_task(self._sleep(wait))
        try:
            await self._until_something(stopped, sleep)
        finally:
            sleep.cancel()
            await asyncio.gather(sleep, return_exceptions=True)

    async def _until_something(self, *others: "asyncio.Task[Any]") -> None:
        """Return when a message is done, a turn was given, something is new, or one of the others is done."""
        if not self._awake:
            self._bell = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._bell, *others, *self._sending], return_when=asyncio.FIRST_COMPLETED)

    async def _next_at(self, now: datetime) -> datetime | None:
        next_at = await self._outbox.next_at(now)
        return max(next_at, self._pace.flood_until or next_at) if next_at is not None else None

    async def _sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)

    async def _reap(self) -> None:
        """Take the finished tasks out; what went wrong in one (the database failed) is raised here."""
        for task in [task for task in self._sending if task.done()]:
            del self._sending[task]
            await task

    async def _finish_all(self) -> None:
        """Wait a while for what is in flight; if we are cancelled meanwhile, cut short what only waits for its turn."""
        if not self._sending:
            return
        try:
            _, late = await asyncio.wait(self._sending, timeout=self._grace)
            if late:
                log.warning("sender.left_in_flight", parts=len(late))
            await self._leave(late)
            await self._reap()
        except BaseException:
            for task in self._sending:
                task.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)
            self._sending.clear()
            raise

    async def _leave(self, late: "set[asyncio.Task[None]]") -> None:
        for task in late:
            task.cancel()
            del self._sending[task]
        await asyncio.gather(*late, return_exceptions=True)


async def _set(event: asyncio.Event) -> bool:
    return await event.wait()
