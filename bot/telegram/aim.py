"""A channel is managed from the private chat of one who runs it: what is said there is aimed at the channel. Pure.

A button says itself which channel it means ("1@-1001234:time:morning:0730"), so it means the same however old its
message is, and one without an aim never reaches a channel. Whoever presses it must run the channel at that moment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.telegram.callbacks import LONGEST_BYTES, VERSION
from bot.telegram.language import blocks
from bot.telegram.screen import Answer, Button, Edit, Keyboard, Say, Screen
from bot.telegram.text import Bold, Code

_AIMED = re.compile(rf"{VERSION}@(-[1-9][0-9]{{0,18}}):(.*)", re.DOTALL)
_NAMED = re.compile(r"(?:https?://)?(?:t\.me/|@)([A-Za-z][A-Za-z0-9_]{3,31})|(-[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Telegram names it; `username` without the @, None where it has none."""

    id: int
    title: str
    username: str | None = None

    @property
    def handle(self) -> str:
        """What somebody types to mean it."""
        return f"@{self.username}" if self.username else str(self.id)


def aimed(data: str, chat_id: int) -> str | None:
    """The payload, aimed at a channel; None where that is more than a button holds."""
    at = data.replace(f"{VERSION}:", f"{VERSION}@{chat_id}:", 1)
    return at if len(at.encode()) <= LONGEST_BYTES else None


def aim(data: str) -> tuple[int, str] | None:
    """The channel that a payload is aimed at, and the payload without its aim; None for one that means its own chat."""
    found = _AIMED.fullmatch(data)
    return (int(found[1]), f"{VERSION}:{found[2]}") if found else None


def named(word: str) -> int | str | None:
    """The channel that was typed: its number or its @name; None for anything else."""
    found = _NAMED.fullmatch(word)
    return None if found is None else int(found[2]) if found[2] else f"@{found[1]}"


def about(answer: Answer, channel: Channel) -> Answer:
    """The answer with each screen headed by the channel's name, and its buttons aimed at it."""
    return Answer(
        tuple(
            replace(act, screen=_about(act.screen, channel)) if isinstance(act, Say | Edit) else act
            for act in answer.acts
        )
    )


def _about(screen: Screen, channel: Channel) -> Screen:
    example = Code(f"/channel {channel.handle} time 7:30")
    foot = blocks("\n\nTo type something for this channel, begin like this: {example}", example=example)
    text = (Bold(channel.title[:200]), "\n", *screen.text, *foot)
    # Its answer would be this chat's own place.
    return Screen(text, _aimed_at(screen.keyboard, channel.id), ask_location=False)


def _aimed_at(keyboard: Keyboard, chat_id: int) -> Keyboard:
    rows = (_aimed_row(row, chat_id) for row in keyboard)
    return tuple(row for row in rows if row)


def _aimed_row(row: Sequence[Button], chat_id: int) -> tuple[Button, ...]:
    """The row without buttons that cannot be aimed: what they do can be typed."""
    buttons = []
    for button in row:
        data = None if button.data is None else aimed(button.data, chat_id)
        if data is not None or button.data is None:
            buttons.append(replace(button, data=data))
    return tuple(buttons)
