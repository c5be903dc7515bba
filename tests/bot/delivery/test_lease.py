import asyncio
from collections import Counter, deque
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.delivery.lease import LEASE
from bot.delivery.outcome import Flood, NotSent
from bot.delivery.pace import Pace
from bot.store.outbox import Outbox
from bot.store.tables import deliveries, parts, readers
from tests.bot.delivery.making import NOON, Telegram, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def due(ledger):
    """Forty readers' briefings wait in the outbox, at noon."""
    await ledger.planner.tick(NOON - MINUTE)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await add_readers(ledger.readers, range(1, 41))
    await ledger.plan(NOON)
    return ledger


async def leased_at(due, chat_id: int):
    query = select(parts.c.lease_until).join(deliveries, deliveries.c.id == parts.c.delivery_id)
    async with due.database.read() as connection:
        query = query.join(readers, readers.c.id == deliveries.c.reader_id).where(readers.c.chat_id == chat_id)
        return await connection.scalar(query.where(parts.c.state == "sending")) - LEASE


class Watched(Telegram):
    """Notes how long each part was leased before it came, and how many were leased then that had not come."""

    begun = 0

    async def send(self, address, text, keyboard, *, html=True):
        self.begun += 1
        self.waited.append(self.clock.now() - await leased_at(self.due, address.chat_id))
        states = await self.due.states()
        self.leased.append(states.count("sending") + states.count("sent") - self.begun)
        return await super().send(address, text, keyboard, html=html)


class Stalled(Pace):
    """The worker stands still (a stopped process, a machine asleep) when it has its first turn, and things happen."""

    def __init__(self, clock, span, meanwhile) -> None:
        super().__init__(clock)
        self.clock, self.span, self.meanwhile = clock, span, meanwhile

    async def broadcast_turn(self, chat_id, patience=None):
        given = await super().broadcast_turn(chat_id, patience)
        if self.span is not None:
            span, self.span = self.span, None
            self.clock.advance(seconds=span.total_seconds())
            await self.meanwhile()
        return given


async def nothing() -> None:
    """Nothing happens meanwhile."""


def stalled_sender(due, span, meanwhile=nothing):
    return due.new_sender(Stalled(due.clock, span, meanwhile), in_flight=1)


async def test_only_what_has_its_turn_soon_is_leased(due):
    """Within a tenth of a second; a crash puts in doubt only what is on the wire or about to be."""
    due.telegram = Watched(due.clock)
    due.telegram.due, due.telegram.waited, due.telegram.leased = due, [], []
    await due.new_sender().drain()
    assert len(due.telegram.sent) == 40
    assert max(due.telegram.waited) <= timedelta(seconds=0.1)
    assert max(due.telegram.leased) <= 2
    assert set(await due.states()) == {"sent"}


async def test_a_kill_in_a_broadcast_puts_only_a_few_in_doubt(due):
    """Those that never went out are sent as if nothing had been."""

    class Dying(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            if len(self.sent) == 10:
                self.states = await due.states()
                raise asyncio.CancelledError
            return await super().send(address, text, keyboard, html=html)

    due.telegram = Dying(due.clock)
    with suppress(asyncio.CancelledError):
        await due.new_sender().drain()
    assert due.telegram.states.count("sending") <= 4


async def test_a_worker_that_slept_through_its_lease_sends_nothing_with_it(due):
    """The part goes back without a doubt, for nothing was handed over, and goes out once."""
    await stalled_sender(due, LEASE).drain()
    assert len(due.telegram.sent) == 40
    assert await due.rows(parts, "state", "doubts", "attempts") == [("sent", 0, 1)] * 40
    assert sorted(await due.rows(parts, "token"))[-2:] == [(1,), (2,)]


@pytest.mark.parametrize("early", [timedelta(seconds=5), timedelta(seconds=1), -SECOND])
async def test_a_lease_that_is_nearly_over_is_not_used(due, early):
    """A request takes its time: at five seconds before the end it is too late to begin one."""
    await stalled_sender(due, LEASE - early).drain()
    assert max(await due.rows(parts, "token")) == (2,)


async def test_a_lease_that_is_good_is_used(due):
    """However long it took to get there."""
    await stalled_sender(due, LEASE - 6 * SECOND).drain()
    assert set(await due.rows(parts, "token")) == {(1,)}


async def test_what_another_has_found_meanwhile_is_left_alone(due):
    """The sleeper sends nothing and writes nothing over it; the doubt that the other has noted is sent once."""

    class Asleep(Outbox):
        async def renew(self, leased, now):
            """A worker that stands still renews nothing."""

        async def recover(self, _now):
            """Nor does it find its own."""
            return 0

    other, due.outbox = due.outbox, Asleep(due.database)

    async def found() -> None:
        assert await other.recover(due.clock.now()) == 1

    await stalled_sender(due, LEASE, found).drain()
    assert Counter(await due.states()) == {"sent": 39, "uncertain": 1}
    assert len(due.telegram.sent) == 39
    due.clock.advance(seconds=61)
    await due.new_sender().drain()
    assert max(Counter(due.telegram.chats()).values()) == 1
    assert len(due.telegram.sent) == 40


async def test_whose_chat_is_not_ready_is_set_aside_without_a_lease(due):
    """Those behind it go; several in one chat go a second apart; nothing is written of those that wait."""
    pace = Pace(due.clock)
    for chat in range(1, 21):
        await pace.broadcast_turn(chat)
    started = due.clock.now()
    async with due.database.write() as connection:
        await connection.exec_driver_sql("update readers set thread_id = chat_id, chat_id = -7 where chat_id > 30")
    await due.new_sender(pace).drain()
    assert due.telegram.chats()[:5] == [21, 22, 23, 24, 25]
    assert set(await due.rows(parts, "token", "state")) == {(1, "sent")}
    group = [at for at, address, *_ in due.telegram.sent if address.chat_id == -7]
    assert len(group) == 10
    assert min(later - earlier for earlier, later in pairwise(group)) >= SECOND
    assert max(at for at, address, *_ in due.telegram.sent if address.chat_id != -7) - started < 3 * SECOND


async def test_a_silence_counts_as_no_attempt(due):
    """A 429 says nothing of the message: the wait after its first failure is that of a first."""
    due.telegram.by_chat[1] = deque([Flood(5), Flood(5), NotSent("no route")])
    for _ in range(3):
        due.clock.advance(seconds=6)
        await due.new_sender().drain()
    assert (await due.rows(parts, "state", "attempts", "failure"))[0] == ("planned", 1, "no route")
    due.clock.advance(seconds=2)
    await due.new_sender().drain()
    assert (await due.rows(parts, "state", "attempts"))[0] == ("sent", 2)


async def test_a_sender_whose_places_are_taken_does_not_ask_when_the_next_may_go(due):
    """It could not send it anyway."""

    class Counting(Outbox):
        asked = 0

        async def next_at(self, now):
            self.asked += 1
            return await super().next_at(now)

    answer = asyncio.Event()

    class Slow(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            await answer.wait()
            return await super().send(address, text, keyboard, html=html)

    due.outbox, due.telegram, stop = Counting(due.database), Slow(due.clock), asyncio.Event()
    running = asyncio.create_task(due.new_sender(in_flight=2).run(stop))
    async with asyncio.timeout(20):
        while (await due.states()).count("sending") < 2:  # noqa: ASYNC110 (nothing announces what is on disk)
            await asyncio.sleep(0)
    before = due.outbox.asked
    for _ in range(20):
        await due.states()
    assert due.outbox.asked == before
    stop.set()
    answer.set()
    await running
