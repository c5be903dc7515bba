"""Carries leased parts to Telegram, some at a time: wait for a turn, hand over, and note what became of it.

An outcome that arrived is noted in the same moment, whatever is cancelled; what was handed to nobody goes back.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.delivery.breaker import Breaker
from bot.delivery.lease import Leased, Receipt
from bot.delivery.line import Lane
from bot.delivery.model import Event
from bot.delivery.outcome import AnswerLost, Flood, NotSent, Outcome, PaymentRefused
from bot.delivery.pace import Pace
from bot.delivery.retry import Decision, decide
from bot.failpoint import failpoint
from bot.telegram.body import Prepared, body
from briefings.clock import Clock

log = structlog.get_logger()

PATIENCE_SECONDS = 1.0
"""A part that has no turn within this time after all (answers took them) goes back."""
CROWDED_SECONDS = 0.25
"""After that its place stays empty for a while: looking again at once would only write."""


class Gateway(Protocol):
    """The caller of Telegram (`bot.telegram.gateway`)."""

    async def deliver(self, body: bytes, /) -> Outcome:
        """Send one message and say what became of it; never raises for what Telegram or the network does."""
        ...


class Settled(Protocol):
    """Hears of each receipt, and of the outcome that led to it (None: nothing was handed over)."""

    def __call__(self, receipt: Receipt, outcome: Outcome | None) -> None: ...


class Carrier:
    """The parts in hand, at most `places` of them with Telegram at a time.

    `changed` is called whenever one has its turn or is done with; `settled` with each receipt. `random` yields numbers
    in [0, 1).
    """

    def __init__(
        self,
        gateway: Gateway,
        pace: Pace,
        clock: Clock,
        random: Callable[[], float],
        *,
        places: int,
        settled: Settled,
        changed: Callable[[], None],
    ) -> None:
        self._gateway = gateway
        self._pace = pace
        self._clock = clock
        self._random = random
        self._places = asyncio.Semaphore(places)
        self._settled = settled
        self._changed = changed
        self._tasks: dict[asyncio.Task[None], Leased] = {}
        self._in_line: dict[int, int] = {}
        self._trouble: BaseException | None = None
        self.breaker = Breaker()

    @property
    def busy(self) -> int:
        """How many parts are in hand."""
        return len(self._tasks)

    @property
    def in_line(self) -> int:
        """How many of them have not had their turn."""
        return len(self._in_line)

    def is_in_line(self, chat_id: int) -> bool:
        """Whether a part for this chat has not had its turn."""
        return chat_id in self._in_line.values()

    def start(self, part: Leased, text: Prepared | None, *, paid: bool) -> None:
        """Take a part in hand."""
        self._in_line[part.part_id] = part.address.chat_id
        task = asyncio.create_task(self._carry(part, text, paid=paid))
        self._tasks[task] = part
        task.add_done_callback(self._done)

    def put_back(self, part: Leased) -> None:
        """Nothing was handed over: the part waits until its chat is ready, and the lease does not count as a try.

        If the lease has ended meanwhile and somebody else has found the part, the token keeps this from being written.
        """
        decision = Decision(Event.NOT_SENT, self._pace.ready_at(part.address.chat_id))
        self._settled(Receipt(part, decision, tried=False), None)

    def check(self) -> None:
        """Raise what went wrong in a task."""
        if self._trouble is not None:
            trouble, self._trouble = self._trouble, None
            raise trouble

    async def finish(self, seconds: float) -> int:
        """Wait so long, by the machine's time, for what is in hand; returns how many are left."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        self.check()
        return len([task for task in self._tasks if not task.done()])

    def cancel(self) -> "asyncio.Future[list[BaseException | None]]":
        """Cut short what is left; what is with Telegram then is found again when its lease ends."""
        for task in self._tasks:
            task.remove_done_callback(self._done)
            task.cancel()
        ended = asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        return ended

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.pop(task, None)
        if task.cancelled():
            self._trouble = asyncio.CancelledError()
        elif (error := task.exception()) is not None:
            self._trouble = error
        self._changed()

    async def _carry(self, part: Leased, text: Prepared | None, *, paid: bool) -> None:
        handed = False
        try:
            async with self._places:
                if await self._turn(part):
                    handed = True
                    await self._hand_over(part, text, paid=paid)
        finally:
            self._in_line.pop(part.part_id, None)
            if not handed:
                self.put_back(part)
        if not handed:
            await self._clock.sleep(CROWDED_SECONDS)

    async def _turn(self, part: Leased) -> bool:
        """Wait for the part's turn. False: it came too late, or not at all."""
        turn = self._pace.reply_turn if part.lane == Lane.REPLY else self._pace.broadcast_turn
        ready = await turn(part.address.chat_id, PATIENCE_SECONDS)
        if ready and not part.good(self._clock.now()):
            log.warning("lease.too_old", part=part.part_id, token=part.token)
            ready = False
        self._in_line.pop(part.part_id, None)
        self._changed()
        return ready

    async def _hand_over(self, part: Leased, text: Prepared | None, *, paid: bool) -> None:
        if text is None:
            log.error("text.missing", part=part.part_id, text=part.text_id)
            decision = Decision(Event.REFUSED, failure="its text is not kept any more", alert="delivery.text_missing")
            self._settled(Receipt(part, decision, tried=False), None)
            return
        message = body(text, part.address, part.delivery_id, as_plain=part.as_plain, paid=paid)
        outcome = await self._deliver(part, message)
        failpoint("send.after")
        decision = decide(outcome, part.tried, self._clock.now(), self._random())
        if decision.flood_until is not None:
            self._pace.hold(decision.flood_until)
        self._note_way(outcome)
        if logging.root.isEnabledFor(logging.DEBUG):
            log.debug("part.tried", part=part.part_id, delivery=part.delivery_id, outcome=type(outcome).__name__)
        self._settled(Receipt(part, decision), outcome)

    async def _deliver(self, part: Leased, message: bytes) -> Outcome:
        try:
            return await self._gateway.deliver(message)
        except Exception as error:
            # A gateway that fails itself may have sent it: the part is uncertain, not lost and not tried freely.
            log.exception("gateway.failed", part=part.part_id)
            return AnswerLost(f"the gateway failed with {type(error).__name__}")

    def _note_way(self, outcome: Outcome) -> None:
        match outcome:
            case NotSent(reached=False):
                held = self.breaker.failed(self._clock.monotonic())
                if held is not None:
                    log.warning("telegram.unreachable", held_seconds=held)
            case AnswerLost():
                pass
            case _:
                self.breaker.reached()


def is_unpaid(outcome: Outcome | None) -> bool:
    """Whether a message that was to be paid for cost nothing for certain, because it was not sent."""
    return outcome is None or isinstance(outcome, NotSent | Flood | PaymentRefused)
