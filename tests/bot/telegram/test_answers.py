"""Every text with which Telegram refuses leads to what a sender must do."""

import pytest
from telegram.error import NetworkError, TimedOut

from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    RecipientRefused,
    TokenRefused,
)
from bot.telegram.answers import (
    FLOOD_SECONDS,
    MOST_SECONDS,
    is_not_editable,
    is_unchanged,
    outcome,
    outcome_of,
    payment_refused,
)
from bot.telegram.request import AnswerMissing, NeverSent, Refused

BACK = RecipientRefused("", for_ever=False)
UNSURE = RecipientRefused("", unsure=True)
DEAD = RecipientRefused("", for_ever=True)
WRONG = MessageRefused("", entities=False)
PLAIN = MessageRefused("", entities=True)

TABLE = [
    (403, "Forbidden: bot was blocked by the user", BACK),
    (403, "Forbidden: user is deactivated", DEAD),
    (403, "Forbidden: bot can't initiate conversation with a user", BACK),
    (403, "Forbidden: the bot can't send messages to the bot", BACK),
    (403, "Forbidden: bot was kicked from the group chat", BACK),
    (403, "Forbidden: bot was kicked from the supergroup chat", BACK),
    (403, "Forbidden: bot was kicked from the channel chat", BACK),
    (403, "Forbidden: bot is not a member of the channel chat", BACK),
    (403, "Forbidden: the group chat was deleted", DEAD),
    (403, "Forbidden: something new", BACK),
    (400, "Bad Request: chat not found", UNSURE),
    (400, "Bad Request: private chat not found", UNSURE),
    (400, "Bad Request: PEER_ID_INVALID", UNSURE),
    (400, "Bad Request: USER_ID_INVALID", UNSURE),
    (400, "Bad Request: INPUT_USER_DEACTIVATED", DEAD),
    (400, "Bad Request: not enough rights to send text messages to the chat", BACK),
    (400, "Bad Request: have no write access to the chat", BACK),
    (400, "Bad Request: need administrator rights in the channel chat", BACK),
    (400, "Bad Request: have no rights to send a message", BACK),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", BACK),
    (400, "Bad Request: CHAT_RESTRICTED", BACK),
    (400, "Bad Request: TOPIC_CLOSED", BACK),
    (400, "Bad Request: message thread not found", BACK),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", BACK),
    (400, 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 4', PLAIN),
    (400, "Bad Request: message is too long", WRONG),
    (400, "Bad Request: text is too long", WRONG),
    (400, "Bad Request: message text is empty", WRONG),
    (400, "Bad Request: text must be non-empty", WRONG),
    (400, "Bad Request: reply markup is too long", WRONG),
    (400, "Bad Request: BUTTON_DATA_INVALID", WRONG),
    (400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL", WRONG),
    (400, "Bad Request: wrong HTTP URL specified", WRONG),
    (413, "Request Entity Too Large", WRONG),
    (401, "Unauthorized", TokenRefused("")),
    (404, "Not Found", TokenRefused("")),
    (409, "Conflict: terminated by other getUpdates request", NotSent("")),
    (500, "Internal Server Error: restart", NotSent("")),
    (502, "Bad Gateway", AnswerLost("")),
    (504, "Gateway Timeout", AnswerLost("")),
    (302, "Found", AnswerLost("")),
]


@pytest.mark.parametrize(("status", "description", "wanted"), TABLE)
def test_each_refusal_has_its_consequence(status, description, wanted):
    """The class and its flag follow from status and text, and the text is kept for the operator."""
    made = outcome(status, description, {})
    assert type(made) is type(wanted)
    assert made.reason == description
    for flag in ("for_ever", "unsure", "entities"):
        assert getattr(made, flag, None) == getattr(wanted, flag, None)


@pytest.mark.parametrize(
    ("description", "parameters", "seconds"),
    [
        ("Too Many Requests: retry after 35", {"retry_after": 35}, 35.0),
        ("Too Many Requests: retry after 7", {}, 7.0),
        ("Too Many Requests", {}, FLOOD_SECONDS),
        ("Too Many Requests: retry after 3", {"retry_after": "soon"}, 3.0),
        ("Too Many Requests", {"retry_after": 0}, FLOOD_SECONDS),
        ("Too Many Requests", {"retry_after": 10**400}, MOST_SECONDS),
        ("Too Many Requests: retry after " + "9" * 400, {}, MOST_SECONDS),
    ],
)
def test_a_flood_wait_lasts_as_long_as_telegram_says(description, parameters, seconds):
    """The parameter first, then the text, then a pause of our own; never none."""
    assert outcome(429, description, parameters) == Flood(seconds)


def test_a_group_that_became_a_supergroup_has_a_new_id():
    """The new id comes in the parameters."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    assert outcome(400, text, {"migrate_to_chat_id": -1001}) == Moved(-1001)


@pytest.mark.parametrize("status", [200, 403, 500, 502, 504])
def test_a_body_that_is_not_the_bot_apis_leaves_the_answer_unknown(status):
    """A proxy's page says nothing of what Telegram did."""
    assert isinstance(outcome(status, None, {}), AnswerLost)


def test_exceptions_of_a_request_have_their_consequence():
    """No connection is certain; everything else without an answer is doubt."""
    assert outcome_of(NeverSent("no connection")) == NotSent("no connection", reached=False)
    assert outcome_of(AnswerMissing("no answer")) == AnswerLost("no answer")
    assert isinstance(outcome_of(TimedOut()), AnswerLost)
    assert isinstance(outcome_of(NetworkError("odd")), AnswerLost)
    assert outcome_of(Refused(429, "Too Many Requests", {"retry_after": 3})) == Flood(3.0)


def test_only_a_refusal_that_names_the_payment_is_one_of_the_payment():
    """Not a blocked reader, not a silence, not a lost answer."""
    for status, text in ((400, "Bad Request: BALANCE_TOO_LOW"), (402, "Payment Required"), (403, "not enough Stars")):
        assert payment_refused(Refused(status, text, {})) == text
    for error in (
        Refused(403, "Forbidden: bot was blocked by the user", {}),
        Refused(429, "Too Many Requests: paid", {}),
        Refused(400, None, {}),
        AnswerMissing("paid"),
    ):
        assert payment_refused(error) is None


def test_edits_know_what_is_done_and_what_cannot_be_edited():
    """An unchanged message is done; a missing one needs a new message; neither is mistaken for the other."""
    unchanged = Refused(400, "Bad Request: message is not modified: specified new message content is the same", {})
    assert is_unchanged(unchanged)
    assert not is_not_editable(unchanged)
    for text in ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"):
        error = Refused(400, f"Bad Request: {text}", {})
        assert is_not_editable(error)
        assert not is_unchanged(error)
