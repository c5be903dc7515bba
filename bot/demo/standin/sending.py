"""The methods that put messages into chats, change them and take them away."""

from datetime import timedelta
from typing import Any

from bot.demo.standin import access, keyboard
from bot.demo.standin.answers import NOT_MODIFIED, Json, Refusal, bad, flood
from bot.demo.standin.formatted import Formatted, formatted
from bot.demo.standin.scene import Scene
from bot.demo.standin.spec import Upload
from bot.demo.standin.world import Chat

LONGEST_CAPTION = 1024
DELETABLE = timedelta(hours=48)


def send_message(scene: Scene, asked: Json) -> Json | Refusal:
    """SendMessage."""
    content = formatted(asked["text"], asked.get("parse_mode"), asked.get("entities"), scene.user)
    if isinstance(content, Refusal):
        return content
    preview = {"link_preview_options": asked["link_preview_options"]} if "link_preview_options" in asked else {}
    return _deliver(scene, asked, _text(content) | preview)


def send_document(scene: Scene, asked: Json) -> Json | Refusal:
    """sendDocument, of an uploaded file or of the file_id of one uploaded before."""
    upload = asked["document"]
    if isinstance(upload, str) and upload not in scene.files:
        return bad("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    file: Upload = scene.files[upload] if isinstance(upload, str) else upload
    if not file.content:
        return bad("file must be non-empty")
    caption: Json = {}
    if asked.get("caption"):
        content = formatted(asked["caption"], asked.get("parse_mode"), asked.get("caption_entities"), scene.user)
        if isinstance(content, Refusal):
            return content
        if len(content.text) > LONGEST_CAPTION:
            return bad("message caption is too long")
        caption = {"caption": content.text} | ({"caption_entities": content.entities} if content.entities else {})
    file_id = upload if isinstance(upload, str) else f"BQACAgStandIn{len(scene.files) + 1:08d}"
    scene.files[file_id] = file
    document = {
        "file_id": file_id,
        "file_unique_id": f"Ag{file_id[-8:]}",
        "file_name": file.name,
        "mime_type": file.content_type,
        "file_size": len(file.content),
    }
    return _deliver(scene, asked, {"document": document} | caption)


def edit_message_text(scene: Scene, asked: Json) -> Json | Refusal:
    """EditMessageText."""
    content = formatted(asked.get("text", ""), asked.get("parse_mode"), asked.get("entities"), scene.user)
    if isinstance(content, Refusal):
        return content
    return _edit(scene, asked, _text(content))


def edit_message_reply_markup(scene: Scene, asked: Json) -> Json | Refusal:
    """EditMessageReplyMarkup."""
    return _edit(scene, asked, None)


def delete_message(scene: Scene, asked: Json) -> bool | Refusal:
    """deleteMessage: the bot's own for 48 hours; others' in private chats, or as an administrator."""
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    message_id = asked["message_id"]
    message = chat.messages.get(message_id)
    if message is None:
        return bad("message to delete not found")
    others = message_id not in chat.own and chat.many and not chat.is_admin(scene.bot_id)
    if others or scene.clock.now().timestamp() - message["date"] > DELETABLE.total_seconds():
        return bad("message can't be deleted")
    scene.remove(chat, message_id)
    return True


def send_chat_action(scene: Scene, asked: Json) -> bool | Refusal:
    """SendChatAction."""
    chat = access.writable(scene, asked["chat_id"], asked.get("message_thread_id"))
    if isinstance(chat, Refusal):
        return chat
    return True if asked["action"] in ACTIONS else bad("wrong parameter action in request")


ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def _text(content: Formatted) -> Json:
    return {"text": content.text} | ({"entities": content.entities} if content.entities else {})


def _deliver(scene: Scene, asked: Json, content: Json) -> Json | Refusal:
    """Check chat, reply and keyboard, count the message against the limits, and store it."""
    chat = access.writable(scene, asked["chat_id"], asked.get("message_thread_id"))
    reply = None if isinstance(chat, Refusal) else _reply(chat, asked.get("reply_parameters"))
    markup = asked.get("reply_markup", {})
    wrong = keyboard.refusal(markup) if "inline_keyboard" in markup else None
    if wrong is not None:
        return wrong
    wait = _counted(scene, asked["chat_id"])
    if wait is not None:
        return flood(wait)
    if isinstance(chat, Refusal):
        return chat
    if isinstance(reply, Refusal):
        return reply
    shown = {"reply_markup": markup} if _shown(markup) else {}
    message = scene.keep(chat, content | (reply or {}) | shown, scene.bot, asked.get("message_thread_id"), own=True)
    if markup and "inline_keyboard" not in markup:
        scene.show_keyboard(chat, markup if "keyboard" in markup else None)
    return message


def _counted(scene: Scene, chat_id: Any) -> int | None:
    """Count a message, delivered or refused for its recipient: both cost Telegram the same."""
    chat = scene.chats.get(chat_id)
    return scene.limits.message(scene.clock.now(), chat_id, group=chat is not None and chat.many)


def _reply(chat: Chat, parameters: Json | None) -> Json | Refusal | None:
    if parameters is None:
        return None
    target = chat.messages.get(parameters["message_id"])
    if target is not None:
        return {"reply_to_message": {name: value for name, value in target.items() if name != "reply_to_message"}}
    return None if parameters.get("allow_sending_without_reply") else bad("message to be replied not found")


def _shown(markup: Json) -> bool:
    """Only inline keyboards with a button come back in a message."""
    return any(markup.get("inline_keyboard", []))


def _edit(scene: Scene, asked: Json, content: Json | None) -> Json | Refusal:
    """Put new text (None: the same) and a new keyboard (none given: no keyboard) into a message of the bot."""
    if "inline_message_id" in asked or "chat_id" not in asked or "message_id" not in asked:
        return bad("message identifier is not specified")
    markup = asked.get("reply_markup", {})
    wrong = keyboard.refusal(markup) if markup else None
    if wrong is not None:
        return wrong
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    message = _own(chat, asked["message_id"], text=content is not None)
    return message if isinstance(message, Refusal) else _changed(scene, chat, message, content, markup)


def _own(chat: Chat, message_id: int, *, text: bool) -> Json | Refusal:
    """A message of the bot that may be edited, with a `text` to replace."""
    message = chat.messages.get(message_id)
    if message is None:
        return bad("message to edit not found")
    if message_id not in chat.own:
        return bad("message can't be edited")
    return bad("there is no text in the message to edit") if text and "text" not in message else message


def _changed(scene: Scene, chat: Chat, message: Json, content: Json | None, markup: Json) -> Json | Refusal:
    old: Json = {name: message[name] for name in ("text", "entities", "reply_markup") if name in message}
    kept = {name: value for name, value in old.items() if name != "reply_markup"}
    new = (kept if content is None else content) | ({"reply_markup": markup} if _shown(markup) else {})
    if new == old:
        return NOT_MODIFIED
    wait = scene.limits.edit(scene.clock.now(), chat.id, group=chat.many)
    return flood(wait) if wait is not None else scene.change(chat, message, old, new)
