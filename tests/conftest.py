"""What every test may use: the switch for long tests, the folder of real articles, a database, a clock."""

import logging
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.store.tables import metadata
from briefings.store.database import Database
from tests.clock import ManualClock


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take minutes")
    parser.addoption("--years", action="store_true", help="also simulate a year of a hundred readers")
    parser.addoption("--kills", metavar="N", type=int, default=16, help="random kills, and N/10 at each failpoint (16)")
    parser.addoption("--pictures", metavar="DIR", help="keep the pictures that the browser tests take in a folder")


settings.register_profile("default run", max_examples=40)
settings.register_profile("slow", max_examples=100)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("slow" if config.getoption("--slow") else "default run")


LONG = (
    "test_real_articles.py",
    "test_commands.py",
    "test_fifty_readers.py",
    "test_months.py",
    "test_outbox_machine.py",
)
"""Files whose single tests take longest: begun first, or one worker would wait for the other at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="takes minutes; --slow runs it"))


@pytest.fixture
def shared() -> Path:
    """The folder of real articles and scorers, which is not part of the project."""
    folder = os.environ.get("DAYBRIEF_DATA")
    if not folder:
        pytest.skip("DAYBRIEF_DATA names no folder of real articles")
    return Path(folder).resolve()


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at a Tuesday noon in UTC."""
    return ManualClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database in a file, with all tables."""
    opened = await Database.open(f"sqlite:///{tmp_path / 'daybrief.db'}")
    async with opened.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True, scope="session")
def _quiet_logs() -> None:
    """A failed test shows trouble, not every poll."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
