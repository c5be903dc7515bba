"""Our end of the child process: one job at a time, a new process after a broken limit."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from briefings.errors import BriefingsError
from briefings.feeds.fulltext import Page
from briefings.feeds.parse import ParseFailed
from briefings.feeds.wire import PREFIX, Job, Overrun, Result, pack_job, unpack_result
from briefings.model import Feed

WALL_SECONDS = 20.0
START_SECONDS = 60.0
LARGEST_ANSWER = 64 * 1024 * 1024
MOST_JOBS = 1_000
MODULE = "briefings.feeds.child_process"

log = structlog.get_logger()


class ParserProcess:
    """Parses and extracts in a limited child process; use it as an asynchronous context.

    The child starts with the first job. Callers queue. A job that breaks a limit, by processor time, memory or
    `wall_seconds` of waiting, gets a failure as its answer, and the next one a fresh process. `module` is what the
    child runs.
    """

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, most_jobs: int = MOST_JOBS, module: str = MODULE) -> None:
        self._wall_seconds = wall_seconds
        self._most_jobs = most_jobs
        self._module = module
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._jobs = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._turn:
            await self._end()

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

    async def _run(self, job: Job) -> Result:
        async with self._turn:
            process = await self._ready()
            self._jobs += 1
            try:
                async with asyncio.timeout(self._wall_seconds):
                    result = await _exchange(process, job)
            except TimeoutError:
                await self._end(kill=True)
                return self._overrun(f"It could not be read within {self._wall_seconds:g} seconds.")
            except (asyncio.IncompleteReadError, OSError, ValueError):
                code = await self._end(kill=True)
                return self._overrun(_why_it_ended(code))
            except BaseException:
                # Its answer to the job that nobody waits for any more must not be taken for the next one's.
                await self._end(kill=True)
                raise
            if isinstance(result, Overrun) or self._jobs >= self._most_jobs:
                await self._end()
            return result

    def _overrun(self, reason: str) -> Overrun:
        log.warning("child.ended", reason=reason)
        return Overrun(reason)

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, stdin=PIPE, stdout=PIPE, env=_environment()
            )
            self._jobs = 0
            await self._until_ready(self._process)
        return self._process

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                await _read_frame(process)
        except (TimeoutError, asyncio.IncompleteReadError, OSError, ValueError) as error:
            code = await self._end(kill=True)
            raise BriefingsError(f"The process that reads feeds does not start (exit code {code}).") from error
        except BaseException:
            await self._end(kill=True)
            raise

    async def _end(self, *, kill: bool = False) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if kill and process.returncode is None:
            # Not `process.kill()`: it looks whether the child has ended and so takes its exit code from the event loop.
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        # A closed input ends it; its output is read to the end, so that no pipe is left open.
        if process.stdin is not None:
            process.stdin.close()
        await process.communicate()
        return process.returncode


async def _exchange(process: asyncio.subprocess.Process, job: Job) -> Result:
    if process.stdin is None:
        raise ValueError("the child has no input")
    process.stdin.write(pack_job(job))
    await process.stdin.drain()
    return unpack_result(await _read_frame(process))


async def _read_frame(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise ValueError("the child has no output")
    length = int.from_bytes(await process.stdout.readexactly(PREFIX), "big")
    if length > LARGEST_ANSWER:
        raise ValueError("the child's answer is too large")
    return await process.stdout.readexactly(length)


def _why_it_ended(code: int | None) -> str:
    if code == -signal.SIGXCPU:
        return "It needs more than 5 seconds of processor time to read."
    return "The process that read it ended."


def _environment() -> dict[str, str]:
    """Ours without our settings: what reads strangers' documents has no business with a token."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBRIEF_")}
    root = str(Path(__file__).parents[2])
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH"))))}
