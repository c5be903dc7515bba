"""What is told of trouble that repeats: the first of an event at once, further ones together at the hour's end. Pure.

In memory: a restart loses the counts of what was not told yet, which the log has, and tells the next of each event at
once again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
MOST_NAMED = 3
"""So many different values of a fact are named."""


@dataclass(slots=True)
class Gathered:
    """Alarms of one event: how many, since when, and of each fact the values that came first."""

    event: str
    since: datetime
    count: int = 0
    facts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, facts: Mapping[str, object]) -> None:
        """One more."""
        self.count += 1
        for name, value in facts.items():
            named = self.facts.setdefault(name, [])
            # One more than is named is kept, to know that there are others.
            if str(value) not in named and len(named) <= MOST_NAMED:
                named.append(str(value))

    def line(self) -> str:
        """For example "edition.failed: 7 more since 06:10 UTC; newsletter: denver, markets, login and others"."""
        said = [f"{self.event}: {self.count} more since {self.since:%H:%M} UTC"]
        for name, values in self.facts.items():
            others = " and others" if len(values) > MOST_NAMED else ""
            said.append(f"{name}: {', '.join(values[:MOST_NAMED])}{others}")
        return "; ".join(said)


class Digest:
    """Remembers what was told when, and what is to be told together."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}
        self._gathered: dict[str, Gathered] = {}

    def at_once(self, event: str, facts: Mapping[str, object], now: datetime) -> bool:
        """Whether this alarm is to be told now; if not, it is gathered."""
        if event not in self._gathered and not self._within(event, now):
            self._told[event] = now
            return True
        self._gathered.setdefault(event, Gathered(event, now)).add(facts)
        return False

    def due(self, now: datetime) -> Sequence[Gathered]:
        """All that was gathered, as soon as the hour of one of these events is over: its next hour begins then."""
        if all(self._within(event, now) for event in self._gathered):
            return ()
        together, self._gathered = tuple(self._gathered.values()), {}
        self._told |= {one.event: now for one in together}
        return together

    def _within(self, event: str, now: datetime) -> bool:
        # A clock that was set back must not keep the operator waiting.
        return event in self._told and timedelta(0) <= now - self._told[event] < HOUR
