"""Which article leads a story: the newest news first, then whole texts before teasers, then the fuller report. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from briefings.model import Article, Story

SAME_NEWS = timedelta(hours=15)
"""Articles this close to the newest one tell the same state of the story; older ones are its yesterday."""
ENOUGH_WORDS = 400
"""Beyond this length a report is not fuller, only longer."""


def story_of(story_id: str, articles: Iterable[Article], weights: Mapping[str, float] | None = None) -> Story:
    """The story of some articles, best first; `weights` are the catalogue's, by feed address."""
    known = list(articles)
    newest = max(article.published for article in known)

    def merit(article: Article) -> tuple[bool, bool, float, float, str]:
        words = sum(len(paragraph.split()) for paragraph in article.paragraphs)
        weight = (weights or {}).get(article.feed, 1.0)
        return (
            article.published < newest - SAME_NEWS,
            not article.complete,
            -min(words, ENOUGH_WORDS) * weight,
            article.published.timestamp(),
            article.id,
        )

    return Story(story_id, tuple(sorted(known, key=merit)))
