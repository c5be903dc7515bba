"""A reader: a chat that gets briefings. Pure and frozen.

Wall times are the reader's local times; `zone` is an IANA name, None until the reader said where they are.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.readers.quiet import Quiet

EVERY_DAY = frozenset(range(1, 8))
UNTIL_RESUMED = date.max
"""The `paused_until` of a pause without an end."""


class ChatKind(StrEnum):
    """What Telegram calls the chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """Whether anything is owed to the reader: `new` has not finished /start, `blocked` and `gone` get nothing."""

    NEW = "new"
    ACTIVE = "active"
    BLOCKED = "blocked"
    GONE = "gone"


class Step(StrEnum):
    """The question of /start (or of a button "Other") that waits for typed words."""

    LIST = "list"
    MORNING = "morning"
    EVENING = "evening"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reader is found: a chat, and within a forum its topic (0 for none)."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets which newsletters when. `morning` or `evening` is None when that slot is switched off.

    One that lies in the `quiet` hours does not come; what belongs to it comes with the other slot.
    `muted` and `followed` are plain words (`bot.readers.words`), `stories` the ids of stories that are followed.
    """

    id: int
    address: Address
    kind: ChatKind
    standing: Standing
    created_at: datetime
    newsletters: tuple[str, ...] = ()
    zone: str | None = None
    place: str | None = None
    morning: time | None = time(7, 0)
    evening: time | None = time(18, 0)
    days: frozenset[int] = EVERY_DAY
    paused_until: date | None = None
    length: int = 3
    language: str = "en"
    step: Step | None = None
    quiet: Quiet | None = None
    muted: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
