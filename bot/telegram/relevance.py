"""Which updates are meant for the bot. Pure.

In a private chat everything is. Where several share a chat, their talk is not: it is neither stored nor answered nor
counted; commands to us or to nobody, replies to us and mentions of us are.
"""

from typing import Any


def concerns(update: dict[str, Any], bot_id: int, username: str) -> bool:
    """Whether a raw update wants anything of the bot `username` with the id `bot_id`."""
    message = _object(update, "message") or _object(update, "channel_post")
    if not message:
        return "message" not in update and "channel_post" not in update
    if _object(message, "chat").get("type") == "private":
        return True
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return True
    text = message.get("text")
    if not isinstance(text, str):
        return False
    if text.startswith("/"):
        return addressee(text) in {"", username.lower()}
    return mentions(text, username) or _replies_to(message, bot_id)


def addressee(command: str) -> str:
    """The bot that "/start@name" is for, in lower case; nothing where it names none, or is no command."""
    if not command.startswith("/"):
        return ""
    return command.split(maxsplit=1)[0].partition("@")[2].lower()


def mentions(text: str, username: str) -> bool:
    """Whether one of the words is "@username"."""
    wanted = f"@{username}".lower()
    return any(word.rstrip(".,:;!?").lower() == wanted for word in text.split())


def without_mention(text: str, username: str) -> str:
    """The words but for "@username"."""
    wanted = f"@{username}".lower()
    return " ".join(word for word in text.split() if word.rstrip(".,:;!?").lower() != wanted)


def _replies_to(message: dict[str, Any], bot_id: int) -> bool:
    # In a forum every message "replies" to the message that opened its topic.
    answered = _object(message, "reply_to_message")
    return _object(answered, "from").get("id") == bot_id and "forum_topic_created" not in answered


def _object(holder: dict[str, Any], name: str) -> dict[str, Any]:
    held = holder.get(name)
    return held if isinstance(held, dict) else {}
