"""Who may use a command or press a button where several people share a chat. Pure."""

from enum import StrEnum


class Audience(StrEnum):
    """`admins` only matters outside private chats: what changes a chat's briefings is for those who run the chat."""

    EVERYONE = "everyone"
    ADMINS = "admins"
