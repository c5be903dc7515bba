"""Small turns of English: counts, lists of names, and news text made safe to draw. Pure."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from bot.telegram.language import later, tr
from briefings.model import Kind, Newsletter

NUMBERS = (
    later("no"),
    later("one"),
    later("two"),
    later("three"),
    later("four"),
    later("five"),
    later("six"),
    later("seven"),
    later("eight"),
    later("nine"),
    later("ten"),
)

_UNSEEN = re.compile("[\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\u0333\u033f\u030a]")
"""Halves of surrogate pairs, marks that turn the reading direction, and what Telegram deletes (TDLib, clean_input)."""
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BULLET = re.compile(r"^\s*-\s+")


def one_line(words: str, longest: int) -> str:
    """The words on one line, without anything unseen, cut at `longest` characters."""
    return cut(" ".join(_clean(words).split()), longest)


def lines(words: str, longest: int) -> str:
    """The words with their line breaks, bullets ("- ") drawn as dots, empty lines left out."""
    kept = [" ".join(line.split()) for line in _clean(words).split("\n") if line.strip()]
    return cut("\n".join(_BULLET.sub("• ", line) for line in kept), longest)


def cut(words: str, longest: int) -> str:
    """The words, or their beginning and an ellipsis: at most `longest` characters."""
    if len(words) <= longest:
        return words
    beginning = words[: longest - 1]
    at_a_word = beginning.rsplit(None, 1)[0]
    # A word longer than half of the room is cut in the middle.
    return (at_a_word if len(at_a_word) > longest // 2 else beginning).rstrip() + "…"


def home_first(newsletters: Iterable[Newsletter]) -> list[Newsletter]:
    """Cities before topics, otherwise in the order of the list: how a reader's choice is named everywhere."""
    return sorted(newsletters, key=lambda newsletter: newsletter.kind is not Kind.CITY)


def listed(names: Sequence[str], *, either: bool = False) -> str:
    """Names as a sentence lists them: "A", "A and B", "A, B and C"; with `either` "A or B"."""
    if len(names) <= 1:
        return "".join(names)
    form = later("{first} or {last}") if either else later("{first} and {last}")
    return tr(form, first=", ".join(names[:-1]), last=names[-1])


def counted(count: int, thing: str, things: str | None = None) -> str:
    """A count with its noun in figures: "1 story", "3 stories"."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def in_words(count: int) -> str:
    """A small number as a word, a larger one in figures."""
    return tr(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def _clean(words: str) -> str:
    # Composed first: Telegram would delete a ring that stands as a character of its own.
    composed = normalize("NFC", _LINE_BREAKS.sub("\n", words))
    return _CONTROL.sub(" ", _UNSEEN.sub("", composed))
