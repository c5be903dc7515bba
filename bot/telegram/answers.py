"""What Telegram's answer to a message means for its sender. Pure: the table is the specification.

The texts are those of the Bot API server (`Client.cpp`: fail_query_with_error, check_chat_access) and of TDLib
(`MessagesManager`: process_send_message_fail_error). A status alone does not tell a blocked reader from a broken
message: both can be 400.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from telegram.error import TelegramError

from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    Outcome,
    RecipientRefused,
    TokenRefused,
)
from bot.telegram.request import NeverSent, Refused

FLOOD_SECONDS = 5.0
"""The pause after a 429 that does not say how long."""

MOST_SECONDS = 1e9
"""No pause is longer than numbers for times can hold; what is obeyed is much shorter (`bot.delivery.retry`)."""

GONE = (
    "user is deactivated",
    "input_user_deactivated",
    "chat was deleted",
    "group chat was deactivated",
)
"""Recipients that never come back."""

UNKNOWN = ("chat not found", "user not found", "peer_id_invalid", "user_id_invalid")
"""What a 400 says of recipients that Telegram does not know: gone, or only unknown to this bot so far."""

RECIPIENT = (
    *UNKNOWN,
    "user_is_blocked",
    "bot was blocked",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "can't send messages to the bot",
    "upgraded to a supergroup",
    "not enough rights",
    "have no write access",
    "have no rights",
    "need administrator rights",
    "chat_admin_required",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "channel_private",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
"""What a 400 says when the chat, not the message, is the trouble; these chats may come back."""

ENTITIES = ("can't parse entities", "entity_")
"""What a 400 says when the same words without formatting would pass."""

PAYMENT = ("paid", "payment", "balance", "stars")
"""What a refusal names when a message that may cost Stars is not taken for them. Guesses: no table is published."""

UNCHANGED = ("message is not modified",)
NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
    "message to be replied not found",
)

REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN)

_SECONDS = re.compile(r"retry after (\d+)", re.IGNORECASE)


def outcome(status: int, description: str | None, parameters: Mapping[str, Any]) -> Outcome:
    """What an answer that is not a success means. `description` is None for a body that is not the Bot API's."""
    if description is None:
        return AnswerLost(f"HTTP {status} without an answer of the Bot API")
    if isinstance(moved := parameters.get("migrate_to_chat_id"), int):
        return Moved(moved)
    if status == HTTPStatus.TOO_MANY_REQUESTS or "retry_after" in parameters:
        return Flood(_pause(description, parameters))
    return _by_status(status, description)


def outcome_of(error: TelegramError) -> Outcome:
    """What an exception of a request means."""
    match error:
        case Refused():
            return outcome(error.status, error.description, error.parameters)
        case NeverSent():
            return NotSent(error.message, reached=False)
    return AnswerLost(error.message)


def payment_refused(error: TelegramError) -> str | None:
    """Why Telegram does not take Stars for a message that may cost some; None when that is not what it says."""
    if isinstance(error, Refused) and error.status in REFUSALS and _says(error.description or "", PAYMENT):
        return error.description
    return None


def is_unchanged(error: TelegramError) -> bool:
    """An edit that would change nothing: as good as done."""
    return _says(error.message, UNCHANGED)


def is_not_editable(error: TelegramError) -> bool:
    """There is no message to edit, or it is not one that can be: a new one has to say it."""
    return _says(error.message, NOT_EDITABLE)


def _by_status(status: int, description: str) -> Outcome:
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return TokenRefused(description)
        case HTTPStatus.FORBIDDEN:
            return RecipientRefused(description, for_ever=_says(description, GONE))
        case HTTPStatus.CONFLICT | HTTPStatus.INTERNAL_SERVER_ERROR:
            return NotSent(description)
        case _ if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return _bad_request(description)
    return AnswerLost(description)


def _bad_request(description: str) -> Outcome:
    if _says(description, GONE):
        return RecipientRefused(description, for_ever=True)
    if _says(description, RECIPIENT):
        return RecipientRefused(description, unsure=_says(description, UNKNOWN))
    return MessageRefused(description, entities=_says(description, ENTITIES))


def _pause(description: str, parameters: Mapping[str, Any]) -> float:
    seconds = parameters.get("retry_after")
    if isinstance(seconds, int | float) and seconds > 0:
        return min(float(min(seconds, MOST_SECONDS)), MOST_SECONDS)
    told = _SECONDS.search(description)
    return min(float(told[1]), MOST_SECONDS) if told else FLOOD_SECONDS


def _says(description: str, fragments: tuple[str, ...]) -> bool:
    words = description.lower()
    return any(fragment in words for fragment in fragments)
