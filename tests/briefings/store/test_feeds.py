"""What is remembered of a feed comes back as it was."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

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


async def test_what_is_saved_at_once_takes_few_transactions(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poll saves a thousand states; each is on disk when its saving is over."""
    store, change, count = FeedStore(database), database.change, 0

    async def counted(work: Any) -> Any:
        nonlocal count
        count += 1
        return await change(work)

    monkeypatch.setattr(database, "change", counted)
    states = [FeedState(f"{URL}/{number}", checked_at=clock.now()) for number in range(1000)]

    async def save(state: FeedState) -> None:
        await store.save(state)
        if int(state.url.rpartition("/")[2]) % 100 == 0:
            assert await store.states([state.url]) == {state.url: state}

    await asyncio.gather(*map(save, states))
    assert count <= 5
    assert list((await store.states([state.url for state in states])).values()) == states


async def test_the_newest_of_several_states_stays(database: Database) -> None:
    """In whatever order they are written together."""
    store = FeedStore(database)
    await asyncio.gather(*(store.save(FeedState(URL, failures=number)) for number in range(20)))
    assert (await store.states([URL]))[URL].failures == 19


@pytest.mark.parametrize("place", [0, 7, 19])
async def test_a_state_that_cannot_be_written_costs_the_others_nothing(database: Database, place: int) -> None:
    """Whoever saves it is told; all others are on disk."""
    store = FeedStore(database)
    states = [FeedState(f"{URL}/{number}", etag="\udcff" if number == place else "e") for number in range(20)]
    ends = await asyncio.gather(*(store.save(state) for state in states), return_exceptions=True)
    assert [number for number, end in enumerate(ends) if end is not None] == [place]
    assert isinstance(ends[place], UnicodeEncodeError)
    kept = await store.states([state.url for state in states])
    assert [number for number, state in enumerate(states) if kept[state.url] != state] == [place]


async def test_who_gives_up_takes_no_other_state_along(database: Database) -> None:
    """A poll may be cancelled while it saves for several."""
    store = FeedStore(database)
    saving = [asyncio.create_task(store.save(FeedState(f"{URL}/{number}", etag="e"))) for number in range(20)]
    await asyncio.sleep(0)
    saving[0].cancel()
    ends = await asyncio.gather(*saving, return_exceptions=True)
    assert ends[1:] == [None] * 19
    kept = await store.states([f"{URL}/{number}" for number in range(1, 20)])
    assert {state.etag for state in kept.values()} == {"e"}
