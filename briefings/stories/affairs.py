"""Stories that belong together: those that turn out to be one, and those of one running affair. Pure.

Two stories that exist are never merged in the store (`briefings.stories.cluster`): what readers were told hangs on
their ids. Where their articles are as alike as those of one story, an edition tells them as one, under the id of the
older; its brief names the articles of both, and by these the reader who was told either is known. Stories less alike
are of one affair (a trial and its next day, a storm and its bill): an edition tells at most two of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from briefings.model import Article, Story
from briefings.stories.cluster import ALIKE, telling
from briefings.stories.leading import story_of
from briefings.stories.likeness import Likenesses, Reading

AKIN = 2.5
"""What the articles of two stories share on average, from which they are of one affair: read off the pairs of stories
of neighbouring days that editors kept apart (docs/decisions/ranking.md)."""
MOST_OF_AN_AFFAIR = 2

_READ = 3
"""Articles of a story that are compared, the best first."""


@dataclass(frozen=True, slots=True)
class Kin:
    """How alike some stories are, by their places in the order given."""

    same: Mapping[tuple[int, int], float]
    affair: Mapping[tuple[int, int], float]

    @classmethod
    def among(cls, stories: Sequence[Story], corpus: Sequence[Article], reading: Reading | None = None) -> "Kin":
        """Compare stories; `corpus` are articles of the same days, by which words are known to be rare."""
        compared = [article for story in stories for article in story.articles[:_READ]]
        others = {article.id: article for article in corpus}.keys() - {article.id for article in compared}
        background = [article for article in corpus if article.id in others]
        likenesses = Likenesses([telling(article) for article in (*compared, *background)], reading)
        ends = list(accumulate((min(len(story.articles), _READ) for story in stories), initial=0))
        places = [range(begin, end) for begin, end in pairwise(ends)]
        same, affair = {}, {}
        for one, mine in enumerate(places):
            for other in range(one + 1, len(places)):
                pairs = [(a, b) for a in mine for b in places[other]]
                same[one, other] = sum(likenesses.of(*pair) for pair in pairs) / len(pairs)
                affair[one, other] = sum(likenesses.kinship(*pair) for pair in pairs) / len(pairs)
        return cls(same, affair)


def told_as_one(stories: Sequence[Story], kin: Kin, weights: Mapping[str, float] | None = None) -> list[Story]:
    """Fold stories that turn out to be one into the first of them; the others keep their order."""
    groups: list[list[int]] = []
    for place in range(len(stories)):
        alike = (group for group in groups if sum(kin.same[one, place] for one in group) / len(group) >= ALIKE)
        group = next(alike, None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    return [_folded([stories[place] for place in group], weights) for group in groups]


def at_most_two_of_an_affair(stories: Sequence[Story], kin: Kin) -> list[Story]:
    """Leave out the third and further stories of one affair; the best come first in `stories`."""
    kept: list[int] = []
    for place in range(len(stories)):
        if sum(kin.affair[one, place] >= AKIN for one in kept) < MOST_OF_AN_AFFAIR:
            kept.append(place)
    return [stories[place] for place in kept]


def _folded(twins: Sequence[Story], weights: Mapping[str, float] | None) -> Story:
    if len(twins) == 1:
        return twins[0]
    eldest = min(twins, key=lambda story: (min(article.published for article in story.articles), story.id))
    articles = {article.id: article for story in twins for article in story.articles}
    return story_of(eldest.id, articles.values(), weights)
