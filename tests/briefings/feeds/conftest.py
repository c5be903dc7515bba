"""A site to fetch from, a fetcher that may reach it, and the limited child process."""

from collections.abc import AsyncIterator

import pytest

from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import Fetcher
from tests.briefings.feeds.site import Site
from tests.clock import ManualClock

USER_AGENT = "Daybrief/0.1 (tests; nobody@news.example)"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """An empty site on a free port of 127.0.0.1."""
    made = Site()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def fetcher(clock: ManualClock) -> AsyncIterator[Fetcher]:
    """A fetcher that may reach loopback addresses."""
    async with Fetcher(USER_AGENT, allow_loopback=True, clock=clock) as made:
        yield made


@pytest.fixture
async def hasty(clock: ManualClock) -> AsyncIterator[Fetcher]:
    """A fetcher with so little patience that a test can wait for its end, and enough for a busy machine."""
    async with Fetcher(USER_AGENT, allow_loopback=True, clock=clock, deadline=1.5) as made:
        yield made


@pytest.fixture
async def parser() -> AsyncIterator[ParserProcess]:
    """The limited child process."""
    async with ParserProcess() as made:
        yield made
