"""Updates: long polling, offsets, conflicts, and what people's acts tell the bot."""

import asyncio

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict

from bot.demo.standin import Impossible, StandIn
from tests.clock import ManualClock

ANN, BEN, GROUP, FORUM, CHANNEL, TOPIC = 1001, 1002, -77, -1007, -1008, 5
KEYS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("Web", url="e.com")]]
)


async def test_updates_come_until_an_offset_confirms_them(standin: StandIn, bot: Bot):
    """The same updates again and again; an offset above one forgets it."""
    first = standin.send_text(ANN, ANN, "one")
    second = standin.send_text(ANN, ANN, "two")
    assert [update.update_id for update in await bot.get_updates()] == [first, second]
    assert [update.update_id for update in await bot.get_updates(limit=1)] == [first]
    assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
    assert [update.update_id for update in await bot.get_updates()] == [second]
    assert await bot.get_updates(offset=second + 1) == ()
    await standin.settled()


async def test_a_negative_offset_keeps_only_the_last(standin: StandIn, bot: Bot):
    """-1 is how a bot skips what it missed."""
    standin.send_text(ANN, ANN, "one")
    last = standin.send_text(ANN, ANN, "two")
    assert [update.update_id for update in await bot.get_updates(offset=-1)] == [last]


async def test_a_long_poll_ends_when_something_comes(standin: StandIn, bot: Bot):
    """The poll waits, and answers at once."""
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await standin.until(lambda: standin.updates.polls == 1)
    update = standin.send_text(ANN, ANN, "hello")
    assert [found.update_id for found in await asyncio.wait_for(poll, 5)] == [update]


async def test_a_long_poll_without_news_ends_after_its_time(bot: Bot):
    """An empty answer after `timeout` seconds."""
    assert await bot.get_updates(timeout=1) == ()


async def test_the_second_poller_ends_the_first_with_409(standin: StandIn, bot: Bot):
    """As at Telegram, it is the older poll that hears of the conflict."""
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await standin.until(lambda: standin.updates.polls == 1)
    async with Bot(standin.token, base_url=f"{standin.url}/bot") as other:
        newer = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getupdates"):
            await asyncio.wait_for(older, 5)
        standin.send_text(ANN, ANN, "x")
        assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_polling_conflicts_with_a_webhook(standin: StandIn, bot: Bot):
    """SetWebhook and getUpdates exclude each other; deleteWebhook may drop what waits."""
    standin.send_text(ANN, ANN, "x")
    await bot.set_webhook("https://example.com/hook")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    with pytest.raises(BadRequest, match="https url"):
        await bot.set_webhook("http://example.com/hook")


async def test_updates_grow_too_old(standin: StandIn, bot: Bot, clock: ManualClock):
    """Messages are kept 24 hours, presses 150 seconds."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    standin.send_text(ANN, ANN, "one")
    standin.press(ANN, ANN, sent.message_id, "yes")
    clock.advance(seconds=151)
    assert [update.message is not None for update in await bot.get_updates()] == [True]
    clock.advance(hours=24)
    assert await bot.get_updates() == ()


async def test_only_the_kinds_asked_for_come(standin: StandIn, bot: Bot):
    """allowed_updates is remembered, and holds for what comes after it."""
    await bot.get_updates(allowed_updates=["my_chat_member"])
    assert standin.send_text(ANN, ANN, "x") == 0
    blocked = standin.block(ANN)
    assert [update.update_id for update in await bot.get_updates()] == [blocked]


async def test_a_pressed_button_is_answered_once_and_in_time(standin: StandIn, bot: Bot, clock: ManualClock):
    """The press names button and message; a second answer, and a late one, are refused."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    standin.press(ANN, ANN, sent.message_id, "Yes")
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("yes", ANN)
    await bot.answer_callback_query(query.id, "Done", show_alert=True)
    assert [(toast.text, toast.alert) for toast in standin.toasts] == [("Done", True)]
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)
    standin.press(ANN, ANN, sent.message_id, "yes")
    late = (await bot.get_updates())[-1].callback_query
    assert late is not None
    clock.advance(seconds=151)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.id)


@pytest.mark.parametrize(
    ("text", "url", "words"), [("x" * 201, None, "Message_too_long"), ("", "e.com", "Url_invalid")]
)
async def test_answers_to_presses_have_their_limits(standin: StandIn, bot: Bot, text: str, url: str | None, words: str):
    """200 characters, and no links but games'."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    standin.press(ANN, ANN, sent.message_id, "yes")
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    with pytest.raises(BadRequest, match=words):
        await bot.answer_callback_query(query.id, text, url=url)


async def test_what_people_cannot_do_is_said_in_a_sentence(standin: StandIn, bot: Bot):
    """No button, no message, no chat, no person, no text, no place: one sentence each, and no update."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    impossible = [
        lambda: standin.press(ANN, ANN, sent.message_id, "no"),
        lambda: standin.press(ANN, ANN, sent.message_id, "Web"),
        lambda: standin.press(ANN, ANN, 999, "yes"),
        lambda: standin.send_text(12, ANN, "x"),
        lambda: standin.send_text(GROUP, 12, "x"),
        lambda: standin.send_text(ANN, ANN, "  "),
        lambda: standin.send_text(FORUM, ANN, "x", 99),
        lambda: standin.send_location(ANN, ANN, 91, 0),
        lambda: standin.migrate(FORUM),
    ]
    for act in impossible:
        with pytest.raises(Impossible, match=r"\.$"):
            act()
    assert await bot.get_updates() == ()


async def test_a_command_and_a_place_come_as_telegram_has_them(standin: StandIn, bot: Bot):
    """/start with a payload carries a bot_command entity; a location its degrees."""
    standin.send_text(ANN, ANN, "/start denver")
    standin.send_location(ANN, ANN, 39.74, -104.99)
    start, place = await bot.get_updates()
    assert start.message is not None
    assert place.message is not None
    assert [(entity.type, entity.offset, entity.length) for entity in start.message.entities] == [("bot_command", 0, 6)]
    assert start.message.from_user is not None
    assert start.message.from_user.language_code == "en"
    assert place.message.location is not None
    assert place.message.location.latitude == 39.74


async def test_blocking_and_coming_back_are_told(standin: StandIn, bot: Bot):
    """my_chat_member at the block, and again when a message unblocks."""
    standin.block(ANN)
    standin.send_text(ANN, ANN, "/start")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [(change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert await bot.send_message(ANN, "welcome back")


PRIVACY = [("hello", False), ("/time", True), ("/time@daybrief_demo_bot 7:30", True), ("/time@other_bot", False)]
PRIVACY += [("ask @daybrief_demo_bot", True)]


@pytest.mark.parametrize(("text", "told"), PRIVACY)
async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(standin: StandIn, text: str, told: bool):
    """Privacy mode: commands and mentions; everything only as an administrator."""
    assert bool(standin.send_text(GROUP, BEN, text)) == told
    standin.promote(GROUP)
    assert standin.send_text(GROUP, BEN, text) > 0
    standin.kick(GROUP)
    assert standin.send_text(GROUP, BEN, "/time") == 0


async def test_a_message_in_a_topic_names_the_topic(standin: StandIn, bot: Bot):
    """message_thread_id says where to answer."""
    standin.send_text(FORUM, ANN, "/today", TOPIC)
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message, message.chat.is_forum) == (TOPIC, True, True)


async def test_a_channel_post_has_no_author(standin: StandIn, bot: Bot):
    """Posts come as channel_post."""
    standin.send_text(CHANNEL, ANN, "/today")
    update = (await bot.get_updates())[0]
    assert update.channel_post is not None
    assert update.channel_post.from_user is None


async def test_every_update_can_be_read_again_by_the_library(standin: StandIn, bot: Bot):
    """Each kind of update survives python-telegram-bot's own parsing and writing."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    standin.press(ANN, ANN, sent.message_id, "yes")
    standin.send_location(ANN, ANN, 1, 2)
    standin.add_bot(GROUP, ANN)
    standin.restrict(GROUP)
    standin.migrate(GROUP)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{standin.url}/bot{standin.token}/getUpdates") as answer,
    ):
        raw = (await answer.json())["result"]
    assert len(raw) == 7
    for update in raw:
        parsed = Update.de_json(update, bot)
        assert parsed.api_kwargs == {}
        assert parsed.to_dict()["update_id"] == update["update_id"]
