"""A paid broadcast: only what would take long, within the cap, and nobody suffers when the Stars are not taken."""

from collections import Counter, deque
from datetime import timedelta

import pytest

from bot.delivery.outcome import PaymentRefused
from bot.delivery.pace import Pace
from bot.delivery.spend import Purse, Spent
from bot.readers.model import Standing
from bot.store.marks import set_spent
from bot.store.tables import parts
from tests.bot.delivery.making import NOON, TUESDAY, add_reader, add_readers, make_brief, make_edition, most_within

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def due(ledger):
    """Sixty readers' briefings wait in the outbox, at noon; the free rate is five a second."""
    await ledger.planner.tick(NOON - MINUTE)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await add_readers(ledger.readers, range(1, 61))
    await ledger.plan(NOON)
    return ledger


def paying(due, stars: int, per_second: int = 400):
    return due.new_sender(Pace(due.clock, 5), purse=Purse(stars, per_second))


async def test_what_would_take_long_is_paid_for(due):
    """Faster than the free rate, and each message says that it may cost something, until the free rate is enough."""
    await paying(due, 100).drain()
    assert Counter(due.telegram.paid)[True] >= 50
    assert due.clock.now() - NOON < 3 * SECOND
    assert set(await due.states()) == {"sent"}
    assert await due.outbox.spent() == Spent(TUESDAY, Counter(due.telegram.paid)[True])
    assert due.alerted() == []


async def test_what_is_soon_sent_for_nothing_is_not_paid_for(due):
    """Nor is anything without a purse, nor an answer to a person."""
    due.telegram.paid.clear()
    await due.new_sender(Pace(due.clock, 7), purse=Purse(100)).drain()
    assert not any(due.telegram.paid)
    assert await due.outbox.spent() is None


async def test_an_answer_is_never_paid_for(due):
    """It counts to no broadcast."""
    reader = await add_reader(due.readers, 999)
    await due.owed.ask(reader.id, 1, TUESDAY, due.clock.now())
    await due.preparer.prepare(due.clock.now())
    await paying(due, 100).drain()
    assert not due.telegram.paid[due.telegram.chats().index(999)]
    assert any(due.telegram.paid)


async def test_the_cap_is_kept_and_the_rest_goes_free(due):
    """The operator hears of it once; a restart does not spend it again; nobody is marked."""
    await paying(due, 2).drain()
    assert Counter(due.telegram.paid) == {True: 20, False: 40}
    free = [at for at, paid in zip([at for at, *_ in due.telegram.sent], due.telegram.paid, strict=True) if not paid]
    assert most_within(free, SECOND) <= 5
    assert due.alerted() == ["paid.used_up"]
    assert await due.outbox.spent() == Spent(TUESDAY, 20)
    await add_readers(due.readers, range(101, 161))
    due.clock.set(NOON + timedelta(days=1) - MINUTE)
    await due.planner.tick(due.clock.now())
    due.clock.set(NOON + 2 * MINUTE)
    due.telegram.paid.clear()
    await paying(due, 2).drain()
    assert not any(due.telegram.paid)


async def test_a_restart_within_the_day_knows_what_was_spent(due):
    """The purse of the new process holds what is left."""
    async with due.database.write() as connection:
        await set_spent(connection, Spent(TUESDAY, 15))
    await paying(due, 2).drain()
    assert Counter(due.telegram.paid) == {True: 5, False: 55}


async def test_stars_that_are_not_taken_cost_nobody_anything(due):
    """The messages go at the free rate, without an attempt counted; the operator hears of it once."""
    due.telegram.queued = deque([PaymentRefused("BALANCE_TOO_LOW")] * 10)
    await paying(due, 100).drain()
    due.telegram.queued.clear()
    due.clock.advance(seconds=2)
    await paying(due, 100).drain()
    assert set(await due.rows(parts, "state", "attempts", "doubts")) == {("sent", 1, 0)}
    assert due.alerted() == ["paid.refused"]
    first_free = due.telegram.paid.index(False)
    assert not any(due.telegram.paid[first_free:])
    assert {reader.standing for reader in [await due.readers.get(one) for one in range(1, 61)]} == {Standing.ACTIVE}
