"""Deliveries that are planned but not made yet, and the writing of what was made of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Date, and_, bindparam, delete, exists, insert, select, text

from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.delivery.retry import GIVE_UP
from bot.store.corrected import corrections_owed
from bot.store.due import Owed, Place, asked_slot, unmade_from, with_ids
from bot.store.lists import listed
from bot.store.made import Made, held_of, tellings, write_made
from bot.store.sends import add_planned, uncount
from bot.store.tables import deliveries
from bot.store.told import Telling, told_to
from bot.store.unmake import made_of, unmake_edition, unmake_late, unmake_outdated
from briefings.model import Slot
from briefings.store.database import Database
from briefings.store.holding import Hold
from briefings.store.tables import editions
from briefings.writing.taken_back import Correction

REMEMBERED = timedelta(days=30)
"""A story told longer ago than this may be told as new."""
OVERDUE = timedelta(minutes=15)
"""What leaves longer than this after its time must say that it is late."""
DAYS_AROUND = timedelta(days=2)
"""The local date of an instant is at most a day from that in UTC, a slot that skipped midnight one more."""

# One step of the index from each brief to the next: told has a row for each of them and each reader.
_BRIEFS_TOLD = text(
    "WITH RECURSIVE one(brief) AS (SELECT min(brief) FROM told"
    " UNION ALL SELECT (SELECT min(told.brief) FROM told WHERE told.brief > one.brief) FROM one"
    " WHERE one.brief IS NOT NULL) SELECT brief FROM one WHERE brief IS NOT NULL"
)
_ON_THEIR_WAY = select(deliveries.c.reader_id, deliveries.c.content, deliveries.c.rendered_at).where(
    deliveries.c.reader_id.in_(listed("readers")),
    deliveries.c.local_date >= bindparam("since", type_=Date()),
    # Not by the index of states, which would lead through all that waits.
    deliveries.c.state.concat("").in_((PartState.PLANNED, PartState.SENDING)),
    deliveries.c.rendered_at.is_not(None),
)


class OwedStore:
    """Finds what is to be made and keeps what was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unmade(
        self, now: datetime, limit: int, after: Place | None = None, lanes: Sequence[int] = ()
    ) -> list[Owed]:
        """The first `limit` deliveries to be made: answers first, then by the time they are due.

        `after` is the place of one that was seen before; `lanes` are the only ones to look in.
        """
        async with self._database.read() as connection:
            return await unmade_from(connection, now, limit, after, lanes)

    async def get(self, delivery_ids: Sequence[int]) -> list[Owed]:
        """Those deliveries as far as they are still to be made."""
        async with self._database.read() as connection:
            return await with_ids(connection, delivery_ids)

    async def told(
        self, reader_ids: Sequence[int], now: datetime, stories: Collection[str] | None = None
    ) -> dict[int, dict[str, Telling]]:
        """By reader, if there is anything: story id -> what was told of it, or is on its way in a message that waits.

        `stories` are the only ones that matter (of what was told; all that is on its way is named).
        """
        # What is older has expired; so the index of a reader's deliveries is read at its end only.
        facts = {"readers": list(reader_ids), "since": (now - GIVE_UP).date() - DAYS_AROUND}
        async with self._database.read() as connection:
            found = await told_to(connection, reader_ids, now - REMEMBERED, stories)
            for reader_id, content, made_at in await connection.execute(_ON_THEIR_WAY, facts):
                found.setdefault(reader_id, {}).update(tellings(content, made_at))
        return found

    async def briefs_told(self) -> set[str]:
        """The ids of all briefs that anybody was told."""
        async with self._database.read() as connection:
            return set(await connection.scalars(_BRIEFS_TOLD))

    async def held(self, edition_ids: Collection[str]) -> set[str]:
        """Which of these editions are held back."""
        async with self._database.read() as connection:
            return await held_of(connection, edition_ids)

    async def holds_back(self, newsletter: str, day: date, slot: Slot) -> bool:
        """Whether an edition of that newsletter, local date and slot is held back."""
        mine = (editions.c.newsletter == newsletter, editions.c.date == day, editions.c.slot == slot)
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(exists().where(*mine, editions.c.held.is_(True)))))

    async def keep(self, made: Sequence[Made], now: datetime) -> int:
        """Write what was made in one transaction; a delivery that was made or stopped meanwhile is passed over."""
        async with self._database.write() as connection:
            return await write_made(connection, made, now)

    async def drop(self, delivery_ids: Collection[int]) -> None:
        """Forget deliveries that are not owed any more (the reader paused, or changed the list, meanwhile)."""
        unmade = and_(deliveries.c.id.in_(delivery_ids), deliveries.c.rendered_at.is_(None))
        async with self._database.write() as connection:
            await uncount(connection, unmade)
            await connection.execute(delete(deliveries).where(unmade))

    async def unmake_overdue(self, now: datetime, after: timedelta = OVERDUE, since: datetime | None = None) -> int:
        """What was made but has not left `after` its time is to be made anew, to say that it is late; returns how many.

        Once a delivery: what says so already stays. With `since`, only what was due later than that is looked at.
        """
        return await unmake_late(self._database, now - after, since)

    async def stop_edition(self, edition_id: str, why: Hold = Hold.REFUSED) -> int:
        """Hold an edition back; what waits with it is to be made anew, without it. Returns how many deliveries."""
        return await unmake_edition(self._database, edition_id, why)

    async def unmake_outdated(self, edition_id: str) -> int:
        """What waits with an edition that is outdated is to be made anew. Returns how many deliveries."""
        return await unmake_outdated(self._database, edition_id)

    async def corrected(self, reader_ids: Sequence[int], now: datetime) -> dict[int, tuple[Correction, ...]]:
        """By reader, if there is any: what was wrong of what they were told, and was not put right in a briefing."""
        return await corrections_owed(self._database, reader_ids, now)

    async def shown_in(self, delivery_id: int, number: int) -> set[str]:
        """The editions of a delivery whose stories stand in its part of that number; all, where none is known to."""
        query = select(deliveries.c.editions, deliveries.c.content).where(deliveries.c.id == delivery_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None or not row.editions:
                return set()
            known = await connection.execute(
                select(editions.c.id, editions.c.briefs).where(editions.c.id.in_(row.editions))
            )
            here = {line["brief"] for line in row.content["shown"] if line["part"] == number}
            return {id_ for id_, briefs in known if not here.isdisjoint(briefs)} or set(row.editions)

    async def arrived(self, edition_ids: Iterable[str], since: datetime) -> set[str]:
        """Those of the editions that somebody who was due since then has got."""
        got = and_(
            deliveries.c.state == PartState.SENT, deliveries.c.lane.in_(tuple(Lane)), deliveries.c.due_at >= since
        )
        async with self._database.read() as connection:
            return {one for one in edition_ids if await connection.scalar(select(exists().where(got, made_of(one))))}

    async def ask(self, reader_id: int, update_id: int, day: date, now: datetime, *, catch_up: bool = False) -> int:
        """Owe a briefing now, as an answer; the same update asks only once. Returns the delivery's id."""
        slot = asked_slot(update_id, catch_up=catch_up)
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
                "lane": Lane.REPLY,
                "state": PartState.PLANNED,
                "planned_at": now,
            }
            result = await connection.execute(insert(deliveries).values(row).returning(deliveries.c.id))
            await add_planned(connection, now, Lane.REPLY, 1)
            return int(result.scalar_one())
