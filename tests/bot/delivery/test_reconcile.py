from collections import deque
from datetime import timedelta

from sqlalchemy import delete, insert, select

from bot.delivery.lateness import finishes
from bot.delivery.outcome import AnswerLost, RecipientRefused, Sent
from bot.delivery.reconcile import MOST_SENDS, Account, Waited, reconcile
from bot.store.purge import purge
from bot.store.sends import add_planned
from bot.store.tables import deliveries, parts, sends, told
from tests.bot.delivery.making import NOON, TUESDAY, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)


async def test_an_empty_ledger_is_even(ledger):
    """Nothing planned, nothing owed."""
    found = await reconcile(ledger.database)
    assert (found.sends, list(found.backlog)) == ((), [])
    assert found.answers == found.whole == Account(0, 0, 0, 0, 0, 0)
    assert found.even


async def test_every_delivery_is_accounted_for(ledger):
    """Sent, failed, uncertain, expired and pending add up to what was planned, of each send, of answers, and of all."""
    await ledger.planner.tick(NOON - MINUTE)
    readers = await add_readers(ledger.readers, range(1, 7), "am-pm")
    ledger.newsroom.publish(make_edition("am-pm", make_brief("d1")))
    await ledger.plan(NOON)
    assert (await reconcile(ledger.database)).backlog == [(NOON, 6)]
    ledger.telegram.by_chat = {
        1: deque([RecipientRefused("blocked")]),
        2: deque([AnswerLost("?"), AnswerLost("?")]),
    }
    await ledger.sender.drain()
    ledger.clock.advance(minutes=2)
    await ledger.sender.drain()
    await ledger.owed.ask(readers[5].id, 1, TUESDAY, ledger.clock.now())
    found = await reconcile(ledger.database)
    (send,) = found.sends
    assert (send.due_at, send.account) == (NOON, Account(6, sent=4, failed=1, uncertain=1, expired=0, pending=0))
    assert found.answers == Account(planned=1, sent=0, failed=0, uncertain=0, expired=0, pending=1)
    assert found.whole == Account(planned=7, sent=4, failed=1, uncertain=1, expired=0, pending=1)
    assert found.even
    assert list(found.backlog) == []
    await ledger.outbox.expire(NOON + timedelta(hours=7))
    later = await reconcile(ledger.database)
    assert (later.whole.expired, later.whole.pending, later.even) == (1, 0, True)


async def test_what_disappears_behind_the_ledgers_back_is_missed(ledger):
    """Also where another send has one too many, so that the sum is right; and a row without a count is too many."""
    await _two_sends(ledger)
    assert (await reconcile(ledger.database)).even
    async with ledger.database.write() as connection:
        await connection.execute(delete(deliveries).where(deliveries.c.id == 1))
    found = await reconcile(ledger.database)
    assert [send.account.even for send in found.sends] == [True, False]
    assert not found.even
    assert not found.whole.even
    async with ledger.database.write() as connection:
        row = (await connection.execute(select(deliveries).where(deliveries.c.id == 3))).mappings().one()
        await connection.execute(
            insert(deliveries).values(dict(row) | {"id": 99, "local_date": TUESDAY - timedelta(days=9)})
        )
    found = await reconcile(ledger.database)
    assert [send.account.even for send in found.sends] == [False, False]
    assert found.whole.even
    assert not found.even


async def test_an_answer_that_disappears_is_missed(ledger):
    """What people asked for is counted too."""
    (reader,) = await add_readers(ledger.readers, [1])
    await ledger.owed.ask(reader.id, 1, TUESDAY, NOON)
    assert (await reconcile(ledger.database)).even
    async with ledger.database.write() as connection:
        await connection.execute(delete(deliveries))
    found = await reconcile(ledger.database)
    assert found.answers.planned == 1
    assert not found.even


async def test_how_long_readers_waited_is_known(ledger):
    """From the due instant to the first message, for half of them and for nearly all."""
    await ledger.planner.tick(NOON - MINUTE)
    await add_readers(ledger.readers, range(1, 101))
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await ledger.plan(NOON)
    async with ledger.database.write() as connection:
        for number in range(1, 101):
            sent = {"sent_at": NOON + timedelta(seconds=number), "state": "sent"}
            await connection.execute(parts.update().where(parts.c.delivery_id == number).values(sent))
    (send,) = (await reconcile(ledger.database)).sends
    assert send.waited == Waited(median=50, nearly_all=99)


async def test_the_newest_sends_of_a_day_are_shown_and_those_that_are_wrong(ledger):
    """A bot has sends at many minutes; an operator needs the last ones, and the one that does not add up."""
    async with ledger.database.write() as connection:
        await add_planned(connection, NOON - timedelta(days=20), 1, 3)
    async with ledger.database.write() as connection:
        for minute in range(30):
            await connection.execute(insert(sends).values(due_at=NOON + minute * MINUTE, lane=1, planned=0))
    found = await reconcile(ledger.database)
    assert len(found.sends) == MOST_SENDS + 1
    assert found.sends[0].due_at == NOON + 29 * MINUTE
    assert found.sends[-1].account == Account(3, 0, 0, 0, 0, 0)


async def test_the_backlog_says_when_the_last_reader_gets_theirs(ledger):
    """From what the ledger holds, made or not, one send after the other."""
    await _two_sends(ledger)
    found = await reconcile(ledger.database)
    coming = finishes(found.backlog, 1, NOON + MINUTE, None)
    assert [(one.due_at, one.waiting) for one in coming] == [(NOON, 2), (NOON + MINUTE, 1)]
    assert coming[-1].last_at == NOON + MINUTE + timedelta(seconds=3)
    assert await ledger.outbox.backlog(NOON + MINUTE) == list(found.backlog)


async def test_the_purge_keeps_thirty_days_of_receipts(ledger):
    """Older deliveries go with their parts, their count, and what they told."""
    await ledger.planner.tick(NOON - MINUTE)
    await add_readers(ledger.readers, [1, 2])
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await ledger.plan(NOON)
    ledger.telegram.queued = deque([Sent(1), Sent(2)])
    await ledger.sender.drain()
    await purge(ledger.database, NOON + timedelta(days=30))
    assert len(await ledger.rows(deliveries)) == len(await ledger.rows(told)) == 2
    await purge(ledger.database, NOON + timedelta(days=30, seconds=1))
    assert await ledger.rows(deliveries) == await ledger.rows(parts) == await ledger.rows(sends) == []
    assert (await reconcile(ledger.database)).even
    assert await ledger.rows(told) == []


async def _two_sends(ledger) -> None:
    """Two readers at noon, one a minute later, nothing sent yet."""
    await ledger.planner.tick(NOON - MINUTE)
    await add_readers(ledger.readers, [1, 2])
    await add_readers(ledger.readers, [3], morning=(NOON + MINUTE).time())
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await ledger.plan(NOON)
    await ledger.plan(NOON + MINUTE)
