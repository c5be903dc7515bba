"""The characters of a feed from its bytes, as UTF-8 whatever it was before. Pure.

What a document says of its encoding is often wrong, and the header that it came with more often still. UTF-8 hardly
ever is UTF-8 by chance, so it is believed first; one broken byte in it must not spoil all the others.
"""

import codecs
import re

from briefings.feeds.headers import charset

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A document begins with a sign of ASCII; where its zeros are shows how wide the signs are (XML 1.0, appendix F).
_WIDE = (
    (re.compile(rb"[\t\n\r -~]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[\t\n\r -~]"), "utf-32-be"),
    (re.compile(rb"(?:[\t\n\r -~]\x00){2}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\t\n\r -~]){2}"), "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
# What browsers do: the wider set of signs for the name of the narrower one.
_READ_AS = (
    dict.fromkeys(("iso-8859-1", "iso8859-1", "iso8859_1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")
    | {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949"}
    | {"iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949"}
)
_FIRST_SIGNS = (b"<", b"{", b"[", b" ", b"\n", b"\r")
# Python's own codecs that are no character sets; some take a time that grows with the square of the length.
_NOT_CHARACTERS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})


def as_utf8(body: bytes, content_type: str | None) -> bytes:
    """The same document in UTF-8 without a byte order mark; `content_type` is the HTTP header.

    By its byte order mark or its zeros; else as UTF-8 if it is that; else as the header or the document says, if that
    fits; else as UTF-8 or Windows-1252, whichever spoils less.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _utf8(body[len(bom) :].decode(encoding, "replace"))
    for zeros, encoding in _WIDE:
        if zeros.match(body):
            return _utf8(body.decode(encoding, "replace"))
    names = _named(body, content_type)
    if not body.isascii():
        names = ["utf-8", *names]
    for name in names:
        text = _strictly(body, name)
        if text is not None:
            return _utf8(text)
    return body if body.isascii() else _utf8(_as_far_as_possible(body, names))


def _named(body: bytes, content_type: str | None) -> list[str]:
    declared = _DECLARED.search(body, 0, 1024)
    said = [charset(content_type), declared[1].decode("ascii").lower() if declared else None]
    return [_READ_AS.get(name, name) for name in said if name]


def _strictly(body: bytes, name: str, errors: str = "strict") -> str | None:
    try:
        if codecs.lookup(name).name.replace("_", "-") in _NOT_CHARACTERS:
            return None
        text = body.decode(name, errors)
    except (UnicodeError, LookupError):
        return None
    # What begins as a feed must is written in nothing that has other signs in its place.
    return text if body[:1] not in _FIRST_SIGNS or text[:1] == body[:1].decode() else None


def _as_far_as_possible(body: bytes, names: list[str]) -> str:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii > 2 * broken:
        return text
    for name in names[1:]:
        known = None if name.startswith("utf") else _strictly(body, name, "replace")
        if known is not None:
            return known
    return body.decode("cp1252", "replace")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
