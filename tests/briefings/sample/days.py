"""The sample's numbered days on a fixed calendar, for tests."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import aiohttp

FIRST_DAY = date(2026, 3, 17)

Get = Callable[..., Awaitable[tuple[aiohttp.ClientResponse, bytes]]]


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A New York wall time on a numbered day of the sample, in UTC."""
    there = FIRST_DAY + timedelta(days=day - 1)
    return datetime.combine(there, time(hour, minute), ZoneInfo("America/New_York")).astimezone(UTC)


END = moment(2, 23)
"""Everything is out."""
