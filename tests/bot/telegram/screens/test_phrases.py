"""The small wordings that many screens share."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.model import UNTIL_RESUMED, Address, ChatKind, Reader, Standing
from bot.readers.schedule import next_delivery
from bot.readers.weekdays import parse_days
from bot.telegram.screens import phrases
from briefings.catalogue import load

LIST = load().newsletters
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
READER = Reader(
    1,
    Address(5),
    ChatKind.PRIVATE,
    Standing.ACTIVE,
    NOW,
    newsletters=("denver", "markets"),
    zone="America/Denver",
    place="Denver",
)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(hours=3, minutes=59), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_ages_are_said_in_the_largest_unit(passed, said):
    """A clock that is a little ahead is now."""
    assert phrases.ago(NOW - passed, NOW) == said


def test_a_moment_is_local_with_its_date():
    """Tomorrow where the reader is, whatever UTC says."""
    late = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)
    assert phrases.moment(late, NOW, "America/Denver") == "today, Tuesday November 24, 22:30"
    assert phrases.moment(late, NOW, "Europe/Paris") == "tomorrow, Wednesday November 25, 6:30"
    assert phrases.moment(NOW - timedelta(days=1), NOW, "UTC") == "yesterday, Monday November 23, 12:00"
    assert phrases.moment(NOW + timedelta(days=6), NOW, "UTC") == "Monday November 30, 12:00"


def test_what_a_reader_gets_is_one_sentence():
    """Cities first, then topics in the order of the list; times of the slots in use, place, days."""
    assert phrases.getting(READER, LIST) == "Denver and Markets, mornings at 7:00 Denver time."
    both = replace(READER, newsletters=("am-pm",), days=frozenset({1, 2, 3, 4, 5}), place=None)
    assert phrases.getting(both, LIST) == "AM/PM, mornings at 7:00 and evenings at 18:00 Denver time, on weekdays."
    off = replace(READER, morning=None, zone=None, evening=time(18, 5))
    assert phrases.getting(off, LIST) == "Denver and Markets, evenings at 18:05."
    assert phrases.getting(replace(READER, newsletters=()), LIST) == "Nothing is chosen."


def test_the_next_line_says_when_or_why_not():
    """Paused, nothing chosen, no day that fits."""

    def line(reader):
        return phrases.next_line(reader, LIST, next_delivery(reader, LIST, NOW), NOW)

    assert line(READER) == "Next: today, Tuesday November 24, 7:00."
    assert line(replace(READER, newsletters=())) == "Choose with /subscribe."
    assert line(replace(READER, paused_until=date(2026, 12, 8))).startswith("Paused until Tuesday, December 8.")
    assert line(replace(READER, paused_until=UNTIL_RESUMED)) == "Paused until you say /resume."
    assert line(replace(READER, paused_until=date(2026, 11, 24))) == "Next: today, Tuesday November 24, 7:00."
    weekends = replace(READER, newsletters=("markets",), days=frozenset({6, 7}))
    assert line(weekends) == "Nothing chosen comes on these days. Change them with /days."


def test_echoes_are_short_and_on_one_line():
    """Nobody can fill the screen through us."""
    assert len(phrases.echo("x" * 4000)) <= 40
    assert "\n" not in phrases.echo("a\nb")


def test_days_are_said_in_words():
    """As they follow "Briefings come"."""
    assert phrases.say_days(frozenset(range(1, 8))) == "every day"
    assert phrases.say_days(frozenset({1, 2, 3, 4, 5})) == "on weekdays"
    assert phrases.say_days(frozenset({6, 7})) == "on weekends"
    assert phrases.say_days(frozenset({3})) == "on Wednesday"
    assert phrases.say_days(frozenset({5, 1, 3})) == "on Monday, Wednesday and Friday"


@given(st.frozensets(st.integers(1, 7), min_size=1))
def test_what_is_said_reads_back(days):
    """The bot's own words are understood."""
    assert parse_days(phrases.say_days(days).removeprefix("on ")) == days
