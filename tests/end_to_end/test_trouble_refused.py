"""Those who cannot be written to: a reader who blocks the bot, a group that throws it out or grows, a closed topic."""

from datetime import timedelta

from bot.readers.model import Address, ChatKind, Standing
from bot.telegram.callbacks import Verb, pack
from tests.end_to_end.settled import account, attempts, later, settled, standing
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BEN, CLEO = 11, 22, 33
GROUP, SMALL, FORUM, TOPIC = -100_555, -555, -100_777, 42
DAYS = [at(FIRST_DAY + timedelta(days=ahead), "7:00", NEW_YORK) for ahead in range(3)]


async def morning(town: Town, day: int) -> None:
    """Live through the five minutes before 7:00 of a day (0 is the first) and a minute after."""
    town.clock.set(DAYS[day] - timedelta(minutes=5))
    await town.bot.poll()
    await town.bot.tick()
    await later(town, minutes=5)
    await later(town, minutes=1)


async def test_a_reader_who_blocks_the_bot_is_tried_once_and_comes_back_by_unblocking(early: Town) -> None:
    """One failed briefing, nothing the next day, and the day after all choices are as they were."""
    early.telegram.person(ANN, "Ann")
    before = await settled(early, ANN, "charlotte", "markets", length=1)
    early.telegram.block(ANN)
    early.telegram.updates.forget()  # as if it happened while nobody listened
    await morning(early, 0)
    assert attempts(early, ANN) == 1
    assert await standing(early, ANN) is Standing.BLOCKED
    assert (await account(early)).failed == 1

    await morning(early, 1)
    assert attempts(early, ANN) == 1, "nothing is tried while the bot is blocked"
    assert (await account(early)).planned == 1

    early.telegram.unblock(ANN)
    await early.answered()
    assert await early.bot.readers.find(Address(ANN)) == before
    await morning(early, 2)
    assert len(early.briefings(ANN)) == 1


async def test_one_who_blocked_the_bot_within_a_question_gets_briefings_again(early: Town) -> None:
    """A question about a time that was open when the bot was blocked does not keep the briefings away."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    await early.write(ANN, ANN, "/time")
    await early.press(ANN, ANN, "Other")
    early.telegram.block(ANN)
    await early.answered()
    assert await standing(early, ANN) is Standing.BLOCKED
    await early.write(ANN, ANN, "hello again")
    await morning(early, 0)
    assert len(early.briefings(ANN)) == 1


async def test_a_group_that_throws_the_bot_out_hears_nothing_until_it_is_back(early: Town) -> None:
    """Kicked: nothing is planned. Brought back: its newsletters are as they were."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(GROUP, "Neighbours", admins=(BEN,))
    before = await settled(early, GROUP, "charlotte", kind=ChatKind.SUPERGROUP)
    early.telegram.kick(GROUP, BEN)
    await early.answered()
    await morning(early, 0)
    assert attempts(early, GROUP) == 0
    assert (await account(early)).planned == 0

    early.telegram.add_bot(GROUP, BEN)
    await early.answered()
    assert await early.bot.readers.find(Address(GROUP)) == before
    await morning(early, 1)
    assert len(early.briefings(GROUP)) == 1


async def test_a_forum_that_takes_the_bot_back_gets_its_topics_briefings_again(early: Town) -> None:
    """Every topic's reader returns with the chat, not only the chat's own."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(FORUM, "Harbour club", admins=(BEN,), forum=True)
    early.telegram.topic(FORUM, TOPIC, "News")
    await settled(early, FORUM, topic=TOPIC, kind=ChatKind.SUPERGROUP)
    early.telegram.kick(FORUM, BEN)
    await early.answered()
    early.telegram.add_bot(FORUM, BEN)
    await early.answered()
    await morning(early, 0)
    assert len(early.briefings(FORUM, TOPIC)) == 1


async def test_a_group_that_lets_the_bot_speak_again_gets_its_briefings_again(early: Town) -> None:
    """A group that took the bot's right to write is tried once; with the right, the briefings come back."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(GROUP, "Neighbours", admins=(BEN,))
    await settled(early, GROUP, kind=ChatKind.SUPERGROUP)
    early.telegram.restrict(GROUP, BEN)
    await early.answered()
    await morning(early, 0)
    assert await standing(early, GROUP) is Standing.BLOCKED
    early.telegram.demote(GROUP, by=BEN)
    await early.answered()
    await morning(early, 1)
    assert len(early.briefings(GROUP)) == 1
    assert attempts(early, GROUP) == 2


async def test_a_group_that_grows_keeps_its_newsletters_under_its_new_id(early: Town) -> None:
    """Whether the bot hears of the move, or only the send meets it, the briefing comes once, to the new chat."""
    early.telegram.person(BEN, "Ben")
    for chat in (SMALL, SMALL - 1):
        early.telegram.group(chat, "Neighbours", admins=(BEN,), supergroup=False)
        await settled(early, chat, kind=ChatKind.GROUP)
    told = early.telegram.migrate(SMALL)
    await early.answered()
    unheard = early.telegram.migrate(SMALL - 1)
    early.telegram.updates.forget()
    await morning(early, 0)
    assert len(early.briefings(told)) == 1
    assert len(early.briefings(unheard)) == 1
    assert (attempts(early, SMALL), attempts(early, SMALL - 1)) == (0, 1)
    assert await standing(early, unheard) is Standing.ACTIVE
    assert (await account(early)).sent == 2


async def test_a_group_that_spoke_in_its_new_chat_first_keeps_its_newsletters(early: Town) -> None:
    """A word in the new chat that is handled before the move makes no stranger of it."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(SMALL, "Neighbours", admins=(BEN,), supergroup=False)
    await settled(early, SMALL, kind=ChatKind.GROUP)
    new = early.telegram.migrate(SMALL)
    early.telegram.updates.forget()
    await early.write(new, BEN, "/settings")
    await morning(early, 0)
    assert len(early.briefings(new)) == 1
    reader = await early.bot.readers.find(Address(new))
    assert reader is not None
    assert reader.newsletters == ("charlotte",)


async def test_a_closed_topic_is_tried_once_and_any_word_brings_it_back(early: Town) -> None:
    """The topic is paused, the forum's other topics are not; even /status is a sign of life."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(FORUM, "Harbour club", admins=(BEN,), forum=True)
    for topic in (TOPIC, TOPIC + 1):
        early.telegram.topic(FORUM, topic, f"News {topic}")
        await settled(early, FORUM, topic=topic, kind=ChatKind.SUPERGROUP)
    early.telegram.close_topic(FORUM, TOPIC)
    await morning(early, 0)
    assert not early.briefings(FORUM, TOPIC)
    assert len(early.briefings(FORUM, TOPIC + 1)) == 1
    assert await standing(early, FORUM, TOPIC) is Standing.BLOCKED
    assert await standing(early, FORUM, TOPIC + 1) is Standing.ACTIVE

    early.telegram.chats[FORUM].topics[TOPIC].closed = False
    await early.write(FORUM, BEN, "/status", TOPIC)
    await morning(early, 1)
    assert len(early.briefings(FORUM, TOPIC)) == 1
    assert attempts(early, FORUM, TOPIC) == 3, "the closed topic was tried once, /status answered, a briefing sent"


async def test_a_briefing_that_cannot_be_formatted_goes_out_once_as_plain_text(early: Town) -> None:
    """The words arrive, without formatting, and the operator hears of it."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'
    early.telegram.faults.answer(400, method="sendMessage", chat_id=ANN, description=words)
    await morning(early, 0)
    assert attempts(early, ANN) == 2
    (briefing,) = [one for one in early.telegram.sent(ANN) if one["text"].startswith("Good morning")]
    assert not [one for one in briefing.get("entities", []) if one["type"] in ("bold", "text_link")]
    assert await standing(early, ANN) is Standing.ACTIVE
    assert "delivery.sent_without_formatting" in "".join(early.texts(9))


async def test_a_message_that_telegram_finds_wrong_stops_and_marks_nobody(early: Town) -> None:
    """All with the same message fail without a try each, the admins hear of it once, and nobody is blamed."""
    readers = [1001 + number for number in range(30)]
    for one in readers:
        early.telegram.person(one, "Reader")
        await settled(early, one)
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN, "tampa-bay")
    for one in readers:
        words = "Bad Request: message is too long"
        early.telegram.faults.answer(400, method="sendMessage", chat_id=one, times=9, description=words)
    await morning(early, 0)
    assert sum(attempts(early, one) for one in readers) <= 8, "no more than were in flight together"
    assert len(early.briefings(ANN)) == 1, "another briefing is not held up"
    assert {await standing(early, one) for one in readers} == {Standing.ACTIVE}
    whole = await account(early)
    assert (whole.failed, whole.sent) == (30, 1)
    assert "".join(early.texts(9)).count("delivery.message_refused") == 1


async def test_a_button_of_a_paused_chat_changes_nothing_that_was_chosen(early: Town) -> None:
    """Pressing anything after coming back finds the choices in place."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN, "charlotte", "markets")
    await early.write(ANN, ANN, "/settings")
    message = early.telegram.sent(ANN)[-1]
    early.telegram.block(ANN)
    early.telegram.unblock(ANN)
    early.telegram.press(ANN, ANN, message["message_id"], pack(Verb.STATUS))
    await early.answered()
    assert "Charlotte" in early.texts(ANN)[-1]
    assert await standing(early, ANN) is Standing.ACTIVE
