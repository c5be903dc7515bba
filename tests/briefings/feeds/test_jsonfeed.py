"""JSON Feed is read leniently; other JSON is refused with a sentence."""

import json

import pytest

from briefings.feeds.jsonfeed import NotJsonFeed, looks_like_json, read
from briefings.feeds.raw import RawFeed


def entries_of(**document: object) -> RawFeed:
    found = read(json.dumps(document).encode())
    assert isinstance(found, RawFeed)
    return found


def test_every_field_of_an_item_is_read() -> None:
    """Titles, links, dates, authors, content."""
    feed = entries_of(
        version="https://jsonfeed.org/version/1.1",
        title="Front Range Post",
        items=[
            {
                "id": 7,
                "title": "Late again",
                "url": "https://news.example/7",
                "external_url": "https://other.example/",
                "date_published": "2026-11-24T07:00:00Z",
                "authors": [{"name": "Dana Ruiz"}, {"url": "x"}, {"name": "Sam Hill"}],
                "content_html": "<p>Hi</p>",
                "summary": "Short",
            }
        ],
    )
    (entry,) = feed.entries
    assert (feed.format, feed.title) == ("json", "Front Range Post")
    assert (entry.id, entry.title, entry.dates) == ("7", "Late again", ("2026-11-24T07:00:00Z",))
    assert entry.links == ("https://news.example/7", "https://other.example/")
    assert entry.author == "Dana Ruiz, Sam Hill"
    assert (entry.content, entry.content_is_html, entry.summary) == ("<p>Hi</p>", True, "Short")


def test_fields_of_the_wrong_type_count_as_missing() -> None:
    """One odd item costs neither itself nor the others."""
    feed = entries_of(
        author={"name": "The desk"},
        items=[{"id": True, "title": ["x"], "authors": "nobody", "content_text": "Plain"}, "junk", None, {"id": "b"}],
    )
    first, second = feed.entries
    assert (first.id, first.title, first.author) == ("", "", "The desk")
    assert (first.content, first.content_is_html) == ("Plain", False)
    assert second.id == "b"


def test_a_feed_without_items_is_an_empty_feed() -> None:
    """That is no failure."""
    assert entries_of(version="https://jsonfeed.org/version/1", title="Quiet", items=[]).entries == ()


@pytest.mark.parametrize("body", [b"[1]", b'{"a": 1}', b'{"items": 3}', b'"x"'])
def test_other_json_is_no_feed(body: bytes) -> None:
    """The sentence says what is missing."""
    assert read(body) == NotJsonFeed("This is JSON but not a JSON Feed: it has no list of items.")


def test_a_list_of_something_else_is_no_silence() -> None:
    """A feed that has items gives entries or a reason."""
    assert read(b'{"items": ["a", 3]}') == NotJsonFeed(
        "This is JSON but not a JSON Feed: its list of items holds something else."
    )


def test_what_json_forbids_and_publishers_write_is_read() -> None:
    """Half a character, a bare line end, a number that is none."""
    found = read(b'{"items": [{"id": "a", "title": "Half \\ud83d", "summary": "One\nTwo", "size": NaN}]}')
    assert isinstance(found, RawFeed)
    assert found.entries[0].summary == "One\nTwo"


def test_json_nested_without_end_says_so() -> None:
    """A hundred thousand lists, one in the other."""
    assert read(b'{"items": ' + b"[" * 100_000) == NotJsonFeed("This looks like JSON but is not well-formed.")


def test_broken_json_says_so() -> None:
    """Cut short, or something else in braces."""
    assert read(b'{"items": [') == NotJsonFeed("This looks like JSON but is not well-formed.")


def test_json_is_known_by_its_first_sign() -> None:
    """After white space."""
    assert looks_like_json(b" \r\n{")
    assert looks_like_json(b"[")
    assert not looks_like_json(b"<rss>")
