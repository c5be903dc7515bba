"""Flood limits on the injected clock: windows that slide, and the silence after a broken one."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.demo.standin import Limits, StandIn
from tests.clock import ManualClock

ANN, BEN, GROUP = 1001, 1002, -77
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


def test_a_chat_takes_one_message_a_second():
    """The window slides: a second later, to the instant, the next one passes."""
    limits = Limits()
    assert limits.message(NOW, ANN, group=False) is None
    assert limits.message(NOW + seconds(0.999), ANN, group=False) == 1
    fresh = Limits()
    fresh.message(NOW, ANN, group=False)
    assert fresh.message(NOW + seconds(1), ANN, group=False) is None


def test_the_bot_sends_thirty_a_second_over_all_chats():
    """The thirty-first within any second is refused, whatever the chats."""
    limits = Limits()
    assert [limits.message(NOW + seconds(n / 40), n, group=False) for n in range(30)] == [None] * 30
    assert limits.message(NOW + seconds(0.99), 99, group=False) == 1
    assert [violation.limit for violation in limits.violations] == ["every chat"]


def test_a_group_takes_twenty_a_minute_edits_included():
    """Edits count in groups, not in private chats; the wait is until the first leaves the window."""
    limits = Limits(per_chat=99)
    for n in range(10):
        assert limits.message(NOW + seconds(n), GROUP, group=True) is None
        assert limits.edit(NOW + seconds(n), GROUP, group=True) is None
        assert limits.edit(NOW + seconds(n), ANN, group=False) is None
    assert limits.edit(NOW + seconds(10), GROUP, group=True) == 50
    assert [violation.limit for violation in limits.violations] == ["one group"]


def test_a_burst_within_a_chat_can_be_allowed():
    """per_chat is how many within a second."""
    limits = Limits(per_chat=3)
    assert [limits.message(NOW, ANN, group=False) for _ in range(4)] == [None, None, None, 1]


def test_during_a_flood_wait_every_call_is_a_violation_and_may_lengthen_it():
    """Whoever goes on asking waits longer."""
    limits = Limits(lengthen=seconds(2))
    limits.silence(NOW, 3)
    assert limits.waiting(NOW + seconds(1), ANN) == 4
    assert limits.waiting(NOW + seconds(5), ANN) is None
    assert [violation.limit for violation in limits.violations] == ["flood wait"]


def test_limits_can_be_off():
    """For tests that are about something else."""
    limits = Limits(enabled=False)
    assert [limits.message(NOW, ANN, group=False) for _ in range(99)] == [None] * 99
    limits.silence(NOW, 5)
    assert limits.waiting(NOW, ANN) is None


async def test_a_broken_limit_silences_the_whole_bot(standin: StandIn, bot: Bot, clock: ManualClock):
    """429 with retry_after, for everybody and every method, until the wait is over."""
    await bot.send_message(ANN, "one")
    with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
        await bot.send_message(ANN, "two")
    for call in (bot.send_message(BEN, "x"), bot.get_me(), bot.get_updates()):
        with pytest.raises(RetryAfter):
            await call
    assert [violation.limit for violation in standin.limits.violations] == ["one chat"] + ["flood wait"] * 3
    clock.advance(seconds=1)
    assert await bot.send_message(ANN, "two")
    assert [message["text"] for message in standin.sent(ANN)] == ["one", "two"]


async def test_messages_to_those_who_blocked_the_bot_count_too(standin: StandIn, bot: Bot):
    """A refused message costs a place in the window."""
    standin.block(ANN)
    with pytest.raises(Exception, match="blocked"):
        await bot.send_message(ANN, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ANN, "x")
