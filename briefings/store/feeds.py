"""What is remembered of feeds."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

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
        self._unsaved: dict[str, FeedState] = {}
        self._saving = asyncio.Lock()

    async def states(self, urls: Sequence[str]) -> dict[str, FeedState]:
        """What is remembered of each feed; nothing, for a new one, but its address."""

        async def find(connection: AsyncConnection) -> dict[str, FeedState]:
            found = {url: FeedState(url) for url in urls}
            for some in batches(urls):
                rows = await connection.execute(select(*_COLUMNS).where(feeds.c.url.in_(some)))
                found.update((row[0], FeedState(*row)) for row in rows)
            return found

        return await self._database.look(find)

    async def save(self, state: FeedState) -> None:
        """Remember `state` in the place of what was known; it is on disk when this returns.

        What is to be saved while a transaction is under way goes into the next one together.
        """
        self._unsaved[state.url] = state
        async with self._saving:
            if self._unsaved.get(state.url) is not state:
                # Whoever had the turn before has written it, or something newer takes its place.
                return
            together, self._unsaved = self._unsaved, {}
            try:
                await self._write(list(together.values()))
            except BaseException:
                # One that cannot be written must not cost the others theirs: each of them tries by itself.
                del together[state.url]
                self._unsaved = together | self._unsaved
                if not together:
                    raise
                await self._write([state])

    async def _write(self, states: Sequence[FeedState]) -> None:
        async def write(connection: AsyncConnection) -> None:
            await connection.execute(_UPSERT, [dict(zip(_NAMES, _values(state), strict=True)) for state in states])

        await self._database.change(write)

    async def health(self, urls: Sequence[str]) -> dict[str, FeedHealth]:
        """How those feeds do that were asked at least once."""
        states = await self.states(urls)
        return {
            url: FeedHealth(state.failures > 0, state.failure, state.newest_at, state.checked_at)
            for url, state in states.items()
            if state.checked_at is not None
        }


def _upsert() -> Any:
    new = insert(feeds)
    return new.on_conflict_do_update(["url"], set_={name: new.excluded[name] for name in _NAMES})


_NAMES = tuple(field.name for field in fields(FeedState))
_COLUMNS = tuple(feeds.c[name] for name in _NAMES)
_values = attrgetter(*_NAMES)
_UPSERT = _upsert()


def batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts small enough for one statement."""
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
