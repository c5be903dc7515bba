"""Starts and ends lives of the real program (`tests.crash.killed`)."""

import asyncio
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

KILLED = -signal.SIGKILL
HERE = Path(__file__)
ROOT = HERE.parents[2]


@dataclass(frozen=True, slots=True)
class Life:
    """One run of the program. `said` is the file with what it said to the operator."""

    pid: int
    said: Path
    over: "Future[int]"

    def signal(self, how: signal.Signals) -> None:
        """Send it a signal; nothing happens where it has ended already."""
        if not self.over.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)

    async def ended(self, seconds: float = 20) -> int:
        """Wait until it ends by itself; its exit code, or the negative number of the signal that killed it."""
        async with asyncio.timeout(seconds):
            # Shielded: whoever stops waiting does not end the future, which is to hear of the end all the same.
            code = await asyncio.shield(asyncio.wrap_future(self.over))
        text = self.said.read_text(encoding="utf-8")
        assert "Traceback" not in text, text
        return code

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        assert await self.ended() == KILLED

    async def stop(self, seconds: float = 10) -> int:
        """Ask it to end, as a service manager does; its exit code, which must come within `seconds`."""
        self.signal(signal.SIGTERM)
        return await self.ended(seconds)


class Forge:
    """The process that lives are forked from; use it as a context. It imports the program once."""

    def __init__(self) -> None:
        self._began: queue.Queue[int] = queue.Queue()
        self._over: dict[int, Future[int]] = {}
        self._lives: list[Life] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.killed"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for life in self._lives:
            life.signal(signal.SIGCONT)
            life.signal(signal.SIGKILL)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._listener.join(10)
        self._process.stdout.close()

    def start(
        self,
        settings: dict[str, str],
        said: Path,
        *command: str,
        killed_at: tuple[str, int] | None = None,
        clock: tuple[str, float, float] | None = None,
    ) -> Life:
        """Begin a life; `killed_at` is a failpoint and the pass of it that is the last thing it does."""
        order = {
            "settings": settings,
            "said": str(said),
            "command": command or ("run",),
            "killed_at": killed_at,
            "clock": clock,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        pid = self._began.get(timeout=60)
        life = Life(pid, said, self._end_of(pid))
        self._lives.append(life)
        return life

    def _end_of(self, pid: int) -> "Future[int]":
        # The first that is told of a life makes it: its start and its end may be told in either order.
        return self._over.setdefault(pid, Future())

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            event, pid, code = json.loads(line)
            if event == "began":
                self._began.put(pid)
            elif event == "ended":
                self._end_of(pid).set_result(code)
