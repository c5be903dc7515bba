"""Reads RSS, Atom and RDF with feedparser, whose sanitising is off: every text is flattened here and escaped later."""

import contextlib
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from briefings.feeds.document import (
    bare,
    is_well_formed,
    item_prefixes,
    mended,
    released,
    root_name,
    tags,
    tidied,
    without_prefix,
)
from briefings.feeds.newest import thinned
from briefings.feeds.raw import RawEntry, RawFeed
from briefings.feeds.readings import ParseFailed

MOST_ITEMS = 1_000
MOST_TAGS = 100_000
TOO_MANY_TAGS = f"The feed has more than {MOST_TAGS:,} tags, which is too many to read."
MOST_REFERENCES = 400_000
TOO_MANY_REFERENCES = (
    f"The feed is too broken to be read: it is not well-formed, and has more than {MOST_REFERENCES:,} escaped signs."
)
NO_FEED = "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."
UNREADABLE_ITEMS = "The feed is too broken to be read: it has items, but none can be told apart."

_FORMATS = {"rss10": "rdf", "rss090": "rdf"}
# What stands at the top of a feed of a version that is not known.
_ROOTS = {"rss": "rss20", "feed": "atom10", "rdf": "rss10"}
_MAIL = re.compile(r"<?[^\s<>()]+@[^\s<>()]+>?")
# Read with `dict.get`: feedparser's own look-up answers one date for another, with a warning.
_DATES = ("published", "updated", "created")
_PLAIN = "text/plain"
# Links of an entry that lead to something else than its text.
_OTHER_LINKS = frozenset({"enclosure", "license", "replies", "edit", "edit-media", "author", "hub", "payment"})


def read(body: bytes, *, newest: int | None = None, now: datetime) -> RawFeed | ParseFailed:
    """The title and the entries of the feed in `body`, which is UTF-8, as they stand.

    Where only so many of the newest are wanted, a feed with very many more is thinned before it is read.
    Links stay relative, but for those below an `xml:base`; `home` completes them where nothing better is known.
    """
    body = released(tidied(body))
    root = root_name(body)
    if not root:
        return ParseFailed(NO_FEED)
    if newest is not None:
        body = thinned(body, max(newest, MOST_ITEMS), now)
        if tags(body) > MOST_TAGS:
            return ParseFailed(TOO_MANY_TAGS)
    if not is_well_formed(body):
        body = mended(body)
        if newest is not None and body.count(b"&") > MOST_REFERENCES:
            return ParseFailed(TOO_MANY_REFERENCES)
    found = _parsed(body)
    if not found.entries:
        prefixes = item_prefixes(body)
        if prefixes:
            # Publishers forget to say what a prefix means, and feedparser knows no item of an unknown kind.
            found = _parsed(without_prefix(body, prefixes))
        if prefixes is not None and not found.entries:
            return ParseFailed(UNREADABLE_ITEMS)
    version = str(found.get("version") or _ROOTS.get(root) or "")
    if not version and not found.entries:
        return ParseFailed(NO_FEED)
    form = _FORMATS.get(version) or ("atom" if version.startswith("atom") else "rss")
    feed = found.feed
    entries = tuple(_entry(entry, feed, is_rdf=form == "rdf") for entry in found.entries)
    return RawFeed(form, str(feed.get("title") or ""), entries, home=str(feed.get("link") or ""))


def _parsed(body: bytes) -> Any:
    try:
        return _parse(body)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (feedparser trips over broken elements of many kinds, of which few matter here)
        return _parse(bare(body))


def _parse(body: bytes) -> Any:
    return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def _entry(entry: Any, feed: Any, *, is_rdf: bool) -> RawEntry:
    texts = [part for part in entry.get("content") or [] if _is_text(part)]
    content = max(texts or [{}], key=lambda part: len(part.get("value") or ""))
    summary = entry.get("summary_detail") or {}
    title = entry.get("title_detail") or {}
    return RawEntry(
        id=str(entry.get("id") or ""),
        title=str(entry.get("title") or ""),
        title_is_html=title.get("type", _PLAIN) != _PLAIN,
        links=_links(entry, is_rdf=is_rdf),
        dates=tuple(str(found) for name in _DATES if (found := dict.get(entry, name))),
        author=_author(entry) or _author(feed),
        content=str(content.get("value") or ""),
        content_is_html=content.get("type") != _PLAIN,
        summary=str(entry.get("summary") or ""),
        summary_is_html=summary.get("type") != _PLAIN,
        moments=tuple(_moments(entry)),
    )


def _links(entry: Any, *, is_rdf: bool) -> tuple[str, ...]:
    # Redirecting services keep the publisher's own address beside theirs.
    link, ident = str(entry.get("link") or ""), str(entry.get("id") or "")
    if link == ident and "://" not in link:
        # feedparser takes any id for an address, where there is none.
        link = ""
    own = [str(entry.get("feedburner_origlink") or ""), link]
    others = [str(link.get("href") or "") for link in entry.get("links") or [] if link.get("rel") not in _OTHER_LINKS]
    return (*own, *others, ident if is_rdf else "")


def _author(record: Any) -> str:
    people = [str(person.get("name") or "") for person in record.get("authors") or []]
    if len(people) > 1:
        return ", ".join(dict.fromkeys(filter(None, people)))
    text, detail = str(record.get("author") or ""), record.get("author_detail") or {}
    if detail.get("name") and text == f"{detail['name']} ({detail.get('email')})":
        return str(detail["name"])
    # feedparser cuts mail addresses below the long top-level domains in two.
    text = _MAIL.sub("", text).replace("()", "").strip()
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def _is_text(part: Any) -> bool:
    kind = str(part.get("type") or _PLAIN)
    return not kind.startswith(("image/", "audio/", "video/", "font/"))


def _moments(entry: Any) -> Iterator[datetime]:
    for name in _DATES:
        parsed = dict.get(entry, f"{name}_parsed")
        if isinstance(parsed, struct_time):
            with contextlib.suppress(ValueError):
                yield datetime(*parsed[:5], min(parsed.tm_sec, 59), tzinfo=UTC)
