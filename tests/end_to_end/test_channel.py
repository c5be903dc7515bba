"""A channel is set up from the private chat of somebody who runs it, and by nobody else."""

from datetime import time

import pytest

from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.telegram.errand import NOT_ADMIN
from tests.end_to_end.settled import settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BOB = 11, 22
CHANNEL = -1001234567890
OTHER = -1009876543210
MISTAKES = {
    "": "Make me an admin of your channel",
    "tampatoday": "Make me an admin of your channel",
    "@nosuchchannel": "I cannot see @nosuchchannel.",
    "-100555": "I cannot see -100555.",
    "@tampatoday time 25:00": "Tampa Today\n25:00 is not a time",
    "@tampatoday sing": "Tampa Today\n",
    "@tampatoday channel @tampatoday": "Tampa Today\n",
}
"""What somebody types behind /channel, and how the answer begins."""


@pytest.fixture
async def town(town: Town) -> Town:
    """Ann runs two channels, Bob none; both have a private chat with the bot."""
    telegram = town.telegram
    for person, name in ((ANN, "Ann"), (BOB, "Bob")):
        telegram.person(person, name)
    telegram.channel(CHANNEL, "Tampa Today", admins=(ANN,), username="tampatoday", bot="left")
    telegram.channel(OTHER, "Elsewhere", admins=(ANN,))
    await settled(town, ANN)
    await settled(town, BOB)
    return town


async def reader(town: Town, chat: int) -> Reader | None:
    """The reader of a chat."""
    return await town.bot.readers.find(Address(chat))


async def test_who_adds_the_bot_is_asked_what_should_come_and_sets_it_up_by_buttons(town: Town) -> None:
    """From the first word to the morning's briefing in the channel, where nothing else was ever said."""
    own = await reader(town, ANN)
    town.telegram.add_bot(CHANNEL, ANN)
    await town.answered()
    assert town.texts(ANN)[-1].startswith("I can post in Tampa Today now.")
    for label in ("Set it up", "Tampa Bay", "Done (1)", "7:00", "Yes, Tampa Bay"):
        await town.press(ANN, ANN, label)
    assert town.texts(ANN)[-1].startswith("Tampa Today\nAll set. Tampa Bay, mornings at 7:00")
    made = await reader(town, CHANNEL)
    assert made is not None
    assert (made.kind, made.standing, made.newsletters) == (ChatKind.CHANNEL, Standing.ACTIVE, ("tampa-bay",))
    assert await reader(town, ANN) == own
    assert town.texts(CHANNEL) == []
    await town.live_until(at(FIRST_DAY, "7:01", NEW_YORK))
    assert len(town.briefings(CHANNEL)) == 1


async def test_a_command_for_a_channel_is_typed_behind_its_name(town: Town) -> None:
    """By its @name, its link or its number; each answer says which channel it is about."""
    town.telegram.promote(CHANNEL)
    await settled(town, CHANNEL, "tampa-bay", kind=ChatKind.CHANNEL)
    for name, wall in (("@tampatoday", "6:15"), ("https://t.me/TampaToday", "6:30"), (str(CHANNEL), "6:45")):
        await town.write(ANN, ANN, f"/channel {name} time {wall}")
        assert town.texts(ANN)[-1].startswith("Tampa Today\n")
        made = await reader(town, CHANNEL)
        assert made is not None
        assert made.morning == time.fromisoformat(f"0{wall}")
    own = await reader(town, ANN)
    assert own is not None
    assert own.morning == time(7, 0)


async def test_a_button_of_a_channel_goes_on_meaning_that_channel(town: Town) -> None:
    """Between two channels and her own settings, each press is about what its message is about."""
    town.telegram.promote(CHANNEL)
    for chat in (CHANNEL, OTHER):
        await settled(town, chat, "tampa-bay", kind=ChatKind.CHANNEL)
    for words in ("/channel @tampatoday length", f"/channel {OTHER} length", "/length"):
        await town.write(ANN, ANN, words)
    theirs = [message for message in town.telegram.sent(ANN) if "How long may" in message["text"]]
    for message, label in zip(theirs, ("1 minute", "6 minutes", "1 minute"), strict=True):
        town.telegram.press(ANN, ANN, message["message_id"], label)
        await town.answered()
    found = [await reader(town, chat) for chat in (CHANNEL, OTHER, ANN)]
    assert [one.length for one in found if one] == [1, 6, 1]


async def test_who_does_not_run_a_channel_neither_sees_nor_sets_anything_of_it(town: Town) -> None:
    """Neither by a command nor by a button that was Ann's; nor Ann, once she runs it no more."""
    town.telegram.promote(CHANNEL)
    await settled(town, CHANNEL, "tampa-bay", kind=ChatKind.CHANNEL)
    before = await reader(town, CHANNEL)
    for words in ("settings", "status", "time 6:00", "forget", "mydata", "unsubscribe tampa-bay"):
        await town.write(BOB, BOB, f"/channel @tampatoday {words}")
        assert town.texts(BOB)[-1] == NOT_ADMIN
    await town.write(ANN, ANN, "/channel @tampatoday length")
    (message,) = [one for one in town.telegram.sent(ANN) if "How long may" in one["text"]]
    town.telegram.demote(CHANNEL, ANN)
    town.telegram.press(ANN, ANN, message["message_id"], "1 minute")
    await town.answered()
    assert town.telegram.toasts[-1].text == NOT_ADMIN
    assert await reader(town, CHANNEL) == before


async def test_a_mistake_is_answered_in_one_sentence_and_sets_nothing(town: Town) -> None:
    """No name, a name without its sign, nobody's name, and words that mean nothing."""
    town.telegram.promote(CHANNEL)
    await settled(town, CHANNEL, "tampa-bay", kind=ChatKind.CHANNEL)
    before = [await reader(town, chat) for chat in (CHANNEL, ANN)]
    for typed, answer in MISTAKES.items():
        await town.write(ANN, ANN, f"/channel {typed}")
        assert town.texts(ANN)[-1].startswith(answer), typed
    assert [await reader(town, chat) for chat in (CHANNEL, ANN)] == before


async def test_in_a_group_it_is_told_where_a_channel_is_set_up(town: Town) -> None:
    """Not everybody in a group runs the channel."""
    town.telegram.group(-700, "Council", admins=(ANN,), members=(BOB,))
    await town.write(-700, ANN, "/channel @tampatoday")
    assert town.texts(-700) == ["A channel is set up in a private chat with me."]
