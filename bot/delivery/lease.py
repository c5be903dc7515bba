"""A part that waits, a part in a sender's hands, and the receipt that gives it back. Pure.

The token is a fence: it counts the leases of a part, and a receipt with an older one changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.delivery.retry import Decision, Tried
from bot.readers.model import Address
from bot.telegram.screen import Keyboard

LEASE = timedelta(seconds=60)
HEARTBEAT = timedelta(seconds=20)
MARGIN = timedelta(seconds=5)
"""A message is handed over this long before its lease ends, or not at all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that may go, as it was when it was looked at; `token` and `attempts` count the leases it has had.

    `last` says whether it is the last part of its delivery; what is to be sent is the text of `text_id`.
    """

    part_id: int
    delivery_id: int
    reader_id: int
    number: int
    lane: int
    address: Address
    text_id: str
    attempts: int
    doubts: int
    as_plain: bool
    token: int
    last: bool
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Leased(Waiting):
    """One message to be sent by whoever holds `token`; `token` and `attempts` count this lease too."""

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

    part: Leased
    decision: Decision
    tried: bool = True


class Step(NamedTuple):
    """What a step of the outbox did: the parts that are leased now, and the ids of those whose receipt was stale."""

    leased: list[Leased]
    stale: list[int]


@dataclass(frozen=True, slots=True)
class Text:
    """What is sent to all who get the same; where the keyboard's data holds `{d}`, the delivery's id belongs there."""

    id: str
    html: str
    plain: str
    keyboard: Keyboard
