"""The pages of teasers are read within a budget, politely."""

import pytest

from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from briefings.feeds.pages import PageReader
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
    found = await pages.read(urls)
    assert set(found) == set(urls[:5])
    assert found[urls[0]].title == "T"
    assert site.asked["/robots.txt"] == 1


async def test_what_is_forbidden_is_not_fetched(site: Site, pages: PageReader) -> None:
    """The others are."""
    site.serve("/robots.txt", "User-agent: *\nDisallow: /a", "text/plain")
    urls = [site.serve("/a", TEXT, "text/html"), site.serve("/b", TEXT, "text/html")]
    assert set(await pages.read(urls)) == {urls[1]}
    assert site.asked["/a"] == 0


async def test_what_is_no_page_is_left_alone(site: Site, pages: PageReader) -> None:
    """A film or a document costs one request and no failure."""
    urls = [site.serve("/film", b"\x00", "video/mp4"), site.serve("/empty", "<html></html>", "text/html")]
    assert await pages.read(urls) == {}


async def test_a_host_that_fails_is_given_up(
    site: Site, fetcher: Fetcher, parser: ParserProcess, clock: ManualClock
) -> None:
    """After three failures, and those that were under way when they came."""
    urls = [f"{site.url}/missing/{number}" for number in range(30)]
    assert await PageReader(fetcher, parser, clock).read(urls) == {}
    assert 3 <= sum(site.asked.values()) - site.asked["/robots.txt"] <= 6
