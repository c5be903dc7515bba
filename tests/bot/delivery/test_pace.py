import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.pace import GROUP_PER_MINUTE, SWEEP_ABOVE, Pace
from tests.clock import ManualClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def pace(clock):
    return Pace(clock)


async def send(pace: Pace, clock: ManualClock, chats, workers: int = 8, *, reply: bool = False):
    """Take a turn for each chat, as a sender with some messages in flight does; returns (instant, chat) in order."""
    sent, waiting = [], iter(chats)

    async def work() -> None:
        for chat in waiting:
            await (pace.reply_turn(chat) if reply else pace.broadcast_turn(chat))
            sent.append((clock.now(), chat))

    await asyncio.gather(*(work() for _ in range(workers)))
    return sent


def worst(moments: list[datetime], window: timedelta) -> int:
    """The most messages in any window of that length, wherever it begins (both ends counted)."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most


async def test_ten_thousand_go_in_seven_minutes_and_never_over_28_a_second(pace, clock):
    """In any second, wherever it begins: no burst at the start, none at the end."""
    sent = await send(pace, clock, range(1, 10_001))
    moments = [moment for moment, _ in sent]
    assert len(moments) == 10_000
    assert worst(moments, SECOND) <= 28
    assert moments[-1] - moments[0] <= timedelta(minutes=7)


async def test_what_is_no_message_waits_for_the_end_of_a_silence_and_counts_as_none(pace, clock):
    """Without a silence it goes at once; a silence that grows meanwhile is waited for."""
    began = clock.now()
    await pace.silence_over()
    assert clock.now() == began
    pace.hold(began + 5 * SECOND)
    pace.hold(began + 9 * SECOND)
    await pace.silence_over()
    await pace.broadcast_turn(1)
    assert clock.now() == began + 9 * SECOND


async def test_a_machine_that_stalls_makes_no_burst(pace, clock):
    """Turns that come late are made up for, within the limit."""
    moments = []
    for chat in range(1, 600):
        await pace.broadcast_turn(chat)
        moments.append(clock.now())
        if chat % 50 == 0:
            clock.advance(seconds=0.4)
    assert worst(moments, SECOND) <= 28


async def test_a_chat_gets_one_a_second(pace, clock):
    """And does not hold up the others."""
    sent = await send(pace, clock, [7] * 5 + list(range(100, 140)))
    times = defaultdict(list)
    for moment, chat in sent:
        times[chat].append(moment)
    assert all(later - earlier >= SECOND for earlier, later in zip(times[7], times[7][1:], strict=False))
    assert max(moment for moment, chat in sent if chat != 7) < times[7][-1]


async def test_a_group_gets_twenty_a_minute(pace, clock):
    """In any minute; a private chat is not held so."""
    sent = await send(pace, clock, [-5] * 50, workers=2)
    assert worst([moment for moment, _ in sent], timedelta(minutes=1)) <= GROUP_PER_MINUTE
    private = await send(pace, clock, [5] * 50, workers=2)
    assert private[-1][0] - private[0][0] < timedelta(minutes=1)


async def test_replies_go_before_a_broadcast_that_waits(pace, clock):
    """Whoever asked something has the next turn."""
    order = []

    async def take(turn, name: str, chat: int) -> None:
        await turn(chat)
        order.append(name)

    broadcast = [asyncio.create_task(take(pace.broadcast_turn, "broadcast", chat)) for chat in range(10, 20)]
    replies = [asyncio.create_task(take(pace.reply_turn, "reply", chat)) for chat in range(20, 25)]
    await asyncio.gather(*broadcast, *replies)
    # The first broadcast found the bot idle and went at once; the replies asked while the others waited.
    assert order[:6] == ["broadcast", *["reply"] * 5]


async def test_a_group_that_waits_for_its_minute_holds_up_nobody(pace, clock):
    """Also when it stands first in line."""
    await send(pace, clock, [-5] * GROUP_PER_MINUTE, workers=1)
    start = clock.now()
    sent = await send(pace, clock, [-5, *range(1, 29)], workers=4)
    assert [chat for _, chat in sent][-1] == -5
    assert sent[-2][0] - start < timedelta(seconds=2)


async def test_after_a_flood_wait_nothing_goes_before_its_time(pace, clock):
    """In both lanes, and a shorter wait does not shorten it."""
    await pace.broadcast_turn(1)
    pace.hold(clock.now() + timedelta(seconds=30))
    pace.hold(clock.now() + timedelta(seconds=5))
    until = pace.flood_until
    assert pace.ready_at(99) == until
    replies, broadcast = await asyncio.gather(
        send(pace, clock, [1, 2], workers=1, reply=True), send(pace, clock, [3, 4], workers=1)
    )
    assert min(moment for moment, _ in replies + broadcast) >= until


async def test_patience_ends_without_a_turn(pace, clock):
    """A turn that would come too late is not taken, and does not count."""
    pace.hold(clock.now() + timedelta(seconds=30))
    assert not await pace.broadcast_turn(1, patience=5)
    assert clock.now() == NOON
    assert not await pace.reply_turn(1, patience=0)
    assert await pace.broadcast_turn(1, patience=31)


async def test_a_clock_that_is_set_back_does_not_silence_the_bot(pace, clock):
    """The pauses keep their lengths; they do not grow by the hour."""
    await send(pace, clock, range(1, 100))
    pace.hold(clock.now() + timedelta(seconds=3))
    clock.advance(hours=-1)
    start = clock.now()
    assert await pace.broadcast_turn(1000)
    assert timedelta(seconds=2.9) <= clock.now() - start <= timedelta(seconds=4)


async def test_a_cancelled_waiter_leaves_the_line(pace, clock):
    """Nobody waits behind one who went away."""
    pace.hold(clock.now() + timedelta(seconds=30))
    waiter = asyncio.create_task(pace.broadcast_turn(1))
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    assert await pace.broadcast_turn(2)


async def test_memory_is_bounded(clock):
    """Chats that were written to long ago are forgotten."""
    pace = Pace(clock, per_second=1000)
    for chat in range(1, 3 * SWEEP_ABOVE):
        await pace.broadcast_turn(chat)
        clock.advance(seconds=0.1)
    assert len(pace._chats) <= SWEEP_ABOVE + 1
