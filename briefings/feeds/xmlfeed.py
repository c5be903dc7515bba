"""Reads RSS, Atom and RDF with feedparser, whose sanitising is off: every text is flattened here and escaped later."""

import io
import re
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from briefings.feeds.document import is_well_formed, mended, root_name, tidied
from briefings.feeds.headers import charset
from briefings.feeds.raw import RawEntry, RawFeed

_FORMATS = {"rss10": "rdf", "rss090": "rdf"}
# What stands at the top of a feed of a version that is not known.
_ROOTS = {"rss": "rss20", "feed": "atom10", "rdf": "rss10"}
_MAIL = re.compile(r"<?[^\s<>()]+@[^\s<>()]+>?")
# Read with `dict.get`: feedparser's own look-up answers one date for another, with a warning.
_DATES = ("published", "updated", "created")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def read(body: bytes, content_type: str | None) -> RawFeed | None:
    """The feed's title and its entries as they stand; None where there is neither a known format nor an entry.

    Links stay relative, but for those below an `xml:base`.
    """
    body = tidied(body)
    found = _parse(body if is_well_formed(body) else mended(body), content_type)
    version = str(found.get("version") or _ROOTS.get(root_name(body)) or "")
    if not version and not found.entries:
        return None
    form = _FORMATS.get(version) or ("atom" if version.startswith("atom") else "rss")
    feed = found.feed
    return RawFeed(form, str(feed.get("title") or ""), tuple(_entry(entry, feed) for entry in found.entries))


def _parse(body: bytes, content_type: str | None) -> Any:
    headers = {}
    declared = charset(content_type)
    if declared:
        headers["content-type"] = f"application/xml; charset={declared}"
    return feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _entry(entry: Any, feed: Any) -> RawEntry:
    content = max(entry.get("content") or [{}], key=lambda part: len(part.get("value") or ""))
    summary = entry.get("summary_detail") or {}
    title = entry.get("title_detail") or {}
    return RawEntry(
        id=str(entry.get("id") or ""),
        title=str(entry.get("title") or ""),
        title_is_html=title.get("type") in _HTML_TYPES,
        links=_links(entry),
        date=next((str(found) for name in _DATES if (found := dict.get(entry, name))), ""),
        author=_author(entry) or _author(feed),
        content=str(content.get("value") or ""),
        content_is_html=content.get("type") != "text/plain",
        summary=str(entry.get("summary") or ""),
        summary_is_html=summary.get("type") != "text/plain",
        moment=_moment(entry),
    )


def _links(entry: Any) -> tuple[str, ...]:
    # Redirecting services keep the publisher's own address beside theirs.
    own = [str(entry.get("feedburner_origlink") or ""), str(entry.get("link") or "")]
    others = [str(link.get("href") or "") for link in entry.get("links") or [] if link.get("rel") != "enclosure"]
    return (*own, *others)


def _author(record: Any) -> str:
    people = [str(person.get("name") or "") for person in record.get("authors") or []]
    if len(people) > 1:
        return ", ".join(dict.fromkeys(filter(None, people)))
    # feedparser cuts mail addresses below the long top-level domains in two.
    text = _MAIL.sub("", str(record.get("author") or "")).strip()
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def _moment(entry: Any) -> datetime | None:
    for name in _DATES:
        parsed = dict.get(entry, f"{name}_parsed")
        if isinstance(parsed, struct_time):
            try:
                return datetime(*parsed[:5], min(parsed.tm_sec, 59), tzinfo=UTC)
            except ValueError:
                continue
    return None
