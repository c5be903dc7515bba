"""The sample server as its visitors see it: feeds that parse and grow, pages, conditional answers, the catalogue."""

import gzip
import json
import tomllib
from collections import Counter

import feedparser
import pytest

from briefings.feeds.fulltext import extract
from briefings.sample.markup import MARK
from briefings.sample.model import FeedForm, plain
from briefings.sample.newsroom import Newsroom
from briefings.sample.server import SampleServer, SampleServerError
from tests.briefings.sample.days import END, FIRST_DAY, Get, moment
from tests.clock import ManualClock

DENVER = "/front-range-post/feeds/denver.xml"


async def test_every_feed_of_every_form_can_be_read(newsroom: Newsroom, get: Get) -> None:
    """Strict XML that feedparser accepts without complaint, or JSON Feed; title, link, time and author of each item."""
    forms = Counter(feed.form for feed in newsroom.feeds())
    assert set(forms) == set(FeedForm)
    for feed in newsroom.feeds():
        response, body = await get(feed.path)
        assert response.status == 200
        assert MARK in body.decode()
        expected = newsroom.shown(feed, FIRST_DAY, END)
        if feed.form is FeedForm.JSON:
            items = json.loads(body)["items"]
            assert all(item["date_published"] and item["authors"] for item in items)
        else:
            parsed = feedparser.parse(body)
            assert not parsed.bozo, feed.path
            items = parsed.entries
            assert all(item.get("published_parsed") or item.get("updated_parsed") for item in items)
            assert all(item.author for item in items)
        assert [item["title"] for item in items] == [article.title for article in expected]


async def test_a_full_feed_carries_the_text_and_a_teaser_only_its_first_sentence(newsroom: Newsroom, get: Get) -> None:
    """Teasers end in an ellipsis and the page has the rest."""
    _, full = await get(DENVER)
    entries = {entry.title: entry for entry in feedparser.parse(full).entries}
    for article in newsroom.of("denver"):
        if article.outlet != "front-range-post":
            continue
        entry = entries[article.title]
        assert entry.summary == f"{article.first_sentence}…"
        assert ("content" in entry) is not article.teaser
    _, teasing = await get("/mile-high-radio/feeds/denver.xml")
    assert all("content" not in entry and entry.summary.endswith("…") for entry in feedparser.parse(teasing).entries)


async def test_an_item_appears_only_when_its_time_has_come(held: ManualClock, get: Get) -> None:
    """A minute before it is neither in the feed nor on the site; at its minute it is in both."""
    title = "Broken main under Speer Boulevard leaves 4,200 Denver homes on boiled water"
    held.set(moment(1, 5, 19))
    _, before = await get(DENVER)
    assert title not in [entry.title for entry in feedparser.parse(before).entries]
    path = "/front-range-post/broken-main-under-speer-boulevard-leaves-4-200-denver"
    assert (await get(path))[0].status == 404
    held.set(moment(1, 5, 20))
    _, after = await get(DENVER)
    assert feedparser.parse(after).entries[0].title == title
    assert (await get(path))[0].status == 200


async def test_before_the_first_evening_every_feed_is_empty_but_whole(
    newsroom: Newsroom, held: ManualClock, get: Get
) -> None:
    """An early visitor gets a feed without items, not an error."""
    held.set(moment(0, 12))
    for feed in newsroom.feeds():
        response, body = await get(feed.path)
        assert response.status == 200
        if feed.form is FeedForm.JSON:
            assert json.loads(body)["items"] == []
        else:
            parsed = feedparser.parse(body)
            assert not parsed.bozo
            assert parsed.entries == []


async def test_who_has_the_newest_version_gets_304(held: ManualClock, get: Get) -> None:
    """By tag or by time; after a new item the whole feed comes again."""
    held.set(moment(1, 6))
    response, _ = await get(DENVER)
    known = {"If_None_Match": response.headers["ETag"]}
    since = {"If_Modified_Since": response.headers["Last-Modified"]}
    for condition in (known, since, {"If_None_Match": f'"other", W/{response.headers["ETag"]}'}):
        again, body = await get(DENVER, **condition)
        assert (again.status, body) == (304, b"")
        assert again.headers["ETag"] == response.headers["ETag"]
    held.set(moment(2, 6))
    assert (await get(DENVER, **known))[0].status == 200
    assert (await get(DENVER, **since))[0].status == 200


@pytest.mark.parametrize("unreadable", ["", "soon", "Tue, 17 Mar 2026 12:00:00"])
async def test_a_time_nobody_can_read_counts_as_none(get: Get, unreadable: str) -> None:
    """The feed comes whole."""
    assert (await get(DENVER, If_Modified_Since=unreadable))[0].status == 200


async def test_a_tag_decides_alone_where_both_are_given(get: Get) -> None:
    """RFC 9110, 13.2.2: the time is not looked at."""
    response, _ = await get(DENVER)
    both = {"If_None_Match": '"old"', "If_Modified_Since": response.headers["Last-Modified"]}
    assert (await get(DENVER, **both))[0].status == 200


async def test_bodies_are_gzipped_for_those_who_accept_it(get: Get) -> None:
    """And only for them; unpacked it is the same document with the same tag."""
    plainly, body = await get(DENVER)
    packed, small = await get(DENVER, Accept_Encoding="gzip, deflate")
    assert "Content-Encoding" not in plainly.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small) == body
    assert packed.headers["ETag"] == plainly.headers["ETag"]


async def test_every_article_has_a_page_from_which_its_text_can_be_had(newsroom: Newsroom, get: Get) -> None:
    """The extractor finds the paragraphs, all of them and nothing of the page's furniture, nor the sample's mark."""
    for article in newsroom.articles:
        response, body = await get(article.path)
        assert response.content_type == "text/html"
        assert MARK in body.decode()
        page = extract(body.decode(), str(response.url))
        assert page is not None
        assert page.paragraphs == tuple(plain(paragraph) for paragraph in article.paragraphs)
        assert (page.title, page.author) == (article.title, article.author)


async def test_front_pages_and_pictures_are_served(newsroom: Newsroom, get: Get) -> None:
    """Every link that a page or the catalogue makes leads somewhere."""
    for outlet in newsroom.outlets:
        front, body = await get(f"/{outlet.slug}/")
        assert front.status == 200
        assert MARK in body.decode()
        picture, _ = await get(f"/{outlet.slug}/picture.svg")
        assert picture.content_type == "image/svg+xml"


@pytest.mark.parametrize("path", ["/", "/nobody/", "/nobody/picture.svg", "/front-range-post/feeds/none.xml", "/x/y"])
async def test_what_is_not_there_is_404(get: Get, path: str) -> None:
    """An unknown path is an ordinary miss."""
    assert (await get(path))[0].status == 404


async def test_the_catalogue_names_feeds_that_exist(newsroom: Newsroom, server: SampleServer, get: Get) -> None:
    """It is TOML in the format of the real list, on all seven days, and each of its feeds answers."""
    listed = tomllib.loads(server.catalogue_toml())["newsletter"]
    assert [newsletter["slug"] for newsletter in listed] == [newsletter.slug for newsletter in newsroom.newsletters]
    for newsletter in listed:
        assert newsletter["days"] == [1, 2, 3, 4, 5, 6, 7]
        assert bool(newsletter.get("places")) is (newsletter["kind"] == "city")
        for source in newsletter["source"]:
            assert set(source) == {"name", "publisher", "feed", "homepage", "weight"}
            assert (await get(source["feed"].removeprefix(server.url)))[0].status == 200
            assert (await get(source["homepage"].removeprefix(server.url)))[0].status == 200


async def test_a_port_that_is_taken_is_said_in_one_sentence(server: SampleServer, held: ManualClock) -> None:
    """And the second server is left as it was, not half started."""
    second = SampleServer(held, FIRST_DAY)
    port = int(server.url.rsplit(":", 1)[1])
    with pytest.raises(SampleServerError, match=f"cannot listen on port {port}"):
        await second.start(port)
    with pytest.raises(SampleServerError, match="before it is started"):
        _ = second.url
    await second.stop()


async def test_a_stopped_server_lets_its_port_go(newsroom: Newsroom, held: ManualClock) -> None:
    """Stopping twice is harmless and the port can be had again."""
    first = SampleServer(held, FIRST_DAY, newsroom)
    await first.start()
    port = int(first.url.rsplit(":", 1)[1])
    await first.stop()
    await first.stop()
    second = SampleServer(held, FIRST_DAY, newsroom)
    await second.start(port)
    assert second.url == f"http://127.0.0.1:{port}"
    await second.stop()
