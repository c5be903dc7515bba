"""A fetch gives a document, or that it did not change, or one sentence that says why not."""

import asyncio
import gzip
import socket
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from briefings.feeds.answers import Fetched, FetchFailed, NotModified
from briefings.feeds.fetch import DEADLINE, Fetcher
from briefings.feeds.politeness import host_of
from tests.briefings.feeds.conftest import USER_AGENT
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock


class OneAddress(AbstractResolver):
    """Answers every name with the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del family  # the addresses are all of one
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0)
            for one in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


class NoAddress(OneAddress):
    """Answers every name with an error of the resolver."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self._code = code

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise socket.gaierror(self._code, f"no address of {family} for {host}:{port}")


async def test_a_document_comes_with_what_its_server_said(site: Site, fetcher: Fetcher) -> None:
    """Body, type, entity tag, date and freshness; and the server hears who asks."""

    async def feed(request: web.Request) -> web.Response:
        headers = {"ETag": '"a"', "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT", "Cache-Control": "max-age=300"}
        return web.Response(body=b"<rss/>", headers=headers, content_type="text/xml")

    url = site.route("/feed", feed)
    answer = await fetcher.fetch(url)
    assert answer == Fetched(url, b"<rss/>", None, "text/xml", '"a"', "Mon, 23 Nov 2026 09:00:00 GMT", 300)
    assert site.requests[0].headers["User-Agent"] == USER_AGENT
    assert "Cookie" not in site.requests[0].headers


async def test_what_did_not_change_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    """The entity tag and the date of the last answer go along."""
    url = site.serve("/feed", "<rss/>")
    first = await fetcher.fetch(url)
    assert isinstance(first, Fetched)
    assert await fetcher.fetch(url, etag=first.etag, last_modified="Mon, 23 Nov 2026 09:00:00 GMT") == NotModified()
    assert site.requests[1].headers["If-Modified-Since"] == "Mon, 23 Nov 2026 09:00:00 GMT"


async def test_a_compressed_answer_is_read(site: Site, fetcher: Fetcher) -> None:
    """The decoded body is what comes back."""

    async def packed(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"<rss/>"), headers={"Content-Encoding": "gzip"})

    answer = await fetcher.fetch(site.route("/feed", packed))
    assert isinstance(answer, Fetched)
    assert answer.body == b"<rss/>"


@pytest.mark.parametrize("plain", [True, False])
async def test_an_answer_larger_than_the_limit_is_refused(site: Site, clock: ManualClock, plain: bool) -> None:
    """Decoded bytes count, whatever came over the wire."""

    async def large(request: web.Request) -> web.Response:
        body = bytes(3 * 2**20)
        headers = {} if plain else {"Content-Encoding": "gzip"}
        return web.Response(body=body if plain else gzip.compress(body), headers=headers)

    async with Fetcher(USER_AGENT, allow_loopback=True, clock=clock, largest=2**20) as small:
        assert await small.fetch(site.route("/feed", large)) == FetchFailed("It is larger than 1 MiB.")


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
async def test_a_permanent_move_is_reported_and_a_passing_one_is_not(
    site: Site, fetcher: Fetcher, status: int, moved: bool
) -> None:
    """The caller remembers the first kind."""
    target = site.serve("/new", "<rss/>")
    answer = await fetcher.fetch(site.redirect("/old", "/new", status))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.moved_to) == (target, target if moved else None)


async def test_a_permanent_move_counts_only_up_to_the_first_passing_one(site: Site, fetcher: Fetcher) -> None:
    """Where a passing redirect leads today says nothing about tomorrow."""
    site.serve("/c", "<rss/>")
    site.redirect("/b", "/c", 302)
    answer = await fetcher.fetch(site.redirect("/a", "/b", 301))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.moved_to) == (site.url + "/c", site.url + "/b")


async def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site, fetcher: Fetcher) -> None:
    """A loop ends."""
    site.serve("/0", "<rss/>")
    for number in range(1, 7):
        site.redirect(f"/{number}", f"/{number - 1}")
    assert isinstance(await fetcher.fetch(site.url + "/5"), Fetched)
    assert await fetcher.fetch(site.url + "/6") == FetchFailed("It redirects more than 5 times.")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "Its address does not begin with http:// or https://."),
        ("ftp://127.0.0.1/feed", "Its address does not begin with http:// or https://."),
        ("http://10.0.0.1/feed", "The address is not on the public internet."),
        ("http://[fe80::1]/feed", "The address is not on the public internet."),
        ("http://169.254.169.254/latest/meta-data", "The address is not on the public internet."),
        ("http://8.8.8.8:22/", "Port 22 is not one of 80 and 443."),
        ("http://[::1/feed", "Its address is not a valid URL."),
    ],
)
async def test_each_hop_of_a_redirect_is_judged(site: Site, fetcher: Fetcher, target: str, reason: str) -> None:
    """A public server cannot send us into a private network; it may send us elsewhere tomorrow."""
    assert await fetcher.fetch(site.redirect("/feed", target)) == FetchFailed(reason)


@pytest.mark.parametrize("addresses", [("192.168.7.7",), ("10.0.0.1", "192.168.7.7"), ("127.0.0.1",)])
async def test_a_name_that_answers_with_a_private_address_is_refused(
    clock: ManualClock, addresses: tuple[str, ...]
) -> None:
    """What counts is the address dialled, not the name."""
    async with Fetcher(USER_AGENT, allow_loopback=False, clock=clock, resolver=OneAddress(*addresses)) as strict:
        answer = await strict.fetch("http://news.example/feed")
    assert answer == FetchFailed("The address is not on the public internet.")


async def test_an_address_without_a_host_is_refused(fetcher: Fetcher) -> None:
    """Before anything is asked."""
    assert await fetcher.fetch("http:///feed") == FetchFailed("Its address names no host.", permanent=True)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (socket.EAI_NONAME, "Its host name does not exist."),
        (socket.EAI_AGAIN, "Its host name could not be looked up."),
    ],
)
async def test_a_name_that_cannot_be_looked_up_is_one_sentence(clock: ManualClock, code: int, reason: str) -> None:
    """A wrong name and a name server that is down are told apart."""
    resolver = NoAddress(code)
    async with Fetcher(USER_AGENT, allow_loopback=False, clock=clock, resolver=resolver) as strict:
        assert await strict.fetch("http://news.example/feed") == FetchFailed(reason)


@pytest.mark.parametrize("url", ["http://a b/feed", "http://.../", "http://exa_mple..example/"])
async def test_an_odd_address_is_a_failure_and_no_exception(clock: ManualClock, url: str) -> None:
    """Whatever a catalogue or a redirect holds."""
    async with Fetcher(USER_AGENT, allow_loopback=False, clock=clock, resolver=NoAddress(socket.EAI_NONAME)) as strict:
        assert isinstance(await strict.fetch(url), FetchFailed)


async def test_the_whole_fetch_has_one_deadline(site: Site, hasty: Fetcher) -> None:
    """A server that begins and never ends does not hold us."""
    answer = await hasty.fetch(site.stall("/feed"))
    assert answer == FetchFailed("It did not answer in full within 1.5 seconds.")


async def test_the_deadline_counts_all_hops_together(site: Site, hasty: Fetcher) -> None:
    """Each of these is quick enough by itself."""
    for number in range(3):

        async def slow(request: web.Request, to: int = number + 1) -> web.Response:
            await asyncio.wait([asyncio.ensure_future(site.closing.wait())], timeout=0.8)
            return web.Response(status=302, headers={"Location": f"/{to}"})

        site.route(f"/{number}", slow)
    site.serve("/3", "<rss/>")
    assert await hasty.fetch(site.url + "/0") == FetchFailed("It did not answer in full within 1.5 seconds.")
    assert DEADLINE == 30


@pytest.mark.parametrize(
    ("status", "failed"),
    [
        (404, FetchFailed("The server answered 404 (Not Found).", status=404)),
        (410, FetchFailed("It is gone for good (410).", permanent=True, status=410)),
        (503, FetchFailed("The server answered 503 (Service Unavailable).", status=503)),
        (599, FetchFailed("The server answered 599.", status=599)),
        (204, FetchFailed("The server answered 204 (No Content).", status=204)),
        (300, FetchFailed("The server answered 300 (Multiple Choices).", status=300)),
        (304, FetchFailed("The server answered 304 (Not Modified).", status=304)),
    ],
)
async def test_a_status_other_than_success_is_a_failure(
    site: Site, fetcher: Fetcher, status: int, failed: FetchFailed
) -> None:
    """The sentence names it; only 410 is for good. 304 is no answer to one who did not say what he has."""
    assert await fetcher.fetch(site.serve("/feed", "", status=status)) == failed


async def test_the_servers_wish_to_wait_is_reported(site: Site, fetcher: Fetcher, clock: ManualClock) -> None:
    """In seconds, also where it names a date; by one that has too many guests, and by one that is being mended."""
    at = (clock.now() + timedelta(minutes=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")

    async def busy(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": at})

    async def closed(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "3600"})

    answer = await fetcher.fetch(site.route("/feed", busy))
    assert answer == FetchFailed("The server answered 429 (Too Many Requests).", retry_after=120, status=429)
    answer = await fetcher.fetch(site.route("/other", closed))
    assert answer == FetchFailed("The server answered 503 (Service Unavailable).", retry_after=3600, status=503)


async def test_a_dead_server_is_one_sentence(site: Site, fetcher: Fetcher, unused_tcp_port: int) -> None:
    """Refused, hung up, cut short, not HTTP and badly packed are told apart."""

    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.close()
        return response

    async def badly_packed(request: web.Request) -> web.Response:
        return web.Response(body=b"<rss/>", headers={"Content-Encoding": "gzip"})

    refused = await fetcher.fetch(f"http://127.0.0.1:{unused_tcp_port}/")
    assert refused == FetchFailed("The server refused the connection.")
    hung_up = await fetcher.fetch(site.dead("/dead"))
    assert hung_up == FetchFailed("The server closed the connection before it answered.")
    assert await fetcher.fetch(site.route("/cut", cut)) == FetchFailed("The server's answer ended early.")
    assert await fetcher.fetch(site.route("/bad", badly_packed)) == FetchFailed("The answer's compression is broken.")


async def test_an_answer_that_is_not_http_is_one_sentence(fetcher: Fetcher) -> None:
    """Something else listens on that port."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail ready\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        answer = await fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert answer == FetchFailed("The server's answer is not HTTP.")


async def test_a_host_gets_two_fetches_at_a_time(site: Site, fetcher: Fetcher) -> None:
    """The others wait for their turn, and their waiting costs them no deadline."""
    inside = most = 0

    async def counted(request: web.Request) -> web.Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _ in range(50):
            await asyncio.sleep(0)
        inside -= 1
        return web.Response(body=b"<rss/>")

    url = site.route("/feed", counted)
    answers = await asyncio.gather(*(fetcher.fetch(url) for _ in range(12)))
    assert all(isinstance(answer, Fetched) for answer in answers)
    assert most == 2


async def test_a_slow_host_does_not_hold_another_up(site: Site, fetcher: Fetcher) -> None:
    """Turns are each host's own."""
    slow = [asyncio.create_task(fetcher.fetch(site.stall("/slow"))) for _ in range(3)]
    other = Site()
    await other.start()
    answer = await fetcher.fetch(other.serve("/feed", "<rss/>"))
    assert isinstance(answer, Fetched)
    assert not any(task.done() for task in slow)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    await other.stop()


async def test_who_is_named_before_the_host_makes_no_other_host(site: Site, fetcher: Fetcher) -> None:
    """Two at a time, whatever stands before the @."""
    inside = most = 0

    async def counted(request: web.Request) -> web.Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _ in range(50):
            await asyncio.sleep(0)
        inside -= 1
        return web.Response(body=b"<rss/>")

    host = site.route("/feed", counted).removeprefix("http://")
    await asyncio.gather(*(fetcher.fetch(f"http://reader{number}@{host}") for number in range(8)))
    assert most == 2
    assert host_of("http://a:b@News.Example.:80/x") == host_of("https://news.example/y") == "news.example"


@pytest.mark.parametrize("value", [b'"\xff"', b'"' + b"x" * 2000 + b'"'])
async def test_a_tag_that_nobody_could_store_or_send_back_is_forgotten(fetcher: Fetcher, value: bytes) -> None:
    """Bytes that are no text would break the database, and a long tag our next request."""

    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: " + value + b"\r\n\r\n<rss/>")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(odd, "127.0.0.1", 0) as server:
        answer = await fetcher.fetch(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.etag) == (b"<rss/>", None)


async def test_a_redirect_to_what_is_no_text_is_a_failure(fetcher: Fetcher) -> None:
    """It could neither be asked for nor remembered."""

    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 301 Gone\r\nContent-Length: 0\r\nLocation: /caf\xe9\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(odd, "127.0.0.1", 0) as server:
        answer = await fetcher.fetch(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert answer == FetchFailed("Its address is not a valid URL.")


async def test_a_fetcher_that_is_not_open_says_so(clock: ManualClock) -> None:
    """That is a mistake in the program, not on the network."""
    with pytest.raises(RuntimeError, match="async with"):
        await Fetcher(USER_AGENT, allow_loopback=True, clock=clock).fetch("http://127.0.0.1/")


async def test_no_proxy_of_the_environment_is_used(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    """A proxy would dial in our place, where the guard does not see."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    assert isinstance(await fetcher.fetch(site.serve("/feed", "<rss/>")), Fetched)
