"""A feed document to entries: RSS, Atom, RDF and JSON Feed. Runs in the limited child process.

Nothing in a document makes it raise: what cannot be read is a ParseFailed with one sentence, and a feed without
entries is a Feed without entries.
"""

import hashlib
import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from urllib.parse import quote, urljoin, urlsplit

from briefings.feeds import dates, document, html_text, jsonfeed, xmlfeed
from briefings.feeds.boilerplate import is_complete, without_boilerplate
from briefings.feeds.characters import as_utf8
from briefings.feeds.inflate import Inflater, TooLargeError, UndecodableError
from briefings.feeds.newest import newest as choose_newest
from briefings.feeds.raw import RawEntry, RawFeed
from briefings.feeds.readings import ParseFailed
from briefings.model import Entry, Feed

LONGEST_TITLE = 500
LONGEST_AUTHOR = 300
LONGEST_ADDRESS = 2_000
MOST_PARAGRAPHS = 5_000
MOST_SIGNS = 200_000
LARGEST_UNPACKED = 10 * 1024 * 1024
_GZIP = b"\x1f\x8b\x08"
_REFERENCE = re.compile(r"&#?\w{2,10};")
_LINE_ENDS = re.compile(r"[\t\r\n]+")
_NOT_IN_ADDRESSES = re.compile(r"[ \"<>\\^`{|}]")
_WITHOUT_SCHEME = re.compile(r"^(?://|(?=(?:[a-z0-9-]+\.)+[a-z]{2,}/))", re.IGNORECASE)


def parse(
    body: bytes,
    content_type: str | None,
    *,
    newest: int | None = None,
    url: str | None = None,
    now: datetime | None = None,
) -> Feed | ParseFailed:
    """The feed in `body`, its entries in the document's order; only the `newest` so many of them if given.

    `content_type` is the HTTP header, `url` resolves relative links, and `now` (the machine's, if not given) is what
    dates are judged against.
    """
    now = now or datetime.now(UTC)
    if body.startswith(_GZIP):
        # Some servers pack what they serve, as a file, and their headers do not say so.
        unpacked = _unpacked(body)
        if isinstance(unpacked, ParseFailed):
            return unpacked
        body = unpacked
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return ParseFailed("The document is empty.")
    raw = _read(as_utf8(body, content_type), url, newest, now)
    if isinstance(raw, ParseFailed):
        return raw
    moments = [_moment(entry, now) for entry in raw.entries]
    chosen = choose_newest(moments, newest)
    base = url or _link(raw.home, None)
    entries = tuple(_entry(raw.entries[place], moments[place], base) for place in chosen)
    return Feed(raw.format, html_text.line(raw.title)[:LONGEST_TITLE], entries)


def _unpacked(body: bytes) -> bytes | ParseFailed:
    inflater = Inflater("gzip", LARGEST_UNPACKED)
    try:
        inflater.add(body)
        return inflater.body()
    except TooLargeError:
        return ParseFailed(f"Unpacked, the document is larger than {LARGEST_UNPACKED / 2**20:g} MiB.")
    except UndecodableError:
        return ParseFailed("The document is packed with gzip, and broken.")


def _read(body: bytes, url: str | None, newest: int | None, now: datetime) -> RawFeed | ParseFailed:
    if jsonfeed.looks_like_json(body):
        found = jsonfeed.read(body)
        return found if isinstance(found, RawFeed) else ParseFailed(found.reason)
    if document.is_page(body):
        return ParseFailed(_about_page(body, url))
    try:
        return xmlfeed.read(body, newest=newest, now=now)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (feedparser lets errors of many kinds out on broken documents)
        return ParseFailed(f"The feed is too broken to be read ({type(error).__name__}).")


def _about_page(body: bytes, url: str | None) -> str:
    feed = document.named_feed(body, url)
    return (
        f"This is a web page, not a feed; it names {feed} as its feed." if feed else "This is a web page, not a feed."
    )


def _moment(entry: RawEntry, now: datetime) -> datetime | None:
    own = (dates.instant(date, now) for date in entry.dates)
    formats = (dates.believable(moment, now) for moment in entry.moments)
    return next(filter(None, chain(own, formats)), None)


def _entry(raw: RawEntry, published: datetime | None, url: str | None) -> Entry:
    paragraphs, complete = _text(raw)
    title = html_text.line(raw.title) if raw.title_is_html else html_text.one_line(_without_references(raw.title))
    link = next(filter(None, (_link(candidate, url) for candidate in raw.links)), None)
    return Entry(
        id=_own_id(raw) or link or _made_up_id(title, *paragraphs),
        title=title[:LONGEST_TITLE],
        link=link,
        published=published,
        author=html_text.line(raw.author)[:LONGEST_AUTHOR] or None,
        text=_joined(paragraphs),
        complete=complete,
    )


def _text(raw: RawEntry) -> tuple[tuple[str, ...], bool]:
    content = _flattened(raw.content, is_html=raw.content_is_html)
    summary = _flattened(raw.summary, is_html=raw.summary_is_html)
    lengths = sum(map(len, content)), sum(map(len, summary))
    paragraphs = content if lengths[0] >= lengths[1] else summary
    if len(paragraphs) > MOST_PARAGRAPHS or max(lengths) > MOST_SIGNS:
        # Forty thousand words are no article, and to judge them line by line takes seconds.
        return paragraphs, True
    # Content that only says the summary again is no more than one.
    is_content = lengths[0] > lengths[1]
    return without_boilerplate(paragraphs), is_complete(paragraphs, is_content=is_content)


def _flattened(text: str, *, is_html: bool) -> tuple[str, ...]:
    return html_text.paragraphs(text) if is_html else html_text.plain_paragraphs(text)


def _joined(paragraphs: Sequence[str]) -> str:
    text = ""
    for paragraph in paragraphs:
        text += ("\n" if paragraph.startswith(html_text.BULLET) else "\n\n") + paragraph
    return text.strip()


def _link(candidate: str, url: str | None) -> str | None:
    if len(candidate) > LONGEST_ADDRESS:
        return None
    candidate = _WITHOUT_SCHEME.sub("https://", html_text.one_line(_LINE_ENDS.sub("", candidate)))
    candidate = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), candidate)
    if not candidate:
        return None
    try:
        link = urljoin(url, candidate) if url else candidate
        parts = urlsplit(link)
        return link if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _own_id(raw: RawEntry) -> str:
    own = html_text.one_line(raw.id)
    return own if len(own) <= LONGEST_ADDRESS else _made_up_id(own)


def _without_references(title: str) -> str:
    # Publishers escape twice: no headline is about "&#8217;".
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), title)


def _made_up_id(*content_of: str) -> str:
    content = "\n".join(content_of)
    return "sha256:" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:32]
