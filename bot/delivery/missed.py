"""What a reader did not hear: of which earlier slots a briefing tells, too. Pure.

A briefing usually tells of its own slot. One that is asked for to catch up, or is the first after a pause, tells of the
week up to it; one of a reader with quiet hours tells of the slot before it, in case that was held for them. In each
case only of what came after the reader heard something last.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.readers.model import Reader
from briefings.model import Edition, Slot

DAYS_MISSED = 6
"""Days before the day of the briefing: with it a week."""
NOON = 12
DAY = timedelta(days=1)

Before = tuple[tuple[date, Slot], ...]
"""Slots of local dates, the latest first."""


def slots_before(reader: Reader, day: date, slot: Slot, *, catches_up: bool) -> Before:
    """The slots before that one of which its briefing may have to tell; none for most readers."""
    back = reader.paused_until
    if catches_up or (back is not None and back <= day <= back + DAYS_MISSED * DAY):
        days, wanted = DAYS_MISSED, tuple(Slot)
    elif reader.quiet is not None:
        set_to = {Slot.MORNING: reader.morning, Slot.EVENING: reader.evening}
        days, wanted = 1, tuple(one for one in Slot if set_to[one] is not None)
    else:
        return ()
    every = [(day - ago * DAY, one) for ago in range(days + 1) for one in reversed(Slot) if one in wanted]
    return tuple(one for one in every if _order(*one) < _order(day, slot))


def heard_in(last: datetime) -> tuple[date, Slot]:
    """The slot of a local date to which a local time belongs at which the reader heard something."""
    return last.date(), Slot.EVENING if last.hour >= NOON else Slot.MORNING


def unheard(editions: Iterable[Edition], own: tuple[date, Slot], heard: tuple[date, Slot] | None) -> list[Edition]:
    """The editions of the briefing's own slot, and of those after the slot in which the reader heard something last."""
    return [
        one
        for one in editions
        if (one.date, one.slot) == own or heard is None or _order(one.date, one.slot) > _order(*heard)
    ]


def _order(day: date, slot: Slot) -> tuple[date, bool]:
    return day, slot is Slot.EVENING
