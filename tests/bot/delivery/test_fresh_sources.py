"""A source has been asked shortly before each edition of its newsletter is cut, whatever its own rhythm."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from bot.daybrief import POLL_AHEAD
from briefings.feeds.answers import FetchFailed, NotModified
from briefings.feeds.update import FRESH, LONGEST, FeedState, after_failure, after_nothing_new, is_due
from tests.bot.delivery.making import add_reader

MINUTE = timedelta(minutes=1)
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


async def test_a_newsletter_is_named_in_the_minutes_before_its_cut(ledger):
    """Not when it is further off, and not when it is over."""
    await add_reader(ledger.readers, 1, "denver", morning=time(12), evening=None)
    named = []
    for minute in range(30, 60):
        now = MORNING.replace(hour=11, minute=minute)
        await ledger.planner.cuts(now)
        named += [minute] if ledger.planner.cuts_ahead(now, POLL_AHEAD) == {"denver"} else []
    assert named == [45, 46, 47, 48, 49]


async def test_before_anybody_has_looked_nothing_is_known(ledger):
    """The first poll after a start asks whatever is due by itself."""
    await add_reader(ledger.readers, 1)
    assert ledger.planner.cuts_ahead(MORNING.replace(hour=11, minute=47), POLL_AHEAD) == frozenset()


@pytest.mark.parametrize("seed", range(8))
async def test_when_an_edition_is_cut_its_source_was_asked_within_minutes(ledger, seed):
    """A source that never has news and may be kept for hours, and whose own time falls anywhere; minute by minute."""
    await add_reader(ledger.readers, 1, "denver", morning=time(12), evening=None)
    await add_reader(ledger.readers, 2, "denver", morning=time(13, 20), evening=None)
    chance, cuts, polls = Random(seed), [], 0
    state = FeedState("https://news.example/feed", interval=LONGEST)
    for now in (MORNING + minute * MINUTE for minute in range(chance.randrange(90), 8 * 60)):
        if any(newsletter == "denver" for newsletter, _, _ in await ledger.planner.cuts(now)):
            assert state.checked_at is not None
            cuts.append(now - state.checked_at)
        soon = "denver" in ledger.planner.cuts_ahead(now, POLL_AHEAD)
        if is_due(state, now, soon=soon):
            polls += 1
            state = after_nothing_new(state, NotModified(max_age=24 * 3600), now, chance.random())
    assert len(cuts) == 2
    assert max(cuts) <= FRESH
    assert polls <= 8


async def test_a_server_that_asked_to_be_left_alone_is_left_alone(ledger):
    """Also before a cut."""
    await add_reader(ledger.readers, 1)
    noon = MORNING.replace(hour=11, minute=47)
    await ledger.planner.cuts(noon)
    assert ledger.planner.cuts_ahead(noon, POLL_AHEAD)
    busy = FetchFailed("The server answered 429 (Too Many Requests).", status=429, retry_after=4 * 3600)
    state = after_failure(FeedState("https://news.example/feed"), busy, noon - timedelta(hours=1), 0.5)
    assert not is_due(state, noon, soon=True)
