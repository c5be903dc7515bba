"""The first of an event is told at once, the others of its hour together."""

from datetime import UTC, datetime, timedelta

from bot.digest import HOUR, Digest

SIX = datetime(2026, 11, 24, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_what_repeats_within_the_hour_is_told_at_its_end_with_its_count_and_the_first_values() -> None:
    """Three are named; of more it is said that there are others."""
    digest = Digest()
    towns = ("denver", "tampa", "tampa", "austin", "boise", "miami")
    told = [digest.at_once("feed.stale", {"of": town}, SIX + at * MINUTE) for at, town in enumerate(towns)]
    assert told == [True, False, False, False, False, False]
    assert digest.due(SIX + HOUR - MINUTE) == ()
    (one,) = digest.due(SIX + HOUR)
    assert one.line() == "feed.stale: 5 more since 06:01 UTC; of: tampa, austin, boise and others"


def test_several_events_come_in_one_message_when_the_first_hour_is_over() -> None:
    """And then not again before another hour."""
    digest = Digest()
    for at, event in ((0, "a"), (10, "b"), (20, "b"), (30, "a")):
        digest.at_once(event, {}, SIX + at * MINUTE)
    assert [one.event for one in digest.due(SIX + HOUR)] == ["b", "a"]
    assert not digest.at_once("b", {}, SIX + HOUR + 30 * MINUTE), "a new hour began with the message"
    assert digest.due(SIX + 2 * HOUR - MINUTE) == ()
    assert [one.line() for one in digest.due(SIX + 2 * HOUR)] == ["b: 1 more since 07:30 UTC"]


def test_after_a_quiet_hour_the_next_is_told_at_once() -> None:
    """Also when the clock was set back, which must not keep an operator waiting."""
    digest = Digest()
    assert digest.at_once("a", {}, SIX)
    assert digest.at_once("a", {}, SIX + HOUR)
    assert digest.at_once("a", {}, SIX)


def test_what_is_gathered_waits_for_its_message_even_if_that_is_late() -> None:
    """An alarm beyond the hour joins those that were gathered: it is not told before them."""
    digest = Digest()
    for at in (0, 5, 65):
        digest.at_once("a", {}, SIX + at * MINUTE)
    assert [one.count for one in digest.due(SIX + 66 * MINUTE)] == [2]
    assert digest.due(SIX + 5 * HOUR) == ()
