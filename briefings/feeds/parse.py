"""A feed document to entries: RSS, Atom, RDF and JSON Feed. Runs in the limited child process.

Nothing in a document makes it raise: what cannot be read is a ParseFailed with one sentence, and a feed without
entries is a Feed without entries.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from briefings.feeds import dates, document, html_text, jsonfeed, xmlfeed
from briefings.feeds.boilerplate import is_complete, without_boilerplate
from briefings.feeds.raw import RawEntry, RawFeed
from briefings.feeds.readings import ParseFailed
from briefings.model import Entry, Feed

LONGEST_TITLE = 500
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
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return ParseFailed("The document is empty.")
    raw = _read(body, content_type, url)
    if isinstance(raw, ParseFailed):
        return raw
    moments = [_moment(entry, now or datetime.now(UTC)) for entry in raw.entries]
    chosen = _newest(moments, newest)
    entries = tuple(_entry(raw.entries[place], moments[place], url) for place in chosen)
    return Feed(raw.format, html_text.line(raw.title), entries)


def _read(body: bytes, content_type: str | None, url: str | None) -> RawFeed | ParseFailed:
    if jsonfeed.looks_like_json(body):
        found = jsonfeed.read(body)
        return found if isinstance(found, RawFeed) else ParseFailed(found.reason)
    if document.is_page(body):
        return ParseFailed(_about_page(body, url))
    try:
        raw = xmlfeed.read(body, content_type)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (feedparser lets errors of many kinds out on broken documents)
        return ParseFailed(f"The feed is too broken to be read ({type(error).__name__}).")
    return raw or ParseFailed("This is not a feed: neither RSS, Atom, RDF nor JSON Feed.")


def _about_page(body: bytes, url: str | None) -> str:
    feed = document.named_feed(body, url)
    return (
        f"This is a web page, not a feed; it names {feed} as its feed." if feed else "This is a web page, not a feed."
    )


def _moment(entry: RawEntry, now: datetime) -> datetime | None:
    own = dates.instant(entry.date, now)
    if own is None and entry.moment is not None:
        return dates.believable(entry.moment, now)
    return own


def _newest(moments: Sequence[datetime | None], count: int | None) -> list[int]:
    places = list(range(len(moments)))
    if count is None or len(places) <= count:
        return places
    # An entry without a date is taken to be as old as the one above it; at the top, as new as can be.
    age, ages = datetime.max.replace(tzinfo=UTC), []
    for moment in moments:
        age = moment or age
        ages.append(age)
    return sorted(sorted(places, key=lambda place: ages[place], reverse=True)[:count])


def _entry(raw: RawEntry, published: datetime | None, url: str | None) -> Entry:
    paragraphs, complete = _text(raw)
    title = html_text.line(raw.title) if raw.title_is_html else html_text.one_line(raw.title)
    link = next(filter(None, (_link(candidate, url) for candidate in raw.links)), None)
    return Entry(
        id=html_text.one_line(raw.id) or link or _made_up_id(title, paragraphs),
        title=title[:LONGEST_TITLE],
        link=link,
        published=published,
        author=html_text.line(raw.author) or None,
        text=_joined(paragraphs),
        complete=complete,
    )


def _text(raw: RawEntry) -> tuple[tuple[str, ...], bool]:
    content = _flattened(raw.content, is_html=raw.content_is_html)
    summary = _flattened(raw.summary, is_html=raw.summary_is_html)
    is_content = sum(map(len, content)) >= sum(map(len, summary))
    paragraphs = content if is_content else summary
    return without_boilerplate(paragraphs), is_complete(paragraphs, is_content=is_content)


def _flattened(text: str, *, is_html: bool) -> tuple[str, ...]:
    return html_text.paragraphs(text) if is_html else html_text.plain_paragraphs(text)


def _joined(paragraphs: Sequence[str]) -> str:
    text = ""
    for paragraph in paragraphs:
        text += ("\n" if paragraph.startswith(html_text.BULLET) else "\n\n") + paragraph
    return text.strip()


def _link(candidate: str, url: str | None) -> str | None:
    candidate = _WITHOUT_SCHEME.sub("https://", html_text.one_line(candidate))
    if not candidate:
        return None
    try:
        link = urljoin(url, candidate) if url else candidate
        parts = urlsplit(link)
        return link if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _made_up_id(title: str, paragraphs: Sequence[str]) -> str:
    content = "\n".join((title, *paragraphs))
    return "sha256:" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:32]
