"""The operator hears when people wait for an hour, once, and when they do not any more; an outage alone is no news."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.alarm import Alarm
from bot.store.inbox import Inbox
from bot.telegram.backlog import BacklogWatch, Change, Patience

MINUTE = timedelta(minutes=1)


class Operator:
    """A bot of which somebody looks at the inbox once a minute, and who is told what."""

    def __init__(self, database: Any, clock: Any) -> None:
        self.inbox, self.clock = Inbox(database), clock
        self._alarm, self._watch = Alarm(clock, ()), BacklogWatch()
        self._next = 1

    async def hears(self, minutes: int) -> list[dict[str, Any]]:
        """All that is told in so many minutes in which nothing is answered."""
        with capture_logs() as logs:
            for _ in range(minutes):
                await self._watch.look(self.inbox, self._alarm, self.clock.now())
                self.clock.advance(minutes=1)
        return [{name: value for name, value in line.items() if name not in ("event", "log_level")} for line in logs]

    async def arrives(self, said_ago: timedelta = timedelta(0)) -> int:
        """A message that was written some time ago; its update."""
        update, said = self._next, self.clock.now() - said_ago
        self._next += 1
        raw = {"update_id": update, "message": {"chat": {"id": 5}, "date": int(said.timestamp()), "text": "/today"}}
        await self.inbox.store([raw], self.clock.now())
        return update

    async def answers(self, *updates: int) -> None:
        for update in updates:
            await self.inbox.handled(update, self.clock.now())


@pytest.fixture
def operator(database, clock):
    return Operator(database, clock)


async def test_an_hour_of_waiting_is_told_once_and_so_is_its_end(operator):
    """Not at 59 minutes, and not again and again; then that nobody waits any more."""
    first = await operator.arrives()
    assert await operator.hears(60) == []
    assert await operator.hears(200) == [{"alert": "inbox.behind", "since": "2026-11-24 12:00 UTC", "waiting": 1}]
    await operator.answers(first)
    assert await operator.hears(200) == [{"alert": "inbox.caught_up"}]


async def test_who_falls_behind_again_is_told_of_again(operator):
    """Each time is an event of its own, however soon."""
    for _ in range(2):
        late = await operator.arrives()
        told = await operator.hears(70)
        await operator.answers(late)
        assert [one["alert"] for one in told + await operator.hears(1)] == ["inbox.behind", "inbox.caught_up"]


async def test_an_outage_that_is_caught_up_with_is_no_news(operator):
    """The bot was away for three hours; what had waited at Telegram is answered within five minutes."""
    old = [await operator.arrives(said_ago=timedelta(hours=3) - number * MINUTE) for number in range(50)]
    assert await operator.hears(4) == []
    await operator.answers(*old)
    assert await operator.hears(100) == []


async def test_an_outage_that_is_not_caught_up_with_is_told(operator):
    """Each minute one is answered and the next one is as old: five minutes were not enough."""
    updates = [await operator.arrives(said_ago=timedelta(hours=3)) for _ in range(9)]
    told = []
    for update in updates:
        told += await operator.hears(1)
        await operator.answers(update)
    assert told == [{"alert": "inbox.behind", "since": "2026-11-24 09:00 UTC", "waiting": 4}]
    assert await operator.hears(1) == [{"alert": "inbox.caught_up"}]


async def test_a_busy_bot_that_keeps_up_is_left_alone(operator):
    """At every look something is being answered, and none of it is old."""
    late = await operator.arrives()
    for _ in range(100):
        assert await operator.hears(1) == []
        newer = await operator.arrives()
        await operator.answers(late)
        late = newer


def test_it_is_over_only_when_nobody_waits_for_long(clock):
    """An hour less a minute is no end, or the operator would hear of a slow bot every other minute."""
    patience, start = Patience(), clock.now()
    found = [patience.look(start, start + minutes * MINUTE) for minutes in (60, 65)]
    assert found == [None, Change.BEHIND]
    assert patience.look(start + 20 * MINUTE, start + 70 * MINUTE) is None
    assert patience.look(start + 65 * MINUTE, start + 70 * MINUTE) is Change.OVER


def test_a_clock_that_is_set_back_delays_the_news_by_no_more_than_it_must(clock):
    """Five minutes by the new time are enough."""
    patience, start = Patience(), clock.now()
    assert patience.look(start - 9 * 60 * MINUTE, start) is None
    assert patience.look(start - 9 * 60 * MINUTE, start - 180 * MINUTE) is None
    assert patience.look(start - 9 * 60 * MINUTE, start - 175 * MINUTE) is Change.BEHIND
