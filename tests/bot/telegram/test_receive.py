"""Updates are stored before Telegram may forget them, and trouble is met with patience."""

import asyncio
from typing import Any

import pytest

from bot.errors import SecondPollerError, TokenError
from bot.store.inbox import Inbox
from bot.store.readers import ReaderStore
from bot.telegram.gateway import PollFailed
from bot.telegram.receive import Receiver, move_of


class Feed:
    """Gives prepared batches, notes the offsets asked for, then waits for ever."""

    def __init__(self, *batches: Any) -> None:
        self.batches = list(batches)
        self.asked = []
        self.empty = asyncio.Event()

    async def updates(self, offset, _timeout):
        self.asked.append(offset)
        if not self.batches:
            self.empty.set()
            await asyncio.Event().wait()
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return batch


def said(update_id, chat_id=5):
    return {"update_id": update_id, "message": {"chat": {"id": chat_id, "type": "private"}, "text": "hello"}}


async def nobody_hears(_old, _new):
    """No group moves here."""


def receiver(feed, inbox, clock, *, concerns=lambda _: True, woken=None, most=2000, moved=nobody_hears):
    wake = (lambda: woken.append(1)) if woken is not None else (lambda: None)
    return Receiver(feed, inbox, clock, concerns=concerns, stored=wake, moved=moved, most_waiting=most)


async def until_empty(feed, running):
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(feed.empty.wait(), 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_batch_is_stored_before_the_next_request_confirms_it(database, clock):
    """When the offset moves, the inbox has the batch."""
    inbox = Inbox(database)
    seen = []

    class Watching(Feed):
        async def updates(self, offset, timeout):  # noqa: ASYNC109
            seen.append((offset, [row.update_id for row in await inbox.waiting(100)]))
            return await super().updates(offset, timeout)

    woken = []
    feed = Watching([said(10), said(11)], [said(12)])
    await until_empty(feed, receiver(feed, inbox, clock, woken=woken))
    assert seen == [(None, []), (12, [10, 11]), (13, [10, 11, 12])]
    assert woken == [1, 1]


async def test_a_restart_goes_on_after_what_is_stored_and_replays_add_nothing(database, clock):
    """A second life asks from the next update, and one that comes again is not handled again."""
    inbox = Inbox(database)
    first = Feed([said(10)])
    await until_empty(first, receiver(first, inbox, clock))
    await inbox.handled(10, clock.now())
    woken = []
    second = Feed([said(10)])
    await until_empty(second, receiver(second, inbox, clock, woken=woken))
    assert second.asked[0] == 11
    assert await inbox.waiting(10) == []
    assert woken == []


async def test_talk_that_is_not_ours_is_let_go_and_confirmed(database, clock):
    """It is not stored, and Telegram does not send it again."""
    inbox = Inbox(database)
    feed = Feed([said(10, -1), said(11), said(12, -1)], [])
    await until_empty(feed, receiver(feed, inbox, clock, concerns=lambda raw: raw["message"]["chat"]["id"] > 0))
    assert [row.update_id for row in await inbox.waiting(10)] == [11]
    assert feed.asked[1:] == [13, 13]


async def test_trouble_is_waited_out_with_growing_pauses(database, clock):
    """1, 2, 4 seconds and so on to a minute; Telegram's own wish is obeyed; success starts anew."""
    start = clock.now()
    feed = Feed(*[PollFailed("no connection")] * 8)
    await until_empty(feed, receiver(feed, Inbox(database), clock))
    assert (clock.now() - start).total_seconds() == 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60
    start = clock.now()
    feed = Feed(PollFailed("flood", 90), [said(1)], PollFailed("no connection"))
    await until_empty(feed, receiver(feed, Inbox(database), clock))
    assert (clock.now() - start).total_seconds() == 91


@pytest.mark.parametrize("error", [TokenError("no"), SecondPollerError("no")])
async def test_a_refused_token_and_a_second_poller_end_it(error, database, clock):
    """Waiting would not help."""
    with pytest.raises(type(error)):
        await receiver(Feed(error), Inbox(database), clock).run()


async def test_nothing_more_is_fetched_while_too_much_waits(database, clock):
    """A full inbox pauses the polling until some of it is handled."""
    inbox = Inbox(database)
    await inbox.store([said(number) for number in range(4)], clock.now())
    feed = Feed()
    task = asyncio.create_task(receiver(feed, inbox, clock, most=3).run())
    start = clock.now()
    while (clock.now() - start).total_seconds() < 3:  # noqa: ASYNC110 (the clock moves as others sleep)
        await asyncio.sleep(0)
    assert feed.asked == []
    await inbox.handled(0, clock.now())
    await asyncio.wait_for(feed.empty.wait(), 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert feed.asked == [4]


MOVED_TO = {"update_id": 2, "message": {"chat": {"id": -7, "type": "group"}, "migrate_to_chat_id": -1007}}
MOVED_FROM = {"update_id": 3, "message": {"chat": {"id": -1007, "type": "supergroup"}, "migrate_from_chat_id": -7}}


@pytest.mark.parametrize(
    ("update", "move"),
    [
        (MOVED_TO, (-7, -1007)),
        (MOVED_FROM, (-7, -1007)),
        (said(1, -7), None),
        ({"update_id": 1, "message": {"migrate_to_chat_id": -1007}}, None),
        ({"update_id": 1, "message": {"chat": {"id": -7}, "migrate_to_chat_id": "far"}}, None),
        ({"update_id": 1, "message": {"chat": {"id": -7}, "migrate_to_chat_id": -(2**70)}}, None),
        ({"update_id": 1, "message": {"chat": {"id": 7}, "migrate_to_chat_id": True}}, None),
        ({"update_id": 1, "message": "odd"}, None),
        ({"update_id": 1}, None),
    ],
)
def test_either_chat_says_that_a_group_moved(update, move):
    """Nonsense says nothing."""
    assert move_of(update) == move


async def test_a_move_is_known_before_what_came_with_it_is_handed_on(database, clock):
    """Words in the old chat and in the new one of the same batch line up behind each other."""
    readers, inbox = ReaderStore(database), Inbox(database)
    known = []

    async def moved(old, new):
        known.append((old, new, await inbox.backlog()))
        await readers.moved(old, new, clock.now())

    feed = Feed([said(1, -7), MOVED_TO, MOVED_FROM, said(4, -1007)])
    await until_empty(feed, receiver(feed, inbox, clock, moved=moved))
    assert known == [(-7, -1007, 0)] * 2
    assert [(row.update_id, row.chat_id) for row in await inbox.waiting(10)] == [(one, -1007) for one in (1, 2, 3, 4)]
