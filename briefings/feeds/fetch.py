"""One document over HTTP: conditional, capped, guarded, and never an exception for what the network does.

A fetch has 30 seconds for everything (reliability: a server that sends a byte a second must not hold us), follows at
most five redirects by hand, so that each hop is judged and permanent moves are reported, and keeps at most 10 MiB of
decoded body.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from briefings.clock import Clock
from briefings.feeds import headers as read
from briefings.feeds.answers import Fetched, FetchFailed, NotModified
from briefings.feeds.connect import session
from briefings.feeds.inflate import Inflater, TooLargeError, UndecodableError
from briefings.feeds.politeness import HostGate, host_of
from briefings.feeds.room import Room, Share
from briefings.feeds.trouble import of_connection, of_status

DEADLINE = 30.0
LARGEST_BODY = 10 * 1024 * 1024
MOST_REDIRECTS = 5
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, text/html;q=0.8, application/xhtml+xml;q=0.8, */*;q=0.5"
)

CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
PIECE = 64 * 1024

_PERMANENT_MOVES = (301, 308)
_MOVES = (301, 302, 303, 307, 308)

Answer = Fetched | NotModified | FetchFailed


class Fetcher:
    """Fetches documents; use it as an asynchronous context.

    `user_agent` must say truthfully who asks and how to reach them, and begins with the name that robots.txt files
    know us by. `deadline` is in seconds and does not count waiting for another fetch of the same host.
    """

    def __init__(
        self,
        user_agent: str,
        allow_loopback: bool,
        clock: Clock,
        *,
        deadline: float = DEADLINE,
        largest: int = LARGEST_BODY,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self.user_agent = user_agent
        self._allow_loopback = allow_loopback
        self._clock = clock
        self._deadline = deadline
        self._largest = largest
        self._resolver = resolver
        self._gate = HostGate()
        self._room = Room()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = session(self.user_agent, allow_loopback=self._allow_loopback, resolver=self._resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The document at `url`, or that it did not change since `etag` or `last_modified`, or why not."""
        conditions = {"Accept": ACCEPT}
        if etag:
            conditions["If-None-Match"] = etag
        if last_modified:
            conditions["If-Modified-Since"] = last_modified
        return await self._follow(url, conditions)

    async def _follow(self, url: str, conditions: dict[str, str]) -> Answer:
        moved_to: str | None = None
        moves_are_permanent = True
        left = self._deadline
        for hop in range(MOST_REDIRECTS + 1):
            refused = _unfetchable(url)
            if refused is not None:
                return FetchFailed(refused, permanent=hop == 0)
            began, answer = await self._hop(url, conditions, left, moved_to)
            if isinstance(answer, FetchFailed) and hop and answer.status is None:
                # Where somebody sends us today may be put right tomorrow, whatever is wrong with it.
                return replace(answer, permanent=False)
            if not isinstance(answer, _Redirect):
                return answer
            left -= time.monotonic() - began
            url = answer.url
            moves_are_permanent = moves_are_permanent and answer.permanent
            moved_to = url if moves_are_permanent else moved_to
        return FetchFailed(f"It redirects more than {MOST_REDIRECTS} times.")

    async def _hop(
        self, url: str, conditions: dict[str, str], left: float, moved_to: str | None
    ) -> "tuple[float, Answer | _Redirect]":
        async with self._gate.turn(host_of(url)):
            began = time.monotonic()
            try:
                async with asyncio.timeout(left):
                    return began, await self._ask(url, conditions, moved_to)
            except TimeoutError:
                return began, FetchFailed(f"It did not answer in full within {self._deadline:g} seconds.")
            except TooLargeError:
                return began, FetchFailed(f"It is larger than {self._largest / 2**20:g} MiB.")
            except UndecodableError as error:
                return began, FetchFailed(str(error))
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return began, of_connection(error)

    async def _ask(self, url: str, conditions: dict[str, str], moved_to: str | None) -> "Answer | _Redirect":
        if self._session is None:
            raise RuntimeError("use the Fetcher inside `async with`")
        async with self._session.get(url, headers=conditions, allow_redirects=False) as response:
            head = response.headers
            max_age = read.fresh_for(head)
            if response.status in _MOVES and "Location" in head:
                return _Redirect(_target(url, head["Location"]), response.status in _PERMANENT_MOVES)
            if response.status == 304 and conditions.keys() & CONDITIONS:  # noqa: PLR2004 (HTTP's "Not Modified")
                return NotModified(moved_to, max_age)
            if response.status != 200:  # noqa: PLR2004 (206, 204 and the like hold no whole document)
                wait = read.retry_after(head.get("Retry-After"), self._clock.now())
                return of_status(response.status, wait)
            async with self._room.share() as share:
                answer = Fetched(
                    url=str(response.url),
                    body=await self._body(response, share),
                    moved_to=moved_to,
                    content_type=read.kept(head.get("Content-Type")),
                    etag=read.kept(head.get("ETag")),
                    last_modified=read.kept(head.get("Last-Modified")),
                    max_age=max_age,
                )
                share.until_gone(answer)
                return answer

    async def _body(self, response: aiohttp.ClientResponse, share: Share) -> bytes:
        if (response.content_length or 0) > self._largest:
            raise TooLargeError
        inflater = Inflater(response.headers.get("Content-Encoding", ""), self._largest)
        async for piece in response.content.iter_chunked(PIECE):
            for _ in inflater.steps(piece):
                await share.grow(inflater.size)
        return inflater.body()


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Where a redirect leads, and whether for good."""

    url: str
    permanent: bool


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        # The next hop says what is wrong with it.
        return location


def _unfetchable(url: str) -> str | None:
    """Why this cannot be asked for, as one sentence; None if it can."""
    try:
        # Bytes of a redirect that are no text are kept as lone surrogates, which nothing can send or store.
        url.encode()
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "Its address is not a valid URL."
    if parts.scheme.lower() not in ("http", "https"):
        return "Its address does not begin with http:// or https://."
    return None if host else "Its address names no host."
