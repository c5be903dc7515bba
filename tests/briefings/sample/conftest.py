"""The sample newsroom, and a server of it with a clock that the test moves."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from briefings.sample.newsroom import Newsroom, load
from briefings.sample.server import SampleServer
from tests.briefings.sample.days import END, FIRST_DAY, Get
from tests.clock import ManualClock


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    """The newsroom that comes along."""
    return load()


@pytest.fixture
def held() -> ManualClock:
    """A clock at the end of the second day, when everything is out."""
    return ManualClock(END)


@pytest.fixture
async def server(newsroom: Newsroom, held: ManualClock) -> AsyncIterator[SampleServer]:
    """The newsroom's server, listening on a free port."""
    running = SampleServer(held, FIRST_DAY, newsroom)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def get(server: SampleServer) -> AsyncIterator[Get]:
    """Asks the server for a path; the bytes come as they were sent, not unpacked."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:

        async def ask(path: str, **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            async with session.get(server.url + path, headers={"Accept-Encoding": "identity", **named}) as response:
                return response, await response.read()

        yield ask
