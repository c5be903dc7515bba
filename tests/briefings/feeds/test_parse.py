"""Feeds of every format become entries; what is no feed becomes one sentence."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds import xmlfeed
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.model import Entry, Feed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

ORIGINAL_LINK = (
    "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>"
    "https://news.example/9</feedburner:origLink>"
)
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Front Range Post</title><item>
<guid isPermaLink="false">n1</guid><title>Buses &amp;amp; trams</title><link>https://news.example/1</link>
<pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate><author>dana@news.example (Dana Ruiz)</author>
<description>&lt;p&gt;One.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Two&lt;/li&gt;&lt;/ul&gt;</description></item></channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Front Range Post</title><entry>
<id>n1</id><title>Buses &amp; trams</title><link href="https://news.example/1"/><updated>2026-11-24T07:00:00Z</updated>
<author><name>Dana Ruiz</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p>
<ul><li>Two</li></ul></div></content></entry></feed>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/">
<title>Front Range Post</title></channel><item rdf:about="n1"><title>Buses &amp; trams</title>
<link>https://news.example/1</link><dc:date>2026-11-24T07:00:00Z</dc:date><dc:creator>Dana Ruiz</dc:creator>
<description>One.&lt;br&gt;&lt;br&gt;- Two</description></item></rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1", "title": "Front Range Post", "items": [{"id": "n1",
"title": "Buses & trams", "url": "https://news.example/1", "date_published": "2026-11-24T08:00:00+01:00",
"author": {"name": "Dana Ruiz"}, "content_html": "<p>One.</p><ul><li>Two</li></ul>"}]}"""


def read(body: bytes | str, **options: object) -> Feed:
    raw = body.encode() if isinstance(body, str) else body
    feed = parse(raw, None, now=NOW, **options)  # type: ignore[arg-type]
    assert isinstance(feed, Feed)
    return feed


def item(inside: str) -> Entry:
    (entry,) = read(f"<rss version='2.0'><channel><item>{inside}</item></channel></rss>").entries
    return entry


@pytest.mark.parametrize(("body", "form"), [(RSS, "rss"), (ATOM, "atom"), (RDF, "rdf"), (JSON, "json")])
def test_all_four_formats_tell_the_same_story(body: bytes, form: str) -> None:
    """The same entry comes out of each."""
    feed = read(body)
    entry = Entry("n1", "Buses & trams", "https://news.example/1", SEVEN, "Dana Ruiz", "One.\n- Two", complete=False)
    assert feed == Feed(form, "Front Range Post", (entry,))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The document is empty."),
        (b"\xef\xbb\xbf \n\x00", "The document is empty."),
        (b"Not a feed at all", "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."),
        (b"<svg/>", "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."),
        (b"<!doctype html><html><body><p>Hello</p></body></html>", "This is a web page, not a feed."),
        (b"<html><head><title>x", "This is a web page, not a feed."),
        (
            b"<html><link rel='alternate' type='application/rss+xml' href='/feed'></html>",
            "This is a web page, not a feed; it names https://news.example/feed as its feed.",
        ),
        (b'{"a": 1}', "This is JSON but not a JSON Feed: it has no list of items."),
    ],
)
def test_what_is_no_feed_is_one_sentence(body: bytes, reason: str) -> None:
    """The sentence is for a person who entered a wrong address."""
    assert parse(body, "text/html", url="https://news.example/a") == ParseFailed(reason)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>", "rss"),
        (b"<rss><channel><title>Quiet</title></channel></rss>", "rss"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Quiet</title></feed>", "atom"),
        (b'{"items": [], "title": "Quiet"}', "json"),
    ],
)
def test_a_feed_without_entries_is_no_failure(body: bytes, form: str) -> None:
    """A quiet publisher is not a broken one."""
    assert read(body) == Feed(form, "Quiet", ())


def test_broken_xml_loses_nothing() -> None:
    """Bare ampersands, undefined names, unclosed elements, words before the declaration."""
    entry = item("<title>AT&T & co</title><description>A&nbsp;B &mdash; C</description>")
    assert (entry.title, entry.text) == ("AT&T & co", "A B — C")
    assert item("<title>A<br>B</title>").title == "A B"
    assert read(b"<!-- made by a tool -->\n" + RSS).entries == read(RSS).entries
    assert len(read(RSS[:-30]).entries) == 1
    assert len(read(RSS.replace(b"</rss>", b"</oops>")).entries) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_encodings_are_read_as_declared(encoding: str) -> None:
    """In the document's own declaration."""
    body = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><item><title>Café</title></item></channel></rss>"
    assert read(body.encode(encoding)).entries[0].title == "Café"


def test_a_wrong_encoding_is_repaired() -> None:
    """Latin-1 that claims to be UTF-8, and a header that says better."""
    body = "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Café</title></item></channel></rss>"
    assert read(body.encode("latin-1")).entries[0].title == "Café"
    bare = "<rss><channel><item><title>Žižkov</title></item></channel></rss>".encode("iso-8859-2")
    feed = parse(bare, "application/rss+xml; charset=iso-8859-2", now=NOW)
    assert isinstance(feed, Feed)
    assert feed.entries[0].title == "Žižkov"


def test_entities_do_not_blow_up() -> None:
    """A document that declares a billion laughs is read at its own size."""
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{layers}]><rss><channel><item><title>&l9;</title></item></channel></rss>'
    assert read(body).entries[0].title == "&l9;"


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<link>https://news.example/1</link>", "https://news.example/1"),
        ("<guid>https://news.example/2</guid>", "https://news.example/2"),
        ("<link>/3</link>", "https://news.example/3"),
        ("<link>//news.example/4</link>", "https://news.example/4"),
        ("<link>news.example/5</link>", "https://news.example/5"),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[::1</link>", None),
        ("<link>mailto:dana@news.example</link>", None),
        ("<title>only</title>", None),
        (f"<link>https://proxy.example/9</link>{ORIGINAL_LINK}", "https://news.example/9"),
    ],
)
def test_a_link_is_an_address_on_the_web_or_none(inside: str, link: str | None) -> None:
    """Relative ones are completed, others are not passed on; the publisher's own goes before a redirector's."""
    feed = f"<rss version='2.0'><channel><item>{inside}</item></channel></rss>"
    assert read(feed, url="https://news.example/feed.xml").entries[0].link == link


def test_an_entry_without_an_id_gets_one_from_its_link_or_its_words() -> None:
    """The same one each time."""
    assert item("<link>https://news.example/1</link>").id == "https://news.example/1"
    assert item("<title>a</title>").id == item("<title>a</title>").id != item("<title>b</title>").id


@pytest.mark.parametrize(
    ("inside", "author"),
    [
        ("<author>dana@news.example (Dana Ruiz)</author>", "Dana Ruiz"),
        ("<author>Dana Ruiz &lt;dana@news.example&gt;</author>", "Dana Ruiz"),
        ("<author>dana@news.example</author>", None),
        ("<author>Dana Ruiz (Denver)</author>", "Dana Ruiz (Denver)"),
        ("<title>none</title>", None),
    ],
)
def test_an_author_is_a_name_and_no_mail_address(inside: str, author: str | None) -> None:
    """Addresses are nobody's business."""
    assert item(inside).author == author


def test_several_authors_are_listed() -> None:
    """Each once."""
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    names = "".join(f"<dc:creator {dc}>{name}</dc:creator>" for name in ("Dana Ruiz", "Sam Hill", "Dana Ruiz"))
    assert item(names).author == "Dana Ruiz, Sam Hill"


def test_dates_that_cannot_be_meant_are_none() -> None:
    """A wrong time is worse than none."""
    assert item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>").published is None
    assert item("<pubDate>soon</pubDate>").published is None
    ahead = (NOW + timedelta(days=3)).isoformat()
    assert item(f"<pubDate>{ahead}</pubDate>").published is None
    assert item("<title>none</title>").published is None


def test_the_formats_own_reading_of_a_date_is_the_second_choice() -> None:
    """Forms that only feedparser knows."""
    assert item("<pubDate>2026-328</pubDate>").published == datetime(2026, 11, 24, tzinfo=UTC)


def test_the_longer_of_content_and_description_is_the_text() -> None:
    """Some publishers put the whole in one, some in the other."""
    content = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{}</content:encoded>"
    whole = "The council met and put it off. " * 15
    assert item(f"<description>Short.</description>{content.format(whole)}").complete
    long = item(f"<description>{whole * 2}</description>{content.format('Short.')}")
    assert long.complete
    assert long.text.startswith("The council")


def test_sign_up_lines_are_dropped_and_labels_kept() -> None:
    """What a publisher labels is what readers are here for."""
    html = "<p><b>Why it matters:</b> Half lapses.</p><p>Sign up for our newsletter now</p><p>Read more</p>"
    entry = item(f"<description><![CDATA[{html}]]></description>")
    assert entry.text == "Why it matters: Half lapses."
    assert not entry.complete


@pytest.mark.parametrize(
    "text", ["x" * 5_000_000, "[" * 150_000, "a@" * 90_000, "&lt;p>a" * 200_000, "word " * 1_000_000]
)
def test_a_text_without_measure_is_kept_as_it_is(text: str) -> None:
    """It is no article, and is not judged like one: that would take seconds."""
    began = time.process_time()
    entry = item(f"<description>{text} &lt;p>Read more</description>")
    assert time.process_time() - began < 2
    assert len(entry.text) > 100_000


def test_the_newest_entries_are_chosen_and_keep_their_order() -> None:
    """By date; an entry without one is as old as the one above it."""
    days = [3, 9, None, 1, 8]
    dates = [f"<pubDate>2026-11-{day:02}</pubDate>" if day else "" for day in days]
    items = "".join(f"<item><title>{place}</title>{date}</item>" for place, date in enumerate(dates))
    body = f"<rss><channel>{items}</channel></rss>"
    assert [entry.title for entry in read(body, newest=3).entries] == ["1", "2", "4"]
    assert len(read(body, newest=5).entries) == len(read(body).entries) == 5
    undated = "<rss><channel><item><title>a</title></item><item><title>b</title></item></channel></rss>"
    assert [entry.title for entry in read(undated, newest=1).entries] == ["a"]


def test_a_library_that_breaks_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a lack of memory is not hidden from the process that limits it."""

    def broken(*_: object, **__: object) -> None:
        raise RecursionError

    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xmlfeed, "read", broken)
    assert parse(RSS, None) == ParseFailed("The feed is too broken to be read (RecursionError).")
    monkeypatch.setattr(xmlfeed, "read", greedy)
    with pytest.raises(MemoryError):
        parse(RSS, None)


@given(st.binary(max_size=300), st.sampled_from([RSS, ATOM, RDF, JSON]), st.integers(0, 600))
def test_damaged_feeds_are_answered(noise: bytes, body: bytes, place: int) -> None:
    """With entries or with a sentence, never an exception."""
    assert isinstance(parse(body[:place] + noise + body[place:], None, now=NOW), Feed | ParseFailed)
