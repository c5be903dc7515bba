"""Makes hostile feeds out of bad ones: each mutation is a thing that the web or somebody with malice does."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from random import Random

LARGEST = 10 * 1024 * 1024
"""What the fetcher lets through."""

_ITEM = (
    b"<item><title>Item %d of many</title><link>https://news.example/%d</link><guid>%d</guid>"
    b"<pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate>"
    b"<description>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p></description></item>"
)
_DATES = (b"Mon, 01 Jan 0000 00:00:00 GMT", b"99999-99-99T99:99:99Z", b"-1", b"1e309", b"31/31/9999 25:61", b"9" * 60)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32-be", "cp1252", "cp037", "utf-7", "iso-2022-jp", "shift_jis", "hz")
_NAMES = (b"utf-16", b"utf-32", b"cp037", b"punycode", b"idna", b"undefined", b"big5", b"utf-7", b"rot13", b"x" * 199)
_ODD = (
    b"<",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"\x00",
    b"\xff\xfe",
    b"</",
    b"&#x0;",
    b"<?",
    b"\xc3",
    b"{",
    b'"',
)


def mutated(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many hostile feeds, the same ones for the same seed: what was done to each, and its bytes."""
    random = Random(seed)
    for number in range(count):
        body = random.choice(seeds)
        done: list[str] = []
        # The rare ones make megabytes: some each, in any run.
        kinds = _LARGE if number % 25 == 0 else _SMALL
        for _ in range(1 if number % 25 == 0 else random.randint(1, 4)):
            mutate = random.choice(kinds)
            body = mutate(random, body)
            done.append(mutate.__name__.strip("_"))
        yield "+".join(done), body[:LARGEST]


def _place(random: Random, body: bytes) -> int:
    return random.randrange(len(body) + 1)


def _insert(random: Random, body: bytes, piece: bytes) -> bytes:
    at = _place(random, body)
    return body[:at] + piece + body[at:]


def _cut(random: Random, body: bytes) -> bytes:
    return body[: _place(random, body)]


def _hole(random: Random, body: bytes) -> bytes:
    at = _place(random, body)
    return body[:at] + body[at + random.choice((1, 5, 50, 500)) :]


def _flipped(random: Random, body: bytes) -> bytes:
    flipped = bytearray(body)
    for _ in range(random.randint(1, 40) if body else 0):
        flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
    return bytes(flipped)


def _odd(random: Random, body: bytes) -> bytes:
    for _ in range(random.randint(1, 6)):
        body = _insert(random, body, random.choice(_ODD))
    return body


def _repeated(random: Random, body: bytes) -> bytes:
    at = _place(random, body)
    return body[:at] + body[at : at + random.choice((3, 30, 300))] * random.randint(2, 30) + body[at:]


def _shuffled(random: Random, body: bytes) -> bytes:
    parts = body.split(b"><")
    random.shuffle(parts)
    return b"><".join(parts)


def _entities(random: Random, body: bytes) -> bytes:
    layers = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, random.randint(2, 12)))
    quadratic = b'<!ENTITY q "%s">' % (b"x" * 10_000)
    kind = random.choice((layers, quadratic, b"<!ENTITY % p SYSTEM 'http://news.example/x'>%p;", b"<!ENTITY l0 '"))
    return b'<!DOCTYPE r [<!ENTITY l0 "ha">' + kind + b"]>" + _insert(random, body, b"&l9;&q;" * random.randint(1, 300))


def _doctypes(random: Random, body: bytes) -> bytes:
    return b"".join(random.choice((b"<!DOCTYPE a [", b"<!DOCTYPE '", b"<!ENTITY a", b"]>")) for _ in range(50)) + body


def _other_encoding(random: Random, body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def _other_name(random: Random, body: bytes) -> bytes:
    return b"<?xml version='1.0' encoding='" + random.choice(_NAMES) + b"'?>" + body


def _nuls(random: Random, body: bytes) -> bytes:
    return _insert(random, body, b"\x00" * random.choice((1, 3, 1000)))


def _dates(random: Random, body: bytes) -> bytes:
    written, short = random.choice(_DATES), random.choice(_DATES)
    return body.replace(b"Tue, 24 Nov 2026 07:00:00 GMT", written).replace(b"2026-", short)


def _same_ids(_: Random, body: bytes) -> bytes:
    return body.replace(b"<item>", b"<item><guid>1</guid>").replace(b"<entry>", b"<entry><id>1</id>")


def _open_sections(random: Random, body: bytes) -> bytes:
    return body.replace(b"]]>", b"", random.randint(1, 5)).replace(b"-->", b"", 1)


def _packed(random: Random, body: bytes) -> bytes:
    packed = zlib.compress(body, wbits=31)
    return packed if random.random() < 0.5 else packed[: _place(random, packed)]


def _huge_attribute(random: Random, body: bytes) -> bytes:
    piece = b" x='" + b"y" * random.choice((10**5, 10**6, 9 * 10**6)) + b"'"
    at = body.find(b">", _place(random, body))
    return body[:at] + piece + body[at:]


def _many_attributes(random: Random, body: bytes) -> bytes:
    at = body.find(b">", _place(random, body))
    return body[:at] + b"".join(b" a%d='b'" % n for n in range(random.choice((1_000, 30_000)))) + body[at:]


def _deep(random: Random, body: bytes) -> bytes:
    names = (b"<a>", b"<div>", b"<item>", b"&lt;div>", b"<![CDATA[<b>", b"[", b'{"a":', b"<x:y xmlns:x='z'>")
    return _insert(random, body, random.choice(names) * random.choice((300, 5_000, 60_000)))


def _many_items(random: Random, body: bytes) -> bytes:
    items = b"".join(_ITEM % (n, n, n) for n in range(random.choice((200, 2_000, 20_000))))
    at = max(body.find(b"<item"), 0)
    return body[:at] + items + body[at:]


def _long_text(random: Random, body: bytes) -> bytes:
    pieces = (
        b"word ",
        b"&lt;p>",
        b"&amp;",
        b"\xc3\xa9",
        b"&lt;br>\n- ",
        b"\n",
        b"&#228;",
        b"<br/>",
        b"<!--",
        b"<link ",
    )
    return _insert(random, body, random.choice(pieces) * random.choice((10**4, 10**5, 10**6)))


_SMALL: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(_cut, _hole, _flipped, _odd, _repeated, _shuffled, _entities, _doctypes, _other_encoding, _other_name, _nuls),
    *(_dates, _same_ids, _open_sections, _packed),
)
_LARGE: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(_huge_attribute, _many_attributes, _deep, _many_items, _long_text),
)
