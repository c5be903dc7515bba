"""An event loop in a thread of its own, for servers whose tasks are not to be taken for the bot's."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


class Elsewhere:
    """Use it as a context."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What comes of `work`, done there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
