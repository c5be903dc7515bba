"""A process of ours that does one kind of work for us, and can be ended: work there never holds up our event loop.

What goes over its pipes is frames: four bytes of length, most significant first, and so many bytes. The child sends
an empty frame when it is ready, then a frame for each job, until its input closes.
"""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import BinaryIO

import structlog

from briefings.errors import BriefingsError
from briefings.whole import whole

log = structlog.get_logger()

PREFIX = 4
PIECE = 256 * 1024
START_SECONDS = 60.0
END_SECONDS = 2.0
LARGEST_ANSWER = 64 * 1024 * 1024
TROUBLE = (asyncio.IncompleteReadError, OSError, ValueError)
"""What `Child.exchange` raises when the child has ended, or answers nonsense."""


class Child:
    """Runs `module`; `does` is what the process does, for the sentence that says that it does not start."""

    def __init__(self, module: str, does: str) -> None:
        self._module = module
        self._does = does
        self._closed = False
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return when it is ready for a job. Raises BriefingsError when it does not start, or was closed."""
        if not self._closed:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, stdin=PIPE, stdout=PIPE, env=_environment()
            )
        if self._closed:
            await self.end(kill=True)
            raise BriefingsError(f"The process that {self._does} is not to start any more.")
        try:
            async with asyncio.timeout(START_SECONDS):
                await self.exchange(b"")
        except (TimeoutError, *TROUBLE) as error:
            code = await self.end(kill=True)
            raise BriefingsError(f"The process that {self._does} does not start (exit code {code}).") from error
        except BaseException:
            await self.end(kill=True)
            raise

    async def exchange(self, frames: bytes) -> bytes:
        """Hand over a job and wait for the answer. Whoever stops waiting must end the child. Raises TROUBLE."""
        if self.process is None or self.process.stdin is None:
            raise ValueError("the child has no input")
        for start in range(0, len(frames), PIECE):
            # What waits to be written is copied first, so that a large document is handed over a little at a time.
            self.process.stdin.write(frames[start : start + PIECE])
            await self.process.stdin.drain()
        return await _read(self.process)

    def close(self, *, busy: bool) -> None:
        """Never start again; what is `busy` is interrupted, and whoever waits for it must end it."""
        self._closed = True
        if busy and self.process is not None:
            _kill(self.process)

    async def end(self, *, kill: bool = False) -> int | None:
        """Let the process finish and end, or end it at once; returns its exit code, None where there was none.

        One that does not end by itself within `END_SECONDS` is ended. Whoever is cancelled meanwhile goes when it is
        over: a process is never left behind.
        """
        process, self.process = self.process, None
        return await whole(_ended(process, kill=kill)) if process is not None else None


async def _ended(process: asyncio.subprocess.Process, *, kill: bool) -> int | None:
    if kill:
        _kill(process)
    # A closed input ends it; its output is read to the end, so that no pipe is left open.
    if process.stdin is not None:
        process.stdin.close()
    ending = asyncio.ensure_future(process.communicate())
    if not (await asyncio.wait([ending], timeout=END_SECONDS))[0]:
        log.warning("child.does_not_end", pid=process.pid)
        _kill(process)
    await ending
    return process.returncode


def _kill(process: asyncio.subprocess.Process) -> None:
    # Not `process.kill()`: it looks whether the child has ended and so takes its exit code from the event loop.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def frame(payload: bytes) -> bytes:
    """One frame."""
    return len(payload).to_bytes(PREFIX, "big") + payload


def read_frame(source: BinaryIO) -> bytes | None:
    """The next frame, on the child's side; None when the parent has closed the pipe."""
    prefix = source.read(PREFIX)
    if len(prefix) < PREFIX:
        return None
    length = int.from_bytes(prefix, "big")
    payload = source.read(length)
    return payload if len(payload) == length else None


async def _read(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise ValueError("the child has no output")
    length = int.from_bytes(await process.stdout.readexactly(PREFIX), "big")
    if length > LARGEST_ANSWER:
        raise ValueError("the child's answer is too large")
    return await process.stdout.readexactly(length)


def _environment() -> dict[str, str]:
    """Ours without our settings: what reads strangers' words has no business with a token."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBRIEF_")}
    root = str(Path(__file__).parents[1])
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH"))))}
