"""Telegram text as typed blocks: built once, escaped once, counted before it is sent. Pure.

Telegram counts code points after entity parsing (TDLib, `MessageContent.cpp`; a live probe agrees), at most 4,096,
and silently ignores entities after the hundredth. Only `& < >` need escaping; named entities beyond
`&lt; &gt; &amp; &quot;` would appear literally.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Bold:
    """Bold words."""

    text: str


@dataclass(frozen=True, slots=True)
class Italic:
    """Italic words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words in fixed width, which a tap copies."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that open `url`."""

    text: str
    url: str


Inline = str | Bold | Italic | Code | Link


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that unfolds on a tap. Telegram lets quotations hold formatting, not further quotations."""

    blocks: tuple[Inline, ...]


Block = Inline | Quote
Text = Sequence[Block]


def html(text: Text) -> str:
    """The blocks as Telegram's HTML."""
    return "".join(_html(block) for block in text)


def plain(text: Text) -> str:
    """The blocks without formatting; addresses of links follow their words in brackets."""
    return "".join(_plain(block) for block in text)


def length(text: Text) -> int:
    """Code points after parsing, as Telegram counts them."""
    return sum(_length(block) for block in text)


def entities(text: Text) -> int:
    """Formatting entities of the blocks themselves."""
    return sum(_entities(block) for block in text)


def _html(block: Block) -> str:
    match block:
        case Bold(words):
            return f"<b>{_escaped(words)}</b>"
        case Italic(words):
            return f"<i>{_escaped(words)}</i>"
        case Code(words):
            return f"<code>{_escaped(words)}</code>"
        case Link(words, url):
            return f'<a href="{escape(url, quote=True)}">{_escaped(words)}</a>'
        case Quote(blocks):
            return f"<blockquote expandable>{html(blocks)}</blockquote>"
        case str():
            return _escaped(block)


def _plain(block: Block) -> str:
    match block:
        case Quote(blocks):
            return plain(blocks)
        case Link(words, url):
            return f"{words} ({url})"
        case str():
            return block
        case _:
            return block.text


def _length(block: Block) -> int:
    match block:
        case Quote(blocks):
            return length(blocks)
        case str():
            return len(block)
        case _:
            return len(block.text)


def _entities(block: Block) -> int:
    match block:
        case Quote(blocks):
            return 1 + entities(blocks)
        case str():
            return 0
        case _:
            return 1


def _escaped(words: str) -> str:
    return escape(words, quote=False)
