"""What this process holds: tasks, threads, child processes, open files. What has ended must hold nothing."""

import asyncio
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROC = Path("/proc/self")
"""Where the system tells of open files and child processes; elsewhere only tasks and threads are counted."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many of each."""

    tasks: int
    threads: int
    children: int
    files: int

    @classmethod
    def now(cls) -> Self:
        """Of this moment."""
        files = len(list((PROC / "fd").iterdir())) if (PROC / "fd").exists() else 0
        # The event loop keeps its own pool of threads, and ends it itself.
        threads = [thread for thread in threading.enumerate() if not thread.name.startswith("asyncio_")]
        return cls(len(asyncio.all_tasks()), len(threads), _children(), files)

    def more_than(self, before: Self) -> bool:
        """Whether there is more of anything."""
        return any(getattr(self, name) > getattr(before, name) for name in ("tasks", "threads", "children", "files"))

    async def regained(self, seconds: float = 5) -> None:
        """Return when no more is held than this; a thread that was told to end is gone in a moment."""
        try:
            async with asyncio.timeout(seconds):
                while self.now().more_than(self):  # noqa: ASYNC110 (nobody tells of the end of a thread)
                    await asyncio.sleep(0)
        except TimeoutError:
            tasks = [str(task.get_coro()) for task in asyncio.all_tasks()]
            threads = [thread.name for thread in threading.enumerate()]
            raise AssertionError(f"{self} became {self.now()}: {tasks}, {threads}") from None


def _children() -> int:
    if not (PROC / "task").exists():
        return 0
    found = 0
    for thread in (PROC / "task").iterdir():
        try:
            found += len((thread / "children").read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that ended meanwhile
    return found
