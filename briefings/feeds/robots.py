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
MOST_KEPT = 1024 * 1024
"""Characters of rules, of all hosts together; read, they take twelve times as much memory."""
A_HOST = 1024
"""What a host counts that has none."""
_UNAVAILABLE = range(400, 500)
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host allows; `rules` is None where it allows all (`open`) or nothing; `size` is what keeping it counts."""

    rules: Protego | None
    open: bool
    until: datetime
    size: int = A_HOST


class Robots:
    """Asks each host's robots.txt once a day. Feeds may link to any number of hosts: the oldest are forgotten."""

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
        lock = self._asking.setdefault(host, asyncio.Lock())
        async with lock:
            known = self._hosts.pop(host, None)
            if known is None or known.until <= self._clock.now():
                known = await self._ask(host)
            self._keep(host, known)
        if not lock.locked():
            self._asking.pop(host, None)
        return known.open if known.rules is None else bool(known.rules.can_fetch(url, self._agent))

    def is_silent(self, url: str) -> bool:
        """Whether the page's host could not say what it allows when it was asked last."""
        parts = urlsplit(url)
        known = self._hosts.get(f"{parts.scheme}://{parts.netloc}")
        return known is not None and known.rules is None and not known.open

    def _keep(self, host: str, known: _Rules) -> None:
        self._hosts[host] = known
        size = sum(rules.size for rules in self._hosts.values())
        while size > MOST_KEPT:
            oldest = next(iter(self._hosts))
            size -= self._hosts.pop(oldest).size

    async def _ask(self, host: str) -> _Rules:
        answer = await self._fetcher.fetch(f"{host}/robots.txt")
        now = self._clock.now()
        if isinstance(answer, Fetched):
            text = answer.body[:LARGEST].decode("utf-8", "replace")
            # Half a megabyte of rules takes longer than the event loop should stand still.
            rules = await asyncio.to_thread(Protego.parse, text)
            return _Rules(rules, open=True, until=now + KEPT_FOR, size=A_HOST + len(text))
        status = answer.status if isinstance(answer, FetchFailed) else None
        if status in _UNAVAILABLE and status != _TOO_MANY_REQUESTS:
            return _Rules(None, open=True, until=now + KEPT_FOR)
        return _Rules(None, open=False, until=now + KEPT_AFTER_FAILURE)
