"""Deliveries that are planned but not made yet, and the writing of what was made of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import PartState
from bot.delivery.retry import GIVE_UP
from bot.failpoint import failpoint
from bot.store.keyboard import Rows
from bot.store.tables import deliveries, parts
from bot.store.told import Telling, told_to
from briefings.store.database import Database
from briefings.store.tables import editions

ANSWER = 0
NOW = "now:"
"""The slot of a delivery that was asked for begins so; the update that asked follows."""
REMEMBERED = timedelta(days=30)
"""A story told longer ago than this may be told as new."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery to be made. `slot` is morning, evening, or now:UPDATE_ID; `day` the reader's local date."""

    id: int
    reader_id: int
    day: date
    slot: str
    lane: int
    late: bool
    planned_at: datetime

    @property
    def asked(self) -> bool:
        """Whether the reader asked for it."""
        return self.slot.startswith(NOW)


@dataclass(frozen=True, slots=True)
class MadePart:
    """One message of a delivery."""

    html: str
    plain: str
    keyboard: Rows
    variant: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a delivery: its messages, the ids of its editions, and what they show and leave out (JSON)."""

    owed: Owed
    parts: tuple[MadePart, ...]
    editions: tuple[str, ...]
    content: dict[str, Any]


class OwedStore:
    """Finds what is to be made and keeps what was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unmade(self, now: datetime) -> list[int]:
        """The ids of deliveries to be made, answers first, then by the time they are due."""
        query = select(deliveries.c.id).where(
            deliveries.c.state == PartState.PLANNED, deliveries.c.rendered_at.is_(None), deliveries.c.expires_at > now
        )
        async with self._database.read() as connection:
            return list(await connection.scalars(query.order_by(deliveries.c.lane, deliveries.c.due_at)))

    async def get(self, delivery_ids: Collection[int]) -> list[Owed]:
        """Those deliveries as far as they are still to be made."""
        query = select(deliveries).where(
            deliveries.c.id.in_(delivery_ids),
            deliveries.c.state == PartState.PLANNED,
            deliveries.c.rendered_at.is_(None),
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(deliveries.c.lane, deliveries.c.due_at))
            return [
                Owed(row.id, row.reader_id, row.local_date, row.slot, row.lane, row.late, row.planned_at)
                for row in rows
            ]

    async def told(self, reader_ids: Sequence[int], now: datetime) -> dict[int, dict[str, Telling]]:
        """By reader: story id -> what was told of it, or is on its way in a message that waits."""
        async with self._database.read() as connection:
            found = await told_to(connection, reader_ids, now - REMEMBERED)
            on_their_way = select(deliveries.c.reader_id, deliveries.c.content, deliveries.c.rendered_at).where(
                deliveries.c.reader_id.in_(reader_ids),
                deliveries.c.state.in_((PartState.PLANNED, PartState.SENDING)),
                deliveries.c.rendered_at.is_not(None),
            )
            for reader_id, content, made_at in await connection.execute(on_their_way):
                found[reader_id] |= tellings(content, made_at)
        return found

    async def held(self, edition_ids: Collection[str]) -> set[str]:
        """Which of these editions an operator holds back."""
        query = select(editions.c.id).where(editions.c.id.in_(edition_ids), editions.c.held.is_(True))
        async with self._database.read() as connection:
            return set(await connection.scalars(query))

    async def keep(self, made: Iterable[Made], now: datetime) -> int:
        """Write what was made in one transaction; a delivery that was made or stopped meanwhile is passed over."""
        async with self._database.write() as connection:
            count = sum([await _keep(connection, one, now) for one in made])
            failpoint("prepare.middle")
            return count

    async def drop(self, delivery_ids: Collection[int]) -> None:
        """Forget deliveries that are not owed any more (the reader paused, or changed the list, meanwhile)."""
        unmade = and_(deliveries.c.id.in_(delivery_ids), deliveries.c.rendered_at.is_(None))
        async with self._database.write() as connection:
            await connection.execute(delete(deliveries).where(unmade))

    async def ask(self, reader_id: int, update_id: int, day: date, now: datetime) -> int:
        """Owe a briefing now, as an answer; the same update asks only once. Returns the delivery's id."""
        slot = f"{NOW}{update_id}"
        async with self._database.write() as connection:
            query = select(deliveries.c.id).where(deliveries.c.reader_id == reader_id, deliveries.c.slot == slot)
            known = await connection.scalar(query)
            if known is not None:
                return int(known)
            row = {
                "reader_id": reader_id,
                "local_date": day,
                "slot": slot,
                "due_at": now,
                "expires_at": now + GIVE_UP,
                "lane": ANSWER,
                "state": PartState.PLANNED,
                "planned_at": now,
            }
            result = await connection.execute(insert(deliveries).values(row).returning(deliveries.c.id))
            return int(result.scalar_one())


def tellings(content: dict[str, Any], at: datetime) -> dict[str, Telling]:
    """What a delivery's content tells, by story id."""
    return {line["story"]: Telling(line["brief"], at) for line in content["shown"]}


async def _keep(connection: AsyncConnection, made: Made, now: datetime) -> bool:
    still = and_(
        deliveries.c.id == made.owed.id,
        deliveries.c.state == PartState.PLANNED,
        deliveries.c.rendered_at.is_(None),
    )
    values = {"rendered_at": now, "editions": list(made.editions), "content": made.content}
    if (await connection.execute(update(deliveries).where(still).values(values))).rowcount == 0:
        return False
    rows = [
        {
            "delivery_id": made.owed.id,
            "number": number,
            "lane": made.owed.lane,
            "html": part.html,
            "plain": part.plain,
            "keyboard": part.keyboard,
            "variant": part.variant,
            "state": PartState.PLANNED,
            "not_before": now,
        }
        for number, part in enumerate(made.parts, start=1)
    ]
    await connection.execute(insert(parts), rows)
    return True
