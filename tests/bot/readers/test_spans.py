"""Lengths of a pause as people type them; today is Tuesday, November 24, 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.model import UNTIL_RESUMED
from bot.readers.spans import Past, TooLong, parse_pause

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("2w", date(2026, 12, 8)),
        ("2 weeks", date(2026, 12, 8)),
        ("10 days", date(2026, 12, 4)),
        ("for 3d", date(2026, 11, 27)),
        ("a week", date(2026, 12, 1)),
        ("one month", date(2026, 12, 24)),
        ("until december 8", date(2026, 12, 8)),
        ("till 8 dec", date(2026, 12, 8)),
        ("until december 8th, 2026", date(2026, 12, 8)),
        ("until the".replace(" the", " sept 5"), date(2027, 9, 5)),
        ("2026-12-08", date(2026, 12, 8)),
        ("until monday", date(2026, 11, 30)),
        ("until tuesday", date(2026, 12, 1)),
        ("next friday", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 25)),
        ("until january 2", date(2027, 1, 2)),
        ("Until I say", UNTIL_RESUMED),
        ("until further notice.", UNTIL_RESUMED),
    ],
)
def test_spans_and_dates_are_understood(typed, until):
    """The first day after the pause."""
    assert parse_pause(typed, TODAY) == until


@pytest.mark.parametrize(
    "typed",
    ["", "a bit", "w", "2", "2 fortnightly", "february 30", "30 february", "2026-02-30", "2026-13-01", "december",
     "until", "12/8", "bluemonth 3", "until 0 december", "two moons", "december 8 0000"],
)  # fmt: skip
def test_nonsense_is_none(typed):
    """Also dates that mean another day elsewhere (12/8)."""
    assert parse_pause(typed, TODAY) is None


@pytest.mark.parametrize("typed", ["367 days", "9999w", "99 months", "until december 8 2028"])
def test_more_than_a_year_is_too_long(typed):
    """Said as such."""
    assert parse_pause(typed, TODAY) == TooLong()


def test_today_and_before_are_past():
    """A pause ends after today."""
    assert parse_pause("until november 24", TODAY) == Past(TODAY)
    assert parse_pause("0 days", TODAY) == Past(TODAY)
    assert parse_pause("2026-11-01", TODAY) == Past(date(2026, 11, 1))


def test_a_leap_day_that_does_not_come_is_none():
    """2027 has no February 29."""
    assert parse_pause("february 29", TODAY) is None


@given(st.text(), st.dates(max_value=date(2200, 1, 1)))
def test_no_text_breaks_it(typed, today):
    """Anything can be typed, on any day."""
    parse_pause(typed, today)
