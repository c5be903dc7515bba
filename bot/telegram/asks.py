"""From Telegram's objects to an `Ask`. Pure."""

from datetime import datetime

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update, User

from bot.readers.model import Address, ChatKind
from bot.telegram.membership import Presence, presence
from bot.telegram.relevance import without_mention
from bot.telegram.screen import Ask

LANGUAGE = "en"


def address_of(message: Message) -> Address:
    """The chat, and the topic within a forum; a thread outside forums is only a chain of replies."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Address(message.chat.id, thread or 0)


def command_ask(update: Update, message: Message, at: datetime) -> Ask:
    """A command; its words are what follows it."""
    return _ask(update, message, at, " ".join((message.text or "").split(maxsplit=1)[1:]).strip())


def words_ask(update: Update, message: Message, at: datetime, username: str) -> Ask:
    """Typed words, without the bot's name where it was called by it."""
    return _ask(update, message, at, without_mention(message.text or "", username))


def location_ask(update: Update, message: Message, at: datetime) -> Ask:
    """A shared location."""
    place = message.location
    where = (place.latitude, place.longitude) if place is not None else None
    return _ask(update, message, at, "", location=where)


def press_ask(update: Update, query: CallbackQuery, at: datetime) -> Ask | None:
    """A pressed button; None when it hangs under no message that we could know."""
    message = query.message
    if message is None or query.data is None:
        return None
    where = address_of(message) if isinstance(message, Message) else Address(message.chat.id)
    return Ask(
        update_id=update.update_id,
        address=where,
        kind=ChatKind(message.chat.type),
        at=at,
        user_id=query.from_user.id,
        language=_language(query.from_user),
        pressed=query.data,
        message_id=message.message_id,
    )


def welcome_ask(update: Update, change: ChatMemberUpdated, at: datetime) -> Ask | None:
    """As if somebody who lets the bot post in a channel had asked what comes next; None for other changes."""
    person, chat = change.from_user, change.chat
    if chat.type != chat.CHANNEL or person.is_bot or presence(change) is not Presence.BACK:
        return None
    could = change.old_chat_member.status == ChatMember.ADMINISTRATOR
    return (
        None if could else Ask(update.update_id, Address(person.id), ChatKind.PRIVATE, at, person.id, _language(person))
    )


def speaks_for_chat(message: Message) -> bool:
    """Whether it was posted in the chat's own name: a channel's post, or an anonymous admin's message."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _ask(
    update: Update, message: Message, at: datetime, words: str, *, location: tuple[float, float] | None = None
) -> Ask:
    person = None if speaks_for_chat(message) else message.from_user
    return Ask(
        update_id=update.update_id,
        address=address_of(message),
        kind=ChatKind(message.chat.type),
        at=at,
        user_id=person.id if person else None,
        language=_language(person),
        words=words,
        location=location,
    )


def _language(person: User | None) -> str:
    return (person.language_code if person else None) or LANGUAGE
