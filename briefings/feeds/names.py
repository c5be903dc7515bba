"""Host names to addresses: each look-up in a thread of its own, each answer judged as a whole before it is dialled.

The machine's resolver can take half a minute over a name whose server is dead, and cannot be interrupted. In the event
loop's shared threads a handful of such names would hold up all other names, and everything else that is done there.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from briefings.feeds.guard import RefusedError, refusal


class Lookup(AbstractResolver):
    """Asks the machine's resolver. Its threads end with the process, whatever they still wait for."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`; raises OSError when it has none."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Any]] = loop.create_future()

        def ask() -> None:
            try:
                found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            except Exception as error:  # noqa: BLE001 (raised where it is waited for)
                _deliver(loop, answer, answer.set_exception, error)
            else:
                _deliver(loop, answer, answer.set_result, found)

        Thread(target=ask, name="look up a host", daemon=True).start()
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=address[0], port=port, family=kind, proto=proto, flags=flags)
            for kind, _, proto, _, address in await answer
        ]

    async def close(self) -> None:
        """Nothing is open."""


class Judged(AbstractResolver):
    """The answers of another resolver, if all their addresses may be connected to.

    A name that has a public address and a private one is refused: whoever serves news needs no such name, and which of
    the two is dialled would be up to chance.
    """

    def __init__(self, resolver: AbstractResolver, *, allow_loopback: bool) -> None:
        self._resolver = resolver
        self._allow_loopback = allow_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`; raises RefusedError when one of them is refused, or OSError when it has none."""
        found = await self._resolver.resolve(host, port, family)
        for one in found:
            sentence = refusal(one["host"], port, allow_loopback=self._allow_loopback)
            if sentence is not None:
                raise RefusedError(sentence)
        return found

    async def close(self) -> None:
        await self._resolver.close()


def _deliver(
    loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[Any]", put: Callable[..., None], what: Any
) -> None:
    # The loop may be closed, and whoever asked gone, long before the machine's resolver has an answer.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_put, answer, put, what)


def _put(answer: "asyncio.Future[Any]", put: Callable[..., None], what: Any) -> None:
    if not answer.done():
        put(what)
