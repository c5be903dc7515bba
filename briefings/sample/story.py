"""The one invented story that a newcomer is shown before any edition was cut, as a brief and as its article."""

import hashlib
import tomllib
from datetime import UTC, datetime
from typing import Any

from briefings.model import Article, Brief, Move, Outlet, Point, Span
from briefings.sample.newsroom import FOLDER
from briefings.stories.identity import article_id

# It is no news of any day; this keeps it older than every real article.
_WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)


def sample_article() -> Article:
    """The article whose sentences the sample brief is made of; its address leads nowhere (RFC 2606)."""
    told = _told()
    return Article(
        id=article_id(told["url"]),
        url=told["url"],
        feed=told["url"],
        publisher=told["publisher"],
        title=told["headline"],
        published=_WRITTEN,
        first_seen=_WRITTEN,
        paragraphs=tuple(told["article"]["text"].strip().split("\n\n")),
    )


def sample_brief() -> Brief:
    """The sample story as a brief; every line has its span in `sample_article()`."""
    told, article = _told(), sample_article()
    points = [_point(article, part["text"], part["label"], Move(part["move"])) for part in told["point"]]
    return Brief(
        id=_hash(repr(told)),
        story=_hash(f"story {article.url}"),
        headline=told["headline"],
        lede=_point(article, told["lede"]),
        why=_point(article, told["why"], "Why it matters", Move.WHY_IT_MATTERS),
        points=tuple(points),
        outlets=(Outlet(article.publisher, article.url, article.id),),
        articles=(article.id,),
        newest=article.published,
        writer="sample",
    )


def _told() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "fallback" / "story.toml").read_text(encoding="utf-8"))


def _point(article: Article, text: str, label: str | None = None, move: Move | None = None) -> Point:
    paragraph = next(place for place, words in enumerate(article.paragraphs) if text in words)
    start = article.paragraphs[paragraph].index(text)
    return Point(text, (Span(paragraph, start, start + len(text)),), article.id, label, move)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
