from collections import deque
from datetime import timedelta

from bot.delivery.outcome import AnswerLost, RecipientRefused, Sent
from bot.delivery.reconcile import Account, reconcile
from bot.store.purge import purge
from bot.store.tables import deliveries, parts, told
from tests.bot.delivery.making import NOON, TUESDAY, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)


async def test_an_empty_ledger_is_even(ledger):
    """Nothing planned, nothing owed."""
    found = await reconcile(ledger.database)
    assert found.last_due_at is None
    assert found.last == found.whole == Account(0, 0, 0, 0, 0, 0)
    assert found.whole.even


async def test_every_delivery_is_accounted_for(ledger):
    """Sent, failed, uncertain, expired and pending add up to what was planned; the last send is the newest slot's."""
    await ledger.planner.tick(NOON - MINUTE)
    readers = await add_readers(ledger.readers, range(1, 7), "am-pm")
    ledger.newsroom.publish(make_edition("am-pm", make_brief("d1")))
    await ledger.plan(NOON)
    ledger.telegram.by_chat = {
        1: deque([RecipientRefused("blocked")]),
        2: deque([AnswerLost("?"), AnswerLost("?")]),
    }
    await ledger.sender.drain()
    ledger.clock.advance(minutes=2)
    await ledger.sender.drain()
    await ledger.owed.ask(readers[5].id, 1, TUESDAY, ledger.clock.now())
    found = await reconcile(ledger.database)
    assert found.last_due_at == NOON
    assert found.last == Account(planned=6, sent=4, failed=1, uncertain=1, expired=0, pending=0)
    assert found.whole == Account(planned=7, sent=4, failed=1, uncertain=1, expired=0, pending=1)
    await ledger.outbox.expire(NOON + timedelta(hours=7))
    later = await reconcile(ledger.database)
    assert (later.whole.expired, later.whole.pending, later.whole.even) == (1, 0, True)


async def test_the_purge_keeps_thirty_days_of_receipts(ledger):
    """Older deliveries go with their parts; what was told stays longer, so that no old story comes back as new."""
    await ledger.planner.tick(NOON - MINUTE)
    await add_readers(ledger.readers, [1, 2])
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await ledger.plan(NOON)
    ledger.telegram.queued = deque([Sent(1), Sent(2)])
    await ledger.sender.drain()
    assert await purge(ledger.database, NOON + timedelta(days=30)) == 0
    assert await purge(ledger.database, NOON + timedelta(days=30, seconds=1)) == 2
    assert await ledger.rows(deliveries) == await ledger.rows(parts) == []
    assert len(await ledger.told()) == 2
    assert await purge(ledger.database, NOON + timedelta(days=91)) == 2
    assert await ledger.rows(told) == []
