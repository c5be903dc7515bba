"""Repairs a feed document before it is parsed, and says what a document is that is no feed. Pure.

XML forbids what publishers do: words before the declaration, bare ampersands, HTML's named characters. Entity
declarations are never obeyed: all that stands before the root element is taken away, so there is nothing to expand.
Every pattern here reads a document once from front to back, whatever stands in it.
"""

import re
import sys
from html.entities import html5
from urllib.parse import urljoin
from xml.parsers import expat

_CDATA = b"<![CDATA["
_COMMENT = rb"<!--.*?(?:-->|\Z)"
_QUOTED = rb"\"[^\"]*\"|'[^']*'"
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[>\"']|" + _QUOTED + rb")*+(?:\[(?:[^\]\"'<]|" + _COMMENT + rb"|<|" + _QUOTED + rb")*+\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
# Words, comments, instructions, declarations, and a "<" that begins nothing.
_NOT_ROOT = re.compile(rb"[^<]+|" + _COMMENT + rb"|<[?!][^<>]*>?|<(?![\w:])", re.DOTALL)
_LITERAL = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|" + _COMMENT + rb")", re.DOTALL)
_NUMBERS = re.compile(rb"(?:&#(?:\d{1,10}|[xX][0-9a-fA-F]{1,8});){1,99}")
_NUMBER = re.compile(rb"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")
# An element that holds a word or an address, and is not closed before what follows it in an item.
_UNCLOSED = re.compile(
    rb"(<(title|link|guid|id|pubDate|published|updated)>[^<]*)(?=</(?!\2>)|"
    rb"</?(?:item|entry|title|link|guid|id|pubDate|published|updated|description|summary|content|author)[\s/>])"
)
# The strict reader's time grows with the square of the number of a tag's attributes.
_HUGE_TAG = re.compile(rb"<([\w:.-]+)\s[^<>]{4000,}>?")
# One that no tag can begin with: feedparser takes hundreds of megabytes to look for its end.
_STRAY = re.compile(rb"<(?=[^<>]{4000})")
_SWALLOWED = re.compile(rb"</(item|entry)>\s*<\1[\s>]", re.IGNORECASE)
_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([a-zA-Z]\w{1,30});)?")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_ITEM = re.compile(rb"<(?:([\w.-]{1,30}):)?(?:item|entry)[\s/>]", re.IGNORECASE)
_TAG = re.compile(rb"</?(?:[\w.-]{1,30}:)?([\w.-]+)[^<>]*>")
_TELLING = frozenset(
    (
        *(b"rss", b"channel", b"rdf", b"feed", b"item", b"entry", b"title", b"link", b"guid", b"id", b"origlink"),
        *(b"author", b"creator", b"name", b"pubdate", b"date", b"published", b"updated", b"created", b"issued"),
        *(b"modified", b"description", b"summary", b"content", b"encoded"),
    )
)
_LONGEST_ADDRESS = 500
_FEED_LINK = re.compile(rb"<link\s([^<>]*)>", re.IGNORECASE)
_FEED_TYPE = re.compile(rb"type\s*=\s*[\"']?application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_ADDRESS = re.compile(rb"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def tidied(body: bytes) -> bytes:
    """The document from its root element on; the whole of it where it has none."""
    at, typed = 0, False
    while at < len(body):
        found = None
        if not typed and body[at : at + 9].upper() == b"<!DOCTYPE":
            # There can be only one, and looking for the ends of a thousand broken ones would take too long.
            found, typed = _DOCTYPE.match(body, at), True
        found = found or _NOT_ROOT.match(body, at)
        if found is None:
            return body[at:]
        at = found.end()
    return body


def literals(body: bytes) -> list[bytes]:
    """The document in pieces: every second one is a CDATA section or a comment, in which nothing is markup."""
    return _LITERAL.split(body)


def tags(body: bytes) -> int:
    """How many elements begin or end in it, roughly."""
    return sum(part.count(b"<") for part in literals(body)[::2])


def released(body: bytes) -> bytes:
    """The same document without what would swallow or stifle the rest.

    That is a CDATA section left open in one item and closed in a later one, and attributes of over four kilobytes.
    """
    parts = literals(body)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = _HUGE_TAG.sub(lambda tag: b"<" + tag[1] + (b"/>" if tag[0][-2:] == b"/>" else b">"), part)
        elif part.startswith(_CDATA) and _SWALLOWED.search(part):
            openings = part.split(_CDATA)[1:]
            # The last opening is the one that the end belongs to, if there is more than one.
            parts[place] = b"".join(openings[:-1]) + (_CDATA if len(openings) > 1 else b"") + openings[-1]
    return b"".join(parts)


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
    parts = literals(_CONTROL.sub(b"", body))
    if len(parts) > 1 and not parts[-2].endswith((b"]]>", b"-->")):
        # One that never ends would swallow all the entries that follow: what it holds is read as markup.
        parts[-3:] = [parts[-3] + parts[-2].removeprefix(_CDATA).removeprefix(b"<!--") + parts[-1]]
    parts[::2] = (_mended_markup(part) for part in parts[::2])
    return b"".join(parts)


def item_prefixes(body: bytes) -> set[bytes] | None:
    """What stands before the colon in the names of the elements that are items; None where there are no items."""
    found = [item[1] for part in literals(body)[::2] for item in _ITEM.finditer(part)]
    return {prefix for prefix in found if prefix} if found else None


def without_prefix(body: bytes, prefixes: set[bytes]) -> bytes:
    """The same document with these prefixes taken from the names of its elements."""
    names = b"|".join(re.escape(prefix) for prefix in sorted(prefixes))
    return re.sub(rb"(</?)(?:" + names + rb"):", rb"\1", body)


def bare(body: bytes) -> bytes:
    """The same document without the tags of elements that tell nothing of an entry."""
    parts = literals(body)
    parts[::2] = (_TAG.sub(lambda tag: tag[0] if tag[1].lower() in _TELLING else b" ", part) for part in parts[::2])
    return b"".join(parts)


def root_name(body: bytes) -> str:
    """The name of the first element, without its prefix, in lower case; empty where there is none."""
    root = _ROOT.match(tidied(body))
    return root[1].decode("ascii", "replace").lower() if root else ""


def is_page(body: bytes) -> bool:
    """Whether it is an HTML page."""
    return root_name(body) in ("html", "head", "body")


def named_feed(body: bytes, url: str | None) -> str | None:
    """The feed that an HTML page says it has."""
    links = (link[1] for link in _FEED_LINK.finditer(body, 0, 512 * 1024))
    found = next((_ADDRESS.search(link) for link in links if _FEED_TYPE.search(link)), None)
    if found is None:
        return None
    address = found[1].decode("utf-8", "replace").replace("&amp;", "&")
    if len(address) > _LONGEST_ADDRESS or not address.isprintable():
        return None
    try:
        return str(urljoin(url or "", address))
    except ValueError:
        return None


def _mended_markup(part: bytes) -> bytes:
    closed = _UNCLOSED.sub(rb"\1</\2>", _STRAY.sub(b"&lt;", part))
    return _AMPERSAND.sub(_legal, _NUMBERS.sub(_legal_numbers, closed))


def _legal_numbers(found: re.Match[bytes]) -> bytes:
    """The characters that exist; two halves, as old programs write what lies beyond 65,535, become one."""
    codes = (int(number[1]) if number[1] else int(number[2], 16) for number in _NUMBER.finditer(found[0]))
    halves = "".join(chr(code) for code in codes if code <= sys.maxunicode).encode("utf-16-le", "surrogatepass")
    whole = _FORBIDDEN.sub("", halves.decode("utf-16-le", "ignore"))
    # Not nothing: what stands around it must not become another such number.
    return "".join(f"&#{ord(one)};" for one in whole or "\u200b").encode()


def _legal(found: re.Match[bytes]) -> bytes:
    name = found[1]
    characters = html5.get(name.decode() + ";") if name else None
    if characters is not None:
        return "".join(f"&#{ord(character)};" for character in characters).encode()
    return b"&amp;" + found[0][1:]
