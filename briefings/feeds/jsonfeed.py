"""Reads JSON Feed (jsonfeed.org, versions 1 and 1.1), leniently: a field of the wrong type counts as missing. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from briefings.feeds.raw import RawEntry, RawFeed


@dataclass(frozen=True, slots=True)
class NotJsonFeed:
    """The document is not a JSON Feed; `reason` is one sentence."""

    reason: str


def looks_like_json(body: bytes) -> bool:
    """Whether the document can only be JSON."""
    return body[:1024].lstrip(b" \t\r\n").startswith((b"{", b"["))


def read(body: bytes) -> RawFeed | NotJsonFeed:
    """The title and the entries of the feed in `body`, which is UTF-8, as they stand."""
    try:
        document = _loaded(body)
    except (ValueError, RecursionError):
        return NotJsonFeed("This looks like JSON but is not well-formed.")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return NotJsonFeed("This is JSON but not a JSON Feed: it has no list of items.")
    entries = tuple(_entries(document["items"], _authors(document)))
    if document["items"] and not entries:
        return NotJsonFeed("This is JSON but not a JSON Feed: its list of items holds something else.")
    return RawFeed("json", _text(document, "title"), entries, home=_text(document, "home_page_url"))


def _loaded(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # Half characters, bare line ends within words, NaN: the slower reader takes what the standard forbids.
        return json.loads(body, strict=False)


def _entries(items: list[Any], feed_author: str) -> Iterator[RawEntry]:
    for item in items:
        if not isinstance(item, dict):
            continue
        html, plain = _text(item, "content_html"), _text(item, "content_text")
        yield RawEntry(
            id=_text(item, "id"),
            title=_text(item, "title"),
            title_is_html=False,
            links=(_text(item, "url"), _text(item, "external_url")),
            dates=tuple(filter(None, (_text(item, "date_published"), _text(item, "date_modified")))),
            author=_authors(item) or feed_author,
            content=html or plain,
            content_is_html=bool(html),
            summary=_text(item, "summary"),
            summary_is_html=False,
        )


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _authors(record: dict[str, Any]) -> str:
    found = record.get("authors")
    people = found if isinstance(found, list) else [record.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name)
