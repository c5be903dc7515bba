"""A poll brings in what is new, once, and a source that fails stays its own trouble."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from aiohttp import web

from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.poll import Poller
from briefings.feeds.update import FeedState
from briefings.model import Source
from briefings.store.articles import ArticleStore
from briefings.store.database import Database
from briefings.store.feeds import FeedStore
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

WHOLE = "The council met on Monday and put the matter off once more. " * 20
PAGE = f"<html><head><title>T</title></head><body><article>{f'<p>{WHOLE}</p>' * 3}</article></body></html>"
EVER = timedelta(days=3650)


class Newsstand:
    """A site with feeds, and everything that polls them."""

    def __init__(
        self, site: Site, poller: Poller, articles: ArticleStore, feeds: FeedStore, clock: ManualClock
    ) -> None:
        self.site = site
        self.poller = poller
        self.articles = articles
        self.feeds = feeds
        self.clock = clock

    def item(self, name: str, *, text: str = WHOLE, at: datetime | None = None, link: str | None = None) -> str:
        moment = (at or self.clock.now()).strftime("%a, %d %b %Y %H:%M:%S GMT")
        address = link or f"{self.site.url}/news/{name}"
        return (
            f"<item><guid isPermaLink='false'>{name}</guid><title>Title {name}</title><link>{address}</link>"
            f"<pubDate>{moment}</pubDate><description>{text}</description></item>"
        )

    def feed(self, path: str, *items: str) -> Source:
        body = f"<rss version='2.0'><channel><title>{path}</title>{''.join(items)}</channel></rss>"
        return source(self.site.serve(path, body), path)

    async def stored(self) -> dict[str, str]:
        return {one.title: one.feed for one in await self.articles.since(self.clock.now() - EVER)}


def source(url: str, name: str) -> Source:
    return Source(name=name, publisher=name, feed=url, homepage="https://news.example/")


@pytest.fixture
def stand(site: Site, database: Database, fetcher: Fetcher, parser: ParserProcess, clock: ManualClock) -> Newsstand:
    """An empty site and an empty database."""
    articles, feeds = ArticleStore(database), FeedStore(database)
    return Newsstand(site, Poller(feeds, articles, fetcher, parser, clock, Random(1)), articles, feeds, clock)


async def test_what_is_new_is_stored_once(stand: Newsstand) -> None:
    """The second poll of the same document costs neither a parse nor a body."""
    feed = stand.feed("/feed", stand.item("a"), stand.item("b"))
    (first,) = (await stand.poller.poll([feed])).sources
    (again,) = (await stand.poller.poll([feed], force=True)).sources
    assert (first.status, first.added, first.entries, first.newest) == ("new", 2, 2, stand.clock.now())
    assert (again.status, again.added, again.error) == ("unchanged", 0, None)
    assert set(await stand.stored()) == {"Title a", "Title b"}
    assert stand.site.requests[-1].headers["If-None-Match"]


async def test_an_equal_body_is_not_parsed_again(stand: Newsstand) -> None:
    """Also where the server knows no tags."""
    body = f"<rss><channel>{stand.item('a')}</channel></rss>"

    async def plain(request: web.Request) -> web.Response:
        return web.Response(body=body.encode())

    feed = source(stand.site.route("/feed", plain), "plain")
    await stand.poller.poll([feed])
    stand.poller._parser = None  # type: ignore[assignment]
    (again,) = (await stand.poller.poll([feed], force=True)).sources
    assert (again.status, again.error) == ("unchanged", None)


async def test_a_source_is_asked_when_it_is_due(stand: Newsstand) -> None:
    """And not before, unless it is forced."""
    feed = stand.feed("/feed", stand.item("a"))
    await stand.poller.poll([feed])
    (early,) = (await stand.poller.poll([feed])).sources
    assert (early.status, early.newest) == ("not due", stand.clock.now())
    stand.clock.advance(hours=3)
    (later,) = (await stand.poller.poll([feed])).sources
    assert later.status == "unchanged"
    assert stand.site.asked["/feed"] == 2


async def test_a_bad_source_neither_stops_nor_delays_the_others(stand: Newsstand, hasty: Fetcher) -> None:
    """Each is reported with one sentence."""
    stand.poller._fetcher = hasty
    bad = [
        source(stand.site.dead("/dead"), "dead"),
        source(stand.site.url + "/missing", "missing"),
        source(stand.site.stall("/slow"), "slow"),
        source(stand.site.serve("/page", PAGE, "text/html"), "page"),
        source("http://10.0.0.1/feed", "private"),
        source("nonsense", "nonsense"),
    ]
    good = [stand.feed(f"/feed/{number}", stand.item(str(number))) for number in range(5)]
    report = await stand.poller.poll([*bad, *good])
    assert [one.status for one in report.sources] == ["failed"] * 6 + ["new"] * 5
    assert [one.error for one in report.sources[:6]] == [
        "The server closed the connection before it answered.",
        "The server answered 404 (Not Found).",
        "It did not answer in full within 1.5 seconds.",
        "This is a web page, not a feed.",
        "The address is not on the public internet.",
        "Its address does not begin with http:// or https://.",
    ]
    states = await stand.feeds.states([one.feed for one in bad])
    assert all(state.failures == 1 and state.failure for state in states.values())


async def test_a_mistake_of_ours_stays_with_its_source(stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are polled; the sentence says that it was us."""
    broken, good = stand.feed("/broken", stand.item("a")), stand.feed("/good", stand.item("b"))
    save = stand.feeds.save

    async def save_but_one(state: object) -> None:
        if getattr(state, "url", "") == broken.feed:
            raise LookupError
        await save(state)  # type: ignore[arg-type]

    monkeypatch.setattr(stand.feeds, "save", save_but_one)
    first, second = (await stand.poller.poll([broken, good])).sources
    assert (first.status, first.error) == ("failed", "It broke our reader (LookupError).")
    assert second.status == "new"


async def test_an_article_in_two_feeds_is_one_article_with_two_appearances(stand: Newsstand) -> None:
    """Also when both bring it in the same moment; its page is fetched once."""
    stand.site.serve("/news/a", PAGE, "text/html")
    one = stand.feed("/one", stand.item("a", text="Short."))
    two = stand.feed("/two", stand.item("a", text="Short.", link=f"{stand.site.url}/news/a?utm_source=two"))
    report = await stand.poller.poll([one, two])
    assert sum(each.added for each in report.sources) == 1
    assert stand.site.asked["/news/a"] == 1
    day = stand.clock.now() - timedelta(days=1)
    found = [await stand.articles.since(day, [feed.feed]) for feed in (one, two)]
    assert found[0] == found[1]
    assert len(found[0]) == 1


async def test_the_page_of_a_teaser_is_read(stand: Newsstand) -> None:
    """That of a whole text is not."""
    stand.site.serve("/news/teaser", PAGE, "text/html")
    stand.site.serve("/news/whole", PAGE, "text/html")
    await stand.poller.poll([stand.feed("/feed", stand.item("teaser", text="Short."), stand.item("whole"))])
    articles = {one.title: one for one in await stand.articles.since(stand.clock.now() - EVER)}
    assert articles["Title teaser"].complete
    assert articles["Title teaser"].paragraphs[0] == WHOLE.strip()
    assert stand.site.asked["/news/whole"] == 0


@pytest.mark.parametrize("trouble", ["forbidden", "missing", "wall"])
async def test_a_teaser_is_kept_where_its_page_cannot_be_had(stand: Newsstand, trouble: str) -> None:
    """Marked as a teaser."""
    if trouble == "forbidden":
        stand.site.serve("/robots.txt", "User-agent: *\nDisallow: /news", "text/plain")
        stand.site.serve("/news/a", PAGE, "text/html")
    if trouble == "wall":
        stand.site.serve("/news/a", "<html><body><p>Please log in to read on.</p></body></html>", "text/html")
    await stand.poller.poll([stand.feed("/feed", stand.item("a", text="Short."))])
    (article,) = await stand.articles.since(stand.clock.now() - EVER)
    assert (article.paragraphs, article.complete) == (("Short.",), False)
    assert trouble != "forbidden" or stand.site.asked["/news/a"] == 0


async def test_a_page_that_failed_is_read_later_though_the_feed_brings_nothing_new(stand: Newsstand) -> None:
    """The article keeps its id, its story and its appearance, and has its text."""
    feed = stand.feed("/feed", stand.item("a", text="Short."))
    stand.site.serve("/news/a", "down", "text/html", status=503)
    await stand.poller.poll([feed])
    (before,) = await stand.articles.since(stand.clock.now() - EVER)
    await stand.articles.assign({before.id: "story"}, stand.clock.now())
    stand.site.serve("/news/a", PAGE, "text/html")
    stand.clock.advance(minutes=14)
    await stand.poller.poll([feed])
    assert stand.site.asked["/news/a"] == 1
    stand.clock.advance(minutes=1)
    await stand.poller.poll([feed])
    (after,) = await stand.articles.since(stand.clock.now() - EVER, [feed.feed])
    assert (after.complete, after.paragraphs[0]) == (True, WHOLE.strip())
    assert after == replace(before, paragraphs=after.paragraphs, complete=True, story="story")
    assert stand.site.asked["/news/a"] == 2


async def test_an_article_that_two_feeds_link_otherwise_is_one(stand: Newsstand) -> None:
    """Its page says where it is kept; it is asked once for each link, and never again."""
    own = f"{stand.site.url}/2026/council-vote"
    page = PAGE.replace("<head>", f"<head><link rel='canonical' href='{own}'>")
    stand.site.serve("/2026/council-vote", page, "text/html")
    stand.site.serve("/mobile/council-vote", page, "text/html")
    feeds = [stand.feed("/one", stand.item("a", text="Short.", link=own))]
    await stand.poller.poll(feeds)
    mobile = stand.item("b", text="Short.", link=f"{stand.site.url}/mobile/council-vote")
    feeds.append(stand.feed("/two", mobile))
    (_, second) = (await stand.poller.poll(feeds)).sources
    assert (second.added, second.known) == (0, 1)
    feeds[1] = stand.feed("/two", mobile, stand.item("c"))
    stand.clock.advance(hours=3)
    (_, second) = (await stand.poller.poll(feeds)).sources
    assert (second.added, second.known) == (1, 1)
    assert stand.site.asked["/mobile/council-vote"] == 1
    (article,) = [
        one for one in await stand.articles.since(stand.clock.now() - EVER, [feeds[1].feed]) if one.url == own
    ]
    assert (article.feed, article.title) == (feeds[0].feed, "Title a")


async def test_a_site_that_names_one_address_on_all_pages_loses_no_article(stand: Newsstand) -> None:
    """Be it the home page or a story."""
    for number in range(3):
        said = f"{stand.site.url}/news/0" if number else stand.site.url
        page = PAGE.replace("<head>", f"<head><link rel='canonical' href='{said}'>")
        stand.site.serve(f"/news/{number}", page, "text/html")
    (report,) = (
        await stand.poller.poll([stand.feed("/f", *(stand.item(str(n), text="Short.") for n in range(3)))])
    ).sources
    assert report.added == 3


async def test_a_mistake_in_the_second_look_does_not_cost_the_poll(stand: Newsstand) -> None:
    """What the poll brought is reported, and can be grouped."""
    stand.poller._again.take = None  # type: ignore[assignment, method-assign]
    (report,) = (await stand.poller.poll([stand.feed("/feed", stand.item("a"))])).sources
    assert (report.status, report.added) == ("new", 1)


async def test_old_articles_are_not_stored_at_first_sight(stand: Newsstand) -> None:
    """By the feed's date, or by the page's where the feed has none."""
    dated = "<meta property='article:published_time' content='2026-11-01T00:00:00Z'>"
    stand.site.serve("/news/undated", PAGE.replace("<head>", f"<head>{dated}"), "text/html")
    undated = stand.item("undated", text="Short.")
    undated = undated[: undated.index("<pubDate>")] + "</item>"
    old = stand.item("old", at=stand.clock.now() - timedelta(days=8))
    (report,) = (await stand.poller.poll([stand.feed("/feed", old, undated, stand.item("new"))])).sources
    assert (report.added, report.old, report.entries) == (1, 2, 3)
    assert set(await stand.stored()) == {"Title new"}


async def test_a_correction_reaches_the_stored_article(stand: Newsstand) -> None:
    """Its id, its story and when it was first seen stay."""
    feed = stand.feed("/feed", stand.item("a"))
    await stand.poller.poll([feed])
    (before,) = await stand.articles.since(stand.clock.now() - EVER)
    await stand.articles.assign({before.id: "story"}, stand.clock.now())
    stand.feed("/feed", stand.item("a", at=before.published).replace("Title a", "Corrected"))
    stand.clock.advance(hours=1)
    (report,) = (await stand.poller.poll([feed], force=True)).sources
    (after,) = await stand.articles.since(stand.clock.now() - EVER)
    assert (report.status, report.added, report.known) == ("new", 0, 1)
    assert after == replace(before, title="Corrected", story="story")


async def test_entries_without_an_address_are_kept_apart(stand: Newsstand) -> None:
    """And known again the next time."""
    items = [f"<item><title>Note {number}</title><description>{WHOLE}</description></item>" for number in range(3)]
    feed = stand.feed("/feed", *items)
    await stand.poller.poll([feed])
    assert set(await stand.stored()) == {"Note 0", "Note 1", "Note 2"}
    stand.feed("/feed", "<item><title>Note 3</title></item>", *items)
    (report,) = (await stand.poller.poll([feed], force=True)).sources
    assert (report.added, report.known) == (1, 3)


async def test_a_permanent_move_is_remembered(stand: Newsstand) -> None:
    """The old address is not asked again."""
    stand.feed("/new", stand.item("a"))
    moved = source(stand.site.redirect("/old", "/new", 301), "moved")
    await stand.poller.poll([moved])
    await stand.poller.poll([moved], force=True)
    assert (stand.site.asked["/old"], stand.site.asked["/new"]) == (1, 2)


async def test_a_feed_named_twice_is_asked_once(stand: Newsstand) -> None:
    """Each line of the list gets its report, in order; what is new is counted once."""
    feed = stand.feed("/feed", stand.item("a"))
    other = stand.feed("/other", stand.item("b"))
    report = await stand.poller.poll([feed, other, replace(feed, name="again")])
    assert [one.source.name for one in report.sources] == ["/feed", "/other", "again"]
    assert sum(one.added for one in report.sources) == 2
    assert stand.site.asked["/feed"] == 1


async def test_only_the_newest_two_hundred_entries_are_taken(stand: Newsstand) -> None:
    """A publisher's whole archive is no news."""
    now = stand.clock.now()
    items = [stand.item(str(number), at=now - timedelta(minutes=number)) for number in range(250)]
    (report,) = (await stand.poller.poll([stand.feed("/feed", *items)])).sources
    assert (report.entries, report.added) == (200, 200)
    assert "Title 199" in await stand.stored()
    assert "Title 200" not in await stand.stored()


async def test_fifty_sources_that_never_answer_hold_up_nobody(
    stand: Newsstand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand first in the list, and hang up only when all others are stored."""
    save, order, all_others = stand.feeds.save, [], asyncio.Event()

    async def noted(state: FeedState) -> None:
        await save(state)
        order.append(state.failures)
        if len(order) == len(good):
            all_others.set()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await all_others.wait()
        writer.close()

    monkeypatch.setattr(stand.feeds, "save", noted)
    hosts = [f"127.0.1.{number}" for number in range(1, 51)]
    good = [stand.feed(f"/feed/{number}", stand.item(str(number))) for number in range(8)]
    async with await asyncio.start_server(silent, hosts[0], 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with await asyncio.start_server(silent, hosts[1:], port):
            dead = [source(f"http://{host}:{port}/feed", host) for host in hosts]
            await stand.poller.poll([*dead, *good])
    assert order == [0] * 8 + [1] * 50


async def test_sources_that_failed_are_asked_when_the_others_have_been(stand: Newsstand) -> None:
    """So that what is known to be sick costs the well ones nothing."""
    sick, well = source(stand.site.url + "/missing", "sick"), stand.feed("/feed", stand.item("a"))
    await stand.poller.poll([sick, well])
    stand.site.requests.clear()
    await stand.poller.poll([sick, well], force=True)
    assert [request.path for request in stand.site.requests] == ["/feed", "/missing"]


async def test_a_source_whose_edition_is_cut_soon_is_asked_before_its_time(stand: Newsstand) -> None:
    """Unless it was asked just now; the others wait for their time."""
    one, other = stand.feed("/one", stand.item("a")), stand.feed("/other", stand.item("b"))
    await stand.poller.poll([one, other])
    for minutes, asked in ((9, 1), (2, 2), (2, 2)):
        stand.clock.advance(minutes=minutes)
        report = await stand.poller.poll([one, other], soon=[one])
        assert [each.status for each in report.sources][1] == "not due"
        assert (stand.site.asked["/one"], stand.site.asked["/other"]) == (asked, 1)


async def test_a_move_that_ends_nowhere_falls_back(stand: Newsstand) -> None:
    """The next poll asks the catalogue's address, and finds where it leads by then."""
    stand.feed("/new", stand.item("a"))
    moved = source(stand.site.redirect("/old", "/new", 301), "moved")
    await stand.poller.poll([moved])
    stand.site.serve("/new", "", status=410)
    (lost,) = (await stand.poller.poll([moved], force=True)).sources
    assert lost.error == "It is gone for good (410)."
    stand.feed("/old", stand.item("b"))
    stand.clock.advance(hours=1)
    (found,) = (await stand.poller.poll([moved])).sources
    assert (found.status, found.added) == ("new", 1)
    assert (await stand.feeds.states([moved.feed]))[moved.feed].moved_to is None


async def test_what_broke_our_reader_is_left_alone_for_a_while(
    stand: Newsstand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would break it again a minute later."""

    async def broken(*_asked: object, **_more: object) -> None:
        raise LookupError

    feed = stand.feed("/feed", stand.item("a"))
    monkeypatch.setattr(stand.poller._parser, "parse", broken)
    (first,) = (await stand.poller.poll([feed])).sources
    assert (first.status, first.error) == ("failed", "It broke our reader (LookupError).")
    (again,) = (await stand.poller.poll([feed])).sources
    assert again.status == "not due"


async def test_a_feed_that_wants_to_be_read_hourly_is(stand: Newsstand) -> None:
    """Its news would have it asked sooner."""
    items = f"<sy:updatePeriod>hourly</sy:updatePeriod>{stand.item('a')}"
    feed = source(stand.site.serve("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>"), "hourly")
    await stand.poller.poll([feed])
    assert (await stand.feeds.states([feed.feed]))[feed.feed].interval == 3600


async def test_no_sources_make_an_empty_report(stand: Newsstand) -> None:
    """Nothing to do is no failure."""
    assert (await stand.poller.poll([])).sources == ()
