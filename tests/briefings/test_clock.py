"""Where time comes from."""

import asyncio
from datetime import UTC, datetime, timedelta

from briefings.clock import FastClock, SystemClock


async def test_the_systems_clock_is_aware_and_in_utc() -> None:
    """Naive times are refused everywhere else."""
    before = SystemClock().now()
    await SystemClock().sleep(0)
    assert before.tzinfo is UTC
    assert timedelta() <= SystemClock().now() - before < timedelta(seconds=5)


async def test_a_fast_clock_starts_where_it_is_told_and_sleeps_shorter() -> None:
    """An hour of the demo takes a moment."""
    start = datetime(2026, 11, 24, 7, tzinfo=UTC)
    clock = FastClock(start, speed=1_000_000)
    assert start <= clock.now()
    async with asyncio.timeout(2):
        await clock.sleep(3600)
    assert clock.now() >= start + timedelta(hours=1)
