"""Who and what is on the stand-in: people, chats, members, topics, messages. Values and pure look-ups."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.demo.standin.answers import Json

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

PRESENT: tuple[Status, ...] = ("creator", "administrator", "member", "restricted")
"""The standings of someone who is in the chat."""

ADMINS: tuple[Status, ...] = ("creator", "administrator")


@dataclass
class Person:
    """Somebody with a Telegram account. `started` once they wrote to the bot, so that it may write to them."""

    id: int
    first_name: str
    language_code: str = "en"
    started: bool = True
    blocked: bool = False
    deleted: bool = False

    def user(self) -> Json:
        """The person as Telegram's User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }


@dataclass
class InlineQuery:
    """What somebody typed after the bot's name, when (a timestamp), and what the bot offered; None before it did."""

    id: str
    user_id: int
    at: float
    results: list[Json] | None = None


@dataclass
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass
class Chat:
    """A chat and its messages by id, in order.

    `own` are the ids of the bot's messages; `moved_to` is the supergroup that took the group's place.
    """

    id: int
    kind: Kind
    title: str = ""
    forum: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    moved_to: int | None = None
    deleted: bool = False
    reply_keyboard: Json | None = None
    last_message_id: int = 0
    username: str = ""

    @property
    def many(self) -> bool:
        """Whether the limits of groups hold (channels have them too)."""
        return self.kind != "private"

    def status(self, user_id: int) -> Status:
        """The standing of a person or of the bot."""
        return self.members.get(user_id, "left")

    def is_admin(self, user_id: int) -> bool:
        """Whether they administer the chat."""
        return self.status(user_id) in ADMINS

    def short(self) -> Json:
        """The chat as it stands in a message."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        named: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return (
            named | ({"is_forum": True} if self.forum else {}) | ({"username": self.username} if self.username else {})
        )


@dataclass
class Query:
    """A pressed button, waiting for the bot's answer."""

    id: str
    chat_id: int
    user_id: int
    at: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """What answerCallbackQuery showed; an empty text only stops the spinning."""

    chat_id: int
    user_id: int
    text: str
    alert: bool


def member(user: Json, status: Status) -> Json:
    """A ChatMember as Telegram has it, with the rights that come with the standing."""
    plain: dict[str, Any] = {"user": user, "status": status}
    match status:
        case "creator":
            return plain | {"is_anonymous": False}
        case "administrator":
            return plain | ADMIN_RIGHTS
        case "restricted":
            return plain | RESTRICTED
        case "kicked":
            return plain | {"until_date": 0}
        case _:
            return plain


ADMIN_RIGHTS: Json = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}

RESTRICTED: Json = {
    "is_member": True,
    "can_send_messages": False,
    "can_send_audios": False,
    "can_send_documents": False,
    "can_send_photos": False,
    "can_send_videos": False,
    "can_send_video_notes": False,
    "can_send_voice_notes": False,
    "can_send_polls": False,
    "can_send_other_messages": False,
    "can_add_web_page_previews": False,
    "can_change_info": False,
    "can_edit_tag": False,
    "can_react_to_messages": False,
    "can_invite_users": False,
    "can_pin_messages": False,
    "can_manage_topics": False,
    "until_date": 0,
}
