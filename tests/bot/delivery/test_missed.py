"""Of which earlier slots a briefing tells: whom they concern, and what of them was heard."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.delivery.missed import heard_in, slots_before, unheard
from bot.readers.model import UNTIL_RESUMED, Address, ChatKind, Reader, Standing
from bot.readers.quiet import Quiet
from briefings.model import Edition, Slot

M, E = Slot.MORNING, Slot.EVENING
TUESDAY = date(2026, 11, 24)
READER = Reader(1, Address(5), ChatKind.PRIVATE, Standing.ACTIVE, datetime(2026, 1, 1, tzinfo=UTC))
NIGHT = Quiet(time(22), time(7))


def november(*slots: tuple[int, Slot]) -> tuple[tuple[date, Slot], ...]:
    return tuple((date(2026, 11, day), slot) for day, slot in slots)


def edition(day: int, slot: Slot) -> Edition:
    return Edition(f"{day}{slot}", "denver", date(2026, 11, day), slot, datetime(2026, 11, day, tzinfo=UTC), (), 0)


def test_most_briefings_tell_of_their_own_slot() -> None:
    """Without quiet hours, a pause, or a wish to catch up."""
    assert slots_before(READER, TUESDAY, E, catches_up=False) == ()
    for until in (date(2026, 11, 17), date(2026, 11, 25), UNTIL_RESUMED):
        assert slots_before(replace(READER, paused_until=until), TUESDAY, M, catches_up=False) == ()


def test_who_catches_up_or_was_paused_hears_of_a_week() -> None:
    """The day of the briefing and six before it, the latest first."""
    week = slots_before(READER, TUESDAY, E, catches_up=True)
    assert week[0] == (TUESDAY, M)
    assert week[-1] == (date(2026, 11, 18), M)
    assert len(week) == 13
    for until in (date(2026, 11, 18), TUESDAY):
        assert slots_before(replace(READER, paused_until=until), TUESDAY, E, catches_up=False) == week
    assert len(slots_before(READER, TUESDAY, M, catches_up=True)) == 12


@pytest.mark.parametrize(
    ("wishes", "slot", "before"),
    [
        ({}, M, november((23, E), (23, M))),
        ({}, E, november((24, M), (23, E), (23, M))),
        ({"evening": None}, M, november((23, M))),
        ({"morning": None}, E, november((23, E))),
    ],
)
def test_quiet_hours_concern_the_slots_of_a_day_that_are_set(wishes, slot, before) -> None:
    """What was switched off was not held."""
    assert slots_before(replace(READER, quiet=NIGHT, **wishes), TUESDAY, slot, catches_up=False) == before


def test_what_came_before_the_last_telling_was_heard() -> None:
    """But for the briefing's own slot, whatever was told in it."""
    editions = [edition(24, M), edition(23, E), edition(23, M), edition(22, E)]
    own = (TUESDAY, M)
    assert unheard(editions, own, None) == editions
    assert unheard(editions, own, (date(2026, 11, 23), M)) == editions[:2]
    assert unheard(editions, own, (date(2026, 11, 23), E)) == editions[:1]
    assert unheard(editions, own, own) == editions[:1]


def test_a_telling_belongs_to_the_half_of_its_day() -> None:
    """Noon begins the evening."""
    assert heard_in(datetime(2026, 11, 24, 11, 59, tzinfo=UTC)) == (TUESDAY, M)
    assert heard_in(datetime(2026, 11, 24, 12, 0, tzinfo=UTC)) == (TUESDAY, E)
