"""What people say to each other is not the bot's; what they say to it is."""

from typing import Any

import pytest

from bot.telegram.relevance import addressee, concerns, mentions, without_mention

BOT = 77
NAME = "Daybrief_bot"


def message(kind="supergroup", **more: Any):
    return {"update_id": 1, "message": {"message_id": 1, "chat": {"id": -5, "type": kind}} | more}


@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        (message("private", text="anything"), True),
        (message("private", sticker={}), True),
        (message(text="/start"), True),
        (message(text="/start@daybrief_BOT now"), True),
        (message(text="/start@other_bot"), False),
        (message(text="hello all"), False),
        (message(text="hello @daybrief_bot, denver"), True),
        (message(text="hello @daybrief_botany"), False),
        (message(photo=[]), False),
        (message(location={"latitude": 1, "longitude": 2}), False),
        (message(text="yes", reply_to_message={"from": {"id": BOT}}), True),
        (message(text="yes", reply_to_message={"from": {"id": 3}}), False),
        (message(text="yes", reply_to_message={"from": {"id": BOT}, "forum_topic_created": {}}), False),
        (message(text="yes", reply_to_message="odd"), False),
        (message(migrate_to_chat_id=-1001), True),
        (message(migrate_from_chat_id=-5), True),
        ({"update_id": 1, "channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "/today"}}, True),
        ({"update_id": 1, "channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "News!"}}, False),
        ({"update_id": 1, "callback_query": {"id": "1"}}, True),
        ({"update_id": 1, "my_chat_member": {}}, True),
        ({"update_id": 1, "message": "odd"}, False),
    ],
)
def test_only_what_is_meant_for_the_bot_concerns_it(update, wanted):
    """Private words, commands, mentions, replies, presses and membership do; talk does not."""
    assert concerns(update, BOT, NAME) is wanted


def test_the_name_is_taken_out_of_what_is_said_to_it():
    """With its punctuation and in any spelling of capitals."""
    assert mentions("Denver, @daybrief_bot!", NAME)
    assert without_mention("@Daybrief_Bot: denver markets", NAME) == "denver markets"
    assert addressee("/start@Some_Bot x") == "some_bot"
    assert addressee("/start") == addressee("") == addressee("@some_bot x") == ""
