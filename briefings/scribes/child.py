"""Our end of the process that writes: started when there is a story to write, ended when there was none for a while."""

import asyncio
from types import TracebackType
from typing import Self

import structlog

from briefings.child import TROUBLE, Child, frame
from briefings.model import Brief, Story
from briefings.scribes.wire import NotWrittenError, pack_story, unpack_brief
from briefings.whole import whole

WALL_SECONDS = 60.0
IDLE_SECONDS = 120.0
MODULE = "briefings.scribes.child_process"

log = structlog.get_logger()


class WritingProcess:
    """A `writers.Writer` that writes in a child process; use it as an asynchronous context. Callers queue.

    A story that takes longer than `wall_seconds`, or ends the process, is not written, and the next one gets a fresh
    process. After `idle_seconds` without a story the process ends, and its memory with it. When the context ends, what
    is being written then is given up, and nothing is written any more.
    """

    def __init__(
        self, *, wall_seconds: float = WALL_SECONDS, idle_seconds: float = IDLE_SECONDS, module: str = MODULE
    ) -> None:
        self._wall_seconds = wall_seconds
        self._idle_seconds = idle_seconds
        self._child = Child(module, "writes")
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(busy=self._turn.locked())
        await whole(self._end())
        self._not_idle()
        if self._ending is not None:
            await whole(self._ending)

    async def write(self, story: Story) -> Brief:
        """The brief of a story; raises NotWrittenError where it cannot be written, BriefingsError without a process."""
        self._not_idle()
        async with self._turn:
            if self._child.process is None:
                await self._child.start()
            brief = await self._written(story)
        self._not_idle()
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._end_later)
        return brief

    async def _written(self, story: Story) -> Brief:
        try:
            async with asyncio.timeout(self._wall_seconds):
                answer = await self._child.exchange(frame(pack_story(story)))
        except TimeoutError:
            await self._child.end(kill=True)
            raise NotWrittenError(f"It could not be written within {self._wall_seconds:g} seconds.") from None
        except TROUBLE:
            code = await self._child.end(kill=True)
            raise NotWrittenError(f"The process that wrote it ended (exit code {code}).") from None
        except BaseException:
            # Its answer to the story that nobody waits for any more must not be taken for the next one's.
            await self._child.end(kill=True)
            raise
        return unpack_brief(answer)

    def _not_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_later(self) -> None:
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        async with self._turn:
            await self._child.end()
