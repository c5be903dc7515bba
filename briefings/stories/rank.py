"""Which stories come first in a newsletter. Pure; `now` is a parameter.

First come the stories that belong: in a city newsletter those of the town and its state (`briefings.stories.places`),
in a topic those about its subject (`briefings.stories.subject`). What is known to be from elsewhere, such as a paper's
national pages, is not the town's news and is left out. Among the others the score of a story is a product, so that a
story weak in one thing needs strength in the others:

    score = coverage x placement x freshness x nearness x novelty x substance

- coverage: 1 + log2 of the weight of its independent voices (`briefings.stories.voices`: ten reprints of one agency's
  text are one), with the weight of their sources in this newsletter (0.7 for a stranger to it, whose desk chose for
  other readers). Only what appeared within a day of the newest article counts: last week's uproar makes nothing
  bigger today.
- placement: 1 to 1.5, by the best place that a publisher gave it in a feed (top: 1.5; tenth: 1.18; far down: 1).
- freshness: halves every 18 hours since the newest article; a time in the future counts as now.
- nearness (city newsletters that name places): 1.5 for the town in the title, 1.2 in the opening, 1 for the state,
  0.4 where nobody knows. 1 for topics.
- novelty: 0.6 for a story that an earlier edition told and that has a new text since, 0.15 where it has none.
- substance: 0.6 where no article has its full text, else 1.

Items that are not news stories (`worth.is_news`) are left out, and so is a story of nothing else. Equal scores go by
the story's id, so that the order is the same every time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefings.model import Article, Brief, Kind, Newsletter, Story
from briefings.stories.places import Near, nearness
from briefings.stories.subject import is_about
from briefings.stories.voices import copies, voices
from briefings.stories.worth import is_news

HALF_LIFE = timedelta(hours=18)
"""The age at which a story counts half."""
SAME_DAY = timedelta(days=1)
"""Outlets that fell silent longer before the newest article carry yesterday's state of the story."""

_NEARNESS = {Near.TITLE: 1.5, Near.OPENING: 1.2, Near.STATE: 1.0, Near.UNKNOWN: 0.4}
_STRANGER = 0.7
_TEASERS_ONLY = 0.6
_UPDATED, _TOLD = 0.6, 0.15


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story and what it scored; only the order of scores within one newsletter means anything.

    `belongs` is false for a story that is neither of the town nor about the subject.
    """

    story: Story
    score: float
    belongs: bool = True


def rank(stories: Sequence[Story], newsletter: Newsletter, now: datetime, told: Sequence[Brief] = ()) -> list[Ranked]:
    """Return the news stories, best first, each without the items that are not news.

    `told` are the briefs of the newsletter's earlier editions.
    """
    kept = [replace(story, articles=news) for story in stories if (news := tuple(filter(is_news, story.articles)))]
    placed = [(story, _near(story, newsletter)) for story in kept]
    scored = [_ranked(*one, newsletter, now, told) for one in placed if one[1] is not Near.ELSEWHERE]
    return sorted(scored, key=lambda ranked: (not ranked.belongs, -ranked.score, ranked.story.id))


def _ranked(story: Story, near: Near | None, newsletter: Newsletter, now: datetime, told: Sequence[Brief]) -> Ranked:
    belongs = is_about(story, newsletter) if near is None else near >= Near.STATE
    articles = story.articles
    score = (
        _coverage(articles, newsletter)
        * _placement(articles)
        * _freshness(articles, now)
        * (_NEARNESS[near] if near is not None else 1.0)
        * _novelty(story, told)
        * (1.0 if any(article.complete for article in articles) else _TEASERS_ONLY)
    )
    return Ranked(story, score, belongs)


def _near(story: Story, newsletter: Newsletter) -> Near | None:
    """Return how near a story is to a city; None in a topic, and in a city that names no places."""
    local = newsletter.kind is Kind.CITY and newsletter.places
    return nearness(story, newsletter) if local else None


def _coverage(articles: Sequence[Article], newsletter: Newsletter) -> float:
    """Return 1 for one ordinary voice, 2 for two, 2.6 for three ..."""
    by_feed = {source.feed: source.weight for source in newsletter.sources}
    by_name = {source.publisher: source.weight for source in newsletter.sources}
    strange = _STRANGER if by_name else 1.0

    def weight(article: Article) -> float:
        return by_feed.get(article.feed, by_name.get(article.publisher, strange))

    newest = max(article.published for article in articles)
    today = [article for article in articles if article.published >= newest - SAME_DAY]
    # The weightiest first: a house that speaks through two feeds counts with the better one.
    total = sum(map(weight, voices(sorted(today, key=lambda article: (-weight(article), article.id)))))
    # Below one ordinary voice the logarithm would turn negative: a light source alone counts as its weight.
    return 1 + math.log2(total) if total >= 1 else max(total, 0.0)


def _placement(articles: Sequence[Article]) -> float:
    return 1 + 0.5 / (1 + min(max(article.position, 0) for article in articles) / 5)


def _freshness(articles: Sequence[Article], now: datetime) -> float:
    age = max(now - max(article.published for article in articles), timedelta(0))
    return float(0.5 ** (age / HALF_LIFE))


def _novelty(story: Story, told: Sequence[Brief]) -> float:
    ids = {article.id for article in story.articles}
    versions = [brief for brief in told if brief.story == story.id or not ids.isdisjoint(brief.articles)]
    if not versions:
        return 1.0
    known = {article for brief in versions for article in brief.articles}
    before = [article for article in story.articles if article.id in known]
    new = [article for article in story.articles if article.id not in known]
    return _UPDATED if any(not any(copies(one, old) for old in before) for one in new) else _TOLD
