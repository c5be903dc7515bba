"""How much room a text takes in one Telegram message, counted as Telegram counts it. Pure.

Telegram limits code points after parsing (4,096), bytes before parsing (32,768; tags and addresses count) and shows
100 entities. Words that it makes clickable by itself count as entities too; they are counted generously, so that
formatting is never the one that is dropped.
"""

import re
from dataclasses import dataclass

from bot.telegram.text import Block, Link, Quote, Text, entities, html, length, plain

CODE_POINTS = 4096
ENTITIES = 90
BYTES = 32_768
WORDS_A_MINUTE = 230

_CLICKABLE = re.compile(
    r"""
      [^\s/]+\.[^\W\d_]{2,}\S*            # an address or a mail address
    | (?<!\w)[@\#/][^\W_]\w*             # @name, #tag, /command
    | \$[^\W\d_]\w*                     # $CASHTAG
    | \+?\d[\d\s().-]{6,}\d               # a telephone or card number
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Size:
    """Room that a text takes; sizes add up."""

    code_points: int = 0
    entities: int = 0
    bytes: int = 0
    words: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(
            self.code_points + other.code_points,
            self.entities + other.entities,
            self.bytes + other.bytes,
            self.words + other.words,
        )

    @property
    def fits(self) -> bool:
        """Whether one message holds it."""
        return self.code_points <= CODE_POINTS and self.entities <= ENTITIES and self.bytes <= BYTES


def size(text: Text) -> Size:
    """The room that `text` takes; words are those that are read, so addresses of links are none."""
    visible = plain_words(text)
    return Size(
        code_points=length(text),
        entities=entities(text) + len(_CLICKABLE.findall(visible)),
        bytes=len(html(text).encode("utf-8", "surrogatepass")),
        words=len(visible.split()),
    )


def plain_words(text: Text) -> str:
    """The words that a reader sees."""
    return plain(tuple(_unlinked(block) for block in text))


def minutes(words: int) -> int:
    """Reading time, at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


def _unlinked(block: Block) -> Block:
    match block:
        case Quote(blocks):
            return Quote(tuple(one.text if isinstance(one, Link) else one for one in blocks))
        case Link(words):
            return words
    return block
