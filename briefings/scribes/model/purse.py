"""What a model may cost in a day, and what it has cost. Pure; whoever keeps it tells it the time and writes it down."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a million tokens cost, in dollars, and how many dollars a UTC day may have; 0 for no limit."""

    dollars_in: float = 0.0
    dollars_out: float = 0.0
    dollars_a_day: float = 0.0
    calls_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Spending:
    """What was asked and answered in a UTC day."""

    day: date
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(slots=True)
class Purse:
    """The spending of today under a tariff."""

    tariff: Tariff = field(default_factory=Tariff)
    spending: Spending = field(default_factory=lambda: Spending(date.min))

    def refuses(self, now: datetime) -> str | None:
        """Why nothing may be asked any more today, in a sentence; None while something may."""
        today = self._today(now)
        if self.tariff.calls_a_day and today.calls >= self.tariff.calls_a_day:
            return f"Today's {self.tariff.calls_a_day} questions to the model are spent."
        if self.tariff.dollars_a_day and self.dollars(today) >= self.tariff.dollars_a_day:
            return f"Today's ${self.tariff.dollars_a_day:g} for the model are spent."
        return None

    def spend(self, tokens_in: int, tokens_out: int, now: datetime) -> Spending:
        """Note an answer; returns what today has cost by now."""
        today = self._today(now)
        self.spending = replace(
            today,
            calls=today.calls + 1,
            tokens_in=today.tokens_in + max(0, tokens_in),
            tokens_out=today.tokens_out + max(0, tokens_out),
        )
        return self.spending

    def dollars(self, spending: Spending) -> float:
        """What that has cost."""
        tariff = self.tariff
        return (spending.tokens_in * tariff.dollars_in + spending.tokens_out * tariff.dollars_out) / MILLION

    def _today(self, now: datetime) -> Spending:
        day = now.astimezone(UTC).date()
        return self.spending if self.spending.day == day else Spending(day)
