from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Event
from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    PaymentRefused,
    RecipientRefused,
    Sent,
    TokenRefused,
)
from bot.delivery.retry import Decision, Tried, back_off, decide
from bot.readers.model import Standing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = Tried(attempts=1, doubts=0, as_plain=False)
MIDDLE = 0.5


def seconds(count: float) -> datetime:
    return NOW + timedelta(seconds=count)


TABLE = [
    (Sent(41), FIRST, Decision(Event.DELIVERED, message_id=41)),
    (NotSent("no route"), FIRST, Decision(Event.NOT_SENT, seconds(2), failure="no route")),
    (
        NotSent("no connection", reached=False),
        Tried(9, 0, as_plain=False),
        Decision(Event.NOT_SENT, seconds(2), failure="no connection", counts=False),
    ),
    (PaymentRefused("balance"), FIRST, Decision(Event.NOT_SENT, NOW, failure="balance", counts=False)),
    (
        RecipientRefused("chat not found", unsure=True),
        FIRST,
        Decision(Event.REFUSED, failure="chat not found", unsure=True),
    ),
    (NotSent("500"), Tried(5, 0, as_plain=False), Decision(Event.NOT_SENT, seconds(32), failure="500")),
    (NotSent("500"), Tried(40, 0, as_plain=False), Decision(Event.NOT_SENT, seconds(900), failure="500")),
    (
        Flood(17),
        FIRST,
        Decision(Event.NOT_SENT, seconds(17), failure="told to wait", flood_until=seconds(17), counts=False),
    ),
    (Flood(-3), FIRST, Decision(Event.NOT_SENT, NOW, failure="told to wait", flood_until=NOW, counts=False)),
    (AnswerLost("timeout"), FIRST, Decision(Event.ANSWER_LOST, seconds(60), failure="timeout")),
    (
        AnswerLost("timeout"),
        Tried(2, 1, as_plain=False),
        Decision(Event.ANSWER_LOST, seconds(60), failure="timeout", alert="delivery.uncertain"),
    ),
    (RecipientRefused("blocked"), FIRST, Decision(Event.REFUSED, failure="blocked", standing=Standing.BLOCKED)),
    (
        RecipientRefused("deleted", for_ever=True),
        FIRST,
        Decision(Event.REFUSED, failure="deleted", standing=Standing.GONE),
    ),
    (Moved(-1009), FIRST, Decision(Event.NOT_SENT, NOW, failure="the chat moved", moved_to=-1009)),
    (
        Moved(-1009),
        Tried(3, 0, as_plain=False),
        Decision(Event.NOT_SENT, seconds(8), failure="the chat moved", moved_to=-1009),
    ),
    (
        MessageRefused("bad tag", entities=True),
        FIRST,
        Decision(Event.NOT_SENT, NOW, failure="bad tag", as_plain=True, alert="delivery.sent_without_formatting"),
    ),
    (
        MessageRefused("bad tag", entities=True),
        Tried(2, 0, as_plain=True),
        Decision(Event.REFUSED, failure="bad tag", stop_variant=True, alert="delivery.message_refused"),
    ),
    (
        MessageRefused("too long"),
        FIRST,
        Decision(Event.REFUSED, failure="too long", stop_variant=True, alert="delivery.message_refused"),
    ),
    (
        TokenRefused("unauthorized"),
        FIRST,
        Decision(Event.NOT_SENT, NOW, failure="unauthorized", stop_all=True, alert="delivery.token_refused"),
    ),
]


@pytest.mark.parametrize(("outcome", "tried", "decision"), TABLE)
def test_each_outcome_has_its_decision(outcome, tried, decision):
    """The table of the design, row by row."""
    assert decide(outcome, tried, NOW, MIDDLE) == decision


@given(attempts=st.integers(1, 10_000), random=st.floats(0, 1, exclude_max=True))
def test_the_wait_grows_within_a_fifth_and_has_a_ceiling(attempts, random):
    """2^n seconds, 20 percent more or less, never over fifteen minutes."""
    wait = back_off(attempts, random).total_seconds()
    exact = 2.0 ** min(attempts, 12)
    assert min(900, 0.8 * exact) <= wait <= min(900, 1.2 * exact)


@given(silence=st.one_of(st.floats(0, 1e12), st.sampled_from([1e300, float("inf")])))
def test_an_absurd_silence_is_a_day(silence):
    """A number that no calendar holds does not break the sender."""
    assert decide(Flood(silence), FIRST, NOW, MIDDLE).flood_until <= NOW + timedelta(days=1)
