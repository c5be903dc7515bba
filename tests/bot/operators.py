"""An operators' office over a real database, with invented editions and no newsroom behind it. For tests."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.office import OperatorsOffice
from bot.store.unmake import unmake_edition
from bot.telegram.render import render
from briefings.catalogue import Catalogue
from briefings.model import Brief, Edition, Slot
from briefings.store.database import Database
from briefings.store.editions import EditionStore
from briefings.store.holding import Hold
from briefings.supply import Supply
from tests.clock import ManualClock

OPERATOR = 7
CUT = datetime.fromisoformat("2026-11-24T11:50:00+00:00")


def edition_id(number: int) -> str:
    """As the newsroom names one."""
    return f"e-{number:016x}"


def edition(number: int, brief: Brief, newsletter: str = "denver", cut: datetime = CUT) -> Edition:
    """An edition of one story."""
    told = replace(brief, id=f"b{number}", headline=f"Headline {number}")
    return Edition(edition_id(number), newsletter, date(2026, 11, 24), Slot.MORNING, cut, (told,), 40)


class News:
    """What the office asks of the newsroom."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.editions = EditionStore(database)
        self.fed = {one.slug: Supply(len(one.sources), len(one.sources), 0, CUT, 40) for one in catalogue.newsletters}

    async def supplies(self) -> Mapping[str, Supply]:
        return self.fed

    async def unread(self, _slugs: Iterable[str]) -> frozenset[str]:
        return frozenset()


class Maker:
    """Takes back what was made, and notes which editions may be used again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.free: list[str] = []

    async def hold_back(self, edition: str, why: Hold) -> int:
        return await unmake_edition(self.database, edition, why)

    def released(self, edition: str) -> None:
        self.free.append(edition)


def office(database: Database, catalogue: Catalogue, clock: ManualClock) -> Any:
    """One operator's."""
    clock.set(CUT + timedelta(minutes=5))
    return OperatorsOffice(
        ids=frozenset({OPERATOR}),
        database=database,
        catalogue=catalogue,
        news=News(database, catalogue),  # type: ignore[arg-type]  # the little that is asked of it
        preparer=Maker(database),  # type: ignore[arg-type]  # likewise
        pace=SimpleNamespace(per_second=28),
        render=render,
        clock=clock,
    )
