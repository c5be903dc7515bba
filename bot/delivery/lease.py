"""A part in a sender's hands, and the receipt that gives it back. Pure.

The token is a fence: it counts the leases of a part, and a receipt with an older one changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.retry import Decision, Tried
from bot.readers.model import Address
from bot.telegram.screen import Keyboard

LEASE = timedelta(seconds=60)
HEARTBEAT = timedelta(seconds=20)
MARGIN = timedelta(seconds=5)
"""A message is handed over this long before its lease ends, or not at all."""


@dataclass(frozen=True, slots=True)
class Leased:
    """One message to be sent by whoever holds `token`; `attempts` counts this lease too."""

    part_id: int
    delivery_id: int
    reader_id: int
    number: int
    lane: int
    address: Address
    html: str
    plain: str
    keyboard: Keyboard
    variant: str
    attempts: int
    doubts: int
    as_plain: bool
    token: int
    lease_until: datetime

    def good(self, now: datetime) -> bool:
        """Whether it may still be handed over: a worker that slept may find that another one has it by now."""
        return now < self.lease_until - MARGIN

    @property
    def tried(self) -> Tried:
        """What `retry.decide` needs to know of it."""
        return Tried(self.attempts, self.doubts, self.as_plain)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is to be written of a leased part. `tried` is false when nothing was handed to Telegram at all."""

    part_id: int
    token: int
    decision: Decision
    tried: bool = True
