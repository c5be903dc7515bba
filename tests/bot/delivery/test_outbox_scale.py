"""The queue at its longest: what a look at it costs, and what stops or expires all of it."""

import sqlite3
from collections import Counter
from datetime import timedelta
from itertools import count
from time import perf_counter

import pytest
from sqlalchemy import event

from bot.delivery.lease import Receipt
from bot.delivery.model import Event
from bot.delivery.outcome import MessageRefused
from bot.delivery.retry import Decision, decide
from bot.store.halt import derive, halt
from bot.store.outbox import Outbox
from bot.store.receipts import NEVER
from bot.store.tables import deliveries, parts
from briefings.store.database import Database
from briefings.store.tables import metadata
from tests.bot.delivery.making import NOON, lease_all

HOUR = timedelta(hours=1)
SQLITE_LEAST = 999
"""The number of values that SQLite takes in a statement where it was built with the limit of old."""

READERS = """
insert into readers (id, chat_id, kind, standing, created_at, changed_at)
with recursive one(id) as (select 1 union all select id + 1 from one where id < :count)
select id, id, 'private', 'active', :now, :now from one
"""
DELIVERIES = """
insert into deliveries
    (id, reader_id, local_date, slot, due_at, expires_at, lane, state, content, planned_at, rendered_at)
select id, id, '2026-11-24', 'morning', :now, :expires, 1, :state, '{"shown": [], "left_out": []}', :now, :now
from readers
"""
PARTS = """
insert into parts (id, delivery_id, number, lane, last, text_id, state, doubts, not_before)
select id, id, 1, 1, 1, 'the same for all', :state, :doubts, :not_before from readers
"""
TEXT = "insert into texts (id, html, plain, keyboard, made_at) values ('the same for all', 'text', 'text', '[]', :now)"


def written(moment) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


async def fill(database: Database, how_many: int, *, state="planned", doubts=0, not_before=NOON) -> None:
    """So many readers with a part each, one statement a table."""
    facts = {"now": written(NOON), "expires": written(NOON + 6 * HOUR), "not_before": written(not_before)}
    facts |= {"count": how_many, "state": state, "doubts": doubts}
    async with database.write() as connection:
        for statement in (TEXT, READERS, DELIVERIES, PARTS):
            await connection.exec_driver_sql(statement, facts)


@pytest.fixture
async def other(tmp_path):
    """A second database, to compare with."""
    opened = await Database.open(f"sqlite:///{tmp_path / 'other.db'}")
    async with opened.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
async def narrow(ledger):
    """A ledger on an SQLite that takes few values in a statement."""
    await ledger.database.engine.dispose()

    def lower(connection, _record) -> None:
        connection.run_async(
            lambda raw: raw._execute(raw._conn.setlimit, sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LEAST)
        )

    event.listen(ledger.database.engine.sync_engine, "connect", lower)
    await fill(ledger.database, 5_000)
    return ledger


async def seconds(work) -> float:
    started = perf_counter()
    await work()
    return perf_counter() - started


async def send_some(outbox: Outbox) -> None:
    """Look, lease and write the receipts, as far as anything may go."""
    leased = await lease_all(outbox, NOON, 16)
    await outbox.step([Receipt(one, Decision(Event.DELIVERED, message_id=1)) for one in leased], [], NOON)


async def ratio(long: Outbox, short: Outbox, work) -> float:
    """How much longer the work takes with the long queue, both at their best: what is busy besides is not counted."""
    times = [(await seconds(lambda: work(long)), await seconds(lambda: work(short))) for _ in range(11)]
    return min(one for one, _ in times) / min(one for _, one in times)


@pytest.mark.parametrize(
    "waiting",
    [
        {},
        {"not_before": NOON + HOUR},
        {"state": "uncertain", "doubts": 1, "not_before": NOON + HOUR},
        {"state": "uncertain", "doubts": 2, "not_before": NEVER},
    ],
    ids=["ready", "put off", "in doubt", "in doubt for good"],
)
async def test_a_long_queue_costs_no_more_than_a_short_one(database, other, waiting):
    """To see what may go and when, and to lease and send some of sixty thousand, whatever it is that waits."""
    await fill(database, 60_000, **waiting)
    await fill(other, 1_000, **waiting)
    long, short = Outbox(database), Outbox(other)
    assert await ratio(long, short, lambda outbox: outbox.next_at(NOON)) <= 3
    assert await ratio(long, short, lambda outbox: outbox.look(NOON, 32)) <= 3
    assert await ratio(long, short, send_some) <= 3
    assert await ratio(long, short, lambda outbox: outbox.waiting(32)) <= 3
    assert await ratio(long, short, lambda outbox: outbox.recover(NOON)) <= 3
    assert await ratio(long, short, lambda outbox: outbox.expire(NOON + HOUR)) <= 3


async def test_to_stop_one_reader_costs_no_more_in_a_long_queue(database, other):
    """Thousands may have blocked the bot: each is found without looking through what waits for the others."""
    await fill(database, 60_000)
    await fill(other, 1_000)
    left = {database: count(1), other: count(1)}

    async def stop_one(outbox) -> None:
        async with outbox._database.write() as connection:
            await halt(connection, [next(left[outbox._database])], "blocked")

    assert await ratio(Outbox(database), Outbox(other), stop_one) <= 3


async def test_a_refused_message_stops_however_many_wait_for_it(narrow):
    """All at once, in the transaction of the receipt."""
    (leased,) = await lease_all(narrow.outbox, NOON, 1)
    refused = decide(MessageRefused("too long"), leased.tried, NOON, 0.5)
    assert (await narrow.outbox.step([Receipt(leased, refused)], [], NOON)).stale == []
    assert Counter(await narrow.states()) == {"failed": 5_000}
    assert Counter(await narrow.rows(deliveries, "state")) == {("failed",): 5_000}
    assert set(await narrow.rows(parts, "failure")) == {("too long",), ("the message itself is refused",)}


async def test_however_many_are_too_late_expire(narrow):
    """All at once; a part whose delivery was never made does not matter to them."""
    async with narrow.database.write() as connection:
        await connection.exec_driver_sql("delete from parts where id > 4990")
        await connection.exec_driver_sql("update deliveries set rendered_at = null where id > 4990")
    assert await narrow.outbox.expire(NOON + 6 * HOUR) == 5_000
    assert Counter(await narrow.states()) == {"expired": 4_990}
    assert Counter(await narrow.rows(deliveries, "state")) == {("expired",): 5_000}
    assert await narrow.outbox.expire(NOON + 7 * HOUR) == 0


async def test_however_many_readers_are_stopped(narrow):
    """Those and no others."""
    async with narrow.database.write() as connection:
        await halt(connection, range(1, 4_001), "the place is closed")
    assert Counter(await narrow.states()) == {"failed": 4_000, "planned": 1_000}
    assert Counter(await narrow.rows(deliveries, "state")) == {("failed",): 4_000, ("planned",): 1_000}


async def test_however_many_are_in_a_step(narrow):
    """Leased, sent, passed over or found after a crash: lists of any length are one value of a statement."""
    leased = await lease_all(narrow.outbox, NOON, 3_000)
    assert len(leased) == 3_000
    sent = [Receipt(one, Decision(Event.DELIVERED, message_id=one.part_id)) for one in leased[:2_000]]
    wanted = await narrow.outbox.look(NOON, 5_000, but=range(3_001, 4_501))
    assert [one.part_id for one in wanted] == list(range(4_501, 5_001))
    step = await narrow.outbox.step(sent, wanted, NOON)
    assert (len(step.leased), step.stale) == (500, [])
    assert await narrow.outbox.recover(NOON + HOUR) == 1_500
    assert Counter(await narrow.states()) == {"sent": 2_000, "uncertain": 1_500, "planned": 1_500}
    assert Counter(await narrow.rows(deliveries, "state")) == {
        ("sent",): 2_000,
        ("uncertain",): 1_500,
        ("planned",): 1_500,
    }


async def test_however_many_deliveries_are_derived(narrow):
    """Lists go to the database in steps; deliveries that are as they should be stay as they are."""
    await lease_all(narrow.outbox, NOON, 3_000)
    assert Counter(await narrow.rows(deliveries, "state")) == {("sending",): 3_000, ("planned",): 2_000}
    async with narrow.database.write() as connection:
        await connection.exec_driver_sql("update deliveries set state = 'failed'")
        await derive(connection, range(1, 5_001))
    assert Counter(await narrow.rows(deliveries, "state")) == {("sending",): 3_000, ("planned",): 2_000}
