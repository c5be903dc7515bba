"""The one HTTP session that fetches use, with the guard in the place where sockets are made."""

import socket

import aiohttp
from aiohttp.abc import AbstractResolver

from briefings.feeds.guard import RefusedError, refusal
from briefings.feeds.names import Judged, Lookup
from briefings.feeds.politeness import PER_HOST

LARGEST_HEADER = 64 * 1024


def session(
    user_agent: str, *, allow_loopback: bool, resolver: AbstractResolver | None = None
) -> aiohttp.ClientSession:
    """A session without cookies, proxies or automatic decompression; close it after use.

    `resolver` is for tests that need a name to answer with a chosen address.
    """

    def guarded_socket(address: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, target = address
        sentence = refusal(str(target[0]), int(target[1]), allow_loopback=allow_loopback)
        if sentence is not None:
            raise RefusedError(sentence)
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(
        limit=0,
        limit_per_host=PER_HOST,
        socket_factory=guarded_socket,
        resolver=Judged(resolver or Lookup(), allow_loopback=allow_loopback),
        ttl_dns_cache=60,
    )
    return aiohttp.ClientSession(
        connector=connector,
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate, br"},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        # A proxy from the environment would connect in our place, where the guard does not see.
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=None),
        max_line_size=LARGEST_HEADER,
        max_field_size=LARGEST_HEADER,
    )
