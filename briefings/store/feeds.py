"""What is remembered of feeds."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from briefings.feeds.update import FeedState
from briefings.store.database import Database
from briefings.store.tables import feeds

BATCH = 500


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed does: whether its last poll failed, with what sentence, and the time of its newest entry."""

    failing: bool
    failure: str | None
    newest: datetime | None
    checked_at: datetime | None


class FeedStore:
    """Feeds by their address in the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def states(self, urls: Sequence[str]) -> dict[str, FeedState]:
        """What is remembered of each feed; nothing, for a new one, but its address."""
        found = {url: FeedState(url) for url in urls}
        async with self._database.read() as connection:
            for some in batches(urls):
                rows = await connection.execute(select(feeds).where(feeds.c.url.in_(some)))
                found.update((row["url"], FeedState(**row)) for row in rows.mappings())
        return found

    async def save(self, state: FeedState) -> None:
        """Remember `state` in the place of what was known."""
        values = asdict(state)
        async with self._database.write() as connection:
            await connection.execute(insert(feeds).values(values).on_conflict_do_update(["url"], set_=values))

    async def health(self, urls: Sequence[str]) -> dict[str, FeedHealth]:
        """How those feeds do that were asked at least once."""
        states = await self.states(urls)
        return {
            url: FeedHealth(state.failures > 0, state.failure, state.newest_at, state.checked_at)
            for url, state in states.items()
            if state.checked_at is not None
        }


def batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts small enough for one statement."""
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
