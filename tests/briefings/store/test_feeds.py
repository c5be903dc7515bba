"""What is remembered of a feed comes back as it was."""

from datetime import timedelta

from briefings.feeds.update import FeedState
from briefings.store.database import Database
from briefings.store.feeds import FeedHealth, FeedStore
from tests.clock import ManualClock

URL = "https://news.example/feed"


async def test_a_state_comes_back_as_it_was_saved(database: Database, clock: ManualClock) -> None:
    """The second saving replaces the first, also where it forgets something."""
    store, now = FeedStore(database), clock.now()
    full = FeedState(
        URL,
        "https://news.example/new",
        '"e"',
        "Tue",
        "h",
        "rss",
        now,
        now,
        now,
        now,
        now + timedelta(hours=1),
        2,
        "x",
        600.0,
    )
    await store.save(full)
    assert await store.states([URL]) == {URL: full}
    await store.save(FeedState(URL))
    assert await store.states([URL]) == {URL: FeedState(URL)}


async def test_a_feed_never_asked_is_only_its_address(database: Database) -> None:
    """However many there are."""
    urls = [f"{URL}/{number}" for number in range(1200)]
    states = await FeedStore(database).states(urls)
    assert list(states) == urls
    assert states[urls[7]] == FeedState(urls[7])


async def test_health_tells_of_those_that_were_asked(database: Database, clock: ManualClock) -> None:
    """Whether they fail, why, and how new their news is."""
    store, now = FeedStore(database), clock.now()
    await store.save(FeedState("a", checked_at=now, newest_at=now))
    await store.save(FeedState("b", checked_at=now, failures=1, failure="Gone."))
    assert await store.health(["a", "b", "c"]) == {
        "a": FeedHealth(failing=False, failure=None, newest=now, checked_at=now),
        "b": FeedHealth(failing=True, failure="Gone.", newest=None, checked_at=now),
    }
