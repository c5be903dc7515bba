from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store.inbox import Inbox, lane, note_applied, said_at
from bot.store.readers import ReaderStore
from bot.store.tables import inbox as table

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def inbox(database):
    return Inbox(database)


def message(update_id: int, chat_id: int = 7) -> dict:
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}, "from": {"id": 1}, "text": "/start"}}


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (message(1, -100), -100),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 8}}}}, 8),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 9}, "from": {"id": 5}}}, 9),
        ({"update_id": 1, "channel_post": {"chat": {"id": -77}}}, -77),
        ({"update_id": 1, "poll_answer": {"user": {"id": 6}}}, 6),
        ({"update_id": 1, "message": {"chat": {"id": "seven"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": True}, "message": 3}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_lane_is_the_chat_else_the_person(update, chat):
    """Whatever the kind of update, and whatever nonsense it holds."""
    assert lane(update) == chat


async def test_an_update_is_stored_once(inbox):
    """A replay is known by its id."""
    assert await inbox.store([message(1), message(2)], NOW) == 2
    assert await inbox.store([message(2), message(3), message(3)], NOW) == 1
    assert [row.update_id for row in await inbox.waiting(10)] == [1, 2, 3]


async def test_an_update_that_was_handled_does_not_come_back(inbox, database):
    """Replayed after its answer it changes nothing, and its content is forgotten."""
    await inbox.store([message(1)], NOW)
    await inbox.handled(1, NOW)
    assert await inbox.store([message(1)], NOW) == 0
    assert await inbox.waiting(10) == []
    async with database.read() as connection:
        assert (await connection.execute(select(table.c.content, table.c.state))).one() == (None, "handled")


async def test_nonsense_is_passed_over_and_the_rest_kept(inbox):
    """A broken update among good ones costs nothing."""
    assert await inbox.store([{}, {"update_id": "1"}, "text", message(4)], NOW) == 1  # type: ignore[list-item]
    assert await inbox.store([{"update_id": 2**70}], NOW) == 0


async def test_what_waits_comes_in_order_and_in_pages(inbox):
    """The content is what Telegram sent."""
    await inbox.store([message(3), message(1), message(2, 8)], NOW)
    first = await inbox.waiting(2)
    assert [(row.update_id, row.chat_id) for row in first] == [(1, 7), (2, 8)]
    assert [row.update_id for row in await inbox.waiting(2, after=2)] == [3]
    assert first[0].content == message(1)


async def test_a_failure_is_final(inbox):
    """A command that cannot be handled is not tried for ever."""
    await inbox.store([message(1)], NOW)
    await inbox.failed(1, NOW, "the handler broke")
    assert await inbox.waiting(10) == []


async def test_the_offset_follows_what_was_stored_last(inbox):
    """After a quiet week Telegram numbers anew, from anywhere; the largest number would hide all that comes."""
    assert await inbox.next_offset() is None
    await inbox.store([message(900)], NOW)
    assert await inbox.next_offset() == 901
    await inbox.store([message(17), message(18)], NOW + timedelta(days=8))
    assert await inbox.next_offset() == 19


async def test_arrivals_are_counted_by_chat_from_an_instant(inbox):
    """The count that stops a chat from wearing the bot out."""
    await inbox.store([message(1)], NOW)
    await inbox.store([message(2), message(3, 8)], NOW + timedelta(seconds=30))
    assert await inbox.received_since(7, NOW) == 2
    assert await inbox.received_since(7, NOW + timedelta(seconds=30)) == 1


async def test_what_was_applied_still_waits_for_its_answer(inbox, database):
    """It is handed out marked, and counted; what was handled before stays handled."""
    await inbox.store([message(1), message(2)], NOW)
    await inbox.handled(2, NOW)
    async with database.write() as connection:
        for update_id in (1, 2):
            await note_applied(connection, update_id)
    assert [(row.update_id, row.applied) for row in await inbox.waiting(10)] == [(1, True)]
    assert await inbox.backlog() == 1
    await inbox.handled(1, NOW)
    assert await inbox.waiting(10) == []


@pytest.mark.parametrize(
    ("update", "minutes_ago"),
    [
        ({"update_id": 1, "message": {"date": "3 hours"}}, 180),
        ({"update_id": 1, "my_chat_member": {"date": "3 hours"}}, 180),
        ({"update_id": 1, "callback_query": {"message": {"date": "3 hours"}}}, 0),
        ({"update_id": 1, "message": {"date": "2 days"}}, 0),
        ({"update_id": 1, "message": {"date": "tomorrow"}}, 0),
        ({"update_id": 1, "message": {"date": None}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_it_waits_since_it_was_said_where_that_is_known(update, minutes_ago):
    """A button does not say when it was pressed, and Telegram keeps nothing for longer than a day."""
    dates = {"3 hours": timedelta(hours=3), "2 days": timedelta(days=2), "tomorrow": -timedelta(days=1)}
    for value in update.values():
        for held in (value, value.get("message")) if isinstance(value, dict) else ():
            if isinstance(held, dict) and held.get("date") in dates:
                held["date"] = int((NOW - dates[held["date"]]).timestamp())
    assert said_at(update, NOW) == NOW - timedelta(minutes=minutes_ago)


async def test_the_oldest_is_the_one_that_was_said_first(inbox):
    """Of those that nobody has handled."""
    assert await inbox.oldest() is None
    await inbox.store([message(1)], NOW)
    early = message(2)
    early["message"]["date"] = int((NOW - timedelta(hours=1)).timestamp())
    await inbox.store([early], NOW + timedelta(minutes=1))
    assert await inbox.oldest() == NOW - timedelta(hours=1)
    await inbox.handled(2, NOW)
    assert await inbox.oldest() == NOW
    await inbox.failed(1, NOW, "broken")
    assert await inbox.oldest() is None


async def test_a_chat_that_moved_has_one_lane_for_both_of_its_ids(inbox, database):
    """What waits, what comes later under the old id, and the count of a chat that wears the bot out."""
    await inbox.store([message(1, -7), message(2, 8)], NOW)
    await ReaderStore(database).moved(-7, -1007, NOW)
    await inbox.store([message(3, -7), message(4, -1007)], NOW)
    assert [(row.update_id, row.chat_id) for row in await inbox.waiting(10)] == [
        (1, -1007),
        (2, 8),
        (3, -1007),
        (4, -1007),
    ]
    assert await inbox.received_since(-1007, NOW) == 3
