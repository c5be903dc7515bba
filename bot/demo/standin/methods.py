"""Which function answers which method, and in what order a request is refused."""

from collections.abc import Callable
from typing import Any

from bot.demo.standin import asking, inline, sending, setup
from bot.demo.standin.answers import METHOD_UNKNOWN, Json, Refusal, bad, flood
from bot.demo.standin.requests import Asked
from bot.demo.standin.scene import Scene
from bot.demo.standin.spec import Spec, Wrong

Method = Callable[[Scene, Json], Any]

METHODS: dict[str, Method] = {
    "answerCallbackQuery": asking.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "deleteMessage": sending.delete_message,
    "deleteMyCommands": setup.delete_my_commands,
    "deleteWebhook": setup.delete_webhook,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "editMessageText": sending.edit_message_text,
    "getChat": asking.get_chat,
    "getChatAdministrators": asking.get_chat_administrators,
    "getChatMember": asking.get_chat_member,
    "getChatMemberCount": asking.get_chat_member_count,
    "getMe": setup.get_me,
    "getMyCommands": setup.get_my_commands,
    "getMyDescription": setup.get_my_description,
    "getMyShortDescription": setup.get_my_short_description,
    "getWebhookInfo": setup.get_webhook_info,
    "leaveChat": asking.leave_chat,
    "sendChatAction": sending.send_chat_action,
    "sendDocument": sending.send_document,
    "sendMessage": sending.send_message,
    "setMyCommands": setup.set_my_commands,
    "setMyDescription": setup.set_my_description,
    "setMyShortDescription": setup.set_my_short_description,
    "setWebhook": setup.set_webhook,
}
"""All methods but getUpdates, which waits."""


def check(scene: Scene, spec: Spec, method: str | None, asked: Asked) -> Json | Refusal:
    """The parameters with right types, or why nothing is done: flood wait, unknown method, wrong parameters."""
    wait = scene.limits.waiting(scene.clock.now(), chat_of(asked.raw))
    if wait is not None:
        return flood(wait)
    if method is None:
        return METHOD_UNKNOWN
    if asked.error is not None:
        return bad(asked.error)
    read = spec.read(method, asked.raw, form=asked.form)
    return bad(read.text) if isinstance(read, Wrong) else read


def chat_of(raw: Json) -> int | None:
    """The chat that the parameters name, as a number."""
    text = str(raw.get("chat_id", ""))
    return int(text) if text.removeprefix("-").isdecimal() else None
