"""No address that leads anywhere but to the public web is dialled, however it is written and whoever sends us there.

Every form is asked of the real fetcher, with a resolver that answers as the worst one would; the sockets that the
process opens meanwhile are counted. Only a pretended public server is ever connected to, and it is on this machine.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.fetch import Fetcher
from tests.briefings.feeds.conftest import USER_AGENT
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

PUBLIC = "93.184.216.34"
NOT_PUBLIC, NOT_HTTP = (
    "The address is not on the public internet.",
    "Its address does not begin with http:// or https://.",
)

NUMBERS = (  # noqa: SIM905 (a table of addresses reads better than a hundred quoted lines)
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.0.0.53 127.255.255.255 "
    "168.63.129.16 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 "
    "192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 "
    "239.255.255.250 240.0.0.1 255.255.255.255 "
    "[::] [::1] [::127.0.0.1] [::8.8.8.8] [::ffff:10.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] "
    "[0:0:0:0:0:ffff:c0a8:101] [::ffff:0:8.8.8.8] [64:ff9b::10.0.0.1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] "
    "[64:ff9b:1::8.8.8.8] [64:ff9b:1:fffe::808:808] [100::1] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] "
    "[2001:2::1] [2001:10::1] [2001:20::1] [2001:db8::1] [2002:7f00:1::] [2002:a9fe:a9fe::] [2002:808:808::] "
    "[3fff::1] [4000::1] [5f00::1] [fc00::1] [fd00:ec2::254] [fdff::1] [fe80::1] [fec0::1] [ff02::1] [ff0e::1]"
).split()
SPELLINGS = (
    "2130706433",
    "0x7f000001",
    "0X7F.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "10.1",
    "192.168.257",
    "3232235777",
    "127.0.0.01",
    "00000127.0.0.1",
    "127.0.0.1.",
    "169.254.169.254.",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "\uff11\uff12\uff17.0.0.1",
    "127\u30020\u30020\u30021",
    "\u2460\u2461\u2466.0.0.1",
    "%31%32%37.0.0.1",
    "127.0.0.%31",
    "10%2e0%2e0%2e1",
    "[fe80::1%25eth0]",
    "[::1%250]",
    "8.8.8.8@127.0.0.1",
    "news.example:80@10.0.0.1",
    "news.example%2f@192.168.0.1",
    "127.0.0.1:80",
    "[::ffff:127.0.0.1]:443",
    "127.0.0.1\\@8.8.8.8",
    "8.8.8.8\\@127.0.0.1",
    "private.example",
    "mixed.example",
)
PORTS = ("8.8.8.8:22", "8.8.8.8:8080", "8.8.8.8:0", "8.8.8.8:65616", "[2606:4700:4700::1111]:6379", "8.8.8.8:-80")
SCHEMES = (
    "file:///etc/passwd",
    "ftp://8.8.8.8/feed",
    "gopher://8.8.8.8:70/_feed",
    "data:application/rss+xml,<rss/>",
    "javascript:alert(1)",
    "dict://127.0.0.1:11211/stat",
    "unix:///var/run/docker.sock",
    "ws://8.8.8.8/",
    "//",
    "http:///feed",
    "http://",
)
HOSTILE = (*(f"http://{host}/feed" for host in (*NUMBERS, *SPELLINGS, *PORTS)), *SCHEMES)


NAMES = {
    "private.example": ("192.168.7.7",),
    "mixed.example": (PUBLIC, "10.0.0.1"),
    "news.example": (PUBLIC,),
}


class WorstResolver(AbstractResolver):
    """Reads numbers as leniently as C does, and answers any other name with what would hurt most."""

    def __init__(self) -> None:
        self.later: tuple[str, ...] | None = None

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        del family  # both kinds are answered
        found = self.later or NAMES.get(host) or self._number(host)
        kind = socket.AF_INET6 if ":" in found[0] else socket.AF_INET
        return [ResolveResult(hostname=host, host=one, port=port, family=kind, proto=0, flags=0) for one in found]

    def _number(self, host: str) -> tuple[str, ...]:
        try:
            # Reads, and asks nobody.
            return (str(socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)[0][4][0]),)
        except OSError:
            return ("127.0.0.1",)

    async def close(self) -> None:
        """Nothing is open."""


class Wire:
    """What was connected to; the pretended public server is a site on this machine."""

    def __init__(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sockets = 0
        self.dialled: list[str] = []
        wire, loop = self, type(asyncio.get_running_loop())
        connect, (host, port) = loop.sock_connect, site.url.removeprefix("http://").split(":")

        class Counted(socket.socket):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                wire.sockets += "fileno" not in kwargs
                super().__init__(*args, **kwargs)

        async def lead_to_the_site(self: Any, sock: socket.socket, address: Any) -> None:
            wire.dialled.append(address[0])
            await connect(self, sock, (host, int(port)) if address[0] == PUBLIC else address)

        monkeypatch.setattr(socket, "socket", Counted)
        monkeypatch.setattr(loop, "sock_connect", lead_to_the_site)


@pytest.fixture
def resolver() -> WorstResolver:
    """Answers whatever would hurt most."""
    return WorstResolver()


@pytest.fixture
async def strict(clock: ManualClock, resolver: WorstResolver) -> AsyncIterator[Fetcher]:
    """The fetcher as a real bot has it: no loopback."""
    async with Fetcher(USER_AGENT, allow_loopback=False, clock=clock, resolver=resolver) as made:
        yield made


@pytest.fixture
async def wire(site: Site, monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Counts from here on."""
    return Wire(site, monkeypatch)


def test_there_are_more_than_a_hundred_forms() -> None:
    """Sixty were promised."""
    assert len(HOSTILE) == len(set(HOSTILE)) >= 100


@pytest.mark.parametrize("url", HOSTILE)
async def test_no_form_is_dialled(wire: Wire, strict: Fetcher, url: str) -> None:
    """It is refused on paper: not a single socket is opened."""
    answer = await strict.fetch(url)
    assert isinstance(answer, FetchFailed)
    assert (wire.sockets, wire.dialled) == (0, [])


@pytest.mark.parametrize("status", [301, 307])
async def test_no_form_is_dialled_when_a_public_server_sends_us_there(
    site: Site, wire: Wire, strict: Fetcher, status: int
) -> None:
    """The first hop is a public server, from which there is a way on; the second is none."""
    for number, url in enumerate(HOSTILE):
        path = f"/{number}"
        site.redirect(path, url, status)
        answer = await strict.fetch(f"http://news.example{path}")
        assert isinstance(answer, FetchFailed), url
        assert not answer.permanent, url
    assert {request.path for request in site.requests} >= {f"/{number}" for number in range(len(HOSTILE))}
    assert set(wire.dialled) == {PUBLIC}


async def test_a_public_server_is_reached(site: Site, wire: Wire, strict: Fetcher) -> None:
    """Or the tests above would say nothing."""
    site.serve("/feed", "<rss/>")
    site.redirect("/old", "http://user@news.example/feed", 301)
    assert isinstance(await strict.fetch("http://news.example/old"), Fetched)
    assert set(wire.dialled) == {PUBLIC}


async def test_a_name_that_changes_its_address_is_judged_again(
    site: Site, wire: Wire, strict: Fetcher, resolver: WorstResolver
) -> None:
    """Rebinding: public when it was looked at, private when it is dialled the next time."""
    site.route("/feed", site_closes)
    assert isinstance(await strict.fetch("http://news.example/feed"), Fetched)
    resolver.later = ("127.0.0.1",)
    assert strict._session is not None
    strict._session.connector.clear_dns_cache()  # type: ignore[union-attr]
    assert await strict.fetch("http://news.example/feed") == FetchFailed(NOT_PUBLIC)
    assert wire.dialled == [PUBLIC]


@pytest.mark.parametrize(
    ("url", "reason", "permanent"),
    [
        ("http://mixed.example/feed", NOT_PUBLIC, False),
        ("http://0x7f.1/feed", NOT_PUBLIC, False),
        ("http://8.8.8.8:22/feed", "Port 22 is not one of 80 and 443.", False),
        ("file:///etc/passwd", NOT_HTTP, True),
        ("http:///feed", "Its address names no host.", True),
    ],
)
async def test_what_may_not_be_asked_is_one_sentence(strict: Fetcher, url: str, reason: str, permanent: bool) -> None:
    """Only what the list itself says wrongly is wrong for good: a name server can err for an hour."""
    assert await strict.fetch(url) == FetchFailed(reason, permanent=permanent)


async def site_closes(_request: web.Request) -> web.Response:
    """An answer after which the connection is gone."""
    return web.Response(body=b"<rss/>", headers={"Connection": "close"})
