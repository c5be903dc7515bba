"""Weekdays as people type and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.weekdays import parse_days


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("weekdays", {1, 2, 3, 4, 5}),
        ("Weekends", {6, 7}),
        ("every day", set(range(1, 8))),
        ("mon wed fri", {1, 3, 5}),
        ("Monday, Tuesday and Thursdays", {1, 2, 4}),
        ("on sundays", {7}),
        ("mon-fri", {1, 2, 3, 4, 5}),
        ("monday to thursday", {1, 2, 3, 4}),
        ("fri - mon", {5, 6, 7, 1}),
        ("sat/sun", {6, 7}),
        ("tues thurs", {2, 4}),
        ("weekdays sat", {1, 2, 3, 4, 5, 6}),
        ("wed.", {3}),
    ],
)
def test_days_are_understood(typed, days):
    """Names, shortenings, ranges, sets."""
    assert parse_days(typed) == days


@pytest.mark.parametrize("typed", ["", "and", "someday", "mon funday", "mon-", "-mon", "mon-foo", "1", "-", "day"])
def test_nonsense_is_none(typed):
    """One unknown word spoils all: nothing is guessed."""
    assert parse_days(typed) is None


@given(st.text())
def test_no_text_breaks_it(typed):
    """Anything can be typed."""
    days = parse_days(typed)
    assert days is None or days <= set(range(1, 8))
