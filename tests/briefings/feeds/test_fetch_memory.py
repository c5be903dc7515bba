"""No answer, whatever it is and however it is packed, takes more than 32 MiB while it is fetched."""

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
from aiohttp import web

from briefings.feeds.answers import Fetched, FetchFailed
from briefings.feeds.fetch import LARGEST_BODY, Fetcher
from tests.briefings.feeds.site import Site

MOST = 32 * 2**20
TOO_LARGE = FetchFailed("It is larger than 10 MiB.")
PIECE = bytes(2**16)
ZEROS = 64 * 2**20


def zeros() -> Iterator[bytes]:
    """Sixty-four megabytes, a little at a time."""
    return (PIECE for _ in range(ZEROS // len(PIECE)))


def zlib_bomb(window: int) -> bytes:
    packer = zlib.compressobj(9, wbits=window)
    return b"".join([*(packer.compress(piece) for piece in zeros()), packer.flush()])


def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join([*(packer.process(piece) for piece in zeros()), packer.finish()])


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip": ("gzip", lambda: zlib_bomb(zlib.MAX_WBITS | 16)),
    "deflate": ("deflate", lambda: zlib_bomb(zlib.MAX_WBITS)),
    "raw deflate": ("deflate", lambda: zlib_bomb(-zlib.MAX_WBITS)),
    "brotli": ("br", brotli_bomb),
    "many gzips": ("gzip", lambda: gzip.compress(b"x") * 200_000),
    "gzip in gzip": ("gzip", lambda: gzip.compress(zlib_bomb(zlib.MAX_WBITS | 16))),
}


async def peak(fetcher: Fetcher, url: str) -> tuple[Fetched | FetchFailed, int]:
    """What came of a fetch, and the most memory that it took beside what was there before."""
    await fetcher.fetch(url)
    tracemalloc.start()
    answer = await fetcher.fetch(url)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(answer, Fetched | FetchFailed)
    return answer, most


@pytest.mark.parametrize("kind", BOMBS)
async def test_a_bomb_takes_little_memory(site: Site, fetcher: Fetcher, kind: str) -> None:
    """It is given up where it grows too large; of what is packed twice only the outer layer is opened."""
    encoding, make = BOMBS[kind]
    wire = make()

    async def bomb(request: web.Request) -> web.Response:
        return web.Response(body=wire, headers={"Content-Encoding": encoding})

    answer, most = await peak(fetcher, site.route("/feed", bomb))
    assert most < MOST
    assert answer == TOO_LARGE or (isinstance(answer, Fetched) and len(answer.body) < 2**20)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity"])
async def test_the_largest_answer_that_is_taken_takes_little_memory(
    site: Site, fetcher: Fetcher, encoding: str
) -> None:
    """Ten megabytes less nothing, that can hardly be packed."""
    body = random.Random(1).randbytes(LARGEST_BODY - 2**16)
    packed = {"gzip": lambda: gzip.compress(body, 1), "deflate": lambda: zlib.compress(body, 1)}
    packed |= {"br": lambda: brotli.compress(body, quality=1), "identity": lambda: body}
    wire = packed[encoding]()

    async def large(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": encoding})
        await response.prepare(request)
        for start in range(0, len(wire), len(PIECE)):
            await response.write(wire[start : start + len(PIECE)])
        return response

    answer, most = await peak(fetcher, site.route("/feed", large))
    assert isinstance(answer, Fetched)
    assert len(answer.body) == len(body)
    assert most < MOST


async def test_a_length_that_is_too_large_is_believed(site: Site, fetcher: Fetcher) -> None:
    """Nothing of the body is read."""
    written = 0

    async def large(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse(headers={"Content-Length": str(10**9)})
        await response.prepare(request)
        try:
            for piece in zeros():
                await response.write(piece)
                written += len(piece)
        except ConnectionError:
            pass
        return response

    answer, most = await peak(fetcher, site.route("/feed", large))
    assert answer == TOO_LARGE
    assert most < 2**20
    assert written < ZEROS


async def test_headers_without_end_take_little_memory(site: Site, fetcher: Fetcher) -> None:
    """A thousand of a kilobyte each: somebody plays with us."""

    async def headers(request: web.Request) -> web.Response:
        return web.Response(headers={f"X-{number}": "x" * 1000 for number in range(1000)})

    answer, most = await peak(fetcher, site.route("/feed", headers))
    assert answer == FetchFailed("The server's answer is not HTTP.")
    assert most < MOST
