"""The process that lives are forked from, once for all tests here; how many kills there are."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.crash.forge import Forge
from tests.crash.program import Program


@pytest.fixture(scope="session")
def forge() -> Iterator[Forge]:
    with Forge() as made:
        yield made


@pytest.fixture
async def program(tmp_path: Path, forge: Forge) -> AsyncIterator[Program]:
    """Nothing runs yet; the database does not exist."""
    async with Program(tmp_path, forge) as there:
        yield there
