"""What a line that is nearly a copy of a sentence has changed in it. Pure.

Most lines repeat a sentence of the source but for a word or two. There the comparison is exact: a name or a figure in
the place of another one, a denial or a doubt that came or went between the same words.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from briefings.folding import folded

NEARLY = 0.7
"""Share of the line's words that stand in the sentence in the same order, from which on it is a copy."""
STEM = 4
SHORT = 3
"""Words that are left out in the middle of a copy; of a longer clause that is left out nothing is claimed."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[$£€%]")
DENIALS = frozenset({"not", "never", "no", "nor", "neither", "cannot", "without", "none"})
DOUBTS = frozenset(
    {
        *("may", "might", "could", "would", "perhaps", "possibly", "probably", "likely", "unlikely", "reportedly"),
        *("allegedly", "alleged", "accused", "suspected", "apparently", "appears", "appeared", "seems", "seemed"),
    }
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The words of the line that replaced another name or figure, came or went as a denial, and lost a doubt."""

    replaced: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it stands and as it is compared."""

    text: str
    key: str
    names: bool
    """Whether it is a name or a figure."""

    @property
    def denies(self) -> bool:
        return self.key in DENIALS or self.key.endswith(("n't", "n’t"))

    @property
    def doubts(self) -> bool:
        return self.key in DOUBTS


def changes(line: str, cited: Sequence[str]) -> Changes:
    """What was changed of the cited sentence that the line copies; nothing where it copies none."""
    inside = {folded(word) for sentence in cited for word in _TOKEN.findall(sentence)[1:] if word[:1].isupper()}
    ours = _tokens(line, inside)
    best = Changes()
    share = NEARLY
    for sentence in cited:
        theirs = _tokens(sentence, inside)
        matcher = SequenceMatcher(None, [one.key for one in theirs], [one.key for one in ours], autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(ours))
        if same >= share:
            share = same
            best = _changes(list(_steps(matcher, theirs, ours)), {one.key for one in theirs})
    return best


_Step = tuple[list[_Token], list[_Token], bool]
"""What stood in the sentence, what stands in the line instead, and whether the same words follow."""


def _steps(matcher: SequenceMatcher[str], theirs: list[_Token], ours: list[_Token]) -> Iterator[_Step]:
    codes = matcher.get_opcodes()
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag != "equal":
            follows = at + 1 < len(codes) and codes[at + 1][0] == "equal"
            yield theirs[i1:i2], ours[j1:j2], follows


def _changes(steps: list[_Step], theirs: Collection[str]) -> Changes:
    replaced: list[str] = []
    denied: list[str] = []
    doubted: list[str] = []
    for gone, come, follows in steps:
        if len(gone) <= SHORT + len(come):
            old = {one.key for one in gone if one.names}
            new = [one for one in come if one.names and not any(_akin(one.key, other) for other in old)]
            # A figure that stands nowhere in the sentence may be it rounded: that is looked at elsewhere.
            new = [one for one in new if not one.text[:1].isdigit() or one.key in theirs]
            initials = "".join(one.key[0] for one in gone if one.names)
            new = [one for one in new if len(one.key) == 1 or not initials.endswith(one.key)]
            if old and new:
                replaced += [one.text for one in new]
        if len(gone) <= SHORT and len(come) <= SHORT:
            before, after = ([one for one in side if one.denies] for side in (gone, come))
            if len(before) != len(after):
                denied += [one.text for one in (*before, *after)]
            lost = [one for one in gone if one.doubts]
            if lost and follows and not any(one.doubts for one in come):
                doubted += [one.text for one in lost]
    return Changes(tuple(replaced), tuple(denied), tuple(doubted))


def _akin(one: str, other: str) -> bool:
    """Whether two names are forms of one: Iraq and Iraqi."""
    return one == other or (len(one) >= STEM and len(other) >= STEM and one[:STEM] == other[:STEM])


def _tokens(text: str, known: Collection[str] = ()) -> list[_Token]:
    found = _TOKEN.findall(text)
    keys = [folded(word).removesuffix("'s").removesuffix("’s") for word in found]
    tokens = [
        _Token(word, key, word[:1].isupper() or word[:1].isdigit()) for word, key in zip(found, keys, strict=True)
    ]
    # Every sentence begins with a capital: there it is a name only if it has one elsewhere.
    if tokens and not tokens[0].text[:1].isdigit() and tokens[0].key not in known:
        tokens[0] = replace(tokens[0], names=False)
    return tokens
