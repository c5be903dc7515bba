"""A page is fetched only where its host's robots.txt lets us (RFC 9309)."""

import gc
import tracemalloc

import pytest
from aiohttp import web

from briefings.feeds.fetch import Fetcher
from briefings.feeds.robots import Robots
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

RULES = """
User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$

User-agent: Daybrief
Disallow: /not-for-daybrief
"""


@pytest.fixture
def robots(fetcher: Fetcher, clock: ManualClock) -> Robots:
    """Asks through the fetcher of these tests."""
    return Robots(fetcher, clock)


async def test_rules_for_us_go_before_rules_for_all(site: Site, robots: Robots) -> None:
    """We are known by the name that our user agent begins with."""
    site.serve("/robots.txt", RULES, "text/plain")
    assert not await robots.allows(site.url + "/not-for-daybrief/a")
    assert await robots.allows(site.url + "/private")


async def test_rules_for_all_hold_where_we_are_not_named(site: Site, robots: Robots) -> None:
    """Wildcards, and the longer rule wins."""
    site.serve("/robots.txt", RULES.partition("User-agent: Daybrief")[0], "text/plain")
    assert not await robots.allows(site.url + "/private/a")
    assert await robots.allows(site.url + "/private/open/a")
    assert not await robots.allows(site.url + "/a.pdf")
    assert await robots.allows(site.url + "/a.pdf?page=2")


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (429, False), (500, False)])
async def test_no_rules_mean_leave_and_no_answer_means_none(
    site: Site, robots: Robots, status: int, allowed: bool
) -> None:
    """As the standard has it: unavailable is open, unreachable is closed."""
    site.serve("/robots.txt", "", status=status)
    assert await robots.allows(site.url + "/a") is allowed


async def test_a_host_is_asked_once_a_day(site: Site, robots: Robots, clock: ManualClock) -> None:
    """And again in an hour where it could not answer."""
    url = site.url + "/a"
    site.dead("/robots.txt")
    assert not await robots.allows(url)
    clock.advance(minutes=59)
    assert not await robots.allows(url)
    assert site.asked["/robots.txt"] <= 2  # the client may try a second connection
    site.serve("/robots.txt", "User-agent: *\nDisallow:", "text/plain")
    clock.advance(minutes=1)
    site.asked.clear()
    assert await robots.allows(url)
    clock.advance(hours=23, minutes=59)
    assert await robots.allows(url)
    assert site.asked["/robots.txt"] == 1
    clock.advance(minutes=1)
    assert await robots.allows(url)
    assert site.asked["/robots.txt"] == 2


async def test_rules_of_any_number_of_hosts_take_little_memory(
    site: Site, robots: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed may link to a new host every time, each with half a megabyte of rules: the oldest are forgotten."""
    monkeypatch.setattr("briefings.feeds.robots.MOST_KEPT", 300_000)
    rules = "User-agent: *\n" + "".join(f"Disallow: /private/{number}\n" for number in range(4_000))

    async def large(request: web.Request) -> web.Response:
        return web.Response(body=rules.encode())

    site.route("/robots.txt", large)
    addresses = [site.url.replace("http://", f"http://reader{number}@") for number in range(12)]
    await robots.allows(addresses[0] + "/a")
    tracemalloc.start()
    for address in addresses:
        assert not await robots.allows(address + "/private/7")
    gc.collect()  # what the library reads refers to itself
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 4 * 2**20
    asked = site.asked["/robots.txt"]
    assert not await robots.allows(addresses[-1] + "/private/8")
    assert site.asked["/robots.txt"] == asked
