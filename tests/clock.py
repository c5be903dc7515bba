"""A clock that stands still until it is told to go, and whose sleepers wake in order without waiting."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta


class ManualClock:
    """Time for tests: it changes only through `set`, `advance`, `step`, and sleepers.

    A move forwards is time that passes. A move backwards, and a `step`, is somebody who sets the machine's time: for
    `monotonic` and for sleepers nothing happened.

    `sleep` takes no real time: the earliest sleeper moves the clock to its own instant and goes on. So pace and
    back-off are tested at full speed, in the order in which they would have happened.
    """

    def __init__(self, start: datetime) -> None:
        assert start.tzinfo is not None
        self._now = start.astimezone(UTC)
        self._order = itertools.count()
        self._passed = timedelta(0)
        self._sleepers: list[tuple[timedelta, int]] = []

    def now(self) -> datetime:
        """The instant at which the clock stands."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that have passed since the clock was made, whatever steps it took."""
        return self._passed.total_seconds()

    def set(self, moment: datetime) -> None:
        """Move to an instant, forwards or (a stepped clock) backwards."""
        self._passed += max(timedelta(0), moment - self._now)
        self._now = moment.astimezone(UTC)

    def advance(self, **span: float) -> None:
        """Move forward by a `timedelta` of these words: `advance(minutes=5)`."""
        self.set(self._now + timedelta(**span))

    def step(self, **span: float) -> None:
        """Set the machine's time forwards or backwards, while no time passes."""
        self._now += timedelta(**span)

    async def sleep(self, seconds: float) -> None:
        """Wait for one's turn among the sleepers, then move the clock to one's own instant."""
        mine = (self._passed + timedelta(seconds=max(0.0, seconds)), next(self._order))
        heapq.heappush(self._sleepers, mine)
        try:
            await asyncio.sleep(0)
            while self._sleepers[0] != mine:  # noqa: ASYNC110 (the order is the heap's; an event for each would repeat it)
                await asyncio.sleep(0)
            self._now += max(timedelta(0), mine[0] - self._passed)
            self._passed = max(self._passed, mine[0])
        finally:
            self._sleepers.remove(mine)
            heapq.heapify(self._sleepers)
