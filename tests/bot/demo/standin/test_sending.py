"""Messages through python-telegram-bot's own client: sent, edited, deleted, refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.demo.standin import StandIn
from tests.clock import ManualClock

ANN, BEN, GROUP, FORUM, CHANNEL, TOPIC = 1001, 1002, -77, -1007, -1008, 5
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


async def test_a_message_arrives_parsed_with_its_keyboard(standin: StandIn, bot: Bot):
    """What the client gets back is what stands in the chat: text without tags, entities, buttons."""
    sent = await bot.send_message(ANN, "<b>Hi</b> there", parse_mode="HTML", reply_markup=KEYS)
    stored = standin.sent(ANN)[0]
    assert sent.text == stored["text"] == "Hi there"
    assert stored["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert sent.reply_markup == KEYS
    assert sent.message_id == stored["message_id"]


async def test_an_edit_takes_the_place_of_the_message_and_its_keyboard(standin: StandIn, bot: Bot):
    """An edit without a keyboard takes the keyboard away; the date of the edit is noted."""
    sent = await bot.send_message(ANN, "old", reply_markup=KEYS)
    edited = await bot.edit_message_text("new", chat_id=ANN, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("new", None)
    assert "edit_date" in standin.sent(ANN)[0]


async def test_a_keyboard_alone_can_be_changed(standin: StandIn, bot: Bot):
    """EditMessageReplyMarkup keeps the text and its entities."""
    sent = await bot.send_message(ANN, "<i>a</i>", parse_mode="HTML")
    await bot.edit_message_reply_markup(ANN, sent.message_id, reply_markup=KEYS)
    assert standin.sent(ANN)[0]["entities"][0]["type"] == "italic"
    assert standin.sent(ANN)[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "yes"


async def test_a_deleted_message_is_gone(standin: StandIn, bot: Bot, clock: ManualClock):
    """A second deletion finds nothing, and one after 48 hours is refused."""
    first = await bot.send_message(ANN, "one")
    clock.advance(seconds=1)
    second = await bot.send_message(ANN, "two")
    assert await bot.delete_message(ANN, first.message_id)
    assert [message["text"] for message in standin.sent(ANN)] == ["two"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ANN, first.message_id)
    clock.advance(hours=49)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(ANN, second.message_id)


async def test_a_file_is_kept_as_it_was_sent(standin: StandIn, bot: Bot, clock: ManualClock):
    """SendDocument takes an upload, and the file_id of one; the bytes stay readable."""
    sent = await bot.send_document(ANN, b'{"a": 1}', filename="mine.json", caption="<b>Yours</b>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("mine.json", 8, "Yours")
    assert standin.files[sent.document.file_id].content == b'{"a": 1}'
    clock.advance(seconds=1)
    again = await bot.send_document(BEN, sent.document.file_id)
    assert again.document == sent.document
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_document(ANN, "no-such-file")


async def test_a_reply_keyboard_shows_until_it_is_removed(standin: StandIn, bot: Bot, clock: ManualClock):
    """A reply keyboard belongs to the chat, not to the message."""
    ask = ReplyKeyboardMarkup([[KeyboardButton("Here", request_location=True)]])
    sent = await bot.send_message(ANN, "Where?", reply_markup=ask)
    assert sent.reply_markup is None
    assert standin.chats[ANN].reply_keyboard is not None
    clock.advance(seconds=1)
    await bot.send_message(ANN, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert standin.chats[ANN].reply_keyboard is None


async def test_a_reply_quotes_its_message(bot: Bot, clock: ManualClock):
    """reply_parameters must name a message that is there."""
    first = await bot.send_message(ANN, "one")
    clock.advance(seconds=1)
    answer = await bot.send_message(ANN, "two", reply_to_message_id=first.message_id)
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == first.message_id
    clock.advance(seconds=1)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ANN, "three", reply_to_message_id=99)


async def test_a_topic_gets_its_own_messages(standin: StandIn, bot: Bot):
    """message_thread_id puts a message into a topic."""
    sent = await bot.send_message(FORUM, "News", message_thread_id=TOPIC)
    assert (sent.message_thread_id, sent.is_topic_message) == (TOPIC, True)
    assert len(standin.messages(FORUM, TOPIC)) == 1
    assert standin.messages(FORUM, 6) == []


async def test_a_channel_post_is_the_channels(standin: StandIn, bot: Bot):
    """Posts have no sender but the channel, and are the bot's own to edit."""
    sent = await bot.send_message(CHANNEL, "Post")
    assert sent.from_user is None
    assert sent.sender_chat is not None
    await bot.edit_message_text("Better", chat_id=CHANNEL, message_id=sent.message_id)
    assert standin.sent(CHANNEL)[0]["text"] == "Better"


Sending = Callable[[Bot], Awaitable[Any]]
REFUSED: list[tuple[str, Sending]] = [
    ("Message text is empty", lambda bot: bot.send_message(ANN, "")),
    ("Text must be non-empty", lambda bot: bot.send_message(ANN, " \n ")),
    ("Message is too long", lambda bot: bot.send_message(ANN, "x" * 4097)),
    ("Text is too long", lambda bot: bot.send_message(ANN, "é" * 16_385)),
    ("Can't parse entities: unsupported start tag", lambda bot: bot.send_message(ANN, "<br>", parse_mode="HTML")),
    ("Unsupported parse_mode", lambda bot: bot.send_message(ANN, "x", parse_mode="MarkdownV2")),
    ("Chat not found", lambda bot: bot.send_message(5555, "x")),
    ("Chat not found", lambda bot: bot.send_message("@nobody", "x")),
    ("Message thread not found", lambda bot: bot.send_message(ANN, "x", message_thread_id=3)),
    ("Message thread not found", lambda bot: bot.send_message(FORUM, "x", message_thread_id=1)),
    ("Message to edit not found", lambda bot: bot.edit_message_text("x", chat_id=ANN, message_id=99)),
    ("Message identifier is not specified", lambda bot: bot.edit_message_text("x", chat_id=ANN)),
    ("File must be non-empty", lambda bot: bot.send_document(ANN, b"", filename="a")),
    ("Message caption is too long", lambda bot: bot.send_document(ANN, b"a", filename="a", caption="x" * 1025)),
    ("Wrong parameter action", lambda bot: bot.send_chat_action(ANN, "dancing")),
]


@pytest.mark.parametrize(("words", "send"), REFUSED, ids=[f"{i}-{words}" for i, (words, _) in enumerate(REFUSED)])
async def test_what_telegram_refuses_is_refused_in_its_words(standin: StandIn, bot: Bot, words: str, send: Sending):
    """Each of these is 400 at Telegram, and puts nothing into any chat."""
    with pytest.raises(BadRequest, match=words):
        await send(bot)
    assert standin.sent(ANN) == []


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot):
    """Same text and same buttons: "message is not modified"."""
    sent = await bot.send_message(ANN, "<b>same</b>", parse_mode="HTML", reply_markup=KEYS)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            "<strong>same</strong>", chat_id=ANN, message_id=sent.message_id, parse_mode="HTML", reply_markup=KEYS
        )
    assert await bot.edit_message_text("same", chat_id=ANN, message_id=sent.message_id, reply_markup=KEYS)


async def test_only_the_bots_own_texts_can_be_edited(standin: StandIn, bot: Bot):
    """A person's message cannot be edited, nor a file's text."""
    standin.send_text(ANN, ANN, "hello")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", chat_id=ANN, message_id=standin.messages(ANN)[0]["message_id"])
    sent = await bot.send_document(ANN, b"a", filename="a")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=ANN, message_id=sent.message_id)


async def test_in_a_group_others_messages_need_an_admin_to_delete(standin: StandIn, bot: Bot):
    """A plain member deletes its own messages only."""
    standin.send_text(GROUP, BEN, "/hi")
    message_id = standin.messages(GROUP)[0]["message_id"]
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(GROUP, message_id)
    standin.promote(GROUP)
    assert await bot.delete_message(GROUP, message_id)


PEOPLE: list[tuple[str, Callable[[StandIn], object], int]] = [
    ("bot was blocked by the user", lambda standin: standin.block(ANN), ANN),
    ("user is deactivated", lambda standin: standin.delete_account(ANN), ANN),
    ("bot can't initiate conversation", lambda standin: setattr(standin.people[BEN], "started", False), BEN),
    ("bot was kicked from the group chat", lambda standin: standin.kick(GROUP), GROUP),
    ("bot is not a member of the group chat", lambda standin: standin.remove_bot(GROUP), GROUP),
    ("the group chat was deleted", lambda standin: standin.delete_group(GROUP), GROUP),
    ("bot was kicked from the supergroup chat", lambda standin: standin.kick(FORUM), FORUM),
    ("bot is not a member of the channel chat", lambda standin: standin.remove_bot(CHANNEL), CHANNEL),
]


@pytest.mark.parametrize(("words", "do", "chat"), PEOPLE, ids=[words for words, _, _ in PEOPLE])
async def test_a_chat_that_turned_the_bot_away_answers_403(
    standin: StandIn, bot: Bot, words: str, do: Callable[[StandIn], object], chat: int
):
    """Blocked, dead, kicked, gone: Forbidden, in Telegram's words."""
    do(standin)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(chat, "x")
    assert standin.sent(chat) == []


RIGHTS: list[tuple[str, Callable[[StandIn], object], tuple[int, int | None]]] = [
    ("Not enough rights to send text messages", lambda standin: standin.restrict(GROUP), (GROUP, None)),
    ("Need administrator rights in the channel", lambda standin: standin.demote(CHANNEL), (CHANNEL, None)),
    ("Topic_closed", lambda standin: standin.close_topic(FORUM, TOPIC), (FORUM, TOPIC)),
]


@pytest.mark.parametrize(("words", "do", "place"), RIGHTS, ids=[words for words, *_ in RIGHTS])
async def test_missing_rights_answer_400(
    standin: StandIn, bot: Bot, words: str, do: Callable[[StandIn], object], place: tuple[int, int | None]
):
    """Present but not allowed to write: BadRequest."""
    do(standin)
    with pytest.raises(BadRequest, match=words):
        await bot.send_message(place[0], "x", message_thread_id=place[1])


async def test_someone_who_never_wrote_is_not_found(standin: StandIn, bot: Bot, clock: ManualClock):
    """Without a chat in common the bot does not even know them; their first message changes that."""
    standin.person(1003, "Cy", started=False)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1003, "x")
    standin.send_text(1003, 1003, "/start")
    clock.advance(seconds=1)
    assert await bot.send_message(1003, "welcome")


async def test_every_call_is_recorded_with_its_outcome(standin: StandIn, bot: Bot, clock: ManualClock):
    """The record has time, method, typed parameters, chat, verdict and result."""
    await bot.send_message(ANN, "x", disable_notification=True)
    with pytest.raises(BadRequest):
        await bot.send_message(5555, "y")
    good, refused = await standin.wait_for_calls(2, "sendMessage")
    assert (good.at, good.chat_id, good.ok, good.code, good.answered) == (clock.now(), ANN, True, 200, True)
    assert good.parameters == {"chat_id": ANN, "text": "x", "disable_notification": True}
    assert good.result["text"] == "x"
    assert (refused.ok, refused.code, refused.error) == (False, 400, "Bad Request: chat not found")


async def test_where_the_bot_is_not_nothing_else_works_either(standin: StandIn, bot: Bot):
    """Edits, deletions, actions and keyboards are refused as messages are."""
    standin.block(ANN)
    calls = [
        bot.edit_message_text("x", chat_id=ANN, message_id=1),
        bot.delete_message(ANN, 1),
        bot.send_chat_action(ANN, "typing"),
    ]
    for refused in calls:
        with pytest.raises(Forbidden, match="blocked"):
            await refused
    assert await bot.send_chat_action(BEN, "typing")


async def test_wrong_keyboards_and_texts_refuse_edits_and_captions_too(bot: Bot):
    """The rules of a message hold wherever its parts appear."""
    sent = await bot.send_message(ANN, "x")
    wrong = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 65)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.edit_message_reply_markup(ANN, sent.message_id, reply_markup=wrong)
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(BEN, "x", reply_markup=wrong)
    with pytest.raises(BadRequest, match="unsupported start tag"):
        await bot.edit_message_text("<p>", chat_id=ANN, message_id=sent.message_id, parse_mode="HTML")
    with pytest.raises(BadRequest, match="unsupported start tag"):
        await bot.send_document(BEN, b"x", filename="x", caption="<p>", parse_mode="HTML")


async def test_twenty_edits_a_minute_are_a_groups_measure(standin: StandIn, bot: Bot):
    """The twenty-first change is a flood; in a private chat it is none."""
    group, private = await bot.send_message(GROUP, "0"), await bot.send_message(ANN, "0")
    for count in range(1, 20):
        await bot.edit_message_text(str(count), chat_id=GROUP, message_id=group.message_id)
        await bot.edit_message_text(str(count), chat_id=ANN, message_id=private.message_id)
    await bot.edit_message_text("more", chat_id=ANN, message_id=private.message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("more", chat_id=GROUP, message_id=group.message_id)
    assert [violation.limit for violation in standin.limits.violations] == ["one group"]


async def test_what_arrived_can_be_waited_for(standin: StandIn, bot: Bot):
    """No sleeping: a test waits for messages, and hears when they do not come."""
    await bot.send_message(ANN, "x")
    assert [message["text"] for message in await standin.wait_for_sent(ANN, 1)] == ["x"]
    with pytest.raises(TimeoutError):
        await standin.wait_for_sent(ANN, 2, seconds=0.01)
