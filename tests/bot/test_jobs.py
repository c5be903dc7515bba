"""Interval jobs: late ones still run, broken ones do not stop the others."""

import asyncio

from bot.jobs import SECONDS, SHORTEST, scheduler


async def nothing() -> None:
    return None


async def test_no_job_is_dropped_for_being_late_or_runs_beside_itself() -> None:
    """The library's defaults would drop a job that is a second late."""
    jobs = scheduler(dict.fromkeys(SECONDS, nothing))
    jobs.start(paused=True)
    try:
        for job in jobs.get_jobs():
            assert job.misfire_grace_time is None
            assert job.coalesce
            assert job.max_instances == 1
        intervals = {job.id: job.trigger.interval.total_seconds() for job in jobs.get_jobs()}
        assert intervals == SECONDS
    finally:
        jobs.shutdown(wait=False)


async def test_a_fast_clock_makes_short_intervals_within_reason() -> None:
    """The demo's day passes in minutes; the machine is not asked for more than ten ticks a second."""
    jobs = scheduler(dict.fromkeys(SECONDS, nothing), speed=600)
    jobs.start(paused=True)
    try:
        intervals = {job.id: job.trigger.interval.total_seconds() for job in jobs.get_jobs()}
        assert intervals == {"tick": SHORTEST, "poll": SHORTEST, "tell": SHORTEST, "purge": SECONDS["purge"] / 600}
    finally:
        jobs.shutdown(wait=False)


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

    jobs = scheduler({"tick": breaks, "poll": runs, "tell": nothing, "purge": nothing}, speed=600)
    jobs.start()
    try:
        async with asyncio.timeout(5):
            await ran.wait()
            await twice.wait()
    finally:
        jobs.shutdown(wait=False)
