"""From what became of a message to what follows. Pure: this table is the promise.

Telegram has no idempotency key for messages, so only what is certainly not sent is tried freely; a lost answer is
tried once more and no further (`bot.delivery.model`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.model import Event
from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    Outcome,
    PaymentRefused,
    RecipientRefused,
    Sent,
    TokenRefused,
)
from bot.readers.model import Standing

CEILING = timedelta(minutes=15)
JITTER = 0.2
SECOND_TRY = timedelta(seconds=60)
MOST_DOUBTS = 2
GIVE_UP = timedelta(hours=6)
LONGEST_FLOOD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """What is known of a part when its outcome arrives; `attempts` counts this one too."""

    attempts: int
    doubts: int
    as_plain: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: an event for the part, and what it means for others.

    `not_before` is when the part may go again. `flood_until` silences the whole bot; `standing` is the reader's from
    now on; `moved_to` is the chat's new id; `stop_variant` fails all planned parts with the same text; `stop_all` ends
    sending; `alert` is an event name for the operator. `counts` is false when the attempt says nothing about the
    message, so that the wait after its next failure does not grow. `unsure` asks for a second refusal, another day,
    before the reader is marked.
    """

    event: Event
    not_before: datetime | None = None
    message_id: int | None = None
    failure: str | None = None
    as_plain: bool = False
    flood_until: datetime | None = None
    standing: Standing | None = None
    moved_to: int | None = None
    stop_variant: bool = False
    stop_all: bool = False
    alert: str | None = None
    counts: bool = True
    unsure: bool = False


def back_off(attempts: int, random: float) -> timedelta:
    """2^n seconds, 20 percent more or less, at most fifteen minutes; `random` is in [0, 1)."""
    seconds = 2.0 ** min(attempts, 12) * (1 - JITTER + 2 * JITTER * random)
    return min(timedelta(seconds=seconds), CEILING)


def decide(outcome: Outcome, tried: Tried, now: datetime, random: float) -> Decision:  # noqa: PLR0911 (a table: one row each)
    """The decision for one outcome; `random` is in [0, 1)."""
    match outcome:
        case Sent(message_id):
            return Decision(Event.DELIVERED, message_id=message_id)
        case NotSent():
            return _not_sent(outcome, tried, now, random)
        case Flood(seconds):
            until = now + timedelta(seconds=min(max(0.0, seconds), LONGEST_FLOOD.total_seconds()))
            return Decision(Event.NOT_SENT, until, failure="told to wait", flood_until=until, counts=False)
        case AnswerLost(reason):
            alert = "delivery.uncertain" if tried.doubts + 1 >= MOST_DOUBTS else None
            return Decision(Event.ANSWER_LOST, now + SECOND_TRY, failure=reason, alert=alert)
        case RecipientRefused():
            return _recipient_refused(outcome)
        case Moved(chat_id):
            # The first time it may go at once; a chat that keeps moving must not keep us busy.
            again = now if tried.attempts == 1 else now + back_off(tried.attempts, random)
            return Decision(Event.NOT_SENT, again, failure="the chat moved", moved_to=chat_id)
        case PaymentRefused(reason):
            return Decision(Event.NOT_SENT, now, failure=reason, counts=False)
        case MessageRefused():
            return _message_refused(outcome, tried, now)
    return _token_refused(outcome, now)


def _not_sent(outcome: NotSent, tried: Tried, now: datetime, random: float) -> Decision:
    # Where nobody was reached, nothing was learnt of the message: its next failure is no later one.
    attempts = tried.attempts if outcome.reached else 1
    again = now + back_off(attempts, random)
    return Decision(Event.NOT_SENT, again, failure=outcome.reason, counts=outcome.reached)


def _recipient_refused(outcome: RecipientRefused) -> Decision:
    if outcome.unsure:
        return Decision(Event.REFUSED, failure=outcome.reason, unsure=True)
    standing = Standing.GONE if outcome.for_ever else Standing.BLOCKED
    return Decision(Event.REFUSED, failure=outcome.reason, standing=standing)


def _token_refused(outcome: TokenRefused, now: datetime) -> Decision:
    return Decision(Event.NOT_SENT, now, failure=outcome.reason, stop_all=True, alert="delivery.token_refused")


def _message_refused(outcome: MessageRefused, tried: Tried, now: datetime) -> Decision:
    if outcome.entities and not tried.as_plain:
        return Decision(
            Event.NOT_SENT, now, failure=outcome.reason, as_plain=True, alert="delivery.sent_without_formatting"
        )
    return Decision(Event.REFUSED, failure=outcome.reason, stop_variant=True, alert="delivery.message_refused")
