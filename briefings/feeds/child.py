"""Our end of the child process: one job at a time, a new process after a broken limit."""

import asyncio
import signal
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import structlog

from briefings.child import TROUBLE, Child
from briefings.feeds.readings import Page, ParseFailed
from briefings.feeds.wire import Job, Overrun, Result, pack_job, unpack_result
from briefings.model import Feed
from briefings.whole import whole

WALL_SECONDS = 20.0
MOST_JOBS = 1_000
MODULE = "briefings.feeds.child_process"

log = structlog.get_logger()


class ParserProcess:
    """Parses and extracts in a limited child process; use it as an asynchronous context.

    The child starts with the first job. Callers queue. A job that breaks a limit, by processor time, memory or
    `wall_seconds` of waiting, gets a failure as its answer, and the next one a fresh process. When the context ends,
    so does the job that is under way, and no other begins. `module` is what the child runs.
    """

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, most_jobs: int = MOST_JOBS, module: str = MODULE) -> None:
        self._wall_seconds = wall_seconds
        self._most_jobs = most_jobs
        self._child = Child(module, "reads feeds")
        self._turn = asyncio.Lock()
        self._jobs = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(busy=self._turn.locked())
        await whole(self._end())

    async def parse(
        self,
        body: bytes,
        content_type: str | None,
        *,
        newest: int | None = None,
        url: str | None = None,
        now: datetime | None = None,
    ) -> Feed | ParseFailed:
        """`briefings.feeds.parse.parse` in the child; a broken limit is a ParseFailed."""
        job = Job("parse", body, now or datetime.now(UTC), url, content_type, newest)
        result = await self._run(job)
        if isinstance(result, Overrun):
            return ParseFailed(result.reason)
        return result if isinstance(result, Feed | ParseFailed) else ParseFailed("It could not be read.")

    async def extract(
        self, body: bytes, content_type: str | None, url: str | None, *, now: datetime | None = None
    ) -> Page | None:
        """The article of a page as it was served, in the child; None also where the job broke a limit."""
        result = await self._run(Job("extract", body, now or datetime.now(UTC), url, content_type))
        return result if isinstance(result, Page) else None

    async def _end(self) -> None:
        async with self._turn:
            await self._child.end()

    async def _run(self, job: Job) -> Result:
        async with self._turn:
            if self._child.process is None:
                self._jobs = 0
                await self._child.start()
            self._jobs += 1
            try:
                async with asyncio.timeout(self._wall_seconds):
                    result = unpack_result(await self._child.exchange(pack_job(job)))
            except TimeoutError:
                await self._child.end(kill=True)
                return self._overrun(f"It could not be read within {self._wall_seconds:g} seconds.")
            except TROUBLE:
                code = await self._child.end(kill=True)
                return self._overrun(_why_it_ended(code))
            except BaseException:
                # Its answer to the job that nobody waits for any more must not be taken for the next one's.
                await self._child.end(kill=True)
                raise
            if isinstance(result, Overrun) or self._jobs >= self._most_jobs:
                await self._child.end()
            return result

    def _overrun(self, reason: str) -> Overrun:
        log.warning("child.ended", reason=reason)
        return Overrun(reason)


def _why_it_ended(code: int | None) -> str:
    if code == -signal.SIGPROF:
        return "It needs more than 5 seconds of processor time to read."
    return "The process that read it ended."
