"""What the inputs of other projects' parsers say that a parser should find, field by field."""

import ast
import base64
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefings.feeds import html_text
from briefings.feeds.characters import as_utf8
from briefings.feeds.document import item_prefixes, tidied
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.model import Feed

pytestmark = pytest.mark.data

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_EXPECTS = re.compile(rb"Expect:\s*(.*?)\s*(?:-->|\n\s*Options)", re.DOTALL)
_HEADER = re.compile(rb"Header:\s*Content-type:\s*([^\n]+)", re.IGNORECASE)
_ENTRY = re.compile(r"entries\[(\d+)\]\.(\w+?)(?:_detail\.(?:value|name)|\[0\]\.value)?")
_TEXTS = ("summary", "description", "content")
_DATES = ("published_parsed", "updated_parsed", "created_parsed", "modified_parsed", "date_parsed", "issued_parsed")
_KINDS = dict.fromkeys(_TEXTS, "text") | dict.fromkeys(_DATES, "date") | {"guid": "id"}
LEAST = {"feed title": 0.99, "title": 0.95, "text": 0.94, "date": 1.0, "link": 0.8, "id": 0.8, "author": 0.75}
"""What was measured, rounded down. What is missing was looked at: lines like "click here" are dropped on purpose, mail
addresses too; Content-Location is not read, and neither is base64 in Atom 0.3."""


def _inputs(shared: Path) -> Iterator[bytes]:
    with gzip.open(shared / "data" / "feed_torture_dev.jsonl.gz", "rt") as lines:
        yield from (base64.b64decode(json.loads(line)["content_b64"]) for line in lines)


def _expected(body: bytes) -> set[tuple[str, int, Any]]:
    """Field, place of the entry, value: of each comparison in the input's comment that means a field of ours."""
    found = _EXPECTS.search(body)
    try:
        tree = ast.parse(found[1].decode().replace("\n", " "), mode="eval") if found else ast.parse("0")
    except (SyntaxError, UnicodeDecodeError):
        return set()
    equal = (node for node in ast.walk(tree) if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq))
    return {
        (*field, node.comparators[0].value if isinstance(node.comparators[0], ast.Constant) else _day(node))
        for node in equal
        if (field := _field(ast.unparse(node.left)))
    }


def _day(node: ast.Compare) -> datetime | None:
    if not isinstance(node.comparators[0], ast.Tuple):
        return None
    year, month, day, hour, minute, second, *_ = ast.literal_eval(node.comparators[0])
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _field(left: str) -> tuple[str, int] | None:
    path = re.sub(r"\['(\w+)'\]", r".\1", left)
    if path in ("feed.title", "feed.title_detail.value"):
        return "feed title", 0
    found = _ENTRY.fullmatch(path)
    kind = found and _KINDS.get(found[2], found[2])
    return (kind, int(found[1])) if found and kind in LEAST else None


def _words(text: object) -> str:
    return " ".join(str(text or "").replace(html_text.BULLET, "").split())


def _is_right(feed: Feed | ParseFailed, field: str, place: int, value: Any) -> bool:
    if isinstance(feed, ParseFailed) or (field != "feed title" and place >= len(feed.entries)):
        return False
    if field == "feed title":
        return _words(feed.title) == _words(html_text.line(str(value)))
    entry = feed.entries[place]
    if field == "date":
        return entry.published == value
    if field in ("link", "id"):
        return getattr(entry, field) == value
    return _words(getattr(entry, field)) == _words(html_text.line(str(value or "")))


def test_what_the_inputs_expect_is_found(shared: Path) -> None:
    """Some 830 fields in 1,855 inputs: titles, links, ids, authors, dates, texts."""
    asked, right = Counter[str](), Counter[str]()
    for body in _inputs(shared):
        header = _HEADER.search(body, 0, 2_000)
        feed = parse(body, header[1].decode().strip() if header else None, now=NOW)
        for field, place, value in _expected(body):
            asked[field] += 1
            right[field] += _is_right(feed, field, place, value)
    assert asked.total() > 800
    assert {
        field: right[field] / asked[field] for field, least in LEAST.items() if right[field] < least * asked[field]
    } == {}


def test_nothing_that_has_items_gives_none_in_silence(shared: Path) -> None:
    """Entries, or an error; a feed that says nothing has nothing."""
    for body in _inputs(shared):
        feed = parse(body, None, now=NOW)
        if isinstance(feed, Feed) and not feed.entries and feed.format != "json":
            assert item_prefixes(tidied(as_utf8(body, None))) is None, body


def test_every_entry_of_every_real_feed_is_found(shared: Path) -> None:
    """121 documents; every entry of a news publisher has its title and its link, and its date where one is given."""
    folder = shared / "data"
    for row in json.loads((folder / "feeds" / "index.json").read_text(encoding="utf-8")):
        body = (folder / row["file"]).read_bytes()
        feed = parse(body, None, now=NOW)
        assert isinstance(feed, Feed), row["file"]
        assert len(feed.entries) == row["entries"], row["file"]
        dated = len(re.findall(rb"<(?:pubDate|dc:date|published|updated)>\s*(?!Mon, 01 Jan 0001)", body)) > 1
        if row["news_publisher"]:
            assert all(entry.title and entry.link and (entry.published or not dated) for entry in feed.entries), row
