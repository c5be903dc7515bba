"""Quiet hours in the planner: what lies in them is not planned, and what is late waits until they end."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.readers.quiet import Quiet
from bot.store.choices import choices
from bot.store.due import unmade_from
from bot.store.tables import deliveries, readers, sends
from briefings.model import Slot
from tests.bot.delivery.making import add_reader

NIGHT = Quiet(time(22), time(7))
HOUR = timedelta(hours=1)


def utc(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def owed(ledger) -> list[tuple]:
    return await ledger.rows(deliveries, "reader_id", "slot", "due_at", "late")


async def a_day(ledger) -> None:
    for hour in range(25):
        await ledger.planner.tick(utc(0) + hour * HOUR)


@pytest.mark.parametrize(
    ("slugs", "wishes", "slots"),
    [
        (("denver", "closer"), {"evening": time(22, 0)}, ["morning"]),
        (("closer",), {"evening": time(22, 0)}, ["morning"]),
        (("denver",), {"morning": time(6, 59)}, ["evening"]),
        (("denver",), {"morning": time(7, 0)}, ["morning"]),
        (("closer",), {"morning": time(7, 0), "evening": time(21, 59)}, ["evening"]),
        (("denver",), {"morning": time(6, 59), "evening": time(23, 0)}, []),
    ],
)
async def test_a_time_in_quiet_hours_is_as_if_switched_off(ledger, slugs, wishes, slots):
    """Its newsletters come with the other slot; the wish itself is kept."""
    reader = await add_reader(ledger.readers, 1, *slugs, zone="UTC", quiet=NIGHT, **wishes)
    await a_day(ledger)
    assert [slot for _, slot, _, _ in await owed(ledger)] == slots
    kept = await ledger.readers.get(reader.id)
    assert (kept.morning, kept.evening, kept.quiet) == (reader.morning, reader.evening, NIGHT)


async def test_no_edition_is_cut_for_a_time_that_is_held(ledger):
    """The planner of cuts sees what comes, not what was wished."""
    await add_reader(ledger.readers, 1, "am-pm", zone="UTC", evening=time(23), quiet=NIGHT)
    async with ledger.database.read() as connection:
        assert {(one.morning, one.evening) for one in await choices(connection)} == {(time(12), None)}


async def test_what_is_late_waits_for_the_end_of_quiet_hours(ledger):
    """Who is asleep gets it then; who is awake gets it at once. It is made when it is due, and the count is even."""
    lunch = Quiet(time(12, 30), time(14))
    asleep = await add_reader(ledger.readers, 1, zone="UTC", morning=time(12), quiet=lunch)
    awake = await add_reader(ledger.readers, 2, zone="UTC", morning=time(12), quiet=NIGHT)
    plain = await add_reader(ledger.readers, 3, zone="UTC", morning=time(12))
    await ledger.planner.tick(utc(11))
    assert await ledger.planner.tick(utc(13)) == 3
    assert sorted(await owed(ledger)) == [
        (asleep.id, "morning", utc(14), True),
        (awake.id, "morning", utc(12), True),
        (plain.id, "morning", utc(12), True),
    ]
    assert await ledger.rows(sends, "due_at", "lane", "planned") == [(utc(12), 1, 2), (utc(14), 1, 1)]
    async with ledger.database.read() as connection:
        now = [one.reader_id for one in await unmade_from(connection, utc(13), 9, None)]
        later = [one.reader_id for one in await unmade_from(connection, utc(14), 9, None)]
    assert (now, later) == ([awake.id, plain.id], [awake.id, plain.id, asleep.id])
    assert await ledger.planner.tick(utc(15)) == 0


async def test_what_would_be_six_hours_late_by_then_is_left_to_the_next(ledger):
    """The evening of 21:45 is nothing to wake up to."""
    await add_reader(ledger.readers, 1, "am-pm", zone="UTC", evening=time(21, 45), quiet=NIGHT)
    await ledger.planner.tick(utc(21))
    assert await ledger.planner.tick(utc(22, 30)) == 0
    assert await ledger.planner.tick(utc(12, day=25)) == 1
    assert [slot for _, slot, _, _ in await owed(ledger)] == [Slot.MORNING]


async def test_of_two_that_are_held_the_newest_comes(ledger):
    """As without quiet hours."""
    nap = Quiet(time(15, 30), time(17))
    await add_reader(ledger.readers, 1, "am-pm", zone="UTC", morning=time(12), evening=time(15), quiet=nap)
    await ledger.planner.tick(utc(11))
    assert await ledger.planner.tick(utc(16)) == 1
    assert [(slot, at) for _, slot, at, _ in await owed(ledger)] == [("evening", utc(17))]


async def test_the_columns_of_a_reader_say_which_time_is_held(ledger):
    """So that planning reads the same columns as without quiet hours."""
    await add_reader(ledger.readers, 1, morning=time(6, 30), evening=time(18), quiet=NIGHT)
    found = await ledger.rows(readers, "morning", "held_morning", "evening", "held_evening", "quiet_from", "quiet_to")
    assert found == [(None, "06:30", "18:00", None, "22:00", "07:00")]
