"""Notices when the bot is blocked, removed or brought back."""

from enum import StrEnum
from typing import Protocol

import structlog
from telegram import Chat, ChatMember, ChatMemberUpdated

from bot.readers.model import Address, ChatKind

OUT = frozenset({ChatMember.LEFT, ChatMember.BANNED})

log = structlog.get_logger()


class Presence(StrEnum):
    """What a change of membership means."""

    LEFT = "left"
    BACK = "back"


class Readers(Protocol):
    """Who is known (`bot.readers.service`)."""

    async def left(self, address: Address) -> None: ...
    async def returned(self, address: Address, kind: ChatKind) -> None: ...


def presence(change: ChatMemberUpdated) -> Presence | None:
    """Whether the bot went, or is where it may write; None where it is and may not.

    Getting the right to write back counts as coming back: without it a message was refused like one of a stranger's.
    """
    if _out(change.new_chat_member):
        return Presence.LEFT
    return Presence.BACK if _may_write(change.new_chat_member, change.chat) else None


class Membership:
    """Keeps the readers in step with where the bot may write."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def changed(self, change: ChatMemberUpdated) -> None:
        """The bot's own standing in a chat changed. One that comes back gets its briefings again; nobody is made."""
        where = Address(change.chat.id)
        match presence(change):
            case Presence.LEFT:
                await self._readers.left(where)
            case Presence.BACK:
                await self._readers.returned(where, ChatKind(change.chat.type))
        log.info("membership.changed", chat=change.chat.id, now=change.new_chat_member.status)


def _may_write(member: ChatMember, chat: Chat) -> bool:
    match member.status:
        case ChatMember.RESTRICTED:
            return bool(getattr(member, "can_send_messages", False))
        case ChatMember.MEMBER:
            return bool(chat.type != Chat.CHANNEL)
    return getattr(member, "can_post_messages", None) is not False


def _out(member: ChatMember) -> bool:
    # Somebody restricted may still be in the chat, or not (Bot API, ChatMemberRestricted).
    return member.status in OUT or getattr(member, "is_member", True) is False
