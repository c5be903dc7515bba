"""The states of a part and how they follow from what happened. Pure: the table is the specification.

A part that was leased is *in flight*: between the commit of its lease and the commit of its receipt nobody knows
whether Telegram has it. So a lost answer, or a lease that ran out, makes it uncertain, never planned again at once;
an uncertain part is sent once more, a second doubt stays. No part has more than two copies.
"""

from enum import StrEnum


class PartState(StrEnum):
    """Where a part is. `sent`, `failed` and `expired` are final; `uncertain` is final after the second doubt."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    EXPIRED = "expired"


class Event(StrEnum):
    """What can happen to a part."""

    LEASED = "leased"
    DELIVERED = "delivered"
    NOT_SENT = "not_sent"
    ANSWER_LOST = "answer_lost"
    LEASE_ENDED = "lease_ended"
    REFUSED = "refused"
    TOO_LATE = "too_late"


TRANSITIONS: dict[tuple[PartState, Event], PartState] = {
    (PartState.PLANNED, Event.LEASED): PartState.SENDING,
    (PartState.PLANNED, Event.TOO_LATE): PartState.EXPIRED,
    (PartState.PLANNED, Event.REFUSED): PartState.FAILED,
    (PartState.SENDING, Event.DELIVERED): PartState.SENT,
    (PartState.SENDING, Event.NOT_SENT): PartState.PLANNED,
    (PartState.SENDING, Event.ANSWER_LOST): PartState.UNCERTAIN,
    (PartState.SENDING, Event.LEASE_ENDED): PartState.UNCERTAIN,
    (PartState.SENDING, Event.REFUSED): PartState.FAILED,
    (PartState.UNCERTAIN, Event.LEASED): PartState.SENDING,
}
