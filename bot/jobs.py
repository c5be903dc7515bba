"""The few interval jobs that make time pass: no job a reader, so nothing is lost when one fires late.

APScheduler's own defaults drop a job that is a second late; here a late job still runs, once, and never beside itself
(measured: of 10,000 jobs due in the same second none ran with the defaults).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from briefings.whole import whole

log = structlog.get_logger()

SECONDS = {"cut": 15, "tick": 15, "prepare": 1, "poll": 60, "correct": 60, "watch": 60, "tell": 15, "purge": 3600}
"""How often each job runs, in seconds of the bot's clock."""
TICK, MINUTE = "tick", 60
TICKS = tuple(range(1, MINUTE, SECONDS[TICK]))
"""Whoever is due at a minute is planned a second later: at a clock of ordinary speed, ticks know the seconds."""
CATCH_UP_SECONDS = 15.0
GRACE_SECONDS = 3.0
"""Of the machine's time, for jobs to finish when the bot is told to stop; the whole stop has ten."""
SHORTEST = 0.1
"""Seconds of the machine's time that no job's interval goes below, however fast the demo's clock runs."""

Work = Callable[[], Awaitable[object]]


class Jobs:
    """A job for each name of `SECONDS`; `speed` is that of the clock they live by.

    Starts and stops may come in any order, and at the same time: when a stop returns, what was started before it is
    over.
    """

    def __init__(self, work: Mapping[str, Work], speed: float = 1.0) -> None:
        self._work = work
        self._speed = speed
        self._every = {name: max(SHORTEST, seconds / speed) for name, seconds in SECONDS.items()}
        self._running: set[asyncio.Task[object]] = set()
        self._catching_up: asyncio.TimerHandle | None = None
        self._stopping = asyncio.Lock()
        self.scheduler: AsyncIOScheduler | None = None

    def start(self, *, paused: bool = False) -> None:
        """Run every job once now, and then in its rhythm; nothing happens where that is so already."""
        if self.scheduler is not None:
            return
        self._running = set()
        self.scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for name, every in self._every.items():
            job, trigger = self._watched(name, self._running), _trigger(name, every, self._speed)
            self.scheduler.add_job(job, trigger, id=name, next_run_time=datetime.now(UTC))
        self.scheduler.start(paused)
        self.catch_up()

    def at_once(self, name: str) -> None:
        """Run this job now, and do not wait for its time; one that is running already is let be."""
        if self.scheduler is not None:
            self.scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def catch_up(self) -> None:
        """Run what the machine's clock left behind when it was set back: a job that waits longer than its interval."""
        if self.scheduler is None:
            return
        now = datetime.now(UTC)
        for job in self.scheduler.get_jobs():
            if job.next_run_time is not None and job.next_run_time > now + timedelta(seconds=2 * self._every[job.id]):
                log.warning("clock.stepped_back", job=job.id, waited_for=job.next_run_time.isoformat())
                job.modify(next_run_time=now)
        self._catching_up = asyncio.get_running_loop().call_later(CATCH_UP_SECONDS, self.catch_up)

    async def stop(self) -> None:
        """Start nothing more and let what is running finish; what takes too long is cancelled, and left undone.

        Who is cancelled meanwhile grants no more time.
        """
        async with self._stopping:
            scheduler, self.scheduler = self.scheduler, None
            if scheduler is None:
                return
            scheduler.pause()
            if self._catching_up is not None:
                self._catching_up.cancel()
            running = self._running
            try:
                if running:
                    await asyncio.wait(running, timeout=GRACE_SECONDS)
            finally:
                await whole(_end(scheduler, tuple(running)))

    def _watched(self, name: str, running: set[asyncio.Task[object]]) -> Work:
        async def run() -> None:
            if running is not self._running or self.scheduler is None:
                return  # the library had begun it, and then came the stop
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 (a coroutine that runs has a task)
            running.add(task)
            try:
                await self._work[name]()
            except asyncio.CancelledError:
                # Only `stop` cancels. Every step is a transaction, so what was not done is done after the restart.
                log.warning("job.cancelled", job=name)
            except Exception:  # the next interval tries again; an operator must see why this one failed
                log.exception("job.failed", job=name)
            finally:
                running.discard(task)

        return run


async def _end(scheduler: AsyncIOScheduler, late: Sequence[asyncio.Task[object]]) -> None:
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    scheduler.shutdown(wait=False)
    # The library does that in the next turn of the event loop.
    await asyncio.sleep(0)


def _trigger(name: str, every: float, speed: float) -> BaseTrigger:
    if name == TICK and speed == 1:
        return CronTrigger(second=",".join(map(str, TICKS)), timezone=UTC)
    return IntervalTrigger(seconds=every, timezone=UTC)
