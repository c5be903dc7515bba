"""Articles as weighted words, so that two tellings of one event lie close together. Pure.

TF-IDF over the title and the first 3,000 characters. Each vector has length 1: the dot product of two is their
similarity, 0 to 1.

Two stories of one town or one trade share many words; what a title names, the other telling of the same event names at
its own top. So the share of a title that stands in the other's title and lead is told too.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OPENING = 3000
"""Characters of the text that are read: what an event is stands in the upper part of a news story."""

LEAD_WORDS = 60
"""Words, in whole paragraphs, of the lead in which another's title is looked for."""

_KEPT = 120
_UNSEEN = 40  # articles that a small batch did not hold: without them two tellings alone would have no rare words

_DAMPED = (0.0, *(1 + math.log(count) for count in range(1, 256)))
"""What a word weighs by how often it stands in an article."""

_WORD = re.compile(r"[^\W_]+(?:[.'’&,][^\W_]+)*")  # hyphens divide: "debt-ceiling" has to meet "debt ceiling"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STOP = _set(
    "a about after again against ago all almost along already also although always am among an and another any are"
    " around as at away back be because become been before began being between both but by came can come could day"
    " days did do does doing done down during each early even every far few first for former found from get give given"
    " go going good got had has have he her here herself him himself his how however i if in into is it its itself just"
    " last late later least less let like made make making many may me might million month months more most mr mrs ms"
    " much must my near need never new next no nor not now of off often on once one only or other others our out over"
    " own part people per percent put rather really recent recently report reported reports right said same saw say"
    " saying says see seen set several she should since so some something soon still such take taken tell than that the"
    " their them themselves then there these they thing things think this those though three through time times to"
    " today together told too took toward two under until up upon us use used using very via want wanted was way we"
    " week weeks well went were what when where whether which while who whom whose why will with within without would"
    " year years yesterday yet you your according added statement news monday tuesday wednesday thursday friday"
    " saturday sunday"
)
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


@dataclass(frozen=True, slots=True)
class Wording:
    """The stems of an article, each once, and how often each stands there; those of its title; those of title and lead.

    Small, and independent of all other articles, so that it can be kept while its article is in the window.
    """

    stems: tuple[str, ...]
    counts: bytes
    title: tuple[str, ...]
    top: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article's heaviest words; what each word of its title is worth, together 1; what stands in title and lead."""

    words: Mapping[str, float]
    title: Mapping[str, float]
    top: frozenset[str]


def wording(title: str, paragraphs: Sequence[str]) -> Wording:
    """Read an article's words; equal stems of all wordings share their memory."""
    first = _stemmed_words(title)
    counts = Counter(map(sys.intern, first + _stemmed_words("\n".join(paragraphs)[:OPENING])))
    often = bytes(min(count, 255) for count in counts.values())
    named = tuple(sorted(set(map(sys.intern, first))))
    lead = map(sys.intern, _stemmed_words(_lead(paragraphs)))
    return Wording(tuple(counts), often, named, tuple(sorted({*named, *lead})))


class Scale:
    """How rare each word is among some articles, and so how much it weighs."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.spread: Counter[str] = Counter()
        for one in wordings:
            self.spread.update(one.stems)
        self._articles = len(wordings) + _UNSEEN

    def weigh(self, article: Wording) -> Weighed:
        """Weigh the words of one of the articles against all of them."""
        rarity = {stem: math.log(self._articles / self.spread[stem]) for stem in {*article.stems, *article.title}}
        often = zip(article.stems, article.counts, strict=True)
        words = _unit({stem: _DAMPED[count] * rarity[stem] for stem, count in often})
        return Weighed(words, _worths(article.title, rarity), frozenset(article.top))


def weighed(texts: Sequence[tuple[str, Sequence[str]]]) -> list[Weighed]:
    """Weigh the words of each (title, paragraphs) against all the others."""
    wordings = [wording(title, paragraphs) for title, paragraphs in texts]
    scale = Scale(wordings)
    return [scale.weigh(one) for one in wordings]


def titles_told(one: Weighed, other: Weighed) -> float:
    """Return the share of two articles' titles that stands at the other's top, 0 to 1."""
    told = sum(worth for word, worth in one.title.items() if word in other.top)
    return (told + sum(worth for word, worth in other.title.items() if word in one.top)) / 2


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how alike two vectors are, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _stemmed_words(text: str) -> list[str]:
    return [stem for word in _WORD.findall(text) if (stem := stemmed(word))]


def _lead(paragraphs: Sequence[str]) -> str:
    """Return the first paragraphs, until they hold enough words."""
    lead: list[str] = []
    for paragraph in paragraphs:
        lead.append(paragraph)
        if sum(len(part.split()) for part in lead) >= LEAD_WORDS:
            break
    return "\n".join(lead)


def _worths(title: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return what each word of a title is worth: rare words more; all together 1."""
    worths = {stem: rarity[stem] ** 2 for stem in title}
    total = sum(worths.values())
    return {stem: worth / total for stem, worth in worths.items()} if total else {}


def stemmed(word: str) -> str:
    """Return the word without case, possessive and the commonest English endings; empty for a stop word."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(".", "").replace(",", "")
    if word in _STOP or (len(word) < 2 and not word.isdigit()):  # noqa: PLR2004 (a single letter says nothing)
        return ""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 4:  # noqa: PLR2004 (shorter stems collide)
            return word.removesuffix(ending) + instead
    return word


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the heaviest words of an article, scaled to length 1."""
    heaviest = sorted(((weight, word) for word, weight in weights.items()), reverse=True)[:_KEPT]
    length = math.sqrt(sum(weight * weight for weight, _ in heaviest)) or 1.0
    return {word: weight / length for weight, word in heaviest}
