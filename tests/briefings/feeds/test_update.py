"""How often a feed is asked follows from what it answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.answers import Fetched, FetchFailed, NotModified
from briefings.feeds.update import (
    FIRST_INTERVAL,
    FRESH,
    LONGEST,
    SHORTEST,
    FeedState,
    after_failure,
    after_nothing_new,
    after_reading,
    is_due,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://news.example/feed"
NEW = FeedState(URL)
FETCHED = Fetched(URL, b"", etag='"b"', last_modified="Tue")
MINUTE = 60.0


def wait(state: FeedState) -> float:
    """Seconds until the feed is due."""
    assert state.next_at is not None
    return (state.next_at - NOW).total_seconds()


def read(state: FeedState, *, brought_news: bool, answer: Fetched = FETCHED, chance: float = 0.5) -> FeedState:
    return after_reading(
        state,
        answer,
        NOW,
        chance,
        body_hash="h",
        form="rss",
        newest=NOW - timedelta(hours=1),
        brought_news=brought_news,
    )


def test_a_feed_is_due_when_its_time_has_come() -> None:
    """A new one at once."""
    assert is_due(NEW, NOW)
    assert is_due(replace(NEW, next_at=NOW), NOW)
    assert not is_due(replace(NEW, next_at=NOW + timedelta(seconds=1)), NOW)
    assert not is_due(replace(NEW, next_at=NOW + timedelta(days=1)), NOW)


def test_a_clock_that_was_a_year_ahead_does_not_silence_a_feed() -> None:
    """Nobody waits for longer than a day."""
    assert is_due(replace(NEW, next_at=NOW + timedelta(days=365)), NOW)


def test_a_feed_that_brings_news_is_asked_more_often() -> None:
    """Down to ten minutes."""
    state = read(NEW, brought_news=True)
    assert state.interval == FIRST_INTERVAL * 0.75
    for _ in range(20):
        state = read(state, brought_news=True)
    assert state.interval == SHORTEST == wait(state)


def test_a_quiet_feed_is_asked_less_often() -> None:
    """Up to two hours, whether it answers 304 or sends the same again."""
    state = NEW
    for _ in range(20):
        state = after_nothing_new(state, NotModified(), NOW, 0.5)
    assert state.interval == LONGEST == wait(state)
    assert after_nothing_new(NEW, FETCHED, NOW, 0.5).interval == FIRST_INTERVAL * 1.25
    assert read(NEW, brought_news=False).interval == FIRST_INTERVAL * 1.25


def test_what_a_cache_may_keep_is_not_asked_for_again() -> None:
    """But nobody keeps us away for more than two hours."""
    assert wait(after_nothing_new(NEW, NotModified(max_age=3600), NOW, 0.5)) == 3600
    assert wait(after_nothing_new(NEW, NotModified(max_age=30), NOW, 0.5)) == FIRST_INTERVAL * 1.25
    assert wait(after_nothing_new(NEW, NotModified(max_age=10**6), NOW, 0.5)) == LONGEST


def test_reading_remembers_what_the_next_question_needs() -> None:
    """The tags, the hash, the address it moved to, and the times."""
    moved = replace(FETCHED, moved_to="https://news.example/new")
    state = read(replace(NEW, failures=2, failure="x"), brought_news=True, answer=moved)
    assert (state.etag, state.last_modified, state.body_hash, state.format) == ('"b"', "Tue", "h", "rss")
    assert (state.address, state.failures, state.failure) == ("https://news.example/new", 0, None)
    assert state.checked_at == state.succeeded_at == state.changed_at == NOW
    assert state.newest_at == NOW - timedelta(hours=1)
    quiet = read(replace(state, changed_at=None, newest_at=NOW), brought_news=False)
    assert (quiet.changed_at, quiet.newest_at) == (None, NOW)
    again = after_nothing_new(state, NotModified(), NOW, 0.5)
    assert (again.etag, again.address) == ('"b"', "https://news.example/new")


def test_an_empty_feed_has_no_newest_entry() -> None:
    """It is well all the same."""
    state = after_reading(NEW, FETCHED, NOW, 0.5, body_hash="h", form="rss", newest=None, brought_news=False)
    assert state.newest_at is None


def test_a_dead_feed_backs_off_to_a_day() -> None:
    """Twice as long each time, from half an hour."""
    state, waits = NEW, []
    for _ in range(9):
        state = after_failure(state, FetchFailed("Gone."), NOW, 1.0)
        waits.append(wait(state) / MINUTE)
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert (state.failures, state.failure, state.succeeded_at) == (9, "Gone.", None)
    assert wait(after_failure(replace(NEW, failures=10_000), FetchFailed("x"), NOW, 1.0)) == 1440 * MINUTE


def test_a_busy_feed_is_tried_again_sooner() -> None:
    """One failure of a feed asked every ten minutes costs ten minutes."""
    assert wait(after_failure(replace(NEW, interval=SHORTEST), FetchFailed("x"), NOW, 1.0)) == SHORTEST


def test_what_is_gone_for_good_is_tried_once_a_day() -> None:
    """It may come back."""
    assert wait(after_failure(NEW, FetchFailed("x", permanent=True), NOW, 1.0)) == 1440 * MINUTE


def test_a_servers_wish_is_obeyed_to_a_day() -> None:
    """Never sooner than it says."""
    assert wait(after_failure(NEW, FetchFailed("x", retry_after=7200), NOW, 0.0)) == 7200
    assert wait(after_failure(NEW, FetchFailed("x", retry_after=10**7), NOW, 0.0)) == 1440 * MINUTE


MOVED = replace(NEW, moved_to="https://news.example/new", etag="e", last_modified="l")


@pytest.mark.parametrize("failed", [FetchFailed("x"), FetchFailed("Gone.", permanent=True, status=410)])
def test_a_move_that_leads_nowhere_is_forgotten(failed: FetchFailed) -> None:
    """The address of the catalogue is asked next, from the start and soon, even where the new one is gone for good."""
    state = after_failure(MOVED, failed, NOW, 1.0)
    assert (state.address, state.etag, state.last_modified) == (URL, None, None)
    assert wait(state) == FIRST_INTERVAL


@pytest.mark.parametrize("status", [429, 503])
def test_a_move_to_a_server_that_is_busy_stands(status: int) -> None:
    """It is there, and asks for patience."""
    state = after_failure(MOVED, FetchFailed("x", status=status, retry_after=7200), NOW, 1.0)
    assert (state.address, state.etag) == ("https://news.example/new", "e")


def test_tags_are_forgotten_after_three_failures() -> None:
    """They may be what the server cannot bear."""
    state = replace(NEW, etag="e", last_modified="l")
    for expected in ("e", "e", None):
        state = after_failure(state, FetchFailed("x"), NOW, 0.5)
        assert state.etag == expected


def test_one_success_after_a_long_death_is_recovery() -> None:
    """It is asked as often as when it was last alive."""
    state = replace(NEW, interval=SHORTEST)
    for _ in range(12):
        state = after_failure(state, FetchFailed("x"), NOW, 1.0)
    state = read(state, brought_news=True)
    assert (state.failures, state.failure, wait(state)) == (0, None, SHORTEST)


def test_a_feed_says_how_often_it_wants_to_be_read() -> None:
    """More often it is not read, and at least every two hours."""

    def wished(seconds: float, state: FeedState = NEW) -> FeedState:
        form = {"body_hash": "h", "form": "rss", "newest": None, "brought_news": True}
        return after_reading(state, FETCHED, NOW, 0.5, wished=seconds, **form)  # type: ignore[arg-type]

    assert wait(wished(3600)) == wait(wished(3600, wished(3600))) == 3600
    assert wait(wished(60)) == FIRST_INTERVAL * 0.75
    assert wait(wished(10**6)) == LONGEST
    assert wait(after_nothing_new(wished(3600), NotModified(), NOW, 0.5)) == 4500


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (replace(NEW, checked_at=NOW - FRESH), True),
        (replace(NEW, checked_at=NOW - FRESH + timedelta(seconds=1)), False),
        (replace(NEW, checked_at=NOW - 9 * FRESH, failures=1), False),
        (replace(NEW, checked_at=NOW + 9 * FRESH), True),
        (NEW, True),
    ],
)
def test_before_a_cut_a_well_feed_is_due_unless_it_was_asked_just_now(state: FeedState, due: bool) -> None:
    """Whatever its own rhythm; one that fails has its time, and a clock that was set back holds nobody off."""
    state = replace(state, next_at=NOW + timedelta(hours=2))
    assert is_due(state, NOW, soon=True) is due
    assert not is_due(state, NOW)


@given(
    st.lists(st.sampled_from(["news", "quiet", "same", "fail", "gone"]), max_size=30),
    st.floats(0, 1, exclude_max=True),
    st.one_of(st.none(), st.integers(0, 10**7)),
)
def test_the_next_time_is_always_within_bounds(history: list[str], chance: float, seconds: int | None) -> None:
    """From eight minutes to a day, whatever happened."""
    state = NEW
    for event in history:
        if event in ("fail", "gone"):
            state = after_failure(state, FetchFailed("x", event == "gone", seconds), NOW, chance)
            assert 0.8 * SHORTEST <= wait(state) <= 24 * 3600
        elif event == "same":
            state = after_nothing_new(state, NotModified(max_age=seconds), NOW, chance)
            assert 0.9 * SHORTEST <= wait(state) <= 1.1 * LONGEST
        else:
            state = read(state, brought_news=event == "news", chance=chance)
            assert state.interval is not None
            assert SHORTEST <= state.interval <= LONGEST


@pytest.mark.parametrize("chance", [0.0, 0.99])
def test_chance_spreads_the_times(chance: float) -> None:
    """A tenth to either side, so that a hundred feeds do not come due at once."""
    assert wait(after_nothing_new(NEW, NotModified(), NOW, chance)) == pytest.approx(2250 * (0.9 + 0.2 * chance))
