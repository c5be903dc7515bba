"""Entities of a message: their kinds, their order, their JSON. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.demo.standin.answers import Json

SPLIT = ("bold", "italic", "underline", "strikethrough", "spoiler")
"""Kinds that combine freely and are cut at the borders of others."""

QUOTES = ("blockquote", "expandable_blockquote")
FIXED = ("pre", "code")

PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49, "text_mention": 49}
PRIORITY |= {
    "date_time": 48,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
AUTOMATIC_PRIORITY = 50


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity; offset and length in UTF-16 code units. `argument`: address, language, emoji, user, time."""

    kind: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """The unit behind the last one."""
        return self.offset + self.length


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """By place, the longer first, then by Telegram's priority of kinds."""
    return sorted(entities, key=_rank)


def _rank(entity: Entity) -> tuple[int, int, int]:
    priority = PRIORITY.get(entity.kind, AUTOMATIC_PRIORITY)
    return entity.offset, -entity.length, priority - (1 if entity.kind == "pre" and entity.argument else 0)


def as_json(entity: Entity, users: Callable[[int], Json | None]) -> Json:
    """The entity as Telegram's MessageEntity."""
    plain: Json = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    match entity.kind:
        case "text_link":
            return plain | {"url": entity.argument}
        case "pre" if entity.argument:
            return plain | {"language": entity.argument}
        case "custom_emoji":
            return plain | {"custom_emoji_id": entity.argument}
        case "text_mention":
            return plain | {"user": users(int(entity.argument))}
        case "date_time":
            moment, _, shape = entity.argument.partition(":")
            return plain | {"unix_time": int(moment)} | ({"date_time_format": shape} if shape else {})
        case _:
            return plain


def from_json(entity: Json) -> Entity:
    """A MessageEntity that the bot sent itself."""
    argument = str(entity.get("url", entity.get("language", entity.get("custom_emoji_id", ""))))
    if "user" in entity:
        argument = str(entity["user"]["id"])
    if entity["type"] == "date_time":
        argument = f"{entity.get('unix_time', 0)}:{entity.get('date_time_format', '')}"
    return Entity(entity["type"], entity["offset"], entity["length"], argument)
