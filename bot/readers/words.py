"""Plain words that a reader wants less or more of: how they are kept, and which a headline offers. Pure.

They are kept folded (`briefings.folding`) and never are patterns.
"""

import re
from hashlib import sha256

from briefings.folding import folded

SHORTEST = 2
LONGEST = 60
MOST = 50
"""Words of one reader, muted and followed together: each is looked for in every story."""
_EDGES = re.compile(r"^\W+|\W+$")
_NAME = re.compile(r"(?:\b[A-Z][\w'\u2019-]*|\b\w*[A-Z]\w*[A-Z]\w*)(?:\s+(?:of\s+)?[A-Z][\w'\u2019-]*)*")
_OPENERS = frozenset(
    (  # noqa: SIM905 (words in quotes read worse)
        "a an and are as at but by can could do does for from had has have he her his how if in is it its last more "
        "most new no not of on or our she so some ten than that the their these they this those three to two was were "
        "what when where which who why will with would you your"
    ).split()
)
"""Capitals at the beginning of a headline that make no name."""


def plain_word(typed: str) -> str | None:
    """The word or phrase as it is kept; None for one that is too short, too long, or no word."""
    word = _EDGES.sub("", folded(typed))
    return word if SHORTEST <= len(word) <= LONGEST else None


def names_in(headline: str, most: int) -> list[str]:
    """The names in a headline, as they stand there, which are what somebody may have enough of."""
    found: dict[str, str] = {}
    for match in _NAME.finditer(headline):
        words = match[0].split()
        while words and folded(words[0]) in _OPENERS:
            words = words[1:]
        name = " ".join(words)
        kept = plain_word(name)
        if kept is not None:
            found.setdefault(kept, name)
    return list(found.values())[:most]


def short_name(word: str) -> str:
    """What a button calls a kept word, which may be longer than a button holds."""
    return sha256(word.encode()).hexdigest()[:12]
