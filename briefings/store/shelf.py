"""The editions as an operator looks at them: the held ones too, without their briefs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from briefings.model import Slot
from briefings.store.database import Database
from briefings.store.holding import Hold
from briefings.store.tables import editions


@dataclass(frozen=True, slots=True)
class Shelved:
    """An edition in one line; `date` is the slot's local date, `held` None where readers may get it."""

    id: str
    newsletter: str
    date: date
    slot: Slot
    cut: datetime
    stories: int
    held: Hold | None


_columns: Select[Any] = select(
    editions.c.id,
    editions.c.newsletter,
    editions.c.date,
    editions.c.slot,
    editions.c.cut,
    editions.c.briefs,
    editions.c.held,
    editions.c.held_for,
)
_cut = func.max(editions.c.cut).label("cut")
_newest = select(editions.c.newsletter, _cut).group_by(editions.c.newsletter).subquery()


class EditionShelf:
    """Looks at what is kept, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> dict[str, Shelved]:
        """The newest edition of each newsletter, by slug."""
        query = _columns.join(
            _newest, and_(_newest.c.newsletter == editions.c.newsletter, _newest.c.cut == editions.c.cut)
        )
        async with self._database.read() as connection:
            return {row.newsletter: _shelved(row) for row in await connection.execute(query.order_by(editions.c.id))}

    async def find(self, edition_id: str) -> Shelved | None:
        """The edition of that id; None when it is not kept."""
        return await self._first(editions.c.id == edition_id)

    async def before(self, one: Shelved) -> Shelved | None:
        """The next older edition of its newsletter."""
        place = or_(editions.c.cut < one.cut, and_(editions.c.cut == one.cut, editions.c.id < one.id))
        return await self._first(and_(editions.c.newsletter == one.newsletter, place), -1)

    async def after(self, one: Shelved) -> Shelved | None:
        """The next newer edition of its newsletter."""
        place = or_(editions.c.cut > one.cut, and_(editions.c.cut == one.cut, editions.c.id > one.id))
        return await self._first(and_(editions.c.newsletter == one.newsletter, place))

    async def _first(self, which: ColumnElement[bool], direction: int = 1) -> Shelved | None:
        order = [editions.c.cut, editions.c.id] if direction > 0 else [editions.c.cut.desc(), editions.c.id.desc()]
        async with self._database.read() as connection:
            row = (await connection.execute(_columns.where(which).order_by(*order).limit(1))).one_or_none()
        return _shelved(row) if row is not None else None


def _shelved(row: Row[Any]) -> Shelved:
    # What was held before reasons were kept was held because Telegram refused it.
    held = Hold(row.held_for or Hold.REFUSED) if row.held else None
    return Shelved(row.id, row.newsletter, row.date, Slot(row.slot), row.cut, len(row.briefs), held)
