"""Who was told what a source took back: readers whose message showed it, and who have not heard of it since."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Date, and_, bindparam, exists, select

from bot.store.lists import listed
from bot.store.tables import deliveries, edits, parts, told
from briefings.store.columns import Instant
from briefings.store.corrections import CorrectionStore
from briefings.store.database import Database
from briefings.store.tables import corrections
from briefings.writing.taken_back import Correction

SEEN = ("done", "lost")
"""States of an edit whose message showed what was wrong, whether it could be corrected in place or not."""
OWED_FOR = timedelta(days=7)
"""Who has had no briefing for so long is not bothered with what was wrong in the last one."""

_any_lately = select(exists().where(corrections.c.noticed_at > bindparam("since", type_=Instant())))
_has_heard = exists().where(
    told.c.reader_id == deliveries.c.reader_id,
    told.c.story == corrections.c.story,
    told.c.brief == corrections.c.corrected,
)
_owed = (
    select(deliveries.c.reader_id, corrections.c.noticed_at, corrections.c.brief)
    .join(parts, parts.c.delivery_id == deliveries.c.id)
    .join(edits, and_(edits.c.part_id == parts.c.id, edits.c.state.in_(SEEN)))
    .join(corrections, corrections.c.brief == edits.c.brief)
    .where(
        deliveries.c.reader_id.in_(listed("readers")),
        deliveries.c.local_date > bindparam("day", type_=Date()),
        corrections.c.noticed_at > bindparam("since", type_=Instant()),
        corrections.c.corrected != corrections.c.brief,
        ~_has_heard,
    )
    .distinct()
    .order_by(deliveries.c.reader_id, corrections.c.noticed_at, corrections.c.brief)
)


async def corrections_owed(
    database: Database, reader_ids: Sequence[int], now: datetime
) -> dict[int, tuple[Correction, ...]]:
    """By reader, if there is any: what they were told and have not heard that it is wrong, the oldest first."""
    since = now - OWED_FOR
    async with database.read() as connection:
        if not await connection.scalar(_any_lately, {"since": since}):
            return {}
        facts = {"readers": list(reader_ids), "day": since.date(), "since": since}
        rows = [(row.reader_id, row.brief) for row in await connection.execute(_owed, facts)]
    known = await CorrectionStore(database).of({brief for _, brief in rows})
    found: dict[int, dict[str, Correction]] = {}
    for reader, brief in rows:
        if brief in known:
            # Two versions that were told may have come to the same: once is enough.
            found.setdefault(reader, {})[known[brief].corrected] = known[brief]
    return {reader: tuple(theirs.values()) for reader, theirs in found.items()}
