import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert, literal, select, text, update

from bot import failpoint
from bot.delivery.plan import Planner, due_times
from bot.readers.model import Standing
from bot.readers.schedule import occurrences
from bot.store.choices import had
from bot.store.marks import PLANNED_UNTIL, read_instant
from bot.store.tables import deliveries, parts, readers, sends, subscriptions
from briefings.model import Slot
from briefings.store.database import Database
from tests.bot.delivery.making import NEWSLETTERS, NOON, TUESDAY, add_reader, add_readers

MINUTE = timedelta(minutes=1)


def utc(hour: int, minute: int = 0, day: int = 24, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


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


async def test_what_is_planned_is_counted_once(ledger):
    """Beside the deliveries, by their minute, however often and by however many planners it is looked at."""
    await add_readers(ledger.readers, (1, 2))
    await add_reader(ledger.readers, 3, morning=time(12, 1))
    await ticks(ledger, utc(11, 59), utc(12, 5))
    await Planner(ledger.database, NEWSLETTERS).tick(utc(12, 6))
    assert await ledger.rows(sends, "due_at", "lane", "planned") == [(NOON, 1, 2), (NOON + MINUTE, 1, 1)]


async def test_a_crash_in_the_middle_of_planning_plans_nothing(ledger):
    """Neither the deliveries nor their count nor the watermark: the next look plans all of it."""
    await add_readers(ledger.readers, (1, 2))
    await ledger.planner.tick(NOON - MINUTE)

    def crash(place: str) -> None:
        if place == "plan.middle":
            raise InterruptedError

    failpoint.install(crash)
    try:
        with pytest.raises(InterruptedError):
            await ledger.planner.tick(NOON)
    finally:
        failpoint.install(None)
    assert await ledger.rows(deliveries) == await ledger.rows(sends) == []
    assert await Planner(ledger.database, NEWSLETTERS).tick(NOON) == 2


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


async def test_all_zones_of_a_minute_are_planned_by_one_statement(ledger):
    """In the readers' order, whatever their zones: so a million rows are appended, not strewn over the index."""
    zones = ["Europe/Berlin", "UTC", "Asia/Tokyo", "America/Denver", "Europe/Rome"]
    for chat in range(1, 21):
        zone = zones[chat % len(zones)]
        await add_reader(ledger.readers, chat, zone=zone, morning=NOON.astimezone(ZoneInfo(zone)).time())
    await ledger.planner.tick(utc(11, 59))
    with statements(ledger.database, "INSERT INTO deliveries") as planned:
        assert await ledger.planner.tick(NOON) == 20
    assert len(planned) == 1
    assert [reader for reader, *_ in await owed(ledger)] == list(range(1, 21))
    async with ledger.database.read() as connection:
        steps = [
            row[-1] for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {planned[0][0]}", planned[0][1])
        ]
    assert [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step] == []


async def test_a_minute_on_two_dates_is_planned_for_each(ledger):
    """When it is Tuesday noon in London, Kiritimati has Wednesday; weekdays and pauses are by their own."""
    await add_reader(ledger.readers, 1)
    await add_reader(ledger.readers, 2, zone="Pacific/Kiritimati", morning=time(2), days=frozenset({3}))
    await add_reader(ledger.readers, 3, zone="Pacific/Kiritimati", morning=time(2), days=frozenset({2}))
    await ledger.planner.tick(utc(11, 59))
    await ledger.planner.tick(NOON)
    assert {(reader, day) for reader, day, *_ in await owed(ledger)} == {(1, TUESDAY), (2, date(2026, 11, 25))}


async def test_a_late_slot_ends_what_never_left_of_the_one_before(ledger):
    """Made or not: nobody gets this morning's after this afternoon's. It says why, and is counted as expired."""
    await add_readers(ledger.readers, [1, 2], "am-pm", evening=time(15))
    await ledger.planner.tick(utc(11, 59))
    await ledger.plan(NOON)
    await add_reader(ledger.readers, 3, "am-pm", morning=time(12, 1), evening=time(15))
    await ledger.planner.tick(NOON + MINUTE)
    assert await ledger.planner.tick(utc(15, 3)) == 3
    found = await ledger.rows(deliveries, "reader_id", "slot", "state")
    assert sorted(found) == [
        (reader, slot, state)
        for reader in (1, 2, 3)
        for slot, state in (("evening", "planned"), ("morning", "expired"))
    ]
    made = await ledger.rows(parts, "state", "failure")
    assert set(made) == {("expired", "a newer briefing took its place")}


async def test_what_may_have_left_is_not_superseded(ledger):
    """Nor what another reader waits for, what a reader asked for, or what waits when the next slot is in time."""
    first, *_ = await add_readers(ledger.readers, [1, 2], "am-pm", evening=time(15))
    await add_reader(ledger.readers, 3, "am-pm", evening=time(16))
    await ledger.planner.tick(utc(11, 59))
    await ledger.plan(NOON)
    await ledger.owed.ask(first.id, 77, TUESDAY, NOON)
    async with ledger.database.write() as connection:
        theirs = select(deliveries.c.id).where(deliveries.c.reader_id == 2)
        await connection.execute(update(parts).where(parts.c.delivery_id.in_(theirs)).values(token=1))
    await ledger.planner.tick(utc(15, 3))
    rows = await ledger.rows(deliveries, "reader_id", "slot", "state")
    found = {(reader, slot): state for reader, slot, state in rows}
    assert [key for key, state in found.items() if state == "expired"] == [(1, "morning")]
    assert await ledger.planner.tick(utc(16)) == 1
    assert (await ledger.rows(deliveries, "state")).count(("expired",)) == 1


async def test_a_part_that_was_refused_makes_what_is_superseded_failed(ledger):
    """The state of a delivery is that of its worst part, here as everywhere."""
    await add_reader(ledger.readers, 1, "am-pm", evening=time(15))
    await ledger.planner.tick(utc(11, 59))
    await ledger.plan(NOON)
    async with ledger.database.write() as connection:
        (row,) = (await connection.execute(select(parts))).mappings().all()
        await connection.execute(update(parts).values(state="failed"))
        await connection.execute(insert(parts).values(dict(row) | {"id": row["id"] + 1, "number": 2}))
    await ledger.planner.tick(utc(15, 3))
    assert await ledger.rows(parts, "state") == [("failed",), ("expired",)]
    assert await ledger.rows(deliveries, "state") == [("failed",), ("planned",)]


async def test_a_look_that_finds_nothing_waits_for_no_writer(ledger):
    """Receipts and replies write all the time; most looks have nothing to write."""
    await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11, 30))
    await ledger.planner.cuts(utc(11, 30))
    async with ledger.database.write(), asyncio.timeout(3):
        assert await ledger.planner.tick(utc(11, 30, second=15)) == 0
        assert await ledger.planner.cuts(utc(11, 32)) == []


async def test_the_watermark_is_never_older_than_a_minute(ledger):
    """However long nothing is due, a bot that was stopped looks back only a little more than it was away."""
    await ledger.planner.tick(utc(10))
    moment = utc(10)
    while moment < utc(10, 10):
        moment += timedelta(seconds=15)
        await ledger.planner.tick(moment)
        async with ledger.database.read() as connection:
            mark = await read_instant(connection, PLANNED_UNTIL)
        assert moment - MINUTE <= mark <= moment


async def test_a_time_that_a_look_has_passed_is_not_looked_at_again(ledger):
    """Though that look wrote nothing: whoever now chooses this time was told that it comes tomorrow."""
    reader = await add_reader(ledger.readers, 1, morning=time(13))
    await ledger.planner.tick(utc(11, 59, second=50))
    assert await ledger.planner.tick(utc(12, second=5)) == 0
    await ledger.readers.save(replace(reader, morning=time(12)), utc(12, second=10))
    assert await ledger.planner.tick(utc(12, second=20)) == 0


def test_the_short_way_to_who_is_due_finds_what_the_rule_does():
    """By the zone's offset where its clock stands still, by the calendar where it changes: the same instants."""
    chance, found = random.Random(4), 0
    quarters = [time(quarter // 4, quarter % 4 * 15) for quarter in range(96)]
    changes = [utc(1, day=1), datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 3, 15, tzinfo=UTC)]
    for zone in ("America/New_York", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Dublin", "UTC"):
        for change in [*changes, utc(12), datetime(2026, 3, 8, 7, tzinfo=UTC)] * 6:
            after = change + timedelta(minutes=chance.randrange(-3000, 3000))
            now = after + chance.choice([timedelta(seconds=15), MINUTE, timedelta(hours=6)])
            expected = [(zone, at, *due) for at in quarters for due in occurrences(at, zone, after, now)]
            assert list(due_times([(zone, at) for at in quarters], after, now)) == expected
            found += len(expected)
    assert found > 1000


@pytest.mark.parametrize("seed", range(50))
async def test_two_planners_owe_each_of_a_thousand_readers_once(ledger, seed):
    """Two processes on one file, looking at random moments in random order: a row a reader, local date and slot."""
    chance = random.Random(seed)
    expected = await many_readers(ledger.database, 1000, chance)
    other = await Database.open(str(ledger.database.engine.url).replace("+aiosqlite", ""))
    planners = [ledger.planner, Planner(other, NEWSLETTERS)]
    await ledger.planner.tick(utc(11, 59))
    moments = [NOON + timedelta(seconds=chance.uniform(-60, 600)) for _ in range(10)] + [NOON + 11 * MINUTE] * 2
    await asyncio.gather(*(chance.choice(planners).tick(moment) for moment in moments))
    await other.close()
    assert Counter((reader, day, slot) for reader, day, slot, _, _ in await owed(ledger)) == Counter(expected)


async def many_readers(database: Database, count: int, chance: random.Random) -> list[tuple[int, date, str]]:
    """Readers all over the world whose morning is within ten minutes of noon in UTC; and what is owed to them."""
    zones = ["UTC", "America/Denver", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Lisbon"]
    rows, expected = [], []
    for number in range(1, count + 1):
        zone = chance.choice(zones)
        local = (NOON + chance.randrange(10) * MINUTE).astimezone(ZoneInfo(zone))
        rows.append({"id": number, "chat_id": number, "zone": zone, "morning": f"{local:%H:%M}"})
        expected.append((number, local.date(), "morning"))
    alike = {"kind": "private", "standing": "active", "created_at": NOON, "changed_at": NOON}
    async with database.write() as connection:
        await connection.execute(insert(readers).values(alike), rows)
        chosen = select(readers.c.id, literal("denver"), readers.c.created_at)
        await connection.execute(insert(subscriptions).from_select(["reader_id", "newsletter", "since"], chosen))
    return expected


@contextmanager
def statements(database: Database, beginning: str) -> Iterator[list[tuple[str, tuple]]]:
    """The statements with that beginning that are executed meanwhile, with their values."""
    found: list[tuple[str, tuple]] = []

    def note(_connection, _cursor, statement, values, _context, _many) -> None:
        if statement.startswith(beginning):
            found.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_cuts_are_named_before_the_first_reader_is_due(ledger):
    """Each once, also after a restart."""
    await add_reader(ledger.readers, 1)
    assert await ledger.planner.cuts(utc(11, 40)) == []
    assert await ledger.planner.cuts(utc(11, 50)) == [("denver", TUESDAY, Slot.MORNING)]
    assert await Planner(ledger.database, NEWSLETTERS).cuts(utc(11, 51)) == []
    assert await ledger.planner.cuts(utc(11, 45)) == []


async def test_what_to_cut_is_asked_once_a_minute_and_nothing_is_passed_over(ledger):
    """The question goes over all readers; what became due in between is named by the next answer."""
    await add_reader(ledger.readers, 1)
    with statements(ledger.database, "SELECT readers.zone, subscriptions.newsletter") as asked:
        named = [
            (moment, cut)
            for moment in (utc(11, 49, second=second) for second in (10, 25, 40, 55))
            for cut in await ledger.planner.cuts(moment)
        ]
        assert (named, len(asked)) == ([], 1)
        assert await ledger.planner.cuts(utc(11, 50, second=5)) == []
        assert await ledger.planner.cuts(utc(11, 50, second=10)) == [("denver", TUESDAY, Slot.MORNING)]
    assert len(asked) == 2


async def test_the_first_and_the_last_readers_say_what_to_cut(ledger):
    """Hour by hour from the first to the last, however many are due between; a slot that is off is not looked at."""
    for chat, hour in enumerate((9, 10, 11, 12, 12), start=1):
        await add_reader(ledger.readers, chat, "closer", morning=time(hour), evening=None)
    await add_reader(ledger.readers, 9, "closer", morning=time(1), evening=time(20))
    named = [
        (hour, slot)
        for hour in range(24)
        for _, day, slot in await ledger.planner.cuts(utc(hour, 55))
        if day == TUESDAY
    ]
    assert named == [(8, "morning"), (9, "morning"), (10, "morning"), (11, "morning"), (19, "evening")]


async def test_what_a_reader_had_is_known_by_slot(ledger):
    """Whatever became of it: the ledger takes no second one. What was asked for is no slot."""
    reader = await add_reader(ledger.readers, 1)
    await ledger.planner.tick(utc(11, 59))
    await ledger.planner.tick(NOON)
    await ledger.owed.ask(reader.id, 77, TUESDAY, NOON)
    async with ledger.database.read() as connection:
        assert await had(connection, reader.id, TUESDAY) == {(TUESDAY, Slot.MORNING)}
        assert await had(connection, reader.id, TUESDAY + timedelta(days=1)) == set()
        assert await had(connection, reader.id + 1, TUESDAY) == set()
