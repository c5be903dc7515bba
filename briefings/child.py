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

from briefings.errors import BriefingsError

PREFIX = 4
START_SECONDS = 60.0
LARGEST_ANSWER = 64 * 1024 * 1024
TROUBLE = (asyncio.IncompleteReadError, OSError, ValueError)
"""What `Child.exchange` raises when the child has ended, or answers nonsense."""


class Child:
    """Runs `module`; `does` is what the process does, for the sentence that says that it does not start."""

    def __init__(self, module: str, does: str) -> None:
        self._module = module
        self._does = does
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return when it is ready for a job. Raises BriefingsError when it does not start."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, stdin=PIPE, stdout=PIPE, env=_environment()
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                await _read(self.process)
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
        self.process.stdin.write(frames)
        await self.process.stdin.drain()
        return await _read(self.process)

    async def end(self, *, kill: bool = False) -> int | None:
        """Let the process finish and end, or end it at once; returns its exit code, None where there was none."""
        process, self.process = self.process, None
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
