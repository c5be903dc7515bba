"""From the text of a request to the text and entities of a message, with every refusal on the way. Pure.

The order is the Bot API server's: bytes as sent, markup, cleaning, trimming, repair, then code points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.demo.standin import markup
from bot.demo.standin.answers import Json, Refusal, bad
from bot.demo.standin.automatic import automatic
from bot.demo.standin.cleaning import cleaned, trimmed, units
from bot.demo.standin.entities import Entity, as_json, from_json
from bot.demo.standin.repair import repaired

MOST_BYTES = 32_768
MOST_POINTS = 4096
MOST_ENTITIES = 100
KINDS = {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention"}
KINDS |= {"custom_emoji", "blockquote", "expandable_blockquote", "date_time"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """The text of a message and its entities as JSON, cut to the hundred that Telegram keeps."""

    text: str
    entities: list[Json]


def formatted(
    text: str,
    parse_mode: str | None,
    entities: list[Json] | None,
    users: Callable[[int], Json | None] = lambda _id: None,
) -> Formatted | Refusal:
    """The content of a message, or why Telegram refuses it. Of parse modes only HTML and none are known."""
    if not text:
        return bad("message text is empty")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return bad("text is too long")
    parsed = _parsed(text, parse_mode, entities or [])
    if isinstance(parsed, Refusal):
        return parsed
    plain, marks = _tidied(parsed)
    if not plain:
        return bad("text must be non-empty")
    if len(plain) > MOST_POINTS:
        return bad("message is too long")
    kept = tuple(mark for mark in marks if mark.kind != "text_mention" or users(int(mark.argument)) is not None)
    return Formatted(plain, [as_json(mark, users) for mark in _completed(plain, kept)[:MOST_ENTITIES]])


# The same text goes to many readers, so the last ones are remembered.
@lru_cache(maxsize=128)
def _tidied(parsed: markup.Parsed) -> tuple[str, list[Entity]]:
    """Cleaned, repaired, trimmed."""
    text, marks = cleaned(parsed.text, list(parsed.entities))
    return trimmed(text, repaired(marks))


@lru_cache(maxsize=128)
def _completed(text: str, marks: tuple[Entity, ...]) -> list[Entity]:
    """With the entities that Telegram finds by itself."""
    return repaired(marks, automatic(text))


def _parsed(text: str, parse_mode: str | None, entities: list[Json]) -> markup.Parsed | Refusal:
    if parse_mode:
        if parse_mode.lower() != "html":
            return bad("unsupported parse_mode")
        parsed = markup.parse(text)
        if isinstance(parsed, markup.MarkupError):
            return bad(f"can't parse entities: {parsed.text}")
        return parsed
    end = units(text)
    known = [from_json(entity) for entity in entities if entity["type"] in KINDS]
    return markup.Parsed(text, tuple(_within(entity, end) for entity in known if 0 <= entity.offset < end))


def _within(entity: Entity, end: int) -> Entity:
    return Entity(entity.kind, entity.offset, max(0, min(entity.length, end - entity.offset)), entity.argument)
