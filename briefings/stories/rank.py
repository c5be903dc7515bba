"""Which stories come first in a newsletter. Pure; `now` is a parameter.

The score of a story is a product, so that a story weak in one thing needs strength in the others:

    score = coverage x placement x freshness x nearness x substance

- coverage: 1 + log2 of the weight of its independent outlets. A publisher counts once, with the weight of its source
  in this newsletter (0.7 for a stranger to it, whose desk
  chose for other readers); reprints of one text count half from the second on, for the same desk decided.
- placement: 1 to 1.5, by the best place that a publisher gave it in a feed (top: 1.5; tenth: 1.18; far down: 1).
- freshness: halves every 18 hours since the newest article; a time in the future counts as now.
- nearness (city newsletters that name places): 1.5 with a place in the lead's title, 1.2 in an opening paragraph of any
  article, else 0.4: a local paper's national pages are not the town's news. 1 for topics.
- substance: 0.6 where no article has its full text, else 1.

Items that are not news stories (`worth.is_news`) are left out, and so is a story of nothing else. Equal scores go by
the story's id, so that the order is the same every time.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefings.model import Article, Kind, Newsletter, Story
from briefings.stories.identity import fingerprint
from briefings.stories.worth import is_news

HALF_LIFE = timedelta(hours=18)
"""The age at which a story counts half."""

_IN_TITLE, _IN_OPENING, _ELSEWHERE = 1.5, 1.2, 0.4
_OPENING_PARAGRAPHS = 3
_REPRINT_SHARE = 0.5
_STRANGER = 0.7
_TEASERS_ONLY = 0.6


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story and what it scored; only the order of scores within one newsletter means anything."""

    story: Story
    score: float


def rank(stories: Sequence[Story], newsletter: Newsletter, now: datetime) -> list[Ranked]:
    """Return the news stories, best first, each without the items that are not news."""
    kept = [replace(story, articles=news) for story in stories if (news := tuple(filter(is_news, story.articles)))]
    scored = [Ranked(story, _score(story, newsletter, now)) for story in kept]
    return sorted(scored, key=lambda ranked: (-ranked.score, ranked.story.id))


def _score(story: Story, newsletter: Newsletter, now: datetime) -> float:
    articles = story.articles
    substance = 1.0 if any(article.complete for article in articles) else _TEASERS_ONLY
    return (
        _coverage(articles, newsletter)
        * _placement(articles)
        * _freshness(articles, now)
        * _nearness(story, newsletter)
    ) * substance


def _coverage(articles: Sequence[Article], newsletter: Newsletter) -> float:
    """Return 1 for one ordinary outlet, 2 for two, 2.6 for three ..."""
    by_feed = {source.feed: source.weight for source in newsletter.sources}
    by_name = {source.publisher: source.weight for source in newsletter.sources}
    strange = _STRANGER if by_name else 1.0
    voices: dict[str, float] = {}
    texts: set[str] = set()
    for article in articles:
        weight = by_feed.get(article.feed, by_name.get(article.publisher, strange))
        text = fingerprint(article.paragraphs)
        weight *= _REPRINT_SHARE if text and text in texts else 1.0
        texts.add(text)
        voices[article.publisher] = max(voices.get(article.publisher, 0.0), weight)
    total = sum(voices.values())
    # Below one ordinary voice the logarithm would turn negative: a light source alone counts as its weight.
    return 1 + math.log2(total) if total >= 1 else max(total, 0.0)


def _placement(articles: Sequence[Article]) -> float:
    return 1 + 0.5 / (1 + min(max(article.position, 0) for article in articles) / 5)


def _freshness(articles: Sequence[Article], now: datetime) -> float:
    age = max(now - max(article.published for article in articles), timedelta(0))
    return float(0.5 ** (age / HALF_LIFE))


def _nearness(story: Story, newsletter: Newsletter) -> float:
    if newsletter.kind is not Kind.CITY or not newsletter.places:
        return 1.0
    named = re.compile(r"\b(?:" + "|".join(map(re.escape, newsletter.places)) + r")\b", re.IGNORECASE)
    if named.search(story.lead.title):
        return _IN_TITLE
    openings = (
        text for article in story.articles for text in (article.title, *article.paragraphs[:_OPENING_PARAGRAPHS])
    )
    return _IN_OPENING if any(map(named.search, openings)) else _ELSEWHERE
