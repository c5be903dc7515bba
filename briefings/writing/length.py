"""How long a line of a brief may be, in words. Pure.

A word is a run of letters, digits and the marks that live inside words and figures.
"""

import re

LEDE_WORDS = 35
WHY_WORDS = 40
POINT_WORDS = 34
BRIEF_WORDS = 150
"""Room of one line, and of all lines of a brief together, when we choose the sentences."""

LABELLED_POINT_WORDS = 130
LABELLED_BRIEF_WORDS = 360
"""Room where the newsroom chose them: its own points stand whole, bullets included, as far as this goes."""

_WORD = re.compile(r"[\w'’%$.,-]+")


def count_words(text: str) -> int:
    """Return the number of words in `text`."""
    return len(_WORD.findall(text))
