"""What a paid broadcast may cost in a day. Pure: `now` is a parameter.

Telegram takes a tenth of a Star for each message above the free thirty a second, and does not say which those were.
So every message that may cost one is counted as if it did: what is set is never overdrawn.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple

TENTHS = 10
"""Messages for a Star."""
MANY_SECONDS = 10
"""Paid for is what would take the free rate longer than that; what is sent in less needs no Stars."""


class Spent(NamedTuple):
    """How many tenths of Stars a UTC day has cost: kept, so that a restart does not spend them again."""

    day: date
    tenths: int


class Purse:
    """Up to `stars_a_day` for each UTC day, spent at up to `per_second` messages a second."""

    def __init__(self, stars_a_day: int, per_second: int = 1000, spent: Spent | None = None) -> None:
        self.per_second = per_second
        self._cap = stars_a_day * TENTHS
        self._spent = spent
        self._closed_on: date | None = None

    def remember(self, spent: Spent | None) -> None:
        """Take over what was spent in an earlier life."""
        if spent is not None and (self._spent is None or spent > self._spent):
            self._spent = spent

    def spent(self, now: datetime) -> Spent:
        """What today has cost so far."""
        today = now.astimezone(UTC).date()
        if self._spent is None or self._spent.day < today:
            return Spent(today, 0)
        return self._spent

    def left(self, now: datetime) -> int:
        """How many more messages today may pay for."""
        day, tenths = self.spent(now)
        return max(0, self._cap - tenths) if day != self._closed_on else 0

    def take(self, messages: int, now: datetime) -> None:
        """So many are about to be sent; a negative number gives back what was not."""
        day, tenths = self.spent(now)
        if messages > 0 or day != self._closed_on:
            self._spent = Spent(day, max(0, tenths + messages))

    def close(self, now: datetime) -> None:
        """Telegram does not take our Stars: no more today."""
        day, tenths = self.spent(now)
        self._spent, self._closed_on = Spent(day, max(tenths, self._cap)), day
