"""Readers to keep."""

from datetime import UTC, datetime

import pytest

from bot.readers.model import Address, ChatKind, Reader
from bot.store.readers import ReaderStore, newcomer
from briefings.store.database import Database

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def readers(database: Database) -> ReaderStore:
    return ReaderStore(database)


@pytest.fixture
async def reader(readers: ReaderStore) -> Reader:
    return await readers.find_or_add(newcomer(Address(7), ChatKind.PRIVATE, "en", NOW), NOW)
