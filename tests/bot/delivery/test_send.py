import asyncio
from collections import Counter, deque
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    RecipientRefused,
    Sent,
    TokenRefused,
)
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.errors import TokenError
from bot.readers.model import Standing
from bot.store.tables import deliveries, parts
from tests.bot.delivery.making import (
    NEWSLETTERS,
    NOON,
    TUESDAY,
    Telegram,
    add_reader,
    add_readers,
    make_brief,
    make_edition,
)

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def until(happened) -> None:
    """Let the other tasks go on until something has happened."""
    async with asyncio.timeout(20):
        while not await happened():  # noqa: ASYNC110 (nothing announces it: the promise is about what is on disk)
            await asyncio.sleep(0)


async def sent(ledger, count: int) -> bool:
    return len(ledger.telegram.sent) >= count


async def all_sent(ledger) -> bool:
    return set(await ledger.states()) == {"sent"}


@pytest.fixture
async def due(ledger):
    """A planner that has looked once, a minute before noon, and one edition."""
    await ledger.planner.tick(NOON - MINUTE)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    return ledger


async def ready(ledger, count: int) -> None:
    """So many readers' briefings wait in the outbox, at noon."""
    await add_readers(ledger.readers, range(1, count + 1))
    await ledger.plan(NOON)


async def test_everyone_gets_one_message(due):
    """With its buttons, and its receipt in the ledger."""
    await ready(due, 60)
    assert await due.sender.drain() == 60
    assert sorted(due.telegram.chats()) == list(range(1, 61))
    assert set(await due.states()) == {"sent"}
    assert len({message for (message,) in await due.rows(parts, "message_id")}) == 60
    assert due.telegram.keyboards[0][0][0].text == "Sources"
    assert await due.sender.drain() == 0


async def test_two_parts_come_in_order(due):
    """A second apart; one run of the queue sends both."""
    reader = await add_reader(due.readers, 1, length=6)
    stories = [make_brief(f"d{n}", headline=f"Headline {n} " + "of a long day " * 25) for n in range(30)]
    due.newsroom.publish(make_edition("denver", *stories))
    await due.plan(NOON)
    texts = [(await due.outbox.text(text_id)).html for (text_id,) in await due.rows(parts, "text_id")]
    assert len(texts) == 2
    await due.sender.drain()
    assert [text for _, _, text, _ in due.telegram.sent] == texts
    assert due.telegram.sent[1][0] - due.telegram.sent[0][0] >= SECOND
    shown = (await due.rows(deliveries, "content"))[0][0]["shown"]
    assert {line["part"] for line in shown} == {1, 2}
    assert sorted(await due.told()) == sorted((reader.id, line["story"]) for line in shown)


async def test_only_the_parts_that_went_were_told(due):
    """A second part that was refused told nothing."""
    await add_reader(due.readers, 1, length=6)
    stories = [make_brief(f"d{n}", headline=f"Headline {n} " + "of a long day " * 25) for n in range(30)]
    due.newsroom.publish(make_edition("denver", *stories))
    await due.plan(NOON)
    due.telegram.queued = deque([Sent(1), MessageRefused("too long")])
    await due.sender.drain()
    shown = (await due.rows(deliveries, "content"))[0][0]["shown"]
    assert sorted(await due.told()) == sorted((1, line["story"]) for line in shown if line["part"] == 1)


async def test_a_refused_recipient_is_marked_and_the_others_are_served(due):
    """One blocked chat delays nobody."""
    await ready(due, 20)
    due.telegram.by_chat[7] = deque([RecipientRefused("bot was blocked by the user")])
    await due.sender.drain()
    assert Counter(await due.states()) == {"sent": 19, "failed": 1}
    assert (await due.readers.get(7)).standing is Standing.BLOCKED


async def test_entities_that_are_refused_go_as_plain_text_once(due):
    """The words arrive without their formatting, and the operator hears of it once."""
    await ready(due, 3)
    for chat in (1, 2):
        due.telegram.by_chat[chat] = deque([MessageRefused("can't parse entities", entities=True)])
    await due.sender.drain()
    mine = [(text, html) for _, address, text, html in due.telegram.sent if address.chat_id == 1]
    assert [html for _, html in mine] == [True, False]
    assert "<b>" not in mine[1][0]
    assert set(await due.states()) == {"sent"}
    assert due.alerted() == ["delivery.sent_without_formatting"]


async def test_a_message_that_is_refused_stops_its_edition(due):
    """Those not yet sent fail with it, no reader is marked, the operator is told once."""
    await ready(due, 100)
    due.telegram.queued = deque([Sent(1)] * 3 + [MessageRefused("message is too long")] * 97)
    await due.sender.drain()
    states = Counter(await due.states())
    assert states["sent"] + states["failed"] == 100
    assert len(due.telegram.sent) <= 3 + 8 + 1
    assert due.alerted() == ["delivery.message_refused"]
    assert {(await due.readers.get(one)).standing for one in range(1, 101)} == {Standing.ACTIVE}


async def test_after_a_flood_wait_nothing_goes_before_its_time(due):
    """Everyone waits, also after a restart in between, and then everyone is served."""
    await ready(due, 30)
    due.telegram.queued = deque([Sent(1)] * 4 + [Flood(90)])
    await due.sender.drain()
    at = next(moment for moment, *_ in due.telegram.sent[4:])
    before = len(due.telegram.sent)
    assert before <= 4 + 8
    restarted = due.new_sender()
    assert await restarted.drain() == 0
    due.clock.set(at + 88 * SECOND)
    assert await restarted.drain() == 0
    due.clock.set(at + 91 * SECOND)
    await due.new_sender().drain()
    late = [moment for moment, *_ in due.telegram.sent[before:]]
    assert min(late) >= at + 90 * SECOND
    assert set(await due.states()) == {"sent"}


async def test_a_lost_answer_is_sent_once_more_after_a_minute(due):
    """And then never again."""
    await ready(due, 1)
    due.telegram.queued = deque([AnswerLost("timeout"), AnswerLost("timeout")])
    for minutes in (0, 0.9, 1, 2, 30, 300):
        due.clock.set(NOON + timedelta(minutes=minutes, seconds=5))
        await due.sender.drain()
    assert len(due.telegram.sent) == 2
    assert due.telegram.sent[1][0] - due.telegram.sent[0][0] >= MINUTE
    assert await due.states() == ["uncertain"]
    assert due.alerted() == ["delivery.uncertain"]


async def test_a_group_that_moved_gets_it_under_the_new_id(due):
    """In the same run."""
    await add_reader(due.readers, -5)
    await due.plan(NOON)
    due.telegram.queued = deque([Moved(-1005)])
    await due.sender.drain()
    assert due.telegram.chats() == [-5, -1005]
    assert await due.states() == ["sent"]


async def test_an_unknown_token_stops_everything(due):
    """Nothing is failed or marked: all of it can go once the token is right."""
    await ready(due, 40)
    due.telegram.queued = deque([TokenRefused("Unauthorized")] * 40)
    with pytest.raises(TokenError):
        await due.sender.drain()
    assert len(due.telegram.sent) <= 8
    assert set(await due.states()) == {"planned"}
    assert due.alerted() == ["delivery.token_refused"]
    due.telegram.queued.clear()
    await due.new_sender().drain()
    assert set(await due.states()) == {"sent"}


async def test_a_gateway_that_breaks_leaves_the_part_uncertain(due):
    """It may have been sent; the sender goes on."""

    class Broken(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            if address.chat_id == 2:
                raise ValueError("a mistake of ours")
            return await super().send(address, text, keyboard, html=html)

    await ready(due, 3)
    due.telegram = Broken(due.clock)
    await due.new_sender().drain()
    assert Counter(await due.states()) == {"sent": 2, "uncertain": 1}


async def test_a_receipt_that_cannot_be_written_is_not_passed_over(due):
    """The sender ends with the database's error; the part is found again when its lease ends."""
    await ready(due, 1)
    async with due.database.write() as connection:
        await connection.exec_driver_sql("alter table told rename to hidden")
    with pytest.raises(DBAPIError, match="no such table"):
        await due.sender.drain()
    assert await due.states() == ["sending"]
    async with due.database.write() as connection:
        await connection.exec_driver_sql("alter table hidden rename to told")
    assert await due.outbox.recover(due.clock.now() + 2 * MINUTE) == 1


async def test_answers_overtake_the_broadcast(due):
    """A person who asks does not wait for thousands."""
    await ready(due, 200)
    reader = await add_reader(due.readers, 999)
    asked, before = False, 0

    class Busy(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            nonlocal asked, before
            if len(self.sent) == 20 and not asked:
                asked = True
                delivery = await due.owed.ask(reader.id, 1, TUESDAY, due.clock.now())
                await due.preparer.prepare_one(delivery, due.clock.now())
                before = len(self.sent)
            return await super().send(address, text, keyboard, html=html)

    due.telegram = Busy(due.clock)
    sender = due.new_sender()
    due.preparer = due.new_preparer(ready=sender.wake)
    await sender.drain()
    assert due.telegram.chats().index(999) <= before + 4


async def test_a_crash_between_lease_and_receipt_loses_nothing(due):
    """The sender dies in mid-call; the next one finds the lease, and the part has at most two copies."""
    await ready(due, 5)

    class Dying(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            await super().send(address, text, keyboard, html=html)
            await asyncio.Event().wait()
            raise AssertionError

    first, due.telegram = due.telegram, Dying(due.clock)
    dying = asyncio.create_task(due.new_sender().drain())
    await until(lambda: sent(due, 5))
    while not dying.done():
        dying.cancel()
        await asyncio.sleep(0)
    with suppress(asyncio.CancelledError):
        await dying
    assert set(await due.states()) == {"sending"}
    arrived, due.telegram = due.telegram.arrived, first
    due.clock.advance(seconds=61)
    await due.new_sender().drain()
    assert set(await due.states()) == {"uncertain"}
    assert due.telegram.sent == []
    due.clock.advance(seconds=61)
    await due.new_sender().drain()
    assert set(await due.states()) == {"sent"}
    assert len(arrived) == len(due.telegram.arrived) == 5


async def test_an_outcome_that_arrived_is_written_whatever_is_cancelled(due):
    """Cancelled while the receipt waits for the database."""
    await ready(due, 1)
    sender = due.new_sender()
    running = asyncio.create_task(sender.drain())
    await until(lambda: sent(due, 1))
    running.cancel()
    await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await until(lambda: all_sent(due))


async def test_a_stopped_sender_finishes_what_is_in_flight_and_leases_no_more(due):
    """Every lease that was taken has its receipt when it ends."""
    await ready(due, 300)
    stop = asyncio.Event()

    class Stopping(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            if len(self.sent) == 25:
                stop.set()
            return await super().send(address, text, keyboard, html=html)

    due.telegram = Stopping(due.clock)
    await due.new_sender().run(stop)
    assert 26 <= len(due.telegram.sent) <= 26 + 8
    assert set(await due.states()) == {"sent", "planned"}


async def test_a_stopped_sender_leaves_what_telegram_does_not_answer_to_be_found_again(due):
    """It waits a while and no longer; after its lease the message is in doubt, not lost and not sent freely."""
    await ready(due, 2)
    stop, never = asyncio.Event(), asyncio.Event()

    class Hanging(Telegram):
        async def send(self, address, text, keyboard, *, html=True):
            outcome = await super().send(address, text, keyboard, html=html)
            if address.chat_id == 2:
                stop.set()
                await never.wait()
            return outcome

    due.telegram = Hanging(due.clock)
    await due.new_sender(grace=0.05).run(stop)
    assert await due.states() == ["sent", "sending"]
    await due.outbox.recover(due.clock.now() + MINUTE)
    assert await due.states() == ["sent", "uncertain"]


async def test_a_sender_at_rest_wakes_for_new_messages_and_for_due_ones(due):
    """Woken by what is new, and by the instant at which a put-off part may go."""
    await add_readers(due.readers, [1, 2])
    stop, sender = asyncio.Event(), due.new_sender()
    due.telegram.queued = deque([NotSent("no route"), Sent(1), Sent(2)])
    running = asyncio.create_task(sender.run(stop))
    await asyncio.sleep(0)
    await due.plan(max(NOON, due.clock.now()))
    sender.wake()
    await until(lambda: sent(due, 3))
    stop.set()
    await running
    assert await due.states() == ["sent", "sent"]


async def test_starts_and_stops_that_race_leak_nothing(due):
    """Ten senders in turn, each stopped or cancelled at another moment; then the rest is sent."""
    await ready(due, 60)
    for moment in range(10):
        stop = asyncio.Event()
        running = asyncio.create_task(due.new_sender().run(stop))
        for _ in range(moment * 7):
            await asyncio.sleep(0)
        if moment % 2:
            running.cancel()
        stop.set()
        with suppress(asyncio.CancelledError):
            await running
    assert len(asyncio.all_tasks()) == 1
    due.clock.advance(minutes=5)
    await due.new_sender().drain()
    due.clock.advance(minutes=5)
    await due.new_sender().drain()
    assert set(await due.states()) == {"sent"}
    assert max(Counter(due.telegram.chats()).values()) <= 2


async def test_a_full_group_gives_its_place_to_others(due):
    """Twenty a minute in one group do not hold up the private chats."""
    await ready(due, 20)
    pace = Pace(due.clock)
    group = await add_reader(due.readers, -5)
    for _ in range(20):
        await pace.broadcast_turn(-5)
    started = due.clock.now()
    await due.owed.ask(group.id, 1, TUESDAY, started)
    await due.preparer.prepare(started)
    sender = due.new_sender(pace)
    await sender.drain()
    assert -5 not in due.telegram.chats()
    assert len(due.telegram.sent) == 20
    assert due.clock.now() - started < 5 * SECOND
    due.clock.advance(minutes=1)
    await sender.drain()
    assert due.telegram.chats()[-1] == -5


outcomes = st.sampled_from(
    [
        Sent(1),
        NotSent("no route"),
        Flood(20),
        AnswerLost("timeout"),
        AnswerLost("timeout"),
        RecipientRefused("blocked"),
        MessageRefused("tag", entities=True),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(script=st.lists(outcomes, max_size=25))
async def test_no_message_has_more_than_two_copies_and_none_is_lost(due, script):
    """Whatever Telegram answers: at the end each part is sent, or visibly uncertain, failed or expired."""
    for table in ("parts", "deliveries", "told", "readers", "marks"):
        async with due.database.write() as connection:
            await connection.exec_driver_sql(f"delete from {table}")  # noqa: S608 (names from the line above)
    due.clock.set(NOON - MINUTE)
    due.planner = Planner(due.database, NEWSLETTERS)
    await due.planner.tick(NOON - MINUTE)
    await ready(due, 3)
    due.telegram = Telegram(due.clock, deque(script))
    for minutes in (0, 2, 2, 20, 20, 400):
        due.clock.advance(minutes=minutes)
        await due.new_sender().drain()
    assert set(await due.states()) <= {"sent", "uncertain", "failed", "expired"}
    assert max(due.telegram.copies.values(), default=0) <= 2
    assert len(set(due.telegram.chats())) == 3
