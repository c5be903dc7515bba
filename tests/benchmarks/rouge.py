"""ROUGE-1, ROUGE-2 and ROUGE-L: how many words, word pairs and words in order a text shares with a reference. Pure.

C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", Text Summarization Branches Out (ACL Workshop),
2004, sections 2 and 3.1, as F1 (beta 1). Words are runs of a-z and 0-9 in lower case, without stemming or a stop list,
and ROUGE-L takes the longest common subsequence of the whole texts, not sentence by sentence: what the package
rouge-score 0.1.2 counts with `use_stemmer=False` and the types rouge1, rouge2 and rougeL. That package would bring
absl and nltk for the forty lines that are needed here, and is no fixed point of its own: it last changed in 2022.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """Three F1 scores, each from 0 (nothing in common) to 1 (the same words)."""

    one: float
    two: float
    longest: float


def words_of(text: str) -> list[str]:
    """Return the words that ROUGE counts."""
    return _WORD.findall(text.lower())


def rouge(candidate: str, reference: str) -> Rouge:
    """Score a text against its reference; a text without words scores 0."""
    ours, theirs = words_of(candidate), words_of(reference)
    common = common_subsequence(ours, theirs)
    return Rouge(_shared(ours, theirs, 1), _shared(ours, theirs, 2), _f1(common, len(ours), len(theirs)))


def common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest sequence of words that both hold in order, gaps allowed."""
    longest = [0] * (len(right) + 1)
    for word in left:
        above = longest
        longest = [0]
        for place, other in enumerate(right):
            longest.append(above[place] + 1 if word == other else max(above[place + 1], longest[place]))
    return longest[-1]


def _shared(ours: Sequence[str], theirs: Sequence[str], size: int) -> float:
    left, right = _grams(ours, size), _grams(theirs, size)
    return _f1((left & right).total(), left.total(), right.total())


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def _f1(common: int, ours: int, theirs: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * common / (ours + theirs) if common else 0.0
