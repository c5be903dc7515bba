"""May the bot write here? Telegram's refusals by chat and membership. Pure."""

from bot.demo.standin.answers import CHAT_NOT_FOUND, THREAD_NOT_FOUND, Refusal, bad, forbidden
from bot.demo.standin.scene import Scene
from bot.demo.standin.world import PRESENT, Chat

GENERAL_TOPIC = 1
"""The topic every forum has; Telegram refuses it as a message_thread_id."""


def find(scene: Scene, chat_id: object) -> Chat | Refusal:
    """The chat of a `chat_id` parameter."""
    chat = scene.chats.get(chat_id) if isinstance(chat_id, int) else _called(scene, str(chat_id))
    if chat is None:
        return CHAT_NOT_FOUND
    if chat.moved_to is not None:
        words = "group chat was upgraded to a supergroup chat"
        return Refusal(400, f"Bad Request: {words}", migrate_to=chat.moved_to)
    return chat


def _called(scene: Scene, name: str) -> Chat | None:
    """Telegram takes the @username of a public chat for its id, in any case."""
    called = (chat for chat in scene.chats.values() if chat.username)
    return next((chat for chat in called if f"@{chat.username}".lower() == name.lower()), None)


def present(scene: Scene, chat_id: object) -> Chat | Refusal:
    """The chat, if the bot is in it."""
    chat = find(scene, chat_id)
    if isinstance(chat, Refusal):
        return chat
    return (_private(scene, chat) if chat.kind == "private" else _shared(scene, chat)) or chat


def writable(scene: Scene, chat_id: object, thread_id: int | None = None) -> Chat | Refusal:
    """The chat, if the bot may write in it (in that topic)."""
    chat = present(scene, chat_id)
    if isinstance(chat, Refusal):
        return chat
    status = chat.status(scene.bot_id)
    if chat.kind == "channel" and not chat.is_admin(scene.bot_id):
        return bad("need administrator rights in the channel chat")
    if status == "restricted":
        return bad("not enough rights to send text messages to the chat")
    return _topic(scene, chat, thread_id) or chat


def _topic(scene: Scene, chat: Chat, thread_id: int | None) -> Refusal | None:
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id)
    if thread_id == GENERAL_TOPIC or topic is None:
        return THREAD_NOT_FOUND
    return bad("TOPIC_CLOSED") if topic.closed and not chat.is_admin(scene.bot_id) else None


def _private(scene: Scene, chat: Chat) -> Refusal | None:
    person = scene.people[chat.id]
    if person.deleted:
        return forbidden("user is deactivated")
    if person.blocked:
        return forbidden("bot was blocked by the user")
    if person.started:
        return None
    return forbidden("bot can't initiate conversation with a user") if _met(scene, chat.id) else CHAT_NOT_FOUND


def _met(scene: Scene, user_id: int) -> bool:
    """Whether the bot knows the person from a group."""
    return any(
        chat.many and chat.status(user_id) in PRESENT and chat.status(scene.bot_id) in PRESENT
        for chat in scene.chats.values()
    )


def _shared(scene: Scene, chat: Chat) -> Refusal | None:
    status = chat.status(scene.bot_id)
    if chat.deleted:
        return forbidden("the group chat was deleted")
    if status == "kicked":
        return forbidden(f"bot was kicked from the {chat.kind} chat")
    return forbidden(f"bot is not a member of the {chat.kind} chat") if status == "left" else None
