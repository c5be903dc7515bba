"""Repairs a feed document before it is parsed, and says what a document is that is no feed. Pure.

XML forbids what publishers do: words before the declaration, bare ampersands, HTML's named characters. Entity
declarations are never obeyed: the document type is taken out, so there is nothing to expand.
"""

import codecs
import re
from html.entities import html5
from urllib.parse import urljoin
from xml.parsers import expat

_HEAD = 16 * 1024
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"<\?xml\s[^>]*\?>")
_WIDE_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*\?>")
_BEFORE_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->)+(?=<\?xml\s)", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_LITERAL = re.compile(rb"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([a-zA-Z]\w{1,30});)?")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ELEMENT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_FEED_LINK = re.compile(
    rb"<link\s(?=[^>]*type\s*=\s*[\"']?application/(?:rss|atom|feed)\+(?:xml|json))[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)


def tidied(body: bytes) -> bytes:
    """The same document in an encoding that keeps ASCII, with its declaration first and without a document type."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(encoding, "replace")
            body = _WIDE_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
            break
    if _DECLARATION.search(body, 0, _HEAD):
        body = _BEFORE_DECLARATION.sub(b"", body, count=1)
    root = _root_at(body)
    return _DOCTYPE.sub(b"", body[:root]) + body[root:]


def is_well_formed(body: bytes) -> bool:
    """Whether a strict parser reads it to the end."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(body, True)  # noqa: FBT003 (expat takes no keywords)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def mended(body: bytes) -> bytes:
    """The same document with bare ampersands, HTML's named characters and control characters made legal."""
    parts = _LITERAL.split(body)
    # Every second part is a CDATA section or a comment, where an ampersand is only itself.
    parts[::2] = (_AMPERSAND.sub(_legal, part) for part in parts[::2])
    return _CONTROL.sub(b"", b"".join(parts))


def root_name(body: bytes) -> str:
    """The name of the first element, without its prefix, in lower case; empty where there is none."""
    root = _ELEMENT.search(body, _root_at(body))
    return root[1].decode("ascii", "replace").lower() if root else ""


def is_page(body: bytes) -> bool:
    """Whether it is an HTML page."""
    return root_name(body) in ("html", "head", "body")


def named_feed(body: bytes, url: str | None) -> str | None:
    """The feed that an HTML page says it has."""
    found = _FEED_LINK.search(body, 0, 512 * 1024)
    if found is None:
        return None
    address = found[1].decode("utf-8", "replace").replace("&amp;", "&")
    try:
        return str(urljoin(url or "", address))
    except ValueError:
        return None


def _legal(found: re.Match[bytes]) -> bytes:
    name = found[1]
    characters = html5.get(name.decode() + ";") if name else None
    if characters is not None:
        return "".join(f"&#{ord(character)};" for character in characters).encode()
    return b"&amp;" + found[0][1:]


def _root_at(body: bytes) -> int:
    # Comments may hold things that look like elements.
    end = 0
    for comment in re.finditer(rb"<!--.*?-->", body[:_HEAD], re.DOTALL):
        if _ELEMENT.search(body, end, comment.start()):
            break
        end = comment.end()
    root = _ELEMENT.search(body, end, _HEAD)
    return root.start() if root else 0
