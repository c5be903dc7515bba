"""Which articles tell one story. Pure.

Pairs of articles at most three days apart that share weighty words are found through an inverted index; groups are
then merged from the most alike downwards while the *average* likeness across two groups stays over a threshold, so
that no chain of half-alike articles runs together. Reprints (equal first words) belong together whatever their date
within the gate. A story that exists keeps its id and may grow; two that exist are never merged, for readers were told
both.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.model import Article
from briefings.stories.identity import fingerprint
from briefings.stories.vectors import titles_told, weighed

GATE = timedelta(days=3)
"""Articles further apart than this tell different events, however alike: the next vote, the next match."""

ALIKE = 7.25
"""Average likeness from which two groups are one story; tuned on events grouped by editors."""

NOTHING = -8.0
"""Log odds that two articles tell one event that have nothing in common. Likeness is reckoned from here, so that of
such a pair is 0."""

_CONSTANT, _TITLES_TOLD, _TEXT, _A_DAY = -3.5, 7.0, 10.7, -0.75
"""The log odds of other pairs: what the titles tell, what the texts share, each day between them.

A logistic regression over the pairs of 396 events that editors grouped (docs/decisions/same-story.md).
"""

_FLOOR = 0.05  # texts that share less have nothing in common
_REPRINT = 2 * -NOTHING
_SHORTEST_REPRINT = 12  # words: shorter openings ("Read more at ...") are equal by chance


@dataclass(frozen=True, slots=True)
class Telling:
    """What grouping needs to know of an article. `published` is None where nobody knows."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None
    story: str | None = None


def cluster(articles: Sequence[Article]) -> dict[str, str]:
    """Return the story id of each article id.

    An article that has a story keeps it. A new story is named after its earliest article.
    """
    return group([Telling(a.id, a.title, a.paragraphs, a.published, a.story) for a in articles])


def group(tellings: Sequence[Telling]) -> dict[str, str]:
    """Return the story id of each telling's id; the order of `tellings` does not matter."""
    ordered = sorted({t.id: t for t in tellings}.values(), key=_age)
    groups = _Groups(ordered, _pairs(ordered))
    groups.merge()
    return {ordered[member].id: name for name, members in groups.named() for member in members}


def _age(telling: Telling) -> tuple[bool, float, str]:
    """Sort key: the earliest first, those without a date last."""
    return (telling.published is None, telling.published.timestamp() if telling.published else 0.0, telling.id)


def _pairs(ordered: Sequence[Telling]) -> dict[tuple[int, int], float]:
    """Return the likeness of all pairs that may tell one story, keyed (earlier, later)."""
    articles = weighed([(t.title, t.paragraphs) for t in ordered])
    pairs: dict[tuple[int, int], float] = {}
    index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for later, article in enumerate(articles):
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in article.words.items():
            for earlier, other in index[word]:
                shared[earlier] += weight * other
            index[word].append((later, weight))
        for earlier, text in shared.items():
            if text >= _FLOOR and _in_gate(ordered[earlier], ordered[later]):
                days = _days_apart(ordered[earlier], ordered[later])
                pairs[earlier, later] = _likeness(titles_told(articles[earlier], article), text, days)
    return pairs | _reprints(ordered)


def _reprints(ordered: Sequence[Telling]) -> dict[tuple[int, int], float]:
    """Return the pairs within the gate whose texts begin with the same words."""
    first: defaultdict[str, list[int]] = defaultdict(list)
    for place, telling in enumerate(ordered):
        if sum(len(paragraph.split()) for paragraph in telling.paragraphs[:3]) >= _SHORTEST_REPRINT:
            first[fingerprint(telling.paragraphs)].append(place)
    return {
        (one, other): _REPRINT
        for places in first.values()
        for at, one in enumerate(places)
        for other in places[at + 1 :]
        if _in_gate(ordered[one], ordered[other])
    }


def _in_gate(one: Telling, other: Telling) -> bool:
    return one.published is None or other.published is None or abs(other.published - one.published) <= GATE


def _days_apart(one: Telling, other: Telling) -> float:
    """Return the days between two articles, as many as there can be where nobody knows."""
    if one.published is None or other.published is None:
        return GATE / timedelta(days=1)
    return abs(other.published - one.published) / timedelta(days=1)


def _likeness(titles_told: float, text: float, days: float) -> float:
    odds = _CONSTANT + _TITLES_TOLD * titles_told + _TEXT * text + _A_DAY * days
    return max(0.0, odds - NOTHING)


class _Groups:
    """Groups of articles that grow by average linkage over a sparse table of likeness."""

    def __init__(self, tellings: Sequence[Telling], pairs: Mapping[tuple[int, int], float]) -> None:
        self._tellings = tellings
        self._members: dict[int, list[int]] = {}
        self._story: dict[int, str | None] = {}
        self._links: dict[int, dict[int, float]] = {}
        of = self._existing(tellings)
        for (one, other), likeness in pairs.items():
            if of[one] != of[other]:
                self._links[of[one]][of[other]] = self._links[of[one]].get(of[other], 0.0) + likeness
                self._links[of[other]][of[one]] = self._links[of[one]][of[other]]
        self._heap = [self._offer(a, b) for a, links in self._links.items() for b in links if a < b]
        heapq.heapify(self._heap)

    def _existing(self, tellings: Sequence[Telling]) -> list[int]:
        """Start with the stories that exist and every other article by itself; return each article's group."""
        first: dict[str, int] = {}
        of = []
        for place, telling in enumerate(tellings):
            home = place if telling.story is None else first.setdefault(telling.story, place)
            self._members.setdefault(home, []).append(place)
            self._story[home] = telling.story
            self._links.setdefault(home, {})
            of.append(home)
        return of

    def _average(self, a: int, b: int) -> float:
        return self._links[a][b] / (len(self._members[a]) * len(self._members[b]))

    def _offer(self, a: int, b: int) -> tuple[float, int, int, int, int]:
        """Return a heap entry; the sizes tell later whether it is out of date."""
        return (-self._average(a, b), a, b, len(self._members[a]), len(self._members[b]))

    def merge(self) -> None:
        """Join the two most alike groups again and again, while they are alike enough."""
        while self._heap and -self._heap[0][0] >= ALIKE:
            _, a, b, size_a, size_b = heapq.heappop(self._heap)
            fresh = (len(self._members.get(a, ())), len(self._members.get(b, ()))) == (size_a, size_b)
            if fresh and not (self._story[a] and self._story[b]):
                self._join(a, b)

    def _join(self, a: int, b: int) -> None:
        """Put group `b` into group `a`."""
        self._members[a] += self._members.pop(b)
        self._story[a] = self._story[a] or self._story.pop(b)
        for other, likeness in self._links.pop(b).items():
            del self._links[other][b]
            if other != a:
                self._links[a][other] = self._links[other][a] = self._links[a].get(other, 0.0) + likeness
        for other in self._links[a]:
            heapq.heappush(self._heap, self._offer(min(a, other), max(a, other)))

    def named(self) -> list[tuple[str, list[int]]]:
        """Return each story's id and members; a new story takes the id of its earliest article."""
        return [
            (self._story[home] or f"s-{self._tellings[min(members)].id}", members)
            for home, members in self._members.items()
        ]
