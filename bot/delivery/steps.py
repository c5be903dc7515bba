"""One step of the sender: the receipts of what was sent and the leases of what is sent next, in one transaction.

What is leased is in doubt after a crash, so only that is leased whose turn is near. A message's place is free when its
answer is in; its receipt is written with the next step.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import structlog

from bot.delivery.carry import Carrier, is_unpaid
from bot.delivery.front import Front, ReadyAt
from bot.delivery.lease import Leased, Receipt, Waiting
from bot.delivery.outcome import Outcome, PaymentRefused
from bot.delivery.pace import Pace
from bot.delivery.paying import Paying
from bot.delivery.telling import Telling
from bot.delivery.texts import Texts
from bot.store.outbox import Outbox
from bot.telegram.body import Prepared
from briefings.clock import Clock

log = structlog.get_logger()

FEWEST_IN_FLIGHT = 8
MOST_IN_FLIGHT = 500
"""The Bot API server refuses a bot's requests beyond a thousand that are open."""
ANSWER_SECONDS = 0.06
"""What an answer takes from far away; with a fifth more, so many seconds' messages are in flight."""
UNWRITTEN = 4
"""Leased parts without a receipt, at most, for each place in flight."""
VIEW = 2
"""Parts looked at, for each place in flight."""
FAST = 100
"""Above so many a second, as many again are leased before there is a place: that is a few milliseconds away."""
GATHER_SECONDS = 0.1
"""So long, at most, a receipt waits for others: what is not written is in doubt after a crash."""
NEXT_IN_CHAT = timedelta(seconds=1)


def places(per_second: int | None) -> int:
    """How many messages may be with Telegram at a time, at this rate."""
    return min(MOST_IN_FLIGHT, max(FEWEST_IN_FLIGHT, ceil((per_second or 0) * ANSWER_SECONDS * 1.2)))


class Steps:
    """Takes steps, one at a time. `in_flight` follows from the rate when it is None."""

    def __init__(
        self,
        outbox: Outbox,
        pace: Pace,
        clock: Clock,
        *,
        paying: Paying,
        telling: Telling,
        in_flight: int | None,
    ) -> None:
        self._outbox = outbox
        self._pace = pace
        self._clock = clock
        self._paying = paying
        self._telling = telling
        self._in_flight = in_flight
        self._texts = Texts(outbox)
        self._receipts: list[Receipt] = []
        self._unwritten: dict[int, Leased] = {}
        self._paid: set[int] = set()
        self._step: asyncio.Task[int] | None = None
        self._stepped_at = -GATHER_SECONDS
        self.front = Front(outbox, clock)
        self._stop = asyncio.Event()

    def begin(self, stop: asyncio.Event) -> None:
        """Lease again, until `stop` is set: from that moment on not even one more."""
        self._stop = stop
        self.front.forget()

    def end(self) -> None:
        """Lease nothing more, whether a stop was asked for or not."""
        self._stop = asyncio.Event()
        self._stop.set()

    @property
    def unwritten(self) -> Collection[Leased]:
        """What is leased and has no receipt on disk."""
        return self._unwritten.values()

    def most_places(self) -> int:
        """How many messages may ever be with Telegram at a time."""
        return self._in_flight or places(self._paying.per_second or self._pace.usual)

    async def take(self, carrier: Carrier) -> int | None:
        """One step, if there is anything to write or to lease; returns how many were leased, None for no step."""
        if self.gathers(carrier):
            return None
        wanted = await self._choose(carrier)
        texts = await self._texts.of({part.text_id for part in wanted})
        if not wanted and not self._receipts:
            return None
        self._step = asyncio.create_task(self._take(carrier, wanted, texts))
        try:
            # Shielded: whoever waits may be cancelled, what was leased may not be forgotten.
            return await asyncio.shield(self._step)
        finally:
            if self._step.done():
                self._step = None

    async def under_way(self) -> None:
        """Return when the step is over that was under way when its taker was cancelled; raises what it raised."""
        if self._step is not None:
            await asyncio.shield(self._step)

    async def write_rest(self, carrier: Carrier, ended: "asyncio.Future[Any]") -> None:
        """When what was cut short has `ended`, write every receipt there is; what is leased meanwhile goes back."""
        await ended
        if self._step is not None:
            await asyncio.wait([self._step])
            self._step = None
        while self._receipts:
            await self._take(carrier, (), {})

    def room(self, carrier: Carrier) -> int:
        """How many more parts may be leased: there is a place for them, and those in line have their turn soon."""
        if self._pace.flood_until is not None:
            return 0
        most = self._places()
        ahead = most if self._is_fast() else 0
        room = min(most + ahead - carrier.busy, UNWRITTEN * most - len(self._unwritten))
        turns = self._pace.room()
        if turns is None:
            return room
        return min(room, max(turns, 0 if carrier.in_line else 1) - carrier.in_line)

    def gathers(self, carrier: Carrier) -> bool:
        """All places are taken for a while: a step that waits a little does more at once."""
        most = self._places()
        if not self._is_fast() or carrier.busy < most or self.front.is_new:
            return False
        if self._clock.monotonic() - self._stepped_at >= GATHER_SECONDS:
            return False
        return self.room(carrier) < most // 2

    def settle(self, receipt: Receipt, outcome: Outcome | None) -> None:
        """A part is done with; its receipt goes into the next step."""
        self._receipts.append(receipt)
        part_id = receipt.part.part_id
        if isinstance(outcome, PaymentRefused):
            self._paying.refused(outcome.reason)
        if is_unpaid(outcome):
            self._give_back({part_id})
        self._paid.discard(part_id)
        self._telling.settled(receipt)

    def _is_fast(self) -> bool:
        return self._pace.per_second is None or self._pace.per_second > FAST

    def _places(self) -> int:
        return self._in_flight or places(self._pace.per_second)

    async def _choose(self, carrier: Carrier) -> list[Waiting]:
        left = self._paying.left(len(self._paid))
        room = self.room(carrier)
        if room <= 0 or self._stop.is_set():
            return []
        if self.front.must_look:
            await self._paying.look(len(self._paid))
        tries = carrier.breaker.room(self._clock.monotonic(), carrier.busy)
        return await self.front.choose(
            min(room, left or room, tries or room),
            VIEW * self._places(),
            self._unwritten,
            ready_at=self._ready_at(carrier),
            only_replies=0 in {left, tries},
        )

    def _ready_at(self, carrier: Carrier) -> ReadyAt:
        """When a chat takes its next message, as far as the one that is in line for it lets us know."""
        after = self._clock.now() + NEXT_IN_CHAT

        def ready_at(chat_id: int) -> datetime:
            at = self._pace.ready_at(chat_id)
            return max(at, after) if carrier.is_in_line(chat_id) else at

        return ready_at

    async def _take(self, carrier: Carrier, wanted: Sequence[Waiting], texts: Mapping[str, Prepared]) -> int:
        receipts, self._receipts = self._receipts, []
        wanted = () if self._stop.is_set() else wanted
        self._paid |= self._paying.take(wanted)
        step = await self._outbox.step(receipts, wanted, self._clock.now(), spent=self._paying.to_keep())
        self._stepped_at = self._clock.monotonic()
        for receipt in receipts:
            self._unwritten.pop(receipt.part.part_id, None)
        self._give_back({part.part_id for part in wanted} - {part.part_id for part in step.leased})
        for part in step.leased:
            self._unwritten[part.part_id] = part
            if self._stop.is_set():
                carrier.put_back(part)
            else:
                carrier.start(part, texts.get(part.text_id), paid=part.part_id in self._paid)
        _log(receipts, leased=len(step.leased), stale=len(step.stale), in_flight=carrier.busy)
        await self._telling.written(receipts)
        return len(step.leased)

    def _give_back(self, not_sent: set[int]) -> None:
        unpaid = self._paid & not_sent
        self._paid -= unpaid
        self._paying.give_back(len(unpaid))


def _log(receipts: Sequence[Receipt], **counts: int) -> None:
    events = Counter(str(receipt.decision.event) for receipt in receipts)
    log.info("outbox.step", **counts, **events)
