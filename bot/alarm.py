"""What the operator must hear about: logged at once, and told to the admins' chats soon after.

The same event is told once an hour at most, so that a bad morning is a message and not a flood.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.alarm_words import OTHERWISE, WORDS
from bot.delivery.outcome import Outcome
from bot.readers.model import Address
from bot.telegram.screen import Screen
from bot.telegram.text import Bold
from briefings.clock import Clock

log = structlog.get_logger()

QUIET = timedelta(hours=1)
MOST_WAITING = 50


class Voice(Protocol):
    """Whoever can send a screen to a chat."""

    async def say(self, address: Address, screen: Screen) -> Outcome: ...


class Alarm:
    """Collects alerts; call it with an event name and facts (ids, never contents)."""

    def __init__(self, clock: Clock, admins: Sequence[int]) -> None:
        self._clock = clock
        self._admins = admins
        self._told: dict[str, datetime] = {}
        self._waiting: deque[Screen] = deque(maxlen=MOST_WAITING)

    def __call__(self, event: str, **facts: Any) -> None:
        """Log an alert and keep it for the admins unless they heard of this event within the hour."""
        now = self._clock.now()
        if event in self._told and now - self._told[event] < QUIET:
            log.error("alert", alert=event, **facts)
            return
        self._told[event] = now
        self.again(event, **facts)

    def again(self, event: str, **facts: Any) -> None:
        """The same whenever they heard of this event: the caller sees to it that it is no flood."""
        log.error("alert", alert=event, **facts)
        what, to_do = WORDS.get(event, OTHERWISE)
        lines = "".join(f"\n{name}: {value}" for name, value in facts.items())
        self._waiting.append(Screen((Bold(event), f"\n{what}{lines}\n{to_do}")))

    async def tell(self, voice: Voice) -> None:
        """Send what waits to every admin; what cannot be sent is in the log."""
        while self._waiting:
            screen = self._waiting.popleft()
            for admin in self._admins:
                await voice.say(Address(admin), screen)
