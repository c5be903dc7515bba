"""Work that is not left half done: who is cancelled while it is under way goes when it is over."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def whole(work: "Coroutine[Any, Any, Result] | asyncio.Future[Result]") -> Result:
    """What comes of `work`, which is to be short: however often its caller is cancelled, it is done first."""
    doing = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():
            await _once_more(doing)
        if not doing.cancelled():
            # Looked at, or the event loop would complain of a failure that nobody saw.
            doing.exception()
        raise


async def _once_more(doing: "asyncio.Future[Any]") -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait([doing])
