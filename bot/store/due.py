"""What is owed and not made yet: deliveries, and the wishes behind them, which many readers share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import PartState
from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.store.lists import listed
from bot.store.rows import FOLLOW, MUTE, STORY, quiet_from_text, time_from_text
from bot.store.tables import deliveries, readers, subscriptions, words
from bot.telegram.language import known
from briefings.store.columns import Instant

NOW = "now:"
"""The slot of a delivery that was asked for begins so; the update that asked follows."""
MISSED = ":missed"
"""And it ends so when it is to tell what was missed in the last days, too."""
MOST_WISHES = 4096

# Not a parameter: the index of what is to be made answers only who asks for its own condition.
UNMADE = and_(deliveries.c.state == literal_column(f"'{PartState.PLANNED}'"), deliveries.c.rendered_at.is_(None))


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What is owed, to whomever: `reader` has the wishes of all who share it, and nobody's id or address.

    `slot` is morning, evening, or now:UPDATE_ID; `day` the reader's local date. The same wish is one object.
    """

    day: date
    slot: str
    lane: int
    late: bool
    due_at: datetime
    planned_at: datetime
    reader: Reader

    @property
    def asked(self) -> bool:
        """Whether the reader asked for it."""
        return self.slot.startswith(NOW)

    @property
    def catches_up(self) -> bool:
        """Whether the reader asked for what the last days brought."""
        return self.slot.endswith(MISSED)


def asked_slot(update_id: int, *, catch_up: bool = False) -> str:
    """The slot of a delivery that an update asked for."""
    return f"{NOW}{update_id}{MISSED if catch_up else ''}"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the order in which deliveries are made: answers first, then by the time they are due."""

    lane: int
    due_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery to be made."""

    id: int
    reader_id: int
    wish: Wish

    @property
    def lane(self) -> int:
        return self.wish.lane

    @property
    def place(self) -> Place:
        """Where it stands among those to be made."""
        return Place(self.wish.lane, self.wish.due_at, self.id)


_chosen = (
    select(func.aggregate_strings(subscriptions.c.newsletter, ","))
    .where(subscriptions.c.reader_id == deliveries.c.reader_id)
    .scalar_subquery()
)
_words = (
    select(func.aggregate_strings(words.c.wish.concat(":").concat(words.c.word), "\n"))
    .where(words.c.reader_id == deliveries.c.reader_id)
    .scalar_subquery()
)
_ORDER = (deliveries.c.lane, deliveries.c.due_at, deliveries.c.id)
_OWED = (
    select(
        deliveries.c.id,
        deliveries.c.reader_id,
        deliveries.c.local_date,
        deliveries.c.slot,
        deliveries.c.lane,
        deliveries.c.late,
        deliveries.c.due_at,
        deliveries.c.planned_at,
        readers.c.zone,
        readers.c.place,
        readers.c.morning,
        readers.c.evening,
        readers.c.days,
        readers.c.paused_until,
        readers.c.length,
        readers.c.language,
        readers.c.held_morning,
        readers.c.held_evening,
        readers.c.quiet_from,
        readers.c.quiet_to,
        _chosen,
        _words,
    )
    .join(readers, readers.c.id == deliveries.c.reader_id)
    .where(UNMADE)
    .order_by(*_ORDER)
)


_NOW = bindparam("now", type_=Instant())
# What is held until quiet hours end is not due yet.
_UNEXPIRED = _OWED.where(deliveries.c.expires_at > _NOW, deliveries.c.due_at <= _NOW).limit(bindparam("most"))
_PLACE = tuple_(bindparam("lane"), bindparam("due_at", type_=Instant()), bindparam("after", type_=Integer()))
_BEHIND = _UNEXPIRED.where(tuple_(*_ORDER) > _PLACE)
_IN_LANES = deliveries.c.lane.in_(listed("lanes"))
_UNMADE = {
    (False, False): _UNEXPIRED,
    (False, True): _UNEXPIRED.where(_IN_LANES),
    (True, False): _BEHIND,
    (True, True): _BEHIND.where(_IN_LANES),
}
"""By whether it begins behind a place, and whether it looks in some lanes only."""
_WITH_IDS = _OWED.where(deliveries.c.id.in_(listed("ids")))


async def unmade_from(
    connection: AsyncConnection, now: datetime, limit: int, after: Place | None, lanes: Sequence[int] = ()
) -> list[Owed]:
    """The first to be made, in their order, after a place; of some lanes only."""
    facts: dict[str, Any] = {"now": now, "most": limit}
    if after is not None:
        facts |= {"lane": after.lane, "due_at": after.due_at, "after": after.id}
    if lanes:
        facts["lanes"] = list(lanes)
    return _owed(await connection.execute(_UNMADE[after is not None, bool(lanes)], facts))


async def with_ids(connection: AsyncConnection, ids: Sequence[int]) -> list[Owed]:
    """Those deliveries as far as they are to be made."""
    return _owed(await connection.execute(_WITH_IDS, {"ids": list(ids)}))


def _owed(rows: Iterable[Any]) -> list[Owed]:
    return [Owed(id_, reader_id, _wish(*rest)) for id_, reader_id, *rest in rows]


@lru_cache(maxsize=MOST_WISHES)
def _wish(  # noqa: PLR0917 (a row, as the query has it)
    day: date,
    slot: str,
    lane: int,
    late: bool,
    due_at: datetime,
    planned_at: datetime,
    zone: str | None,
    place: str | None,
    morning: str | None,
    evening: str | None,
    days: str,
    paused_until: date | None,
    length: int,
    language: str,
    held_morning: str | None,
    held_evening: str | None,
    quiet_from: str | None,
    quiet_to: str | None,
    chosen: str | None,
    said: str | None,
) -> Wish:
    wishes = sorted(line.split(":", 1) for line in said.split("\n")) if said else []
    reader = Reader(
        id=0,
        address=Address(0),
        kind=ChatKind.PRIVATE,
        standing=Standing.ACTIVE,
        created_at=datetime.min.replace(tzinfo=UTC),
        newsletters=tuple(chosen.split(",")) if chosen else (),
        zone=zone,
        place=place,
        morning=time_from_text(morning or held_morning),
        evening=time_from_text(evening or held_evening),
        quiet=quiet_from_text(quiet_from, quiet_to),
        days=frozenset(int(one) for one in days),
        paused_until=paused_until,
        length=length,
        language=known(language),
        muted=tuple(word for wish, word in wishes if wish == MUTE),
        followed=tuple(word for wish, word in wishes if wish == FOLLOW),
        stories=tuple(word for wish, word in wishes if wish == STORY),
    )
    return Wish(day, slot, lane, late, due_at, planned_at, reader)
