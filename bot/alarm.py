"""What the operator must hear about: logged at once, and told to the admins' chats soon after.

The first alarm of an event is told at once; what repeats within the hour is told in one message at its end, so that a
bad morning is two messages and not a flood. What is urgent is told each time.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

import structlog

from bot.alarm_words import OTHERWISE, WORDS
from bot.delivery.outcome import MessageRefused, Moved, Outcome, RecipientRefused
from bot.digest import Digest
from bot.readers.model import Address
from bot.telegram.screen import Screen
from bot.telegram.text import Bold
from bot.telegram.wording import cut
from briefings.clock import Clock

log = structlog.get_logger()

MOST_WAITING = 50
LONGEST = 3_500
"""Characters of a digest: it fits into one message."""
URGENT = frozenset({"delivery.token_refused", "ledger.uneven"})
"""Nobody waits for the hour's end with these."""


class Voice(Protocol):
    """Whoever can send a screen to a chat."""

    async def say(self, address: Address, screen: Screen) -> Outcome: ...


class Alarm:
    """Collects alerts; call it with an event name and facts (ids, never contents).

    They go to every admin, or to `error_chat` alone where there is one that takes them.
    """

    def __init__(self, clock: Clock, admins: Sequence[int], error_chat: int | None = None) -> None:
        self._clock = clock
        self._admins = admins
        self._error_chat = error_chat
        self._digest = Digest()
        self._waiting: deque[Screen] = deque(maxlen=MOST_WAITING)

    def __call__(self, event: str, **facts: Any) -> None:
        """Log an alert and tell it: at once when it is urgent or the first of its hour, else at the hour's end."""
        if event in URGENT or self._digest.at_once(event, facts, self._clock.now()):
            self.again(event, **facts)
        else:
            log.error("alert", alert=event, **facts)

    def again(self, event: str, **facts: Any) -> None:
        """Tell it at once whenever they heard of this event: the caller sees to it that it is no flood."""
        log.error("alert", alert=event, **facts)
        what, to_do = WORDS.get(event, OTHERWISE)
        lines = "".join(f"\n{name}: {value}" for name, value in facts.items())
        self._waiting.append(Screen((Bold(event), f"\n{what}{lines}\n{to_do}")))

    async def tell(self, voice: Voice) -> None:
        """Send what waits, and what was gathered if its hour is over; what cannot be sent is in the log."""
        if gathered := self._digest.due(self._clock.now()):
            lines = "".join(f"\n{one.line()}" for one in gathered)
            self._waiting.append(Screen((Bold("What else happened within the hour"), cut(lines, LONGEST))))
        while self._waiting:
            screen = self._waiting.popleft()
            if self._error_chat is None or not await self._told_there(voice, self._error_chat, screen):
                for admin in self._admins:
                    await voice.say(Address(admin), screen)

    async def _told_there(self, voice: Voice, chat: int, screen: Screen) -> bool:
        """Say it in the error chat; False when it does not take it, so that somebody else must hear of it."""
        outcome = await voice.say(Address(chat), screen)
        if isinstance(outcome, Moved):
            log.warning("alarm.chat_moved", chat=chat, to=outcome.chat_id)
            self._error_chat = outcome.chat_id
            outcome = await voice.say(Address(outcome.chat_id), screen)
        if not isinstance(outcome, RecipientRefused | MessageRefused | Moved):
            return True
        log.warning("alarm.chat_refused", chat=chat, outcome=type(outcome).__name__)
        return False
