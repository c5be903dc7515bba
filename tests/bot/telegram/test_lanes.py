"""Updates of a chat are handled in order, chats do not wait for each other, and nothing is handled twice."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.store.inbox import Inbox
from bot.store.readers import ReaderStore
from bot.telegram.lanes import Lanes


def said(update_id, chat_id):
    return {"update_id": update_id, "message": {"chat": {"id": chat_id, "type": "private"}, "text": "hello"}}


@asynccontextmanager
async def running(lanes):
    task = asyncio.create_task(lanes.run())
    try:
        yield task
    finally:
        lanes.stop()
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 5)


async def until(ready):
    async with asyncio.timeout(5):
        while not ready():  # noqa: ASYNC110 (watches several tasks at once)
            await asyncio.sleep(0.001)


async def test_a_chat_is_served_in_order_and_others_meanwhile(database, clock):
    """While chat 1 takes its time with its first word, chat 2 is answered; chat 1's second word waits."""
    inbox = Inbox(database)
    await inbox.store([said(1, 1), said(2, 1), said(3, 2)], clock.now())
    order, gate = [], asyncio.Event()

    async def handle(row):
        if row.update_id == 1:
            await gate.wait()
        order.append(row.update_id)

    async with running(Lanes(inbox, handle, clock)):
        await until(lambda: order == [3])
        gate.set()
        await until(lambda: len(order) == 3)
    assert order == [3, 1, 2]
    assert await inbox.waiting(10) == []


async def test_no_more_than_the_limit_run_at_once(database, clock):
    """A hundred chats share the slots, and all are served."""
    inbox = Inbox(database)
    await inbox.store([said(number, number) for number in range(1, 101)], clock.now())
    now, most, done = 0, 0, []

    async def handle(row):
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        done.append(row.update_id)

    async with running(Lanes(inbox, handle, clock, at_once=7)):
        await until(lambda: len(done) == 100)
    assert most == 7
    assert sorted(done) == list(range(1, 101))


async def test_what_lies_beyond_the_window_is_served_too(database, clock):
    """Memory holds a few rows; the rest is fetched as those are done."""
    inbox = Inbox(database)
    await inbox.store([said(number, number % 3 + 1) for number in range(1, 51)], clock.now())
    done = []

    async def handle(row):
        done.append(row.update_id)

    async with running(Lanes(inbox, handle, clock, window=8)):
        await until(lambda: len(done) == 50)
    assert len(set(done)) == 50
    for chat in range(3):
        mine = [one for one in done if one % 3 == chat]
        assert mine == sorted(mine)


async def test_new_rows_are_seen_when_woken(database, clock):
    """The receiver's call is enough; nobody polls the database."""
    inbox = Inbox(database)
    done = []

    async def handle(row):
        done.append(row.update_id)

    lanes = Lanes(inbox, handle, clock)
    async with running(lanes):
        for number in (1, 2):
            await inbox.store([said(number, 1)], clock.now())
            lanes.wake()
            await until(lambda wanted=number: len(done) == wanted)
    assert done == [1, 2]


async def test_a_chat_that_gets_a_new_id_stays_in_its_lane(database, clock):
    """While its first word is handled the group moves: what is said under the new id waits, others do not."""
    inbox = Inbox(database)
    await inbox.store([said(1, -7)], clock.now())
    order, begun, gate = [], asyncio.Event(), asyncio.Event()

    async def handle(row):
        begun.set()
        if row.update_id == 1:
            await gate.wait()
        order.append(row.update_id)

    lanes = Lanes(inbox, handle, clock)
    async with running(lanes):
        await begun.wait()
        await ReaderStore(database).moved(-7, -1007, clock.now())
        await inbox.store([said(2, -7), said(3, -1007), said(4, 5)], clock.now())
        lanes.wake()
        await until(lambda: order == [4])
        gate.set()
        await until(lambda: len(order) == 4)
        await inbox.store([said(5, -1007), said(6, -7)], clock.now())
        lanes.wake()
        await until(lambda: len(order) == 6)
    assert order == [4, 1, 2, 3, 5, 6]
    assert await inbox.waiting(10) == []


@pytest.mark.parametrize("raises", [True, False])
async def test_a_failed_update_is_marked_and_not_tried_again(raises, database, clock):
    """No update can break the bot over and over; the chat's next one is served."""
    inbox = Inbox(database)
    await inbox.store([said(1, 1), said(2, 1)], clock.now())
    tried = []

    async def handle(row):
        tried.append(row.update_id)
        if row.update_id == 1 and raises:
            raise ValueError("broken")
        return "broken" if row.update_id == 1 else None

    async with running(Lanes(inbox, handle, clock)):
        await until(lambda: len(tried) == 2)
    assert tried == [1, 2]
    assert await inbox.waiting(10) == []


async def test_a_stop_finishes_what_is_begun_and_leaves_the_rest_waiting(database, clock):
    """The running update is answered and marked; the one behind it waits for the next life."""
    inbox = Inbox(database)
    await inbox.store([said(1, 1), said(2, 1)], clock.now())
    begun, gate = asyncio.Event(), asyncio.Event()

    async def handle(_row):
        begun.set()
        await gate.wait()

    lanes = Lanes(inbox, handle, clock)
    task = asyncio.create_task(lanes.run())
    await begun.wait()
    lanes.stop()
    gate.set()
    await asyncio.wait_for(task, 5)
    assert [row.update_id for row in await inbox.waiting(10)] == [2]


async def test_a_stop_does_not_wait_for_ever(database, clock):
    """What is not done when the grace is over is left for the next life."""
    inbox = Inbox(database)
    await inbox.store([said(1, 1)], clock.now())
    begun = asyncio.Event()

    async def handle(_row):
        begun.set()
        await asyncio.Event().wait()

    lanes = Lanes(inbox, handle, clock, grace=0.02)
    task = asyncio.create_task(lanes.run())
    await begun.wait()
    lanes.stop()
    await asyncio.wait_for(task, 5)
    assert [row.update_id for row in await inbox.waiting(10)] == [1]


async def test_a_broken_inbox_ends_the_run(database, clock):
    """What cannot be marked as handled must not be handled on and on: the program ends and starts again."""

    class Broken(Inbox):
        async def handled(self, _update_id, _now):
            raise OSError("disk full")

    inbox = Broken(database)
    await inbox.store([said(1, 1)], clock.now())

    async def handle(_row):
        return None

    with pytest.raises(ExceptionGroup):
        await asyncio.wait_for(Lanes(inbox, handle, clock).run(), 5)


async def test_a_cancelled_update_is_handled_in_the_next_life(database, clock):
    """Killed in the middle, it still waits."""
    inbox = Inbox(database)
    await inbox.store([said(1, 1)], clock.now())
    begun = asyncio.Event()

    async def handle(_row):
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(Lanes(inbox, handle, clock).run())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [row.update_id for row in await inbox.waiting(10)] == [1]
