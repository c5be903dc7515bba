"""Interval jobs: late ones still run, broken ones do not stop the others, and a stop waits for what is running."""

import asyncio

import pytest

from bot import jobs
from bot.jobs import SECONDS, SHORTEST, Jobs


async def nothing() -> None:
    return None


async def test_no_job_is_dropped_for_being_late_or_runs_beside_itself() -> None:
    """The library's defaults would drop a job that is a second late."""
    all_of_them = Jobs(dict.fromkeys(SECONDS, nothing))
    all_of_them.scheduler.start(paused=True)
    for job in all_of_them.scheduler.get_jobs():
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.max_instances == 1
    assert intervals(all_of_them) == SECONDS
    await all_of_them.stop()


async def test_a_fast_clock_makes_short_intervals_within_reason() -> None:
    """The demo's day passes in minutes; the machine is not asked for more than ten ticks a second."""
    fast = Jobs(dict.fromkeys(SECONDS, nothing), speed=600)
    fast.scheduler.start(paused=True)
    assert intervals(fast) == {"tick": SHORTEST, "poll": SHORTEST, "tell": SHORTEST, "purge": SECONDS["purge"] / 600}
    await fast.stop()


async def test_a_job_that_breaks_is_tried_again_and_the_others_run() -> None:
    """Its error is logged; nobody's morning depends on one poll."""
    ran, twice = asyncio.Event(), asyncio.Event()
    tries = 0

    async def breaks() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            twice.set()
        raise RuntimeError

    async def runs() -> None:
        ran.set()

    some = Jobs({"tick": breaks, "poll": runs, "tell": nothing, "purge": nothing}, speed=600)
    some.scheduler.start()
    async with asyncio.timeout(5):
        await ran.wait()
        await twice.wait()
    await some.stop()


async def test_a_stop_waits_for_what_is_running() -> None:
    """A tick that began is finished; none begins after it."""
    began, may_end = asyncio.Event(), asyncio.Event()
    finished = 0

    async def tick() -> None:
        nonlocal finished
        began.set()
        await may_end.wait()
        finished += 1

    running = Jobs(dict.fromkeys(SECONDS, nothing) | {"tick": tick}, speed=600)
    running.scheduler.start()
    async with asyncio.timeout(5):
        await began.wait()
        stopping = asyncio.create_task(running.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        may_end.set()
        await stopping
    assert finished == 1


async def test_a_job_that_hangs_does_not_hold_the_stop_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cancelled after the grace, and says so nowhere but in the log."""
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.01)
    began, cancelled = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    running = Jobs(dict.fromkeys(SECONDS, nothing) | {"poll": hangs})
    running.scheduler.start()
    async with asyncio.timeout(5):
        await began.wait()
        await running.stop()
    assert cancelled.is_set()


def intervals(some: Jobs) -> dict[str, float]:
    return {job.id: job.trigger.interval.total_seconds() for job in some.scheduler.get_jobs()}
