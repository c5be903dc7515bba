"""Documents are repaired before they are parsed, and pages are known for pages."""

import codecs

import pytest

from briefings.feeds.document import is_page, is_well_formed, mended, named_feed, root_name, tidied

FEED = b"<rss><channel><title>T</title></channel></rss>"


@pytest.mark.parametrize(
    "body",
    [
        FEED,
        b'<?xml version="1.0"?>' + FEED,
        b'<!-- first --> \n <?xml version="1.0"?>' + FEED,
        b'\n\n<?xml version="1.0"?>' + FEED,
        b'<!DOCTYPE rss [<!ENTITY a "b"> <!ENTITY c "&a;&a;">]>' + FEED,
        b'<!DOCTYPE rss PUBLIC "-//x//EN" "http://news.example/rss.dtd">' + FEED,
        codecs.BOM_UTF16_LE + ('<?xml version="1.0" encoding="utf-16"?>' + FEED.decode()).encode("utf-16-le"),
        codecs.BOM_UTF32_BE + FEED.decode().encode("utf-32-be"),
    ],
)
def test_what_xml_forbids_at_the_top_is_taken_away(body: bytes) -> None:
    """Comments and blank lines before the declaration, wide encodings, document types with their entities."""
    tidy = tidied(body)
    assert is_well_formed(tidy)
    assert b"DOCTYPE" not in tidy
    assert tidy.endswith(FEED)
    assert root_name(body if body[:1] == b"<" else tidy) == "rss"


def test_entities_are_never_obeyed() -> None:
    """What a document declares for itself stays a word."""
    body = tidied(b'<!DOCTYPE rss [<!ENTITY lol "ha"><!ENTITY more "&lol;&lol;">]><rss>&more;&eacute;</rss>')
    assert mended(body) == b"<rss>&amp;more;&#233;</rss>"


def test_a_doctype_inside_the_feed_is_left_alone() -> None:
    """Entries may quote HTML pages, and comments may hold elements."""
    body = b"<!-- <old> --><rss><![CDATA[<!DOCTYPE html>]]></rss>"
    assert tidied(body) == body
    assert root_name(body) == "rss"
    assert root_name(b"<rss><!-- c --><b/></rss>") == "rss"
    assert root_name(b"no elements") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"AT&T & co", b"AT&amp;T &amp; co"),
        (b"A&nbsp;B &hellip;", b"A&#160;B &#8230;"),
        (b"&amp; &lt; &#38; &#x26;", b"&amp; &lt; &#38; &#x26;"),
        (b"&unknown; &#xZZ;", b"&amp;unknown; &amp;#xZZ;"),
        (b"a?b=1&c=2", b"a?b=1&amp;c=2"),
        (b"<![CDATA[AT&T]]><!-- & -->&", b"<![CDATA[AT&T]]><!-- & -->&amp;"),
        (b"bell\x07\x00", b"bell"),
    ],
)
def test_bare_ampersands_and_control_characters_are_made_legal(before: bytes, after: bytes) -> None:
    """HTML's named characters become numbers; CDATA sections and comments are left as they are."""
    assert mended(b"<a>" + before + b"</a>") == b"<a>" + after + b"</a>"
    assert is_well_formed(mended(b"<a>" + before + b"</a>"))


def test_well_formed_is_what_a_strict_parser_reads() -> None:
    """Nothing else, and it does not raise."""
    assert is_well_formed(FEED)
    assert not is_well_formed(FEED[:-1])
    assert not is_well_formed(b'<?xml version="1.0" encoding="klingon"?><a/>')
    assert not is_well_formed(b"")


def test_pages_are_known_and_the_feed_they_name_too() -> None:
    """So that the sentence can say what to try."""
    page = b'<!doctype html><html><link href="/feed.xml?a&amp;b" rel="alternate" type="application/rss+xml"></html>'
    assert is_page(page)
    assert not is_page(FEED)
    assert named_feed(page, "https://news.example/a/b") == "https://news.example/feed.xml?a&b"
    assert named_feed(page, None) == "/feed.xml?a&b"
    assert named_feed(b"<html></html>", None) is None
    broken = b'<html><link type="application/atom+xml" href="http://[::1"></html>'
    assert named_feed(broken, "https://news.example/") is None
