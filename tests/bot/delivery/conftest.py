"""The ledger with everything around it: readers, planner, preparer, outbox, sender, on a real database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.delivery.send import Sender
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.store.readers import ReaderStore
from bot.store.tables import deliveries, parts, told
from bot.telegram.render import render
from briefings.store.database import Database
from tests.bot.delivery.making import NEWSLETTERS, Newsroom, Telegram, keyboard_of
from tests.clock import ManualClock


@dataclass
class Ledger:
    """All of delivery, on one clock."""

    database: Database
    clock: ManualClock
    alerts: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readers = ReaderStore(self.database)
        self.owed = OwedStore(self.database)
        self.outbox = Outbox(self.database)
        self.planner = Planner(self.database, NEWSLETTERS)
        self.newsroom = Newsroom(self.clock)
        self.telegram = Telegram(self.clock)
        self.preparer = self.new_preparer()
        self.sender = self.new_sender()

    def alert(self, event: str, **facts: object) -> None:
        self.alerts.append((event, facts))

    def alerted(self) -> list[str]:
        return [event for event, _ in self.alerts]

    def new_preparer(self, **other: Any) -> Preparer:
        parts_of_it = {
            "editions": self.newsroom,
            "newsletters": NEWSLETTERS,
            "render": render,
            "keyboard_of": keyboard_of,
            "alert": self.alert,
        }
        return Preparer(self.owed, **(parts_of_it | other))

    def new_sender(self, pace: Pace | None = None, **other: Any) -> Sender:
        """A sender as after a restart: it knows only what the database knows."""
        parts_of_it = {"clock": self.clock, "random": lambda: 0.5, "alert": self.alert}
        return Sender(self.outbox, self.telegram, pace or Pace(self.clock), **(parts_of_it | other))

    async def plan(self, moment: datetime | None = None) -> int:
        """Plan and prepare what is due at a moment (the clock's, if not given)."""
        if moment is not None:
            self.clock.set(moment)
        planned = await self.planner.tick(self.clock.now())
        await self.preparer.prepare(self.clock.now())
        return planned

    async def rows(self, table: Any = deliveries, *columns: str) -> list[Any]:
        async with self.database.read() as connection:
            found = (await connection.execute(select(table).order_by(*table.primary_key.columns))).all()
        return [tuple(getattr(row, name) for name in columns) for row in found] if columns else list(found)

    async def states(self) -> list[str]:
        return [state for (state,) in await self.rows(parts, "state")]

    async def told(self) -> list[tuple[int, str]]:
        return await self.rows(told, "reader_id", "story")


@pytest.fixture
def ledger(database: Database, clock: ManualClock) -> Ledger:
    return Ledger(database, clock)
