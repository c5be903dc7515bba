"""Decoding of compressed answers, step by step, so that a small answer cannot grow without bound.

One encoding layer is read: `Content-Encoding` naming two is refused, since stacked layers multiply their bombs.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

STEP = 256 * 1024


class UndecodableError(Exception):
    """The bytes are not what the header says; the message is one sentence."""


class TooLargeError(Exception):
    """More decoded bytes than allowed."""


class _Steps(Protocol):
    """A decoder that yields at most STEP bytes at a time."""

    @property
    def finished(self) -> bool: ...

    def feed(self, data: bytes) -> bytes: ...

    def more(self) -> bool: ...


class Inflater:
    """Collects an answer's body; `limit` is the most decoded bytes that it may have, and the most on the wire.

    `size` is how many decoded bytes there are.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._steps = _steps(encoding.strip().lower())
        self._limit = limit
        self._parts: list[bytes] = []
        self._wire = 0
        self.size = 0

    def add(self, data: bytes) -> None:
        """Take the next bytes of the wire; raises TooLargeError or UndecodableError."""
        for _ in self.steps(data):
            pass

    def steps(self, data: bytes) -> Iterator[None]:
        """The same, pausing after each step of the decoding."""
        self._wire += len(data)
        # A packed stream can go on for ever without a single decoded byte.
        if self._wire > self._limit:
            raise TooLargeError
        try:
            self._keep(self._steps.feed(data))
            yield
            while self._steps.more():
                self._keep(self._steps.feed(b""))
                yield
        except (zlib.error, brotli.error) as error:
            raise UndecodableError("The answer's compression is broken.") from error

    def body(self) -> bytes:
        """The whole body; raises UndecodableError where the answer ended too early."""
        if self.size and not self._steps.finished:
            raise UndecodableError("The answer's compressed body ended early.")
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self._limit:
            raise TooLargeError
        if part:
            self._parts.append(part)


class _Plain:
    finished = True

    def feed(self, data: bytes) -> bytes:
        return data

    def more(self) -> bool:
        return False


class _Zlib:
    """gzip and both forms of deflate: with the zlib header, as the standard has it, and raw, as some servers send."""

    def __init__(self, window: int | None) -> None:
        self._decoder = zlib.decompressobj(window) if window is not None else None
        self._full = False

    @property
    def finished(self) -> bool:
        return self._decoder is None or self._decoder.eof

    def feed(self, data: bytes) -> bytes:
        if self._decoder is None:
            if not data:
                return b""
            has_header = data[0] & 0x0F == zlib.DEFLATED
            self._decoder = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        if self._decoder.eof:
            return b""
        part = self._decoder.decompress(self._decoder.unconsumed_tail + data, STEP)
        self._full = len(part) == STEP
        return part

    def more(self) -> bool:
        return self._decoder is not None and not self._decoder.eof and self._full


class _Brotli:
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()
        self._gave = False

    @property
    def finished(self) -> bool:
        return bool(self._decoder.is_finished())

    def feed(self, data: bytes) -> bytes:
        part: bytes = self._decoder.process(data, output_buffer_limit=STEP)
        self._gave = bool(part)
        return part

    def more(self) -> bool:
        # `can_accept_more_data` is true while decoded bytes still wait inside; only an empty step is the end.
        return self._gave


def _steps(encoding: str) -> _Steps:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip"):
        return _Zlib(zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        return _Zlib(None)
    if encoding == "br":
        return _Brotli()
    raise UndecodableError("The answer uses a compression that is not read here.")
