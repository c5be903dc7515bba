"""Interval jobs: late ones still run, broken ones do not stop the others, and a stop waits for what is running."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import jobs
from bot.jobs import SECONDS, SHORTEST, TICK, TICKS, Jobs

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def nothing() -> None:
    return None


async def test_no_job_is_dropped_for_being_late_or_runs_beside_itself() -> None:
    """The library's defaults would drop a job that is a second late. Ticks come soon after the minute begins."""
    all_of_them = Jobs(dict.fromkeys(SECONDS, nothing))
    all_of_them.start(paused=True)
    for job in all_of_them.scheduler.get_jobs():
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.max_instances == 1
    assert intervals(all_of_them) == {name: seconds for name, seconds in SECONDS.items() if name != TICK}
    tick = all_of_them.scheduler.get_job(TICK).trigger
    moment, ticked = NOON, []
    for _ in TICKS:
        moment = tick.get_next_fire_time(None, moment)
        ticked.append(moment)
        moment += timedelta(seconds=1)
    assert [one - NOON for one in ticked] == [timedelta(seconds=second) for second in (1, 16, 31, 46)]
    await all_of_them.stop()


async def test_a_fast_clock_makes_short_intervals_within_reason() -> None:
    """The demo's day passes in minutes; the machine is not asked for more than ten ticks a second."""
    fast = Jobs(dict.fromkeys(SECONDS, nothing), speed=600)
    fast.start(paused=True)
    assert intervals(fast) == dict.fromkeys(SECONDS, SHORTEST) | {"poll": 0.1, "purge": SECONDS["purge"] / 600}
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

    some = Jobs(dict.fromkeys(SECONDS, nothing) | {"tick": breaks, "poll": runs}, speed=600)
    some.start()
    async with asyncio.timeout(5):
        await ran.wait()
        await twice.wait()
    await some.stop()


async def test_a_job_can_be_asked_for_at_once() -> None:
    """Who is planned at the first second of a minute does not wait for the next round of making."""
    ran = asyncio.Queue[str]()

    async def purge() -> None:
        await ran.put("purged")

    some = Jobs(dict.fromkeys(SECONDS, nothing) | {"purge": purge})
    some.start()
    async with asyncio.timeout(5):
        await ran.get()
        some.at_once("purge")
        await ran.get()
    await some.stop()


async def test_a_clock_that_was_set_back_stops_no_job() -> None:
    """A job that was to run in an hour by the old time runs now; the library would let the hour pass."""
    ran = asyncio.Queue[str]()

    async def tick() -> None:
        await ran.put("ticked")

    some = Jobs(dict.fromkeys(SECONDS, nothing) | {"tick": tick})
    some.start()
    async with asyncio.timeout(5):
        await ran.get()
        some.scheduler.modify_job("tick", next_run_time=datetime.now(UTC) + timedelta(hours=1))
        some.catch_up()
        await ran.get()
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
    running.start()
    async with asyncio.timeout(5):
        await began.wait()
        stopping = asyncio.create_task(running.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        may_end.set()
        await stopping
    assert finished == 1


async def test_stops_may_come_before_the_start_and_twice_and_a_start_after_them() -> None:
    """A job that the library had begun in the very moment of the stop does nothing; a new start runs all of them."""
    ran = asyncio.Queue[str]()

    async def tick() -> None:
        await ran.put("ticked")

    some = Jobs(dict.fromkeys(SECONDS, nothing) | {"tick": tick})
    await some.stop()
    some.at_once("tick")
    some.start()
    some.start()
    await asyncio.sleep(0)
    await some.stop()
    await some.stop()
    assert ran.empty()
    assert len(asyncio.all_tasks()) == 1
    some.start()
    async with asyncio.timeout(5):
        await ran.get()
    await some.stop()


async def test_a_stop_that_is_cancelled_leaves_no_job_behind() -> None:
    """It grants no more time then, and still sees the job end before it goes."""
    began, over = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            over.set()

    running = Jobs(dict.fromkeys(SECONDS, nothing) | {"poll": hangs})
    running.start()
    async with asyncio.timeout(5):
        await began.wait()
        stopping = asyncio.create_task(running.stop())
        await asyncio.sleep(0)
        stopping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopping
    assert over.is_set()


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
    running.start()
    async with asyncio.timeout(5):
        await began.wait()
        await running.stop()
    assert cancelled.is_set()


def intervals(some: Jobs) -> dict[str, float]:
    jobs_of = (job for job in some.scheduler.get_jobs() if hasattr(job.trigger, "interval"))
    return {job.id: job.trigger.interval.total_seconds() for job in jobs_of}
