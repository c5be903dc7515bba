"""Feeds as bad as the web has them, invented here: what is wrong with each, and what must come out of it."""

import gzip
from dataclasses import dataclass, replace

from briefings.feeds.xmlfeed import UNREADABLE_ITEMS

URL = "https://news.example/feed.xml"
"""Where all of them are served."""

_OTHER_ITEMS = "This is JSON but not a JSON Feed: its list of items holds something else."
_NAMES_ITS_FEED = "This is a web page, not a feed; it names https://news.example/rss as its feed."
NOT_A_FEED = "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."


@dataclass(frozen=True, slots=True)
class Got:
    """What is expected of one entry; the day is in November 2026, at seven in the morning UTC."""

    title: str = ""
    link: str | None = None
    day: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class BadFeed:
    """A document; `why` is what is wrong with it, `gives` its entries, or the sentence that says why there are none."""

    why: str
    body: bytes
    gives: tuple[Got, ...] | str
    content_type: str | None = None


TRAMS = Got("Trams late", "https://news.example/1", 24, "Ice on the wires.")
BUSES = Got("Buses full", "https://news.example/2", 23, "Few drivers.")
_TRAMS = (
    "<item><title>Trams late</title><link>https://news.example/1</link>"
    "<pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate><description>Ice on the wires.</description></item>"
)
_BUSES = (
    "<item><title>Buses full</title><link>https://news.example/2</link>"
    "<pubDate>Mon, 23 Nov 2026 07:00:00 GMT</pubDate><description>Few drivers.</description></item>"
)
_NAMES = ("rss", "channel", "item", "title", "link", "pubDate", "description")


def rss(items: str = _TRAMS + _BUSES, *, before: str = "", after: str = "") -> str:
    """An RSS document around some items."""
    return f"{before}<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>{after}"


def atom(inside: str, attributes: str = "") -> str:
    """An Atom document with one entry."""
    return f"<feed xmlns='http://www.w3.org/2005/Atom'{attributes}><title>Post</title><entry>{inside}</entry></feed>"


def _bad(why: str, body: str | bytes, *gives: Got, type_: str | None = None) -> BadFeed:
    return BadFeed(why, body.encode() if isinstance(body, str) else body, gives, type_)


def _none(why: str, body: str | bytes, sentence: str = NOT_A_FEED) -> BadFeed:
    return BadFeed(why, body.encode() if isinstance(body, str) else body, sentence)


def _trams(old: str, new: str) -> str:
    assert old in _TRAMS
    return rss(_TRAMS.replace(old, new) + _BUSES)


def _prefixed(document: str) -> str:
    for name in _NAMES[2:]:
        document = document.replace(f"<{name}>", f"<rss:{name}>").replace(f"</{name}>", f"</rss:{name}>")
    return document


def _one(inside: str) -> str:
    return rss(f"<item>{inside}</item>")


def _json(*items: str) -> str:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{", ".join(items)}]}}'


BROKEN_XML = (
    _bad("cut within an item", rss()[:-90], TRAMS, Got(BUSES.title, BUSES.link)),
    _bad("cut within a tag", rss()[: rss().rindex("<link>") + 3], TRAMS, Got(BUSES.title)),
    _bad("a warning of PHP before the declaration", rss(before="<br /><b>Warning</b>: x\n<?xml?>"), TRAMS, BUSES),
    _bad("words before the declaration", rss(before="Notice: 3 < 4\n<?xml version='1.0'?>"), TRAMS, BUSES),
    _bad("two declarations", rss(before="<?xml?xml version='1.0' ??><?xml version='1.0'?>"), TRAMS, BUSES),
    _bad("a script after the end", rss(after="<script>track('a' && 'b')</script></body>"), TRAMS, BUSES),
    _bad("two documents in one", rss(_TRAMS) + rss(_BUSES), TRAMS, BUSES),
    _bad("items without a channel", f"<rss>{_TRAMS}{_BUSES}</rss>", TRAMS, BUSES),
    _bad("items alone", _TRAMS + _BUSES, TRAMS, BUSES),
    _bad("items after the channel", rss("", after=_TRAMS), TRAMS),
    _bad("a prefix that nobody declared", _prefixed(rss()), TRAMS, BUSES),
    _bad("elements that nobody declared", _trams("<link>", "<dc:date/><media:x><y:z/></media:x><link>"), TRAMS, BUSES),
    _bad("capital letters", _trams("<link>", "<LINK>").replace("</link>", "</LINK>", 1), TRAMS, BUSES),
    _bad("a title that does not end", _trams("</title>", ""), TRAMS, BUSES),
    _bad("an end that is misspelled", _trams("</link>", "</lnk>"), TRAMS, BUSES),
    _bad("an item that does not end", _trams("</item>", ""), TRAMS, BUSES),
    _bad("the same attribute twice", _trams("<title>", "<title a='1' a='2'>"), TRAMS, BUSES),
    _bad("a comment that never ends", rss("<!-- x " + _TRAMS + _BUSES), TRAMS, BUSES),
    _bad("a CDATA section that never ends", _trams("Ice", "<![CDATA[Ice"), TRAMS, BUSES),
    _bad(
        "one that ends in the next item", _trams("Ice", "<![CDATA[Ice").replace("Few", "<![CDATA[Few]]>"), TRAMS, BUSES
    ),
    _bad("a CDATA section in two pieces", _trams("Ice on", "<![CDATA[Ice]]><![CDATA[ on]]>"), TRAMS, BUSES),
    _bad("NULs and control characters", _trams("Trams", "Tr\x00a\x0bms\x1f"), TRAMS, BUSES),
    _bad("characters that do not exist", _trams("Trams", "Tr&#0;&#xD800;&#1114112;&#99999999;ams"), TRAMS, BUSES),
    _bad("a picture as two halves", _trams("late", "&#55357;&#56836;"), replace(TRAMS, title="Trams 😄"), BUSES),
    _bad("ten thousand elements around the items", rss("<a>" * 10_000 + _TRAMS), TRAMS),
    _bad(
        "an end of a category that never began",
        rss("<oops></category>" + _TRAMS + "</category>" + _BUSES),
        TRAMS,
        BUSES,
    ),
    _bad("an attribute of a megabyte", _trams("<title>", f"<title x='{'y' * 2**20}'>"), TRAMS, BUSES),
)

ENTITIES = (
    _bad(
        "a file as an entity",
        rss(before="<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>").replace("Trams", "&f;Trams"),
        replace(TRAMS, title="&f;Trams late"),
        BUSES,
    ),
    _bad(
        "entities of entities, behind quotes that hide the end",
        rss(before="<!DOCTYPE r [<!ENTITY a ']><b>'><!-- ' --><!ENTITY c '&a;&a;'>]>").replace("Trams", "&c;Trams"),
        replace(TRAMS, title="&c;Trams late"),
        BUSES,
    ),
    _bad("a document type of twenty kilobytes", rss(before=f"<!DOCTYPE r [{'<!-- x -->' * 2_000}]>"), TRAMS, BUSES),
    _bad("entities declared within the feed", rss("<!DOCTYPE a [<!ENTITY b 'c'>]>" + _TRAMS), TRAMS),
    _bad("names of HTML", _trams("Trams late", "Trams&nbsp;late&hellip;"), replace(TRAMS, title="Trams late…"), BUSES),
    _bad("escaped twice", _trams("Trams", "&amp;#84;ra&amp;apos;ms"), replace(TRAMS, title="Tra'ms late"), BUSES),
)

WORDS = (
    _bad("markup in a title", _trams("Trams", "&lt;b&gt;Trams&lt;/b&gt;"), TRAMS, BUSES),
    _bad(
        "a comment of HTML that never ends",
        _trams("Ice on", "&lt;!-- wp Ice on"),
        replace(TRAMS, text="wp Ice on the wires."),
        BUSES,
    ),
    _bad("HTML a thousand deep", _trams("Ice", "&lt;div>" * 3_000 + "Ice"), TRAMS, BUSES),
    _bad(
        "XHTML in Atom",
        atom(
            "<title type='xhtml'><div>A <i>b</i></div></title>"
            "<content type='xhtml'><div><p>One</p><p>Two</p></div></content>"
        ),
        Got("A b", text="One\n\nTwo"),
    ),
    _bad(
        "a picture as the content",
        atom("<title>A</title><content type='image/png'>aWNl</content><summary>Ice</summary>"),
        Got("A", text="Ice"),
    ),
    _bad("only a picture", _one("<enclosure url='https://news.example/1.jpg' type='image/jpeg'/>"), Got()),
    _bad(
        "nothing but media",
        rss(
            "<item xmlns:m='http://search.yahoo.com/mrss/'>"
            "<m:title>A</m:title><m:description>Ice</m:description></item>"
        ),
        Got("A", text="Ice"),
    ),
    _bad("items without anything", rss("<item/><item></item>"), Got(), Got()),
)

LINKS = (
    _bad("an id that is no address", _one("<title>A</title><guid>17</guid>"), Got("A")),
    _bad("a permanent link as the id", _one("<guid>https://news.example/1</guid>"), Got(link=TRAMS.link)),
    _bad(
        "an id that says that it is no link",
        _one("<title>A</title><guid isPermaLink='false'>https://news.example/1</guid>"),
        Got("A"),
    ),
    _bad(
        "links relative to bases within bases",
        atom("<title>A</title><link href='b'/>", " xml:base='https://news.example/x/'").replace(
            "<entry>", "<entry xml:base='a/'>"
        ),
        Got("A", "https://news.example/x/a/b"),
    ),
    _bad(
        "a licence as the only link",
        atom("<title>A</title><link rel='license' href='https://law.example/'/>"),
        Got("A"),
    ),
    _bad(
        "RDF without links",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<item rdf:about='https://news.example/1'><title>A</title></item></rdf:RDF>",
        Got("A", TRAMS.link),
    ),
    _bad(
        "a link with blanks and line ends",
        _trams("news.example/1", "news.example/\n1 &amp; 2"),
        replace(TRAMS, link="https://news.example/1%20&%202"),
        BUSES,
    ),
    _bad("a link of ten kilobytes", _trams("/1", "/" + "1" * 10_000), replace(TRAMS, link=None), BUSES),
    _bad("the same id twice", rss(_TRAMS + _TRAMS), TRAMS, TRAMS),
)

DATES = (
    _bad("the year one", _trams("Tue, 24 Nov 2026", "Mon, 01 Jan 0001"), replace(TRAMS, day=None), BUSES),
    _bad("ten years ahead", _trams("24 Nov 2026", "24 Nov 2036"), replace(TRAMS, day=None), BUSES),
    _bad("a day that does not exist", _trams("24 Nov", "31 Nov"), replace(TRAMS, day=None), BUSES),
    _bad(
        "published in the year one, updated today",
        atom("<title>A</title><published>0001-01-01T00:00:00Z</published><updated>2026-11-24T07:00:00Z</updated>"),
        Got("A", day=24),
    ),
    _bad("months in Italian", _trams("Tue, 24 Nov 2026", "mar, 24 nov 26"), TRAMS, BUSES),
    _bad("a date without a zone", _trams(" GMT", ""), TRAMS, BUSES),
)

_CAFE = rss(_TRAMS.replace("Ice", "Café – “ice”"))
_GOT_CAFE = replace(TRAMS, text="Café – “ice” on the wires.")
ENCODINGS = (
    _bad("UTF-16 that nobody declared", _CAFE.encode("utf-16-be"), _GOT_CAFE),
    _bad("UTF-32 that nobody declared", _CAFE.encode("utf-32-le"), _GOT_CAFE),
    _bad(
        "Windows-1252 that claims to be UTF-8",
        ("<?xml version='1.0' encoding='utf-8'?>" + _CAFE).encode("cp1252"),
        _GOT_CAFE,
    ),
    _bad("UTF-8 that its server calls Latin-1", _CAFE, _GOT_CAFE, type_="text/xml; charset=ISO-8859-1"),
    _bad("UTF-8 that calls itself Latin-1", "<?xml version='1.0' encoding='iso-8859-1'?>" + _CAFE, _GOT_CAFE),
    _bad(
        "one broken byte",
        _CAFE.encode().replace(b"Ice", b"").replace(b"late", b"l\xe2te"),
        replace(_GOT_CAFE, title="Trams l\ufffdte"),
    ),
    _bad("an encoding that does not exist", "<?xml version='1.0' encoding='klingon'?>" + rss(), TRAMS, BUSES),
    _bad("packed as a file", gzip.compress(rss().encode(), mtime=0), TRAMS, BUSES),
    _none(
        "packed, and cut", gzip.compress(rss().encode(), mtime=0)[:-30], "The document is packed with gzip, and broken."
    ),
    _none(
        "packed, and too large",
        gzip.compress(bytes(11 * 2**20), mtime=0),
        "Unpacked, the document is larger than 10 MiB.",
    ),
)

JSON = (
    _bad(
        "numbers as ids, and links without a host",
        _json(
            '{"id": 1, "url": "/1", "title": "Trams late", "content_text": "Ice on the wires.",'
            ' "date_published": "2026-11-24T07:00:00Z"}',
            '{"id": 2}',
        ),
        TRAMS,
        Got(),
    ),
    _bad(
        "fields of every wrong type",
        _json('{"id": {}, "title": 7, "url": [], "authors": {}, "content_html": null, "date_published": 1795503600}'),
        Got("7", day=24),
    ),
    _bad("half a character", _json('{"id": "1", "title": "Trams \\ud83d late"}'), Got("Trams late")),
    _none("cut", _json('{"id": "1"}')[:-5], "This looks like JSON but is not well-formed."),
    _none("a list without a feed", "[1, 2]", "This is JSON but not a JSON Feed: it has no list of items."),
    _none("items that are none", '{"items": [1, "a"]}', _OTHER_ITEMS),
)

NO_FEEDS = (
    _none("nothing", "", "The document is empty."),
    _none("a blank page", " \r\n\t\x00", "The document is empty."),
    _none("words", "Not Found"),
    _none("a list of feeds", "<opml version='2.0'><body><outline xmlUrl='https://news.example/feed'/></body></opml>"),
    _none("a map of the site", "<urlset><url><loc>https://news.example/</loc></url></urlset>"),
    _none("a page", "<!doctype html><html><head><title>Post</title></head></html>", "This is a web page, not a feed."),
    _none(
        "a page that names its feed",
        "<html><link rel=alternate href=/rss type=application/rss+xml></html>",
        _NAMES_ITS_FEED,
    ),
    _none("items of a kind that cannot be", "<rss><channel><item:</channel></rss><entry/", UNREADABLE_ITEMS),
)

BAD_FEEDS = (*BROKEN_XML, *ENTITIES, *WORDS, *LINKS, *DATES, *ENCODINGS, *JSON, *NO_FEEDS)
