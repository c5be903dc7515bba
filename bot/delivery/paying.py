"""Whether the broadcast is paid for just now, and the pace that goes with it.

Paid for is only what would take long at the free rate, within what may be spent in a day. When that is spent, or
Telegram does not take the Stars, the rest of the UTC day goes at the free rate; no message and no reader suffers.
"""

from collections.abc import Sequence
from datetime import date

from bot.delivery.lease import Waiting
from bot.delivery.line import Lane
from bot.delivery.pace import Pace
from bot.delivery.prepare import Alert
from bot.delivery.spend import MANY_SECONDS, Purse, Spent
from bot.store.outbox import Outbox
from briefings.clock import Clock


class Paying:
    """Opens and closes the purse. Without a purse nothing is ever paid for."""

    def __init__(self, purse: Purse | None, outbox: Outbox, pace: Pace, clock: Clock, alert: Alert) -> None:
        self._purse = purse
        self._outbox = outbox
        self._pace = pace
        self._clock = clock
        self._alert = alert
        self._told_on: date | None = None
        self._kept: Spent | None = None
        self.on = False

    @property
    def per_second(self) -> int | None:
        """The rate that can be paid for; None without a purse."""
        return self._purse.per_second if self._purse is not None else None

    async def remember(self) -> None:
        """Take over what was spent before a restart."""
        if self._purse is not None:
            self._kept = await self._outbox.spent()
            self._purse.remember(self._kept)

    def left(self, in_hand: int) -> int | None:
        """How many more may be paid for today, while it is on; None for any number. `in_hand` are on their way."""
        if self._purse is None or not self.on:
            return None
        left = self._purse.left(self._clock.now())
        if left or in_hand:
            return left
        self._end("paid.used_up")
        return None

    async def look(self, in_hand: int) -> None:
        """See how many wait, and switch on, or off when none of those paid for are on their way."""
        if self._purse is None or self._pace.usual is None or not self._purse.left(self._clock.now()):
            return
        many = self._pace.usual * (1 if self.on else MANY_SECONDS)
        on = await self._outbox.waiting(many) >= many
        if on != self.on and not (self.on and in_hand):
            self._switch(on=on)

    def take(self, parts: Sequence[Waiting]) -> set[int]:
        """Set Stars aside for those of these parts that are paid for; returns their ids."""
        if self._purse is None or not self.on:
            return set()
        paid = {part.part_id for part in parts if part.lane == Lane.BROADCAST}
        self._purse.take(len(paid), self._clock.now())
        return paid

    def give_back(self, messages: int) -> None:
        """So many of them were not handed over after all."""
        if self._purse is not None and messages:
            self._purse.take(-messages, self._clock.now())

    def to_keep(self) -> Spent | None:
        """What is to be written of it with the next step; None when that is known."""
        if self._purse is None:
            return None
        spent = self._purse.spent(self._clock.now())
        if spent == self._kept or (self._kept is None and spent.tenths == 0):
            return None
        self._kept = spent
        return spent

    def refused(self, reason: str) -> None:
        """Telegram does not take the Stars."""
        if self._purse is not None:
            self._purse.close(self._clock.now())
            self._end("paid.refused", reason=reason)

    def _end(self, event: str, **facts: object) -> None:
        if self._purse is None or not self.on:
            return
        self._switch(on=False)
        today = self._purse.spent(self._clock.now()).day
        if self._told_on != today:
            self._told_on = today
            self._alert(event, **facts)

    def _switch(self, *, on: bool) -> None:
        self.on = on
        if on and self._purse is not None:
            self._pace.hurry(self._purse.per_second)
        else:
            self._pace.as_usual()
