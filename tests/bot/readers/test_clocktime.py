"""Clock times as people type them: nonsense is None, never a guess."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.clocktime import parse_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7:30", time(7, 30)),
        ("7.30 am", time(7, 30)),
        ("07:05", time(7, 5)),
        ("7", time(7, 0)),
        ("7am", time(7, 0)),
        ("7 A.M.", time(7, 0)),
        ("at 7", time(7, 0)),
        ("19:00", time(19, 0)),
        ("7 pm", time(19, 0)),
        ("12 am", time(0, 0)),
        ("12 pm", time(12, 0)),
        ("12:30 am", time(0, 30)),
        ("00:00", time(0, 0)),
        ("7h15", time(7, 15)),
        ("7 o'clock", time(7, 0)),
        ("noon", time(12, 0)),
        ("Midnight", time(0, 0)),
        ("seven", time(7, 0)),
        ("half past seven", time(7, 30)),
        ("half past 7 pm", time(19, 30)),
        ("a quarter past 6", time(6, 15)),
        ("quarter to 8", time(7, 45)),
        ("quarter to 12 am", time(23, 45)),
        ("7 in the morning", time(7, 0)),
        ("half past 7 in the evening", time(19, 30)),
        ("2 in the afternoon", time(14, 0)),
        ("  7:30  ", time(7, 30)),
    ],
)
def test_times_are_understood(typed, meant):
    """As people write them."""
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "25:00", "24:00", "13 pm", "0 am", "7:60", "7:3", "-7", "730", "7:30:00", "soon", "half past",
     "half past 13 pm", "half past 25", "7 8", "am", ":", "7:30 bm", "99999999999999999999", "\u0667:30x"],
)  # fmt: skip
def test_nonsense_is_none(typed):
    """Never midnight, never the nearest hour."""
    assert parse_time(typed) is None


@given(st.times())
def test_every_minute_of_the_day_reads_back(at):
    """24-hour and 12-hour forms."""
    minute = at.replace(second=0, microsecond=0)
    assert parse_time(f"{minute:%H:%M}") == minute
    assert parse_time(f"{minute:%I:%M %p}") == minute


@given(st.text())
def test_no_text_breaks_it(typed):
    """Anything can be typed."""
    assert parse_time(typed) is None or isinstance(parse_time(typed), time)
