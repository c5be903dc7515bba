"""What was made of deliveries, and the writing of it: each text once, however many get it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Text, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import PartState
from bot.failpoint import failpoint
from bot.store.due import UNMADE, Owed
from bot.store.keyboard import Rows
from bot.store.lists import listed
from bot.store.tables import deliveries, parts, texts
from bot.store.told import Telling
from briefings.store.columns import Instant
from briefings.store.tables import editions

ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class MadeText:
    """One message, for all who get it: its keyboard has `keyboard.DELIVERY` in the place of the delivery's id."""

    html: str
    plain: str
    keyboard: Rows
    id: str = field(init=False)

    def __post_init__(self) -> None:
        content = orjson.dumps([self.html, self.plain, self.keyboard])
        object.__setattr__(self, "id", sha256(content).hexdigest()[:ID_LENGTH])


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """What all get who are owed the same: the messages, the ids of their editions, and what they show (JSON)."""

    texts: tuple[MadeText, ...]
    editions: tuple[str, ...]
    content: dict[str, Any]
    columns: dict[str, str] = field(init=False)
    """What it fills of a delivery, as it is written: made once, not once a delivery."""

    def __post_init__(self) -> None:
        columns = {"made_of": list(self.editions), "shows": self.content}
        object.__setattr__(self, "columns", {name: orjson.dumps(value).decode() for name, value in columns.items()})


@dataclass(frozen=True, slots=True)
class Made:
    """A delivery and what was made of it; `late` when that says so."""

    owed: Owed
    variant: Variant
    late: bool = False


def tellings(content: dict[str, Any], at: datetime) -> dict[str, Telling]:
    """What a delivery's content tells, by story id."""
    return {line["story"]: Telling(line["brief"], at) for line in content["shown"]}


async def held_of(connection: AsyncConnection, edition_ids: Collection[str]) -> set[str]:
    """Which of these editions are held back."""
    return set(await connection.scalars(_HELD, {"ids": list(edition_ids)}))


async def write_made(connection: AsyncConnection, made: Sequence[Made], now: datetime) -> int:
    """Write what was made, within the caller's transaction; returns how many deliveries became messages.

    Passed over is what somebody else made or stopped meanwhile, and what has an edition in it that is held back.
    """
    ids = set(await connection.scalars(_STILL, {"ids": [one.owed.id for one in made]}))
    held = await held_of(connection, {edition for one in made for edition in one.variant.editions})
    good = [one for one in made if one.owed.id in ids and held.isdisjoint(one.variant.editions)]
    if not good:
        return 0
    await _write_texts(connection, {text.id: text for one in good for text in one.variant.texts}.values(), now)
    rendered = [{"made": one.owed.id, "says_late": one.late, "at": now} | one.variant.columns for one in good]
    await connection.execute(_MADE, rendered)
    failpoint("prepare.middle")
    await connection.execute(_PARTS, _rows(good, now))
    return len(good)


_HELD = select(editions.c.id).where(editions.c.id.in_(listed("ids")), editions.c.held.is_(True))
_STILL = select(deliveries.c.id).where(deliveries.c.id.in_(listed("ids")), UNMADE)
_TEXTS = insert_new(texts).on_conflict_do_nothing()
_PARTS = insert(parts)
# The JSON of a variant is written as it was made: as text.
_MADE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("made"))
    .values(
        rendered_at=bindparam("at", type_=Instant()),
        late=bindparam("says_late"),
        editions=bindparam("made_of", type_=Text()),
        content=bindparam("shows", type_=Text()),
    )
)


async def _write_texts(connection: AsyncConnection, new: Iterable[MadeText], now: datetime) -> None:
    rows = [
        {"id": one.id, "html": one.html, "plain": one.plain, "keyboard": one.keyboard, "made_at": now} for one in new
    ]
    await connection.execute(_TEXTS, rows)


def _rows(made: Iterable[Made], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "delivery_id": one.owed.id,
            "number": number,
            "lane": one.owed.lane,
            "last": number == len(one.variant.texts),
            "text_id": text.id,
            "state": PartState.PLANNED,
            "not_before": max(now, one.owed.wish.due_at),
        }
        for one in made
        for number, text in enumerate(one.variant.texts, start=1)
    ]
