"""When the last reader will have theirs, and whether that is so late that somebody must know. Pure.

The bot sends so many messages a second and no more, the longest waiting first; so what waits, divided by the rate, is
how long it takes. Messages that Telegram refuses or loses make little of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(minutes=5)
"""The last reader of a send waits longer than this: somebody is told."""
MOVED = timedelta(minutes=10)
"""The estimate differs by more than this from the one that was told: somebody is told again."""

Backlog = Sequence[tuple[datetime, int]]
"""By the due instant, the broadcast deliveries that are not out yet."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A send that falls behind: how many readers wait, and when about the last of them gets theirs."""

    due_at: datetime
    waiting: int
    last_at: datetime


def finish(waiting: int, per_second: float | None, now: datetime, silent_until: datetime | None) -> datetime:
    """When the last of `waiting` messages is out; nothing goes before the end of Telegram's silence.

    `per_second` is None where nothing but the chats themselves limits the rate.
    """
    return max(now, silent_until or now) + timedelta(seconds=waiting / per_second if per_second else 0)


def finishes(backlog: Backlog, per_second: float | None, now: datetime, silent_until: datetime | None) -> list[Behind]:
    """The same for each due instant, in order: whoever was due later waits for those who were due before."""
    ahead = 0
    found = []
    for due_at, waiting in sorted(backlog):
        ahead += waiting
        found.append(Behind(due_at, waiting, finish(ahead, per_second, now, silent_until)))
    return found


class Lookout:
    """Remembers what was told, so that each send that falls behind is told once, and again when it gets much worse."""

    def __init__(self) -> None:
        self._told: dict[datetime, datetime] = {}

    def look(self, sends: Sequence[Behind]) -> list[Behind]:
        """Of all sends that are not out yet, those that are to be told now."""
        self._told = {one.due_at: self._told[one.due_at] for one in sends if one.due_at in self._told}
        news = [one for one in sends if self._is_news(one)]
        self._told |= {one.due_at: one.last_at for one in news}
        return news

    def _is_news(self, one: Behind) -> bool:
        told = self._told.get(one.due_at)
        return one.last_at - one.due_at > LATE if told is None else abs(one.last_at - told) > MOVED
