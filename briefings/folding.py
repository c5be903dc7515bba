"""Words as they are compared: without case, accents and the width of the spaces between them. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from briefings.model import Brief

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4_096)
def folded(text: str) -> str:
    """The text as it is compared."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def stands_in(word: str, text: str) -> bool:
    """Whether a word stands in a text as a whole, both folded: "rate" is not in "corporate"."""
    return word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def occurs(words: Iterable[str], text: str) -> bool:
    """Whether one of the words, folded, stands in the text."""
    found = folded(text)
    return any(stands_in(word, found) for word in words)


def in_words(text: str) -> str:
    """The folded words alone, each with a space before and after it: " word " in it is the whole word."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def said(brief: Brief) -> str:
    """All that a brief says, folded."""
    told = [brief.lede, *([brief.why] if brief.why else []), *brief.points]
    return folded("\n".join([brief.headline, *(point.text for point in told)]))
