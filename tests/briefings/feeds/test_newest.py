"""The newest entries are found by their dates, and long feeds are thinned before they are read."""

import time
from datetime import UTC, datetime, timedelta

from briefings.feeds.newest import newest, thinned
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.feeds.xmlfeed import MOST_ITEMS, MOST_REFERENCES, MOST_TAGS, TOO_MANY_REFERENCES, TOO_MANY_TAGS
from briefings.model import Feed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _items(count: int) -> list[str]:
    """The first is the oldest."""
    return [
        f"<item><title>{n}</title><pubDate>{NOW - (count - n) * MINUTE:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for n in range(count)
    ]


def _rss(items: list[str]) -> bytes:
    return f"<rss version='2.0'><channel><title>Post</title>{''.join(items)}</channel></rss>".encode()


def test_an_entry_without_a_date_is_as_old_as_the_one_above_it() -> None:
    """At the top it is as new as can be; order is kept."""
    moments = [None, NOW - 3 * MINUTE, None, NOW - MINUTE, NOW - 2 * MINUTE]
    assert newest(moments, 3) == [0, 3, 4]
    assert newest(moments, 5) == newest(moments, None) == [0, 1, 2, 3, 4]


def test_a_feed_is_thinned_to_its_newest_items() -> None:
    """Whatever their order; what stands around them stays."""
    items = _items(10)
    assert thinned(_rss(items), 3, NOW) == _rss(items[-3:])
    assert thinned(_rss(items[::-1]), 3, NOW) == _rss(items[:-4:-1])
    assert thinned(_rss(items), 10, NOW) == _rss(items)
    quoted = "<!-- <item> --><item><![CDATA[<item></item>]]></item>"
    assert thinned(_rss([quoted] * 3), 3, NOW) == _rss([quoted] * 3)
    assert thinned(b"<a:entry>1<a:entry>2", 1, NOW) == b"<a:entry>1"


def test_twenty_thousand_items_cost_a_second_at_most() -> None:
    """Read whole they cost five; the newest two hundred are the same."""
    items = _items(20_000)
    began = time.process_time()
    feed = parse(_rss(items), None, newest=200, now=NOW)
    assert time.process_time() - began < 1.5
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == [str(n) for n in range(19_800, 20_000)]


def test_who_asks_for_all_gets_all() -> None:
    """The filter shows a file as it is."""
    feed = parse(_rss(_items(MOST_ITEMS + 1)), None, now=NOW)
    assert isinstance(feed, Feed)
    assert len(feed.entries) == MOST_ITEMS + 1


def test_a_feed_of_nothing_but_markup_is_one_sentence() -> None:
    """At once, not when the processor's time or the memory is up."""
    began = time.process_time()
    body = _rss(["<item><b/>" + "<br/>" * MOST_TAGS + "</item>"])
    assert parse(body, None, newest=200, now=NOW) == ParseFailed(TOO_MANY_TAGS)
    body = _rss(["<item><oops><description>" + "&lt;br>" * MOST_REFERENCES + "&lt;</item>"])
    assert parse(body, None, newest=200, now=NOW) == ParseFailed(TOO_MANY_REFERENCES)
    assert time.process_time() - began < 2
