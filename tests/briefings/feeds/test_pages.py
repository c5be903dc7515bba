"""The pages of teasers are read within a budget, politely."""

import pytest
from aiohttp import web

from briefings.feeds.answers import FetchFailed
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.pages import PageReader, PagesRead, may_pass
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

TEXT = (
    "<html><title>T</title><body>"
    + "<p>Words that make an article of some length here, of which there are enough to be read.</p>" * 20
    + "</body></html>"
)


@pytest.fixture
def pages(fetcher: Fetcher, parser: ParserProcess, clock: ManualClock) -> PageReader:
    """Reads five pages at most."""
    return PageReader(fetcher, parser, clock, most=5)


async def test_pages_are_read_up_to_the_budget(site: Site, pages: PageReader) -> None:
    """The first of them."""
    urls = [site.serve(f"/{number}", TEXT, "text/html; charset=utf-8") for number in range(8)]
    found = (await pages.read(urls)).pages
    assert set(found) == set(urls[:5])
    assert found[urls[0]].title == "T"
    assert site.asked["/robots.txt"] == 1


async def test_what_is_forbidden_is_not_fetched(site: Site, pages: PageReader) -> None:
    """The others are."""
    site.serve("/robots.txt", "User-agent: *\nDisallow: /a", "text/plain")
    urls = [site.serve("/a", TEXT, "text/html"), site.serve("/b", TEXT, "text/html")]
    assert set((await pages.read(urls)).pages) == {urls[1]}
    assert site.asked["/a"] == 0


async def test_what_is_no_page_is_left_alone(site: Site, pages: PageReader) -> None:
    """A film or a document costs one request and no failure."""
    urls = [site.serve("/film", b"\x00", "video/mp4"), site.serve("/empty", "<html></html>", "text/html")]
    assert await pages.read(urls) == PagesRead()


async def test_a_host_that_fails_is_given_up(
    site: Site, fetcher: Fetcher, parser: ParserProcess, clock: ManualClock
) -> None:
    """After three failures, and those that were under way when they came."""
    urls = [f"{site.url}/missing/{number}" for number in range(30)]
    assert (await PageReader(fetcher, parser, clock).read(urls)) == PagesRead(missed=dict.fromkeys(urls, 0))
    assert 3 <= sum(site.asked.values()) - site.asked["/robots.txt"] <= 6


async def test_pages_beyond_the_budget_and_of_a_host_in_trouble_may_be_asked_for_again(
    site: Site, pages: PageReader
) -> None:
    """With the time that the server asks for; a refusal is final."""

    async def busy(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "120"})

    urls = [site.route("/busy", busy), site.serve("/paid", TEXT, "text/html", status=402)]
    urls += [site.serve(f"/{number}", TEXT, "text/html") for number in range(6)]
    read = await pages.read(urls)
    assert set(read.pages) == set(urls[2:5])
    assert read.missed == {urls[0]: 120} | dict.fromkeys(urls[5:], 0)


async def test_a_host_whose_robots_txt_cannot_be_had_is_asked_later(site: Site, pages: PageReader) -> None:
    """It is down, which is no refusal."""
    site.serve("/robots.txt", "", "text/plain", status=500)
    url = site.serve("/a", TEXT, "text/html")
    assert await pages.read([url]) == PagesRead(missed={url: 0})
    assert site.asked["/a"] == 0


async def test_one_hosts_failures_cost_no_other_host_a_page(site: Site, pages: PageReader) -> None:
    """Pages that are asked for again are of many hosts."""
    other = site.serve("/a", TEXT, "text/html")
    gone = site.url.replace("127.0.0.1", "localhost")
    found = await pages.read([*(f"{gone}/missing/{number}" for number in range(4)), other])
    assert set(found.pages) == {other}


@pytest.mark.parametrize("target", ["/login?next=/news/1", "/", "/consent/collect"])
async def test_a_redirect_to_a_log_in_or_to_the_home_page_gives_no_article(
    site: Site, pages: PageReader, target: str
) -> None:
    """Its text would stand as the article's."""
    site.serve(target.partition("?")[0], TEXT, "text/html")
    assert await pages.read([site.redirect("/news/1", site.url + target)]) == PagesRead()


@pytest.mark.parametrize(("status", "again"), [(None, True), (503, True), (429, True), (404, True), (403, False)])
def test_a_refusal_is_told_from_trouble(status: int | None, again: bool) -> None:
    """451, 401 and 402 are refusals too, and what is gone for good stays gone."""
    assert may_pass(FetchFailed("It failed.", status=status)) is again
    assert not may_pass(FetchFailed("It is gone.", status=410, permanent=True))
    assert not any(may_pass(FetchFailed("No.", status=refused)) for refused in (401, 402, 451))
