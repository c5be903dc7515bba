"""How many fetches one host gets at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PER_HOST = 2
_OF_THE_WEB = (None, 80, 443)


def host_of(url: str) -> str:
    """Whose turn a fetch of `url` takes: its host, whoever is named before it; with the port where it is not HTTP's."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return host if parts.port in _OF_THE_WEB else f"{host}:{parts.port}"


class HostGate:
    """Lets at most two fetches a host through; the others wait their turn, and waiting costs no deadline."""

    def __init__(self, per_host: int = PER_HOST) -> None:
        self._per_host = per_host
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold one of the host's turns for the length of the block."""
        semaphore, users = self._hosts.get(host, (asyncio.Semaphore(self._per_host), 0))
        self._hosts[host] = (semaphore, users + 1)
        try:
            async with semaphore:
                yield
        finally:
            self._leave(host)

    def _leave(self, host: str) -> None:
        semaphore, users = self._hosts[host]
        if users == 1:
            # Hosts come and go; what nobody waits for is not kept.
            del self._hosts[host]
        else:
            self._hosts[host] = (semaphore, users - 1)
