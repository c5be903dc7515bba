"""When Telegram cannot be reached at all, few requests are enough to see it. Pure: `now` is a parameter.

Without it, each message that waits would find out by itself, and wait longer each time; so an outage of ten minutes
would cost everybody up to a quarter of an hour more.
"""

IN_A_ROW = 5
LONGEST_SECONDS = 60.0


class Breaker:
    """Holds the broadcast after some failures in a row, each time twice as long; then one message tries the way.

    All times are in seconds of a clock that never steps.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._holds = 0
        self._until = 0.0

    @property
    def broken(self) -> bool:
        """Since it held for the first time, no message has got through to Telegram."""
        return self._holds > 0

    def free_at(self) -> float:
        """Nothing is tried before this moment."""
        return self._until

    def room(self, now: float, in_flight: int) -> int | None:
        """How many messages may be tried besides those in flight; None for as many as one likes."""
        if not self.broken:
            return None
        return max(0, 1 - in_flight) if now >= self._until else 0

    def failed(self, now: float) -> float | None:
        """No connection was made. Returns the seconds that are held from now on, if this was one too many."""
        if now < self._until:
            return None  # it went out before
        self._failures += 1
        if self._failures < IN_A_ROW and not self.broken:
            return None
        self._holds += 1
        seconds = min(2.0**self._holds, LONGEST_SECONDS)
        self._until = now + seconds
        return seconds

    def reached(self) -> None:
        """Telegram answered, whatever it said."""
        self._failures = self._holds = 0
        self._until = 0.0
