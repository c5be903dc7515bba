"""What became of a message that was handed to Telegram. Pure values; `bot.telegram.gateway` makes them.

The classes follow what a sender must do, not the HTTP status: python-telegram-bot maps by status only, and its
BadRequest and TimedOut are both NetworkErrors, so permanent and passing errors cannot be told apart by class.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it; `message_id` is the receipt."""

    message_id: int


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not sent: no connection (`reached` is false), or a 5xx that says so. Try again later."""

    reason: str
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Flood:
    """Telegram wants silence from the whole bot for `seconds`; certainly not sent."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The request went out and no answer came back: nobody knows."""

    reason: str


@dataclass(frozen=True, slots=True)
class RecipientRefused:
    """This chat cannot be written to: blocked, gone (`for_ever`), or no rights. Nothing more until it returns.

    `unsure` is what Telegram also says of people who have not met a bot under its new token.
    """

    reason: str
    for_ever: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup: the same chat has a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """The message itself is wrong, the same for every recipient; `entities` when plain text would pass."""

    reason: str
    entities: bool = False


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram does not know the token: everything stops."""

    reason: str


@dataclass(frozen=True, slots=True)
class PaymentRefused:
    """Telegram does not take Stars for it; certainly not sent, and nothing is wrong with it or its reader."""

    reason: str


Outcome = (
    Sent | NotSent | Flood | AnswerLost | RecipientRefused | Moved | MessageRefused | TokenRefused | PaymentRefused
)
