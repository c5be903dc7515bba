"""What the stand-in answers when it refuses: Telegram's codes and words. Pure.

Sources of the texts: the official Bot API server (tdlib/telegram-bot-api) and TDLib, as of Bot API 10.
"""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
"""A JSON object as the Bot API has it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer with `ok` false. `retry_after` is in seconds; `migrate_to` is the id of the new supergroup."""

    code: int
    description: str
    retry_after: int | None = None
    migrate_to: int | None = None

    def body(self) -> Json:
        """The JSON body as Telegram sends it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        parameters: Json = {}
        if self.retry_after is not None:
            parameters["retry_after"] = self.retry_after
        if self.migrate_to is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to
        return body | ({"parameters": parameters} if parameters else {})


def bad(text: str) -> Refusal:
    """400 with Telegram's opening words."""
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    """403 with Telegram's opening words."""
    return Refusal(403, f"Forbidden: {text}")


def flood(seconds: int) -> Refusal:
    """429: nothing more for `seconds`."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = Refusal(401, "Unauthorized")
TOKEN_MALFORMED = Refusal(404, "Not Found")
METHOD_UNKNOWN = Refusal(404, "Not Found: method not found")
CHAT_NOT_FOUND = bad("chat not found")
THREAD_NOT_FOUND = bad("message thread not found")
QUERY_TOO_OLD = bad("query is too old and response timeout expired or query ID is invalid")
NOT_MODIFIED = bad(
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TWO_POLLERS = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
POLLING_WITH_WEBHOOK = Refusal(
    409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
