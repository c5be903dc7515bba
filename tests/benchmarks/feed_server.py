"""A thousand feeds on a thousand loopback addresses, some of them sick, in a process of its own, for benchmarks.

`python -m tests.benchmarks.feed_server ADDRESSES CORE` listens on one free port of so many addresses of 127.0.0.0/8 and
prints `{"port": N}`; it ends with its standard input. `/well/N` is a feed of twenty whole articles with an entity tag,
packed with gzip. The other paths are the illnesses of `SICK`.
"""

import asyncio
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Self

from tests.benchmarks.peer_server import ROOT

ARTICLES = 20
PARAGRAPHS = 6
BOMB = 100 * 2**20
HUGE = 30 * 2**20
PIECE = 2**16
WORDS = (  # noqa: SIM905 (thirty words in quotes read worse)
    "council river budget harbour vote school bridge storm market train teacher harvest library museum mayor road "
    "ferry clinic garden winter engine orchard valley signal copper lantern meadow anchor timber canal"
).split()

Read, Write = asyncio.StreamReader, asyncio.StreamWriter
Illness = Callable[[Write], Coroutine[Any, Any, None]]


def address(number: int) -> str:
    """The number-th address; no two feeds share one, as few publishers share a host."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


@cache
def feed(number: int) -> bytes:
    """The document of a well feed, packed."""
    items = "".join(_item(number, place) for place in range(ARTICLES))
    head = f"<title>Outlet {number}</title><link>https://outlet-{number}.example/</link>"
    body = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'
    return gzip.compress(body.encode(), 6)


def _item(number: int, place: int) -> str:
    word = WORDS[(number * 7 + place * 3) % len(WORDS)]
    at = (STARTED - timedelta(minutes=20 * place + number % 20)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    text = "".join(f"<p>{_sentences(number, place, nth)}</p>" for nth in range(PARAGRAPHS))
    return (
        f"<item><title>The {word} of place {number} is news, part {place}</title><guid>{number}-{place}</guid>"
        f"<link>https://outlet-{number}.example/{place}-{word}</link><pubDate>{at}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
    )


def _sentences(number: int, place: int, nth: int) -> str:
    chosen = [WORDS[(number + 11 * place + 5 * nth + 3 * word) % len(WORDS)] for word in range(30)]
    return f"On day {nth} the {' '.join(chosen[:15])} stood still. Nobody at the {' '.join(chosen[15:])} had an answer."


async def well(writer: Write, number: int, request: bytes) -> None:
    """The feed, or that it did not change."""
    tag = b'ETag: "feed-%d"\r\n' % number
    if b'"feed-%d"' % number in request:
        writer.write(b"HTTP/1.1 304 Not Modified\r\n" + tag + b"\r\n")
        return
    body = feed(number)
    kind = b"Content-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n"
    writer.write(b"HTTP/1.1 200 OK\r\n%b%bContent-Length: %d\r\n\r\n%b" % (kind, tag, len(body), body))


async def a_byte_a_second(writer: Write) -> None:
    """The body trickles."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await asyncio.sleep(1)


async def never_answers(writer: Write) -> None:
    """The connection is taken, and that is all."""
    while not writer.is_closing():  # noqa: ASYNC110 (who hangs up is not announced to one who only waits)
        await asyncio.sleep(1)


async def bomb(writer: Write) -> None:
    """A hundred kilobytes that are a hundred megabytes."""
    body = packed_zeros()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


@cache
def packed_zeros() -> bytes:
    """The bomb."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    pieces = [packer.compress(bytes(PIECE)) for _ in range(BOMB // PIECE)]
    return b"".join([*pieces, packer.flush()])


async def endless_redirects(writer: Write) -> None:
    """To itself."""
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: again\r\nContent-Length: 0\r\n\r\n")


async def huge(writer: Write) -> None:
    """Thirty megabytes, whose length nobody told."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel><item><title>")
    for _ in range(HUGE // PIECE):
        writer.write(b"x" * PIECE)
        await writer.drain()


async def garbage(writer: Write) -> None:
    """Bytes that mean nothing."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + os.urandom(50_000))


async def hangs_up(writer: Write) -> None:
    """The connection is closed instead of an answer."""
    writer.close()


async def server_error(writer: Write) -> None:
    """Something is wrong over there."""
    writer.write(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5\r\n\r\nsorry")


async def wrong_length(writer: Write) -> None:
    """More was promised than comes."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<rss><channel>")
    writer.close()


async def endless_headers(writer: Write) -> None:
    """Ten headers a second, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-More: " + b"x" * 1000 + b"\r\n")
        await asyncio.sleep(0.1)


SICK: dict[str, Illness] = {
    one.__name__: one
    for one in (
        a_byte_a_second,
        never_answers,
        bomb,
        endless_redirects,
        huge,
        garbage,
        hangs_up,
        server_error,
        wrong_length,
        endless_headers,
    )
}


async def attend(reader: Read, writer: Write) -> None:
    """Answer a connection's requests, until either side has enough of it."""
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            kind, number = request.split(b" ", 2)[1].decode().strip("/").split("/")
            if kind == "well":
                await well(writer, int(number), request)
            elif number == "again":
                await endless_redirects(writer)
            else:
                await SICK[kind](writer)
            await writer.drain()
            if kind == huge.__name__:
                break
    except (OSError, asyncio.IncompleteReadError):
        # Whoever asked has hung up, as it should on some of these.
        pass
    finally:
        writer.close()


async def serve(addresses: int) -> None:
    """Serve until standard input ends."""
    packed_zeros()
    hosts = [address(number) for number in range(addresses)]
    first = await asyncio.start_server(attend, hosts[0], 0, backlog=16)
    port = first.sockets[0].getsockname()[1]
    await asyncio.start_server(attend, hosts[1:], port, backlog=16)
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    # Those who trickle would go on for ever.
    os._exit(0)


class FeedServer:
    """The server from outside: use it as a context; `port` is the one that all its addresses share."""

    def __init__(self, addresses: int, core: int) -> None:
        self._command = [sys.executable, "-m", "tests.benchmarks.feed_server", str(addresses), str(core)]
        self._process: subprocess.Popen[str]
        self.port = 0

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout is not None
        self.port = json.loads(self._process.stdout.readline())["port"]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


STARTED = datetime.now(UTC)

if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[2])})
    asyncio.run(serve(int(sys.argv[1])))
