"""Whether a publisher lets us read a page (RFC 9309). Feeds need no leave: they are there to be fetched."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from briefings.clock import Clock
from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.fetch import Fetcher

KEPT_FOR = timedelta(days=1)
KEPT_AFTER_FAILURE = timedelta(hours=1)
# The standard asks for at least 500 KiB.
LARGEST = 512 * 1024
_UNAVAILABLE = range(400, 500)
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host allows; `rules` is None where it allows all (`open`) or nothing."""

    rules: Protego | None
    open: bool
    until: datetime


class Robots:
    """Asks each host's robots.txt once a day."""

    def __init__(self, fetcher: Fetcher, clock: Clock) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._agent = fetcher.user_agent.partition("/")[0]
        self._hosts: dict[str, _Rules] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def allows(self, url: str) -> bool:
        """Whether the page at `url` may be fetched. A host that cannot say so now is taken to forbid it."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(host, asyncio.Lock()):
            known = self._hosts.get(host)
            if known is None or known.until <= self._clock.now():
                known = self._hosts[host] = await self._ask(host)
        return known.open if known.rules is None else bool(known.rules.can_fetch(url, self._agent))

    async def _ask(self, host: str) -> _Rules:
        answer = await self._fetcher.fetch(f"{host}/robots.txt")
        now = self._clock.now()
        if isinstance(answer, Fetched):
            text = answer.body[:LARGEST].decode("utf-8", "replace")
            # Half a megabyte of rules takes longer than the event loop should stand still.
            return _Rules(await asyncio.to_thread(Protego.parse, text), open=True, until=now + KEPT_FOR)
        status = answer.status if isinstance(answer, FetchFailed) else None
        if status in _UNAVAILABLE and status != _TOO_MANY_REQUESTS:
            return _Rules(None, open=True, until=now + KEPT_FOR)
        return _Rules(None, open=False, until=now + KEPT_AFTER_FAILURE)
