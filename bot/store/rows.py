"""Readers as rows and back: clock times as HH:MM, days as ISO weekday digits. Pure."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from sqlalchemy import Row

from bot.readers.model import Address, ChatKind, Reader, Standing, Step
from bot.readers.quiet import Quiet
from bot.readers.schedule import wall_time
from briefings.model import Slot


def time_to_text(at: time | None) -> str | None:
    """A wall time as HH:MM."""
    return at.strftime("%H:%M") if at is not None else None


def time_from_text(text: str | None) -> time | None:
    """The wall time of HH:MM."""
    return time.fromisoformat(text) if text is not None else None


def quiet_from_text(start: str | None, end: str | None) -> Quiet | None:
    """The quiet hours from HH:MM to HH:MM."""
    return Quiet(time.fromisoformat(start), time.fromisoformat(end)) if start and end else None


def reader_to_row(reader: Reader) -> dict[str, Any]:
    """What a reader may change about itself: all but id, address, kind and creation.

    A time in quiet hours stands beside, as if its slot were switched off: planning need not know of quiet hours.
    """
    morning, evening = wall_time(reader, Slot.MORNING), wall_time(reader, Slot.EVENING)
    quiet = reader.quiet
    return {
        "language": reader.language,
        "zone": reader.zone,
        "place": reader.place,
        "morning": time_to_text(morning),
        "evening": time_to_text(evening),
        "held_morning": time_to_text(reader.morning) if morning is None else None,
        "held_evening": time_to_text(reader.evening) if evening is None else None,
        "quiet_from": time_to_text(quiet.start) if quiet else None,
        "quiet_to": time_to_text(quiet.end) if quiet else None,
        "days": "".join(str(day) for day in sorted(reader.days)),
        "paused_until": reader.paused_until,
        "length": reader.length,
        "standing": reader.standing,
        "step": reader.step,
    }


MUTE, FOLLOW, STORY = "mute", "follow", "story"
"""What a row of `words` stands for: a word that is not wanted, one that is wanted first, a story that is."""


def reader_from_row(row: Row[Any], newsletters: Sequence[str], words: Mapping[str, Sequence[str]]) -> Reader:
    """The reader of a row of `readers`, its subscriptions, and its words by what they stand for."""
    return Reader(
        id=row.id,
        address=Address(row.chat_id, row.thread_id),
        kind=ChatKind(row.kind),
        standing=Standing(row.standing),
        created_at=row.created_at,
        newsletters=tuple(newsletters),
        zone=row.zone,
        place=row.place,
        morning=time_from_text(row.morning or row.held_morning),
        evening=time_from_text(row.evening or row.held_evening),
        days=frozenset(int(day) for day in row.days),
        paused_until=row.paused_until,
        length=row.length,
        language=row.language,
        step=Step(row.step) if row.step is not None else None,
        quiet=quiet_from_text(row.quiet_from, row.quiet_to),
        muted=tuple(words.get(MUTE, ())),
        followed=tuple(words.get(FOLLOW, ())),
        stories=tuple(words.get(STORY, ())),
    )
