"""Each line of a brief beside the sentence of the article that supports it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from briefings.model import Article, Point, Span
from briefings.writing.sentences import sentences

GAP = " … "


@dataclass(frozen=True, slots=True)
class Support:
    """A line of a brief, the sentences (whole) that its spans lie in, and whose they are."""

    point: Point
    sentence: str
    publisher: str
    title: str
    url: str
    published: datetime


def support(points: Iterable[Point], articles: Mapping[str, Article]) -> tuple[Support, ...]:
    """The lines whose article is still kept, in order."""
    found = []
    for point in points:
        article = articles.get(point.article)
        if article is None:
            continue
        words = GAP.join(dict.fromkeys(_sentence(article, span) for span in point.spans)).strip()
        found.append(Support(point, words, article.publisher, article.title, article.url, article.published))
    return tuple(found)


def _sentence(article: Article, span: Span) -> str:
    """The sentences of the paragraph that a span touches; "" when the article changed and has no such place."""
    if not 0 <= span.paragraph < len(article.paragraphs):
        return ""
    paragraph = article.paragraphs[span.paragraph]
    touched = [(start, end) for start, end in sentences(paragraph) if start < span.end and span.start < end]
    return paragraph[touched[0][0] : touched[-1][1]].strip() if touched else ""
