"""The town with its bot running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Day one, 6:20 in New York, the bot just started."""
    async with Town(tmp_path) as there:
        await there.open_bot()
        yield there
