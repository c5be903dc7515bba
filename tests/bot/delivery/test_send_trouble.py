"""What the sender makes of an outage, of a message that is refused for itself, and of more than it can remember."""

import asyncio
from collections import deque
from datetime import timedelta

import pytest

from bot.delivery.outcome import MessageRefused, NotSent
from bot.delivery.pace import Pace
from bot.delivery.steps import places
from bot.delivery.texts import MOST_KEPT, Texts
from bot.store.tables import parts
from tests.bot.delivery.making import NOON, Telegram, add_readers, make_brief, make_edition

MINUTE = timedelta(minutes=1)
GONE = NotSent("no connection", reached=False)


@pytest.fixture
async def due(ledger):
    """Forty readers' briefings wait in the outbox, at noon."""
    await ledger.planner.tick(NOON - MINUTE)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await add_readers(ledger.readers, range(1, 41))
    await ledger.plan(NOON)
    return ledger


async def test_an_outage_costs_few_requests_and_no_attempts(due):
    """Ten minutes without a network; when it is back, all go at once."""
    due.telegram.queued = deque([GONE] * 1000)
    while due.clock.now() < NOON + 10 * MINUTE:
        await due.sender.drain()
        due.clock.advance(seconds=8)
    assert len(due.telegram.sent) <= 5 + 8 + 5 + 10
    assert set(await due.rows(parts, "state", "attempts")) == {("planned", 0)}
    due.telegram.queued.clear()
    tried, back = len(due.telegram.sent), due.clock.now()
    while due.clock.now() < back + MINUTE + timedelta(seconds=10):
        await due.sender.drain()
        due.clock.advance(seconds=8)
    assert set(await due.rows(parts, "state", "attempts")) == {("sent", 1)}
    assert len(due.telegram.sent) - tried == 40


async def test_who_can_stop_an_edition_hears_of_a_refused_message_once_it_is_written(due):
    """And a mistake of theirs stops nobody else."""
    heard = []

    async def refused(part, reason):
        heard.append((part.part_id, reason, (await due.states())[part.part_id - 1]))
        raise ValueError("a mistake of ours")

    due.telegram.by_chat[1] = deque([MessageRefused("message is too long")])
    await due.new_sender(refused=refused).drain()
    assert heard == [(1, "message is too long", "failed")]
    assert due.alerted() == ["delivery.message_refused", "edition.not_stopped"]


async def test_what_waits_for_receipts_is_bounded_and_goes_ahead_of_them(due):
    """Without a limit of the bot: a place is free when the answer is in."""

    class Counting(Telegram):
        most = here = 0

        async def send(self, address, text, keyboard, *, html=True):
            self.here += 1
            self.most = max(self.most, self.here)
            for _ in range(5):
                await asyncio.sleep(0)
            self.here -= 1
            return await super().send(address, text, keyboard, html=html)

    due.telegram = Counting(due.clock)
    await due.new_sender(Pace(due.clock, None), in_flight=4).drain()
    assert due.telegram.most == 4
    assert set(await due.states()) == {"sent"}


async def test_texts_are_read_once_and_some_hundreds_are_kept(due):
    """One that is kept nowhere is missing."""
    ((text_id,),) = set(await due.rows(parts, "text_id"))
    texts = Texts(due.outbox)
    first = await texts.of([text_id, "gone"])
    assert list(first) == [text_id]
    assert (await texts.of([text_id]))[text_id] is first[text_id]
    texts._kept |= {f"other-{n}": first[text_id] for n in range(MOST_KEPT + 10)}
    await texts.of([])
    assert len(texts) == MOST_KEPT


@pytest.mark.parametrize(("per_second", "wanted"), [(None, 8), (1, 8), (28, 8), (300, 22), (1000, 72), (9000, 500)])
def test_places_follow_from_the_rate(per_second, wanted):
    """What is sent while an answer is on its way, and a fifth more."""
    assert places(per_second) == wanted


async def test_a_receipt_does_not_wait_for_those_that_do_not_come(due):
    """A fast sender gathers receipts for one transaction, but no longer than a moment."""
    answer = asyncio.Event()

    class Stalling(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            if len(self.sent) >= 3:
                await answer.wait()
            return await super().send(address, text, keyboard, html=html)

    due.telegram, stop = Stalling(due.clock), asyncio.Event()
    running = asyncio.create_task(due.new_sender(Pace(due.clock, None), in_flight=8).run(stop))
    async with asyncio.timeout(20):
        while (await due.states()).count("sent") < 3:  # noqa: ASYNC110 (nothing announces what is on disk)
            await asyncio.sleep(0)
    stop.set()
    answer.set()
    await running
    assert "sending" not in await due.states()
