"""How alike two articles are, as log odds that they tell one event; only pairs that may be alike are looked at. Pure.

A regression weighs three things: what the titles tell of each other, what the texts share by their rare words, and the
days between them. Compared are the articles that have no story yet, each with all others: what has its story was
compared when it came. So an increment costs what is new, not what is known.
"""

from collections import defaultdict
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.stories import vectors
from briefings.stories.identity import fingerprint
from briefings.stories.vectors import Scale, Weighed, Wording, titles_told, wording

GATE = timedelta(days=3)
"""Articles further apart than this tell different events, however alike: the next vote, the next match."""

NOTHING = -8.0
"""Log odds that two articles tell one event that have nothing in common. Likeness is reckoned from here, so that of
such a pair is 0."""

_CONSTANT, _TITLES_TOLD, _TEXT, _A_DAY = -3.5, 7.0, 10.7, -0.75
"""The log odds of other pairs: what the titles tell, what the texts share, each day between them.

A logistic regression over the pairs of 396 events that editors grouped (docs/decisions/same-story.md).
"""

_FLOOR = 0.05  # texts that share less have nothing in common
_PROMISING = 0.06  # what a text's own weights of the rare words that it shares must come to, squared and added
_REPRINT = 2 * -NOTHING
_SHORTEST_REPRINT = 12  # words: shorter openings ("Read more at ...") are equal by chance
_EVERYBODYS = 100
"""A word in more articles than this leads to no pairs, so that a crowded window costs no more for each article."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What grouping needs to know of an article. `published` is None where nobody knows."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None
    story: str | None = None


class Reading:
    """The words of articles, read once until they are forgotten: a window of 5,000 takes about 16 MB."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], tuple[Wording, str]] = {}

    def of(self, tellings: Sequence[Telling]) -> list[tuple[Wording, str]]:
        """The words of each, and a mark that only its reprints share, or none."""
        found = [self._read.get(key) or _read(one) for key, one in zip(map(_key, tellings), tellings, strict=True)]
        self._read.update(zip(map(_key, tellings), found, strict=True))
        return found

    def forget_all_but(self, tellings: Sequence[Telling]) -> None:
        """The window has moved on."""
        kept = {_key(one) for one in tellings}
        self._read = {key: read for key in kept if (read := self._read.get(key))}


def _key(telling: Telling) -> tuple[str, int]:
    return telling.id, hash((telling.title, telling.paragraphs))


class Likenesses:
    """Likeness of pairs among some articles, each named by its place."""

    def __init__(self, tellings: Sequence[Telling], reading: Reading | None = None) -> None:
        self._tellings = tellings
        read = (reading or Reading()).of(tellings)
        self._wordings = [words for words, _ in read]
        self._openings = [opening for _, opening in read]
        self._scale = Scale(self._wordings)
        self._weighed: MutableMapping[int, Weighed] = {}

    def pairs(self, fresh: Sequence[int]) -> dict[tuple[int, int], float]:
        """The likeness, where there is any, of each fresh article with every other, keyed (lower, higher place)."""
        found: dict[tuple[int, int], float] = {}
        index = self._index(fresh)
        for one in fresh:
            for other in self._promising(one, index):
                pair = min(one, other), max(one, other)
                if pair not in found:
                    found[pair] = self.of(*pair)
        found |= self._reprints(set(fresh))
        return {pair: likeness for pair, likeness in found.items() if likeness > 0}

    def of(self, one: int, other: int) -> float:
        """The likeness of two articles: 0 where they have nothing in common."""
        if not _in_gate(self._tellings[one], self._tellings[other]):
            return 0.0
        text = vectors.likeness(self._weigh(one).words, self._weigh(other).words)
        if text < _FLOOR:
            return 0.0
        days = _days_apart(self._tellings[one], self._tellings[other])
        return max(0.0, _CONSTANT + self.kinship(one, other) + _A_DAY * days - NOTHING)

    def kinship(self, one: int, other: int) -> float:
        """What the titles and texts of two articles share, whatever their dates: 0 to about 18."""
        first, second = self._weigh(one), self._weigh(other)
        return _TITLES_TOLD * titles_told(first, second) + _TEXT * vectors.likeness(first.words, second.words)

    def _weigh(self, place: int) -> Weighed:
        if place not in self._weighed:
            self._weighed[place] = self._scale.weigh(self._wordings[place])
        return self._weighed[place]

    def _index(self, fresh: Sequence[int]) -> dict[str, list[int]]:
        """By each rare word of the fresh articles, the places of all articles that have it."""
        spread = self._scale.spread
        wanted = {word for place in fresh for word in self._weigh(place).words if spread[word] <= _EVERYBODYS}
        index: defaultdict[str, list[int]] = defaultdict(list)
        for place, article in enumerate(self._wordings):
            for word in wanted.intersection(article.stems):
                index[word].append(place)
        return index

    def _promising(self, one: int, index: dict[str, list[int]]) -> Iterator[int]:
        """The places of the articles that share enough rare words with this one."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in self._weigh(one).words.items():
            for other in index.get(word, ()):
                shared[other] += weight * weight
        return (other for other, weight in shared.items() if weight >= _PROMISING and other != one)

    def _reprints(self, fresh: set[int]) -> dict[tuple[int, int], float]:
        """The pairs within the gate, one of them fresh, whose texts begin with the same words."""
        first: defaultdict[str, list[int]] = defaultdict(list)
        for place, opening in enumerate(self._openings):
            if opening:
                first[opening].append(place)
        return {
            (one, other): _REPRINT
            for places in first.values()
            for at, one in enumerate(places)
            for other in places[at + 1 :]
            if (one in fresh or other in fresh) and _in_gate(self._tellings[one], self._tellings[other])
        }


def _read(telling: Telling) -> tuple[Wording, str]:
    long = sum(len(paragraph.split()) for paragraph in telling.paragraphs[:3]) >= _SHORTEST_REPRINT
    return wording(telling.title, telling.paragraphs), fingerprint(telling.paragraphs) if long else ""


def _in_gate(one: Telling, other: Telling) -> bool:
    return one.published is None or other.published is None or abs(other.published - one.published) <= GATE


def _days_apart(one: Telling, other: Telling) -> float:
    """Return the days between two articles, as many as there can be where nobody knows."""
    if one.published is None or other.published is None:
        return GATE / timedelta(days=1)
    return abs(other.published - one.published) / timedelta(days=1)
