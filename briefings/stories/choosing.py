"""The stories that an edition is written from, best first. Pure.

Ranked, folded where two turn out to be one, ranked again, and no affair more than twice. What may not belong in the
newsletter fills up a very thin day, behind what does: no edition leads with it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from briefings.model import Brief, Newsletter, Story
from briefings.stories.affairs import Kin, at_most_two_of_an_affair, told_as_one
from briefings.stories.likeness import Reading
from briefings.stories.rank import rank

CONSIDERED = 36
"""The best stories that are compared with each other; far more than an edition shows."""
ENOUGH = 4
"""Up to so many, an edition that has any that belong is filled with stories of which that is not known."""
_BACKGROUND = 2
"""Articles of each other story that tell which words are rare these days."""


def chosen(
    stories: Sequence[Story],
    newsletter: Newsletter,
    now: datetime,
    *,
    told: Sequence[Brief] = (),
    weights: Mapping[str, float] | None = None,
    reading: Reading | None = None,
) -> list[Story]:
    """Return the stories of an edition, best first; `told` are the briefs of the newsletter's earlier editions."""
    ranked = rank(stories, newsletter, now, told)
    top = [one.story for one in ranked[:CONSIDERED]]
    corpus = [article for one in ranked for article in one.story.articles[:_BACKGROUND]]
    as_one = told_as_one(top, Kin.among(top, corpus, reading), weights)
    again = rank(as_one, newsletter, now, told)
    fill = ENOUGH if any(one.belongs for one in again) else 0
    best = [one.story for at, one in enumerate(again) if one.belongs or at < fill]
    return at_most_two_of_an_affair(best, Kin.among(best, corpus, reading))
