"""A sentence as the set of its short word sequences: what the trained scorer reads. Pure.

Inside a sentence names become one sign and figures become their kind: what a sentence does in a story does not depend
on who did it or on how much it cost. A first word keeps its form, for it may be no name.
"""

import re
from itertools import pairwise

NAME = "<name>"
"""Stands for one or more capitalised words in a row inside a sentence."""

_TOKEN = re.compile(r"[$€£]?\d(?:[\d,.]*\d)?%?|[A-Za-z]+(?:['’][a-z]+)?|[^\w\s]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKS = dict.fromkeys('“”"', '"') | dict.fromkeys("–—", "-")
_OPENS = frozenset('.?!":')  # what stands behind these may be capitalised whatever it is
_FIRST_PERSON = frozenset({"I", "I'm", "I've", "I'd", "I'll"})


def tokens(text: str) -> list[str]:
    """Return the words, figures and marks of `text` in the forms that the model knows, in order."""
    found: list[str] = []
    before = "."
    for token in _TOKEN.findall(text):
        word = token.replace("’", "'")
        known = _known(word, before)
        if known != NAME or not found or found[-1] != NAME:
            found.append(known)
        before = known
    return found


def _known(word: str, before: str) -> str:
    first = word[0]
    if first.isalpha():
        is_name = first.isupper() and before not in _OPENS and word not in _FIRST_PERSON
        return NAME if is_name else word.lower()
    if first.isdigit() or len(word) > 1:
        return _figure(word)
    return _MARKS.get(word, word)


def _figure(word: str) -> str:
    """Return the kind of a figure: money, share, year or number."""
    if not word[0].isdigit():
        return "<money>"
    if word.endswith("%"):
        return "<share>"
    return "<year>" if _YEAR.fullmatch(word) else "<number>"


def grams(text: str) -> list[str]:
    """Return the distinct single words and pairs of `text` and, marked, how it begins."""
    found = tokens(text)
    pairs = {f"{one} {two}" for one, two in pairwise(found)}
    opening = [f"^{' '.join(found[:length])}" for length in (1, 2, 3)] if found else []
    return [*dict.fromkeys(found), *sorted(pairs), *dict.fromkeys(opening)]
