"""Documents are repaired before they are parsed, and pages are known for pages."""

import time

import pytest

from briefings.feeds.document import (
    bare,
    is_page,
    is_well_formed,
    item_prefixes,
    mended,
    named_feed,
    released,
    root_name,
    tidied,
    without_prefix,
)

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
        b'<!DOCTYPE rss [<!ENTITY a "<b>]>"> <!-- it\'s ]> --> <!ENTITY % c SYSTEM "x">] >' + FEED,
        b'<!DOCTYPE rss [<!ENTITY a "open> ]>' + FEED,
        b"<!DOCTYPE a><!DOCTYPE b><?xml version='1.0'" + FEED,
        b"Notice: cannot < modify > headers " + FEED,
        b'<?xml?xml version="1.0" ??>' + FEED,
    ],
)
def test_what_xml_forbids_at_the_top_is_taken_away(body: bytes) -> None:
    """Words, comments and blank lines before the declaration, and document types with their entities."""
    assert tidied(body) == FEED
    assert is_well_formed(tidied(body))
    assert root_name(body) == "rss"


def test_entities_are_never_obeyed() -> None:
    """What a document declares for itself stays a word."""
    body = tidied(b'<!DOCTYPE rss [<!ENTITY lol "ha"><!ENTITY more "&lol;&lol;">]><rss>&more;&eacute;</rss>')
    assert mended(body) == b"<rss>&amp;more;&#233;</rss>"


def test_a_doctype_inside_the_feed_is_left_alone() -> None:
    """Entries may quote HTML pages, and comments may hold elements."""
    body = b"<rss><![CDATA[<!DOCTYPE html>]]></rss>"
    assert tidied(b"<!-- <old> -->" + body) == body
    assert tidied(b"no elements") == b"no elements"
    assert root_name(b"<rss><!-- c --><b/></rss>") == "rss"
    assert root_name(b"no elements") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"AT&T & co", b"AT&amp;T &amp; co"),
        (b"A&nbsp;B &hellip;", b"A&#160;B &#8230;"),
        (b"&amp; &lt; &#38; &#x26;", b"&amp; &lt; &#38; &#38;"),
        (b"&#55357;&#56836; &#xD83D;&#xDE04;", b"&#128516; &#128516;"),
        (b"a&#0;b&#x1F;c&#xD800;d&#xFFFE;e&#99999999;f", b"a&#8203;b&#8203;c&#8203;d&#8203;e&#8203;f"),
        (b"&unknown; &#xZZ;", b"&amp;unknown; &amp;#xZZ;"),
        (b"&#5\x00&#x0;5357; &#5\x005;", b"&amp;#5&#8203;5357; &#55;"),
        (b"a?b=1&c=2", b"a?b=1&amp;c=2"),
        (b"<![CDATA[AT&T]]><!-- & -->&", b"<![CDATA[AT&T]]><!-- & -->&amp;"),
        (b"bell\x07\x00", b"bell"),
    ],
)
def test_bare_ampersands_and_control_characters_are_made_legal(before: bytes, after: bytes) -> None:
    """HTML's named characters become numbers; CDATA sections and comments are left as they are."""
    assert mended(b"<a>" + before + b"</a>") == b"<a>" + after + b"</a>"
    assert is_well_formed(mended(b"<a>" + before + b"</a>"))


def test_words_and_addresses_end_where_the_next_element_begins() -> None:
    """A missing or a misspelled end costs nothing."""
    body = b"<item><title>A & B<link>c</lnk><guid>d</item>"
    assert mended(body) == b"<item><title>A &amp; B</title><link>c</link></lnk><guid>d</guid></item>"
    assert mended(b"<title>A <b>B</b></title>") == b"<title>A <b>B</b></title>"


def test_a_sign_that_begins_no_tag_is_a_word() -> None:
    """When it is plain from the length of what follows."""
    assert mended(b"<a>3 <4" + b"x" * 4_000 + b"</a") == b"<a>3 &lt;4" + b"x" * 4_000 + b"</a"


def test_a_section_that_never_ends_swallows_nothing() -> None:
    """What follows is read as markup: better odd words than lost entries."""
    assert mended(b"<a><![CDATA[x <b>y & z</b></a>") == b"<a>x <b>y &amp; z</b></a>"
    assert mended(b"<a><!-- x <b>y</b></a>") == b"<a> x <b>y</b></a>"
    assert mended(b"<a><![CDATA[ & ]]></a>&<!--") == b"<a><![CDATA[ & ]]></a>&amp;"


def test_a_section_that_ends_in_a_later_item_is_taken_back() -> None:
    """XML allows it, and an entry would be gone without a trace."""
    body = b"<item><a><![CDATA[One</a></item><item><a><![CDATA[Two</a></item> <item><a><![CDATA[Three]]></a></item>"
    assert released(body) == body.replace(b"<![CDATA[", b"", 2)
    assert released(b"<entry><![CDATA[x</entry><entry>y]]></entry>") == b"<entry>x</entry><entry>y]]></entry>"
    for whole in (b"<item><![CDATA[about <item> and </item>]]></item>", b"<item/><!-- </item><item> -->", b""):
        assert released(whole) == whole


def test_attributes_without_measure_are_dropped() -> None:
    """Thirty thousand of them, in a third of a megabyte, took seven seconds."""
    many = b"".join(b" a%d='b'" % number for number in range(1_000))
    assert released(b"<rss><title" + many + b">A</title><b" + many + b"/></rss>") == b"<rss><title>A</title><b/></rss>"
    assert released(b"<a" + many[:3_000]) == b"<a" + many[:3_000]
    assert released(b"<a" + many + b"<b/>") == b"<a><b/>"
    assert released(b"<![CDATA[<a" + many + b">]]>") == b"<![CDATA[<a" + many + b">]]>"


def test_what_tells_nothing_of_an_entry_can_be_left_out() -> None:
    """For a second try, where the reader of XML trips over it."""
    body = b"<RSS><item><x:cloud a='b'/><dc:date>1</dc:date></category><![CDATA[<b>]]></item></RSS>"
    assert bare(body) == b"<RSS><item> <dc:date>1</dc:date> <![CDATA[<b>]]></item></RSS>"


def test_items_are_seen_whatever_their_prefix() -> None:
    """But not in comments, quotations and longer words."""
    assert item_prefixes(b"<rss><item><a:item/></rss>") == {b"a"}
    assert item_prefixes(b"<feed><ENTRY>") == set()
    assert item_prefixes(b"<rss><items/><!-- <item> --><![CDATA[<item>]]></rss>") is None
    assert without_prefix(b"<a:item b:c='a:d'><b:e></a:item>", {b"a"}) == b"<item b:c='a:d'><b:e></item>"


@pytest.mark.parametrize(
    "body",
    [
        *(b"<!-- a -->" * 60_000 + b"<x/>", b"<!--" * 200_000, b"<![CDATA[" * 90_000, b"<!DOCTYPE '" * 70_000),
        *(b"<html>" + b"<link " * 120_000, b"<!DOCTYPE a [" + b"<!ENTITY a '&b;'>" * 40_000, b"<" * 700_000),
        *(b"&a" * 400_000, b"<a:" * 250_000, b"<?xml " * 120_000, b"<a>" + b"]]>" * 250_000, b"&#1;" * 200_000),
    ],
)
def test_hostile_repetition_takes_no_time(body: bytes) -> None:
    """Each pattern reads a document once: a second is a hundred times what it needs."""
    began = time.process_time()
    tidy = tidied(body)
    mended(tidy)
    released(tidy)
    item_prefixes(tidy)
    named_feed(body, None)
    assert time.process_time() - began < 1


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
    for address in (b"/a\x00b", b"/" + b"a" * 500):
        assert named_feed(b"<link type='application/rss+xml' href='" + address + b"'>", None) is None
    broken = b'<html><link type="application/atom+xml" href="http://[::1"></html>'
    assert named_feed(broken, "https://news.example/") is None
