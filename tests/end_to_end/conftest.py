"""The town with its bot running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ADMIN = 9


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Day one, 6:20 in New York, the bot just started."""
    async with Town(tmp_path) as there:
        await there.open_bot()
        yield there


@pytest.fixture
async def early(tmp_path: Path) -> AsyncIterator[Town]:
    """Day one, 6:55 in New York; the bot has looked at the clock once, and its operator is there."""
    async with Town(tmp_path, at(FIRST_DAY, "6:55", NEW_YORK), admins=(ADMIN,)) as there:
        there.telegram.person(ADMIN, "Operator")
        await there.open_bot()
        await there.bot.tick()
        yield there
