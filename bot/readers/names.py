"""Which newsletters people mean by what they type. Pure.

Titles and slugs are equal, case and punctuation do not matter, names of several words are read greedily: "twin cities,
am/pm markets" is three newsletters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefings.model import Newsletter

MOST_NEAREST = 3
MOST_WORDS = 60
"""Words beyond these are not read: a message can hold thousands."""
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Understood:
    """`known` slugs in the order typed, each once; `unknown` words as they were typed."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def understand(words: str, newsletters: Sequence[Newsletter]) -> Understood:
    """The newsletters named in `words`, and the words that name none."""
    names = _names(newsletters)
    known: dict[str, None] = {}
    unknown: list[str] = []
    for clause in re.split(r"[,;\n]+|\band\b", words)[:MOST_WORDS]:
        slugs, rest = _clause(clause, names)
        known.update(dict.fromkeys(slugs))
        unknown.extend(rest)
    return Understood(tuple(known), tuple(dict.fromkeys(unknown)))


def nearest(word: str, newsletters: Sequence[Newsletter]) -> tuple[Newsletter, ...]:
    """The newsletters whose names are most like `word`, best first; none when nothing is like it."""
    typed = _plain(word)[:40]
    scored = [(_likeness(typed, newsletter), newsletter) for newsletter in newsletters]
    close = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple(newsletter for _, newsletter in close[:MOST_NEAREST])


def _names(newsletters: Sequence[Newsletter]) -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for newsletter in newsletters:
        for name in (newsletter.slug, newsletter.title, newsletter.title.replace("/", "").replace(" ", "")):
            names.setdefault(tuple(_plain(name).split()), newsletter.slug)
    return names


def _clause(clause: str, names: dict[tuple[str, ...], str]) -> tuple[list[str], list[str]]:
    """One run of words without a comma; unknown words that stand together stay together."""
    typed = clause.split()[:MOST_WORDS]
    words = [(part, word) for word in typed for part in _plain(word).split()]
    slugs: list[str] = []
    unknown: list[list[str]] = []
    longest = max(map(len, names), default=0)
    at, together = 0, False
    while at < len(words):
        length = next(
            (size for size in range(longest, 0, -1) if tuple(part for part, _ in words[at : at + size]) in names), 0
        )
        if length:
            slugs.append(names[tuple(part for part, _ in words[at : at + length])])
        elif together:
            unknown[-1].append(words[at][1])
        else:
            unknown.append([words[at][1]])
        together = not length
        at += length or 1
    return slugs, [" ".join(dict.fromkeys(run)) for run in unknown]


def _likeness(typed: str, newsletter: Newsletter) -> float:
    if not typed:
        return 0.0
    names = [_plain(name) for name in (newsletter.title, newsletter.slug, *newsletter.places)]
    if any(name.startswith(typed) for name in names) and len(typed) > 1:
        return 0.95
    return max(SequenceMatcher(None, typed, name).ratio() for name in names)


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", words.lower()).split())
