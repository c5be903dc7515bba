"""Turns for messages: as many as Telegram takes, in their order, whatever the clock on the wall says."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from time import thread_time

import pytest

from bot.delivery.pace import Pace
from bot.delivery.spacing import GROUP_PER_MINUTE
from tests.bot.delivery.making import most_within
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


async def test_ten_thousand_go_in_seven_minutes_and_never_over_28_a_second(pace, clock):
    """In any second, wherever it begins: no burst at the start, none at the end."""
    sent = await send(pace, clock, range(1, 10_001))
    moments = [moment for moment, _ in sent]
    assert len(moments) == 10_000
    assert most_within(moments, SECOND) <= 28
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
    assert most_within(moments, SECOND) <= 28
    assert min(later - earlier for earlier, later in pairwise(moments)) >= SECOND / 56


async def test_what_a_stall_cost_is_made_up_for(pace, clock):
    """With many in line too: a machine that stalls a little each second still sends what is set."""
    chats, began = iter(range(1, 281)), clock.now()

    async def work() -> None:
        for chat in chats:
            await pace.broadcast_turn(chat)
            if chat % 28 == 0:
                clock.advance(seconds=0.2)

    await asyncio.gather(*(work() for _ in range(8)))
    assert clock.now() - began <= timedelta(seconds=10.5)


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
    assert most_within([moment for moment, _ in sent], timedelta(minutes=1)) <= GROUP_PER_MINUTE
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


@pytest.mark.parametrize("hours", [-1, -1 / 3600, 1 / 3600, 1])
async def test_a_clock_that_is_set_neither_ends_a_silence_early_nor_lengthens_it(pace, clock, hours):
    """Telegram counts the seconds that pass, not the hands of our clock; what is told of the silence moves along."""
    await send(pace, clock, range(1, 100))
    pace.hold(clock.now() + timedelta(seconds=3))
    began = clock.monotonic()
    clock.step(hours=hours)
    assert pace.flood_until == clock.now() + timedelta(seconds=3) == pace.ready_at(1000)
    assert await pace.reply_turn(1000)
    assert clock.monotonic() - began == 3
    assert pace.flood_until is None


@pytest.mark.parametrize("hours", [-1, 1])
async def test_what_waits_for_the_end_of_a_silence_waits_as_long_when_the_clock_is_set(pace, clock, hours):
    """Also when it is set in the middle of the waiting."""
    pace.hold(clock.now() + timedelta(seconds=3))
    waiting = [asyncio.create_task(pace.silence_over()), asyncio.create_task(pace.broadcast_turn(1))]
    await asyncio.sleep(0)
    clock.step(hours=hours)
    await asyncio.gather(*waiting)
    assert clock.monotonic() == 3


@pytest.mark.parametrize("seconds", [-2, 2])
async def test_a_clock_that_is_set_lets_no_more_into_any_real_second(pace, clock, seconds):
    """Nor into a real minute of a group."""
    real, group = [], []
    for chat in range(1, 200):
        await pace.broadcast_turn(chat)
        real.append(timedelta(seconds=clock.monotonic()))
        if chat % 20 == 0:
            clock.step(seconds=seconds)
    for _ in range(50):
        await pace.broadcast_turn(-5)
        group.append(timedelta(seconds=clock.monotonic()))
        clock.step(seconds=seconds)
    assert most_within(real, SECOND) == 28
    assert most_within(group, timedelta(minutes=1)) == GROUP_PER_MINUTE


async def test_after_a_silence_the_bot_is_slower_and_comes_back_by_one_each_quiet_minute(pace, clock):
    """A refusal shows that the limit is lower than was thought; 429s within its silence are the same one."""
    pace.hold(clock.now() + timedelta(seconds=30))
    pace.hold(clock.now() + timedelta(seconds=31))
    sent = await send(pace, clock, range(1, 300))
    assert pace.per_second == 25
    assert most_within([moment for moment, _ in sent], SECOND) == 25
    rates = []
    for minute in range(4):
        clock.advance(seconds=60)
        await pace.reply_turn(1000 + minute)
        rates.append(pace.per_second)
    assert rates == [26, 27, 28, 28]


async def test_a_minute_with_another_silence_is_not_quiet(pace, clock):
    """Nor is the silence itself, however long."""
    pace.hold(clock.now() + timedelta(seconds=1))
    clock.advance(seconds=50)
    pace.hold(clock.now() + timedelta(seconds=600))
    clock.advance(seconds=659)
    await pace.reply_turn(1)
    assert pace.per_second == 22
    clock.advance(seconds=2)
    await pace.reply_turn(2)
    assert pace.per_second == 23


@pytest.mark.parametrize(("per_second", "least"), [(1, 1), (2, 1), (5, 3), (28, 14)])
async def test_the_bot_is_never_slower_than_half_of_what_is_set(clock, per_second, least):
    """However often Telegram refuses."""
    pace = Pace(clock, per_second)
    for _ in range(20):
        pace.hold(clock.now() + timedelta(seconds=1))
        clock.advance(seconds=2)
    assert pace.per_second == least


async def test_a_silence_that_is_over_already_slows_nobody(pace, clock):
    """One that was kept from an earlier life may long have ended."""
    pace.hold(clock.now() - timedelta(seconds=1))
    assert pace.flood_until is None
    assert pace.per_second == 28


async def test_a_cancelled_waiter_leaves_the_line(pace, clock):
    """Nobody waits behind one who went away."""
    pace.hold(clock.now() + timedelta(seconds=30))
    waiter = asyncio.create_task(pace.broadcast_turn(1))
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    assert await pace.broadcast_turn(2)


async def test_a_place_in_line_is_worth_nothing_once_patience_cannot_last(pace, clock):
    """Who would wait too long behind others, for a chat, or for a silence that begins, is told so at once."""
    behind = [asyncio.create_task(pace.broadcast_turn(chat)) for chat in range(1, 31)]
    await asyncio.sleep(0)
    assert not await pace.broadcast_turn(99, patience=0.9)
    await pace.reply_turn(50)
    assert not await pace.reply_turn(50, patience=0.9)

    async def patient() -> tuple[bool, float]:
        return await pace.broadcast_turn(60, patience=5), clock.monotonic()

    waiting = asyncio.create_task(patient())
    await asyncio.sleep(0)
    pace.hold(clock.now() + timedelta(seconds=30))
    went, ended = await waiting
    assert not went
    assert ended < 1
    await asyncio.gather(*behind)


async def test_whom_replies_overtake_for_too_long_gives_up(pace, clock):
    """The sender has its part back, and can stop, whatever people ask meanwhile."""
    await pace.broadcast_turn(1)
    overtaken = asyncio.create_task(pace.broadcast_turn(2, patience=1))
    others = asyncio.create_task(pace.broadcast_turn(3))
    await asyncio.sleep(0)
    replies = [asyncio.create_task(pace.reply_turn(chat)) for chat in range(100, 160)]
    assert not await overtaken
    assert clock.monotonic() <= 1.1
    await asyncio.gather(others, *replies)


async def test_two_for_one_chat_with_patience_for_one(pace, clock):
    """The second gives up when the first has taken the chat's turn, and nobody behind waits for it."""
    await pace.broadcast_turn(1)
    turns = await asyncio.gather(
        pace.broadcast_turn(7, patience=0.5), pace.broadcast_turn(7, patience=0.5), pace.broadcast_turn(8)
    )
    assert turns == [True, False, True]
    assert clock.monotonic() < 0.1


async def test_memory_is_bounded(clock):
    """A private chat is remembered for a second, a group for a minute."""
    pace = Pace(clock, per_second=1000)
    for chat in range(1, 5_000):
        await pace.broadcast_turn(chat)
    assert len(pace._chats) <= 1_001
    for chat in range(1, 600):
        await pace.broadcast_turn(-chat)
        clock.advance(seconds=1)
    assert len(pace._chats) <= 61


@pytest.mark.parametrize("per_second", [100, 101, 150, 333, 1000])
async def test_what_is_paid_for_is_reached_and_never_passed(clock, per_second):
    """Faster than timers tick: in small beats, and in any second no more than the rate."""
    sent = await send(Pace(clock, per_second), clock, range(1, 3 * per_second + 1), workers=50)
    moments = [moment for moment, _ in sent]
    assert 0.98 * per_second <= most_within(moments, SECOND) <= per_second
    assert moments[-1] - moments[0] <= timedelta(seconds=3.1)
    assert len(set(moments)) <= 600


async def test_a_fast_bot_makes_up_for_a_stall_within_its_rate(clock):
    """At twice the rate for a while, never in a burst of all that was missed."""
    pace, moments = Pace(clock, 1000), []
    for chat in range(1, 3001):
        await pace.broadcast_turn(chat)
        moments.append(clock.now())
        if chat % 200 == 0:
            clock.advance(seconds=0.03)
    assert most_within(moments, SECOND) <= 1000
    assert most_within(moments, SECOND / 20) <= 120
    assert moments[-1] - moments[0] <= timedelta(seconds=3.1)


async def test_without_a_limit_only_chats_wait(clock):
    """For measuring: everything at once, but one a second a chat."""
    pace = Pace(clock, None)
    sent = await send(pace, clock, [*range(1, 5_001), 1])
    assert [moment for moment, _ in sent] == [NOON] * 5_000 + [NOON + SECOND]
    assert (pace.per_second, pace.usual, pace.room()) == (None, None, None)
    pace.hold(clock.now() + 5 * SECOND)
    assert pace.room() == 0
    pace.hurry(1000)
    pace.as_usual()
    assert pace.per_second is None


async def test_a_pace_that_changes_keeps_every_second(pace, clock):
    """Also the seconds that begin before the change; those who wait for the slow one go with the fast one."""
    waiting = [asyncio.create_task(pace.broadcast_turn(chat)) for chat in range(1, 11)]
    await asyncio.sleep(0)
    pace.hurry(1000)
    await asyncio.gather(*waiting)
    assert clock.now() - NOON < SECOND / 10
    await send(pace, clock, range(100, 1_100))
    pace.as_usual()
    changed = clock.now()
    sent = await send(pace, clock, range(2_000, 2_060))
    assert sent[0][0] - changed >= SECOND - SECOND / 20
    assert most_within([moment for moment, _ in sent], SECOND) == 28
    assert pace.per_second == pace.usual == 28


async def test_who_was_refused_when_fast_is_slower_when_slow(pace, clock):
    """In proportion; and comes back to a high rate as soon as to a low one."""
    pace.hurry(1000)
    pace.hold(clock.now() + SECOND)
    assert pace.per_second == 900
    clock.advance(seconds=62)
    await pace.reply_turn(1)
    assert pace.per_second == 935
    pace.as_usual()
    assert pace.per_second == 26


async def test_what_is_a_little_late_on_its_way_fills_no_second(pace, clock):
    """Messages arrive up to ten milliseconds later than they went, some and not others."""
    sent = await send(pace, clock, range(1, 300))
    late = Random(5)
    arrived = sorted(moment + timedelta(milliseconds=9.9 * late.random()) for moment, _ in sent)
    assert most_within(arrived, SECOND) <= 28
    assert len(sent) / ((sent[-1][0] - sent[0][0]) / SECOND) >= 0.97 * 28


async def test_room_is_what_goes_within_a_tenth_of_a_second(pace, clock):
    """Answers that wait go first, and in a silence there is none."""
    assert pace.room() == 2
    pace.hurry(1000)
    assert 90 <= pace.room() <= 100
    assert sum([await pace.broadcast_turn(chat) for chat in range(1, 4)]) == 3
    assert 90 <= pace.room() <= 107
    pace.as_usual()
    replies = [asyncio.create_task(pace.reply_turn(chat)) for chat in range(10, 14)]
    await asyncio.sleep(0)
    assert pace.room() == 0
    await asyncio.gather(*replies)
    pace.hold(clock.now() + SECOND)
    assert pace.room() == 0


async def test_a_turn_costs_no_more_at_a_thousand_a_second(clock):
    """Several go with one tick of the timer."""

    async def cost(per_second: int) -> float:
        pace, began = Pace(clock, per_second), thread_time()
        await asyncio.gather(*(pace.broadcast_turn(chat) for chat in range(1, 1001)))
        return thread_time() - began

    slow = min([await cost(28) for _ in range(3)])
    assert min([await cost(1000) for _ in range(3)]) <= 1.5 * slow


async def test_a_turn_costs_the_same_after_sixty_thousand_chats(clock):
    """Whom the bot spoke to in the last minute is no burden on whom it speaks to next."""
    pace, costs = Pace(clock, per_second=1000), []
    for part in range(30):
        began = thread_time()
        for chat in range(2_000):
            await pace.broadcast_turn(1 + part * 2_000 + chat)
        costs.append(thread_time() - began)
    assert min(costs[-5:]) <= 3 * min(costs[:5])


async def test_a_turn_costs_the_same_however_many_wait(clock):
    """Nobody asks all others before he goes: that would cost forty times as much among forty times as many."""

    async def cost(waiting: int) -> float:
        pace, began = Pace(clock), thread_time()
        await asyncio.gather(*(pace.broadcast_turn(chat) for chat in range(1, waiting + 1)))
        return (thread_time() - began) / waiting

    few = min([await cost(100) for _ in range(10)])
    many = min([await cost(4_000) for _ in range(3)])
    assert many <= 12 * few
