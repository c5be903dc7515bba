"""Weekdays as people type and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.weekdays import parse_days, say_days


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


def test_days_are_said_in_words():
    """As they follow "Briefings come"."""
    assert say_days(frozenset(range(1, 8))) == "every day"
    assert say_days(frozenset({1, 2, 3, 4, 5})) == "on weekdays"
    assert say_days(frozenset({6, 7})) == "on weekends"
    assert say_days(frozenset({3})) == "on Wednesday"
    assert say_days(frozenset({5, 1, 3})) == "on Monday, Wednesday and Friday"


@given(st.frozensets(st.integers(1, 7), min_size=1))
def test_what_is_said_reads_back(days):
    """The bot's own words are understood."""
    assert parse_days(say_days(days).removeprefix("on ")) == days


@given(st.text())
def test_no_text_breaks_it(typed):
    """Anything can be typed."""
    days = parse_days(typed)
    assert days is None or days <= set(range(1, 8))
