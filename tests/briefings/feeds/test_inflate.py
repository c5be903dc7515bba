"""Compressed answers are decoded in steps, within a limit."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest

from briefings.feeds.inflate import STEP, Inflater, TooLargeError, UndecodableError

TEXT = b"".join(b"line %d of a feed\n" % number for number in range(40_000))


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


ENCODINGS = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "X-GZIP ": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", [1, 1000, 10**6])
def test_every_encoding_gives_back_what_went_in(encoding: str, size: int) -> None:
    """Whatever the pieces in which it arrives, also one byte at a time at the start."""
    wire = ENCODINGS[encoding](TEXT)
    inflater = Inflater(encoding, len(TEXT))
    for piece in (wire[:1], wire[1:2], *(wire[start : start + size] for start in range(2, min(len(wire), 5000), size))):
        inflater.add(piece)
    inflater.add(b"")
    inflater.add(wire[max(2, -(-(min(len(wire), 5000) - 2) // size) * size + 2) :])
    assert inflater.body() == TEXT


def test_deflate_without_its_header_is_read_too() -> None:
    """Some servers send the raw form."""
    inflater = Inflater("deflate", len(TEXT))
    inflater.add(b"")
    inflater.add(raw_deflate(TEXT))
    assert inflater.body() == TEXT


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_byte_over_the_limit_is_too_much(encoding: str) -> None:
    """The limit counts decoded bytes."""
    inflater = Inflater(encoding, len(TEXT) - 1)
    with pytest.raises(TooLargeError):
        inflater.add(ENCODINGS[encoding](TEXT))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_stopped_before_it_takes_memory(encoding: str) -> None:
    """Sixty-four MiB of zeros against a limit of one: the surplus over the limit is a step or two."""
    bomb = ENCODINGS[encoding](bytes(64 * 2**20))
    tracemalloc.start()
    inflater = Inflater(encoding, 2**20)
    with pytest.raises(TooLargeError):
        inflater.add(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20 + 8 * STEP


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_broken_and_cut_bodies_are_told_apart_from_whole_ones(encoding: str) -> None:
    """Each is one sentence."""
    with pytest.raises(UndecodableError, match="compression is broken"):
        Inflater(encoding, 1000).add(b"\x00\xff plain text after all, and then some more of it")
    cut = Inflater(encoding, len(TEXT))
    cut.add(ENCODINGS[encoding](TEXT)[:-20])
    with pytest.raises(UndecodableError, match="ended early"):
        cut.body()


@pytest.mark.parametrize("encoding", ["gzip, gzip", "zstd", "br, gzip"])
def test_stacked_and_unknown_encodings_are_refused(encoding: str) -> None:
    """Layers multiply their bombs."""
    with pytest.raises(UndecodableError, match="not read here"):
        Inflater(encoding, 1000)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_empty_body_is_empty(encoding: str) -> None:
    """Servers name an encoding even where they send nothing."""
    assert Inflater(encoding, 10).body() == b""


def test_a_stream_that_never_says_anything_ends() -> None:
    """Bytes on the wire count, too: empty blocks could go on for ever, and decode to nothing."""
    inflater = Inflater("gzip", 1000)
    inflater.add(gzip.compress(b"")[:10])
    with pytest.raises(TooLargeError):
        for _ in range(1000):
            inflater.add(b"\x00\x00\x00\xff\xff")
    assert inflater.size == 0


def test_decoding_pauses_after_each_step() -> None:
    """So that whoever reads can see how far it has come."""
    inflater = Inflater("gzip", 4 * STEP)
    seen = [inflater.size for _ in inflater.steps(gzip.compress(bytes(3 * STEP)))]
    assert seen[:3] == [STEP, 2 * STEP, 3 * STEP]


def test_what_follows_a_finished_stream_is_ignored() -> None:
    """Padding after the end is not content."""
    inflater = Inflater("gzip", 1000)
    inflater.add(gzip.compress(b"feed"))
    inflater.add(b"\x00\x00")
    assert inflater.body() == b"feed"
