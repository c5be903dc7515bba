"""The methods that ask about chats and members, leave them, and answer pressed buttons."""

from bot.demo.standin import access
from bot.demo.standin.answers import QUERY_TOO_OLD, Json, Refusal, bad
from bot.demo.standin.scene import Scene
from bot.demo.standin.world import ADMINS, PRESENT, Toast, member

LONGEST_TOAST = 200


def get_chat(scene: Scene, asked: Json) -> Json | Refusal:
    """GetChat."""
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    return chat.short() | full


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat_member(scene: Scene, asked: Json) -> Json | Refusal:
    """GetChatMember."""
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    user = scene.user(asked["user_id"])
    if user is None:
        return bad("PARTICIPANT_ID_INVALID")
    if chat.kind == "channel" and not chat.is_admin(scene.bot_id):
        return bad("member list is inaccessible")
    return member(user, chat.status(asked["user_id"]))


def get_chat_administrators(scene: Scene, asked: Json) -> list[Json] | Refusal:
    """getChatAdministrators, other bots not included."""
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    if chat.kind == "private":
        return bad("there are no administrators in the private chat")
    admins = [(user_id, status) for user_id, status in chat.members.items() if status in ADMINS]
    return [member(user, status) for user_id, status in admins if (user := scene.user(user_id)) is not None]


def get_chat_member_count(scene: Scene, asked: Json) -> int | Refusal:
    """GetChatMemberCount."""
    chat = access.present(scene, asked["chat_id"])
    return chat if isinstance(chat, Refusal) else sum(status in PRESENT for status in chat.members.values())


def leave_chat(scene: Scene, asked: Json) -> bool | Refusal:
    """leaveChat: groups, supergroups and channels."""
    chat = access.present(scene, asked["chat_id"])
    if isinstance(chat, Refusal):
        return chat
    if chat.kind == "private":
        return bad("chat not found")
    scene.stand(chat, scene.bot_id, "left", scene.bot)
    return True


def answer_callback_query(scene: Scene, asked: Json) -> bool | Refusal:
    """answerCallbackQuery: once, within the life of the query; only games and t.me links may be opened."""
    query = scene.queries.get(asked["callback_query_id"])
    now = scene.clock.now().timestamp()
    if query is None or query.answered or now - query.at > scene.query_seconds:
        return QUERY_TOO_OLD
    text = asked.get("text", "")
    if len(text) > LONGEST_TOAST:
        return bad("MESSAGE_TOO_LONG")
    if asked.get("url"):
        return bad("URL_INVALID")
    query.answered = True
    toast = Toast(query.chat_id, query.user_id, text, bool(asked.get("show_alert", False)))
    scene.toasts.append(toast)
    scene.tell(query.chat_id, {"kind": "toast", "text": text, "alert": toast.alert})
    return True
