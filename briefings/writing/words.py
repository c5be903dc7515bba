"""Which words two texts share. Pure."""

import re
from functools import lru_cache

from briefings.stories.vectors import stemmed

_WORD = re.compile(r"[^\W_]+(?:[.'’&,][^\W_]+)*")


@lru_cache(maxsize=1_024)
def content(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry meaning."""
    return frozenset(stem for word in _WORD.findall(text) if (stem := stemmed(word)))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other one holds, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
