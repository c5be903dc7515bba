"""Which articles tell one story. Pure.

Groups of articles are merged from the most alike downwards (`briefings.stories.likeness`) while the *average* likeness
across two groups stays over a threshold, so that no chain of half-alike articles runs together. A story that exists
keeps its id and may grow; two that exist are never merged, for readers were told both. Where they turn out to be one,
editions tell them as one (`briefings.stories.affairs`).
"""

import heapq
from collections.abc import Mapping, Sequence

from briefings.model import Article
from briefings.stories.likeness import Likenesses, Reading, Telling

ALIKE = 7.25
"""Average likeness from which two groups are one story; tuned on events grouped by editors."""


def cluster(articles: Sequence[Article], reading: Reading | None = None) -> dict[str, str]:
    """Return the story id of each article id.

    An article that has a story keeps it. A new story is named after its earliest article. `reading` remembers the words
    of articles between calls and changes nothing else.
    """
    return group([telling(article) for article in articles], reading)


def telling(article: Article) -> Telling:
    """What grouping needs to know of an article."""
    return Telling(article.id, article.title, article.paragraphs, article.published, article.story)


def group(tellings: Sequence[Telling], reading: Reading | None = None) -> dict[str, str]:
    """Return the story id of each telling's id; the order of `tellings` does not matter."""
    ordered = sorted({t.id: t for t in tellings}.values(), key=_age)
    fresh = [place for place, one in enumerate(ordered) if one.story is None]
    groups = _Groups(ordered, Likenesses(ordered, reading).pairs(fresh))
    groups.merge()
    if reading:
        reading.forget_all_but(ordered)
    return {ordered[member].id: name for name, members in groups.named() for member in members}


def _age(telling: Telling) -> tuple[bool, float, str]:
    """Sort key: the earliest first, those without a date last."""
    return (telling.published is None, telling.published.timestamp() if telling.published else 0.0, telling.id)


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
