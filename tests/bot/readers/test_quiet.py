"""Quiet hours: what they are typed like, what they hold, and when they end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.readers.quiet import Quiet, parse_quiet
from bot.readers.schedule import instant, next_delivery, quiet_end, zone_of
from briefings.model import Kind, Newsletter, Slot

NIGHT = Quiet(time(22), time(7))
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu"])
YEAR = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 (Hypothesis takes bare bounds)
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
READER = Reader(
    1, Address(5), ChatKind.PRIVATE, Standing.ACTIVE, datetime(2026, 1, 1, tzinfo=UTC), ("both", "dawn"), "UTC"
)
EVERY_DAY = frozenset(range(1, 8))
LIST = (
    Newsletter("both", "Both", "", Kind.TOPIC, "UTC", (Slot.MORNING, Slot.EVENING), EVERY_DAY, ()),
    Newsletter("dawn", "Dawn", "", Kind.TOPIC, "UTC", (Slot.MORNING,), EVERY_DAY, ()),
)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00-7:00", NIGHT),
        ("22-7", NIGHT),
        ("From 10 pm to 7 am", NIGHT),
        ("between 22:00 and 7:00", NIGHT),
        ("22:00 \u2013 07:00", NIGHT),
        ("10pm until 7am", NIGHT),
        ("9:00 to 17:30", Quiet(time(9), time(17, 30))),
        ("midnight to noon", Quiet(time(0), time(12))),
        *((nonsense, None) for nonsense in ("", "22", "22:00-", "-7", "7-7", "25-7", "22-7-9", "night", "off", "to")),
    ],
)
def test_hours_are_two_times_and_nonsense_is_none(typed: str, hours: Quiet | None) -> None:
    """Never a guess; from a time to the same time is no span."""
    assert parse_quiet(typed) == hours


@pytest.mark.parametrize(
    ("quiet", "at", "held"),
    [
        (NIGHT, time(22), True),
        (NIGHT, time(23, 59), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NIGHT, time(21, 59), False),
        (Quiet(time(9), time(17)), time(9), True),
        (Quiet(time(9), time(17)), time(17), False),
        (Quiet(time(9), time(17)), time(3), False),
    ],
)
def test_hours_begin_at_their_start_and_end_before_their_end(quiet: Quiet, at: time, held: bool) -> None:
    """Over midnight, too."""
    assert quiet.holds(at) is held


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "end"),
    [
        ("UTC", NIGHT, "2026-11-24 23:10", "2026-11-25 07:00"),
        ("UTC", NIGHT, "2026-11-25 03:00", "2026-11-25 07:00"),
        ("UTC", NIGHT, "2026-11-25 07:00", None),
        ("America/New_York", NIGHT, "2026-03-08 05:00", "2026-03-08 11:00"),  # an hour less than it seems
        ("America/New_York", NIGHT, "2026-11-01 04:00", "2026-11-01 12:00"),  # and one more
        # 2:30 is leapt over: the end is where it would have been.
        ("America/New_York", Quiet(time(1), time(2, 30)), "2026-03-08 06:30", "2026-03-08 07:30"),
        # 1:30 comes twice, and before either it is quiet.
        ("America/New_York", Quiet(time(0), time(1, 30)), "2026-11-01 05:10", "2026-11-01 05:30"),
        ("America/New_York", Quiet(time(0), time(1, 30)), "2026-11-01 06:10", "2026-11-01 06:30"),
    ],
)
def test_hours_end_by_the_clock_on_the_wall(zone: str, quiet: Quiet, now: str, end: str | None) -> None:
    """Also in the nights in which it changes."""
    wanted = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    assert quiet_end(quiet, zone, datetime.fromisoformat(now).replace(tzinfo=UTC)) == wanted


@given(start=MINUTES, end=MINUTES, zone=ZONES, now=YEAR)
def test_the_end_comes_within_a_day_and_it_is_not_quiet_then(start: time, end: time, zone: str, now: datetime) -> None:
    """Whatever the zone does, but for the day's one hour that comes twice."""
    quiet = Quiet(start, end)
    ends = quiet_end(quiet, zone, now)
    assert (ends is not None) is quiet.holds(now.astimezone(zone_of(zone)).time())
    if ends is not None:
        assert now < ends <= now + timedelta(hours=25)
        assert not quiet.holds(ends.astimezone(zone_of(zone)).time()) or ends != instant(
            ends.astimezone(zone_of(zone)).date(), end, zone
        )


def test_what_is_held_comes_with_the_next_one_and_the_next_line_knows_it() -> None:
    """The evening at 22:30 is no delivery; the morning at 6:30 comes in the evening."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    late = replace(READER, evening=time(22, 30), quiet=NIGHT)
    due = next_delivery(late, LIST, now)
    assert due is not None
    assert (due.slot, due.day, due.newsletters) == (Slot.MORNING, date(2026, 11, 25), ("both", "dawn"))
    early = replace(READER, morning=time(6, 30), quiet=NIGHT)
    due = next_delivery(early, LIST, now)
    assert due is not None
    assert (due.slot, due.day, due.newsletters) == (Slot.EVENING, date(2026, 11, 24), ("both", "dawn"))
    assert next_delivery(replace(early, evening=None), LIST, now) is None
