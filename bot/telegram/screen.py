"""What a person asked, and what the bot answers: values between Telegram's objects and the handlers. Pure.

A handler turns an `Ask` into an `Answer`; one place (`bot.telegram.dispatch`) makes the Ask and carries out the
Answer, so handlers touch neither Telegram's objects nor the network.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.readers.model import Address, ChatKind
from bot.telegram.text import Text


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: a press sends `data` (at most 64 bytes, made by `callbacks.pack`), or opens `url`."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: text and the buttons under it. `ask_location` adds a reply keyboard that shares a location."""

    text: Text
    keyboard: Keyboard = ()
    ask_location: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person (or a channel) asked.

    `words` are what followed the command, or the whole message for typed words; `pressed` is the data of a pressed
    button and `message_id` then the message it hangs under; `location` is (latitude, longitude) and is never kept.
    `speaker` is where it was asked, and is answered, if that is not the chat it is about.
    """

    update_id: int
    address: Address
    kind: ChatKind
    at: datetime
    user_id: int | None
    language: str = "en"
    words: str = ""
    pressed: str | None = None
    message_id: int | None = None
    location: tuple[float, float] | None = None
    speaker: Address | None = None

    @property
    def where(self) -> Address:
        """Where the answer goes."""
        return self.speaker or self.address


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with a new message."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Edit:
    """Redraw the message whose button was pressed; becomes a new message where there is none to edit."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Toast:
    """A passing notice over the chat, at most 200 characters; for button presses."""

    text: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Answer with a file named `name`, and one sentence under it."""

    name: str
    content: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that follows from one Ask, carried out in order; nothing at all is a legal answer."""

    acts: tuple[Say | Edit | Toast | Hand, ...] = field(default=())
