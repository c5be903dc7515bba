"""Names in a text: people, places, offices, outlets. Pure.

A name is a word with a capital, or several in a row. At the beginning of a sentence every word has one, so there it is
a name only if the article knows it as one, or if no text of any article ever began with it otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.folding import folded
from briefings.writing.ground.moments import is_moment
from briefings.writing.weights import common_words

_WORD = re.compile(r"[^\W\d_](?:[\w’'&.-]*\w)?", re.UNICODE)
_SENTENCE_BEFORE = re.compile(r"(?:[.!?:…\n]|[\"“‘(])[\"“‘’”(\s]*$")
REMEMBERED = 64
"""Texts whose names are remembered: each line is asked for them several times."""
FEW = 6
"""Characters before a word in which the end of another sentence shows."""
_POSSESSIVE = re.compile(r"['’](?:s|ll|re|ve|d|m|t)?$")
_SAME = {
    "us": "unitedstates",
    "u.s": "unitedstates",
    "u.s.": "unitedstates",
    "usa": "unitedstates",
    "america": "unitedstates",
    "american": "unitedstates",
    "americans": "unitedstates",
    "uk": "britain",
    "u.k": "britain",
    "british": "britain",
    "eu": "european",
    "e.u": "european",
    "europe": "european",
    "un": "u.n",
}
"""Names for one thing, by a common form."""
_NO_NAMES = frozenset(
    "i i'm i've i'd i'll mr mrs ms dr a.m p.m ok gmt est pst edt am pm tv it the a an he she they we you".split()  # noqa: SIM905
)
TITLES = (
    "president vice-president senator sen representative rep governor gov mayor judge justice secretary minister"
    " chancellor king queen prince princess pope bishop professor prof dr sheriff chief director chairman chairwoman"
    " chair ceo commissioner general captain colonel sergeant detective attorney congressman congresswoman coach"
    " manager spokesman spokeswoman spokesperson speaker treasurer superintendent premier ambassador"
)
LONGEST_INITIAL = 2
_TITLE = re.compile(rf"\b(?P<title>(?i:{'|'.join(TITLES.split())}))\b\.?\s+(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)")


@dataclass(frozen=True, slots=True)
class Name:
    """One word of a name as it is compared; `first` where a sentence begins with it. `start`, `end`: its place."""

    word: str
    first: bool
    start: int
    end: int


@lru_cache(maxsize=REMEMBERED)
def names(text: str) -> tuple[Name, ...]:
    """The words with a capital, but for days, months and what is no name."""
    found = []
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if not word[:1].isupper() or folded(word) in _NO_NAMES or is_moment(word):
            continue
        first = (
            _SENTENCE_BEFORE.search(text[max(0, match.start() - FEW) : match.start()]) is not None or not match.start()
        )
        found.append(Name(key(word), first, match.start(), match.end()))
    return tuple(found)


def key(word: str) -> str:
    """A word of a name as it is compared: without case, accents, possessive and the last full stop."""
    bare = folded(_POSSESSIVE.sub("", word)).removesuffix(".")
    return _SAME.get(bare, bare)


class Known:
    """What the articles of a story say: which names they have, and how they are written out."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = "\n".join(texts)
        found = names(whole)
        self.names = {one.word for one in found if not one.first}
        self._starts = {one.word for one in found if one.first}
        self._plain = {folded(match.group()) for match in _WORD.finditer(whole) if match.group()[:1].islower()}
        self._runs = {tuple(run) for run in _runs(found, whole)}
        self._initials = {_initials(run) for run in _written(whole)}

    def is_name(self, one: Name) -> bool:
        """Whether the word is a name where it stands."""
        if not one.first:
            return True
        if one.word in self.names:
            return True
        return one.word not in self._plain and one.word not in self._starts and one.word not in common_words()

    def completes(self, run: tuple[str, ...], said: set[str]) -> bool:
        """Whether a full name of the articles is used where the cited sentences have part of it."""
        return any(word in said for word in run) and any(_within(run, known) for known in self._runs)

    def stands_for(self, word: str) -> bool:
        """Whether it is an abbreviation of a name that is written out in the articles."""
        bare = word.replace(".", "")
        return len(bare) > 1 and any(one.endswith(bare) for one in self._initials)


def runs(text: str) -> list[tuple[Name, ...]]:
    """Names of several words, each as one; words of one sentence's beginning belong to what follows them."""
    return _grouped(names(text), text)


def titled(text: str) -> set[tuple[str, str]]:
    """Title and last name of everybody who is named with one: ("mayor", "ruiz")."""
    return {
        (match["title"].lower().rstrip("."), key(match["name"].split()[-1]))
        for match in _TITLE.finditer(text)
        if match["name"][:1].isupper()
    }


def _runs(found: Sequence[Name], text: str) -> list[list[str]]:
    return [[one.word for one in run] for run in _grouped(found, text)]


def _grouped(found: Sequence[Name], text: str) -> list[tuple[Name, ...]]:
    groups: list[list[Name]] = []
    for one in found:
        between = text[groups[-1][-1].end : one.start] if groups else ""
        # "J. Ruiz" is one name; behind a word with a full stop a sentence begins.
        initial = between == ". " and len(groups[-1][-1].word) <= LONGEST_INITIAL
        if between in {" ", "-"} or initial:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [tuple(group) for group in groups]


def _written(text: str) -> list[list[str]]:
    small = r"(?:\s(?:of|for|the|and|on|in)(?=\s))*"
    found = re.findall(rf"[A-Z][\w’'-]+(?:{small}\s[A-Z][\w’'-]+)+", text)
    return [[word for word in run.split() if word[:1].isupper()] for run in found]


def _initials(run: list[str]) -> str:
    return "".join(word[0] for word in run).lower()


def _within(run: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return any(known[at : at + len(run)] == run for at in range(len(known) - len(run) + 1))
