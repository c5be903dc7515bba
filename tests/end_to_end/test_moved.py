"""A group that becomes a supergroup, with words, buttons and briefings on their way: it is one reader throughout."""

from dataclasses import replace
from datetime import time

import pytest

from bot.readers.model import Address, ChatKind, Reader
from tests.end_to_end.settled import account, attempts, later, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

BEN, CLEO = 22, 33
SMALL = -555
TO, FROM = "migrate_to_chat_id", "migrate_from_chat_id"


@pytest.fixture
async def group(early: Town) -> Town:
    """A group run by Ben that gets its briefings."""
    early.telegram.person(BEN, "Ben")
    early.telegram.person(CLEO, "Cleo")
    early.telegram.group(SMALL, "Neighbours", admins=(BEN,), members=(CLEO,), supergroup=False)
    await settled(early, SMALL, kind=ChatKind.GROUP)
    return early


async def the_one_reader(town: Town, chat: int) -> Reader:
    """Whoever reads in the chat; nobody else was made or left behind."""
    async with town.bot.database.read() as connection:
        assert (await connection.exec_driver_sql("select chat_id from readers")).all() == [(chat,)]
    reader = await town.bot.readers.find(Address(chat))
    assert reader is not None
    assert reader.newsletters == ("charlotte",)
    return reader


def hears(town: Town, *words: str) -> None:
    """Of what waits at Telegram, these words of the move are left, in this order."""
    queue = town.telegram.updates.waiting
    said = {word: one for one in queue for word in (TO, FROM) if word in one.body["message"]}
    places = [one for one in queue if one in said.values()]
    kept = [
        replace(place, body={"update_id": place.id, "message": said[word].body["message"]})
        for place, word in zip(places, words, strict=False)
    ]
    queue[:] = sorted([*(one for one in queue if one not in places), *kept], key=lambda one: one.id)


@pytest.mark.parametrize("words", [(FROM, TO), (TO,), (FROM, FROM)])
async def test_what_is_said_before_and_after_the_move_is_done_in_order(group: Town, words: tuple[str, ...]) -> None:
    """Said while the bot was away, heard when only the new chat is left: the last word about a thing counts."""
    await group.close_bot()
    for said in ("/timezone Berlin", "/days weekdays", "/time 9:15"):
        group.telegram.send_text(SMALL, BEN, said)
    group.telegram.send_text(SMALL, CLEO, "/timezone Tokyo")
    new = group.telegram.migrate(SMALL)
    hears(group, *words)
    group.telegram.send_text(new, BEN, "/time 8:30")
    await group.open_bot()
    await group.answered()
    reader = await the_one_reader(group, new)
    assert (reader.zone, reader.days, reader.morning) == ("Europe/Berlin", frozenset(range(1, 6)), time(8, 30))
    assert len(group.texts(new)) == 5, "everything was answered, and where they are now"


async def test_a_move_that_nobody_heard_of_is_learned_from_the_first_question(group: Town) -> None:
    """Both words of it were lost; the old chat's admins are asked for, and Telegram says where they are."""
    await group.close_bot()
    group.telegram.send_text(SMALL, BEN, "/timezone Berlin")
    new = group.telegram.migrate(SMALL)
    hears(group)
    await group.open_bot()
    await group.answered()
    assert (await the_one_reader(group, new)).zone == "Europe/Berlin"
    await group.write(new, BEN, "/time 8:30")
    assert (await the_one_reader(group, new)).morning == time(8, 30)


async def test_a_stranger_of_before_the_move_is_settled_where_it_moved(early: Town) -> None:
    """The bot was added, asked, and the group grew, before the bot woke up."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(SMALL, "Neighbours", admins=(BEN,), supergroup=False)
    await early.close_bot()
    early.telegram.send_text(SMALL, BEN, "/start")
    new = early.telegram.migrate(SMALL)
    await early.open_bot()
    await early.answered()
    await early.press(new, BEN, "AM/PM")
    reader = await early.bot.readers.find(Address(new))
    assert reader is not None
    assert len(reader.newsletters) == 1


async def test_a_button_under_an_old_message_is_answered_with_a_new_one(group: Town) -> None:
    """Its number belongs to another message in the new chat, which stays as it is."""
    await group.write(SMALL, BEN, "/newsletters")
    old = group.telegram.sent(SMALL)[-1]
    new = group.telegram.migrate(SMALL)
    await group.answered()
    await group.write(new, BEN, "/settings")
    before = [(one["message_id"], one["text"]) for one in group.telegram.sent(new)]
    label = next(button["text"] for row in old["reply_markup"]["inline_keyboard"] for button in row)
    group.telegram.press(SMALL, BEN, old["message_id"], label)
    await group.answered()
    after = [(one["message_id"], one["text"]) for one in group.telegram.sent(new)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    await the_one_reader(group, new)


async def test_a_briefing_that_was_on_its_way_arrives_once(group: Town) -> None:
    """Its first answer was lost; before it goes out once more the group has moved."""
    group.telegram.faults.drop_before(method="sendMessage", chat_id=SMALL)
    group.clock.set(at(FIRST_DAY, "6:59", NEW_YORK))
    await later(group, minutes=1)
    new = group.telegram.migrate(SMALL)
    await group.answered()
    await later(group, minutes=1, seconds=5)
    assert len(group.briefings(new)) == 1
    assert (attempts(group, SMALL), attempts(group, new)) == (1, 1)
    assert (await account(group)).sent == 1
    await the_one_reader(group, new)


async def test_a_send_that_hears_of_the_move_first_tells_the_words_that_wait(group: Town) -> None:
    """A command of the old chat waits in the inbox when a briefing finds out; its wish is the group's."""
    await group.close_bot()
    await group.open_bot(listening=False)
    group.telegram.send_text(SMALL, BEN, "/timezone Berlin")
    new = group.telegram.migrate(SMALL)
    hears(group)
    await group.bot.inbox.store([one.body for one in group.telegram.updates.waiting], group.clock.now())
    group.clock.set(at(FIRST_DAY, "6:59", NEW_YORK))
    await later(group, minutes=1)
    assert len(group.briefings(new)) == 1
    ((row,),) = (await group.bot.inbox.waiting(10),)
    assert row.chat_id == new
    await group.close_bot()
    await group.open_bot()
    await group.answered()
    assert (await the_one_reader(group, new)).zone == "Europe/Berlin"
