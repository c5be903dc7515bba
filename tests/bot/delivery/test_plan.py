import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from bot.delivery.plan import Planner
from bot.readers.model import Standing
from bot.store.tables import deliveries
from briefings.model import Slot
from briefings.store.database import Database
from tests.bot.delivery.making import NEWSLETTERS, NOON, TUESDAY, add_reader, add_readers

MINUTE = timedelta(minutes=1)


def utc(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def ticks(ledger, start: datetime, end: datetime, step: timedelta = MINUTE) -> int:
    count = 0
    while start <= end:
        count += await ledger.planner.tick(start)
        start += step
    return count


async def owed(ledger) -> list[tuple]:
    return await ledger.rows(deliveries, "reader_id", "local_date", "slot", "due_at", "late")


async def test_the_first_look_ever_plans_nothing(ledger):
    """A new bot does not begin with this morning's missed briefings."""
    await add_reader(ledger.readers, 1)
    assert await ledger.planner.tick(NOON) == 0
    assert await ledger.planner.tick(NOON + MINUTE) == 0


async def test_a_reader_is_owed_one_briefing_at_its_time(ledger):
    """Not before, and not again, however often anyone looks."""
    reader = await add_reader(ledger.readers, 1)
    assert await ticks(ledger, utc(11, 30), utc(11, 59)) == 0
    assert await ticks(ledger, utc(12), utc(14), MINUTE) == 1
    assert await owed(ledger) == [(reader.id, TUESDAY, "morning", NOON, False)]


@pytest.mark.parametrize(
    ("slugs", "wishes", "slots"),
    [
        (("denver",), {}, ["morning"]),
        (("denver", "closer"), {}, ["morning", "evening"]),
        (("am-pm",), {}, ["morning", "evening"]),
        (("am-pm",), {"evening": None}, ["morning"]),
        (("closer",), {"evening": None}, ["morning"]),
        (("denver",), {"morning": None}, ["evening"]),
        (("no-longer-listed",), {}, []),
        (("denver",), {"days": frozenset({1, 3})}, []),
        (("denver",), {"paused_until": date(2026, 11, 25)}, []),
        (("denver",), {"paused_until": TUESDAY}, ["morning"]),
        (("denver",), {"standing": Standing.BLOCKED}, []),
        (("denver",), {"standing": Standing.NEW}, []),
        (("denver",), {"zone": None}, []),
        (("denver",), {"zone": "Mars/Base"}, []),
    ],
)
async def test_who_is_owed_follows_every_wish(ledger, slugs, wishes, slots):
    """Newsletters, slots, days, pauses and standing; one unknown zone harms nobody else."""
    await add_reader(ledger.readers, 1, *slugs, **wishes)
    await ledger.planner.tick(utc(11))
    await ticks(ledger, utc(11, 30), utc(19), timedelta(minutes=30))
    assert [slot for _, _, slot, _, _ in await owed(ledger)] == slots


async def test_weekday_newsletters_rest_on_saturday(ledger):
    """A reader of only Markets gets nothing on Saturday."""
    await add_readers(ledger.readers, [1], "markets")
    await ledger.planner.tick(utc(11, day=28))
    assert await ledger.planner.tick(utc(13, day=28)) == 0


async def test_after_an_outage_only_the_newest_missed_slot_comes(ledger):
    """Marked late; the morning that was missed too is not sent beside it."""
    await add_reader(ledger.readers, 1, "am-pm", evening=time(15))
    await ledger.planner.tick(utc(11))
    assert await ledger.planner.tick(utc(16)) == 1
    assert [(slot, late) for _, _, slot, _, late in await owed(ledger)] == [("evening", True)]
    assert await ticks(ledger, utc(16), utc(17)) == 0


async def test_what_is_six_hours_late_is_not_planned(ledger):
    """Yesterday's news is not sent at night."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11))
    assert await ledger.planner.tick(utc(18)) == 0
    await add_reader(ledger.readers, 2, morning=time(18, 30))
    assert await ledger.planner.tick(utc(20, day=26)) == 1


@pytest.mark.parametrize(("delay", "late"), [(60, False), (120, False), (121, True)])
async def test_late_is_over_two_minutes(ledger, delay, late):
    """A slow look is not an apology."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11, 59))
    await ledger.planner.tick(NOON + timedelta(seconds=delay))
    assert [row[-1] for row in await owed(ledger)] == [late]


@pytest.mark.parametrize("hours", [1, 3, 8, 100])
async def test_a_clock_that_is_set_back_owes_nothing_twice(ledger, hours):
    """An hour, or days: what was planned stays planned once, and planning goes on."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11))
    assert await ledger.planner.tick(NOON) == 1
    back = NOON - timedelta(hours=hours)
    again = await ticks(ledger, back, NOON + timedelta(hours=1), timedelta(minutes=20))
    rows = await owed(ledger)
    assert len(rows) == len({(reader, day, slot) for reader, day, slot, _, _ in rows}) == 1 + again
    assert sum(row[1] == TUESDAY for row in rows) == 1


async def test_moving_to_another_zone_gives_no_second_morning(ledger):
    """The intended local date is the key: this Tuesday's morning came already."""
    reader = await add_reader(ledger.readers, 1, zone="Europe/Berlin", morning=time(7))
    await ledger.planner.tick(utc(5))
    assert await ticks(ledger, utc(6), utc(7)) == 1
    await ledger.readers.save(replace(reader, zone="America/New_York"), utc(8))
    assert await ticks(ledger, utc(8), utc(23), timedelta(minutes=15)) == 0


async def test_a_restarted_planner_goes_on_where_the_last_one_stood(ledger):
    """The watermark is in the database, and moves in the transaction that plans."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11, 58))
    assert await Planner(ledger.database, NEWSLETTERS).tick(NOON + MINUTE) == 1
    assert await Planner(ledger.database, NEWSLETTERS).tick(NOON + MINUTE) == 0


async def test_a_transaction_that_fails_moves_no_watermark(ledger, monkeypatch):
    """What could not be planned is planned by the next look."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11, 58))
    async with ledger.database.write() as connection:
        await connection.execute(text("alter table deliveries rename to hidden"))
    with pytest.raises(Exception, match="no such table"):
        await ledger.planner.tick(NOON)
    async with ledger.database.write() as connection:
        await connection.execute(text("alter table hidden rename to deliveries"))
    assert await ledger.planner.tick(NOON + MINUTE) == 1


@pytest.mark.parametrize("seed", range(8))
async def test_two_planners_owe_each_reader_once(ledger, seed):
    """Two processes on one file, looking at random moments in random order."""
    chance = random.Random(seed)
    await add_readers(ledger.readers, range(1, 41), "am-pm", evening=time(12, 7))
    other = await Database.open(str(ledger.database.engine.url).replace("+aiosqlite", ""))
    planners = [ledger.planner, Planner(other, NEWSLETTERS)]
    await ledger.planner.tick(utc(11, 59))
    moments = [NOON + timedelta(seconds=chance.uniform(-60, 600)) for _ in range(12)] + [NOON + 11 * MINUTE]
    await asyncio.gather(*(chance.choice(planners).tick(moment) for moment in moments))
    await other.close()
    found = Counter((reader, day, slot) for reader, day, slot, _, _ in await owed(ledger))
    assert set(found.values()) == {1}
    assert len({reader for reader, _, _ in found}) == 40


async def test_cuts_are_named_before_the_first_reader_is_due(ledger):
    """Each once, also after a restart."""
    await add_reader(ledger.readers, 1)
    assert await ledger.planner.cuts(utc(11, 40)) == []
    assert await ledger.planner.cuts(utc(11, 50)) == [("denver", TUESDAY, Slot.MORNING)]
    assert await Planner(ledger.database, NEWSLETTERS).cuts(utc(11, 51)) == []
    assert await ledger.planner.cuts(utc(11, 45)) == []
