"""The `brief` filter: one article in, its brief out. Pure.

Out: `{"id", "headline", "lede", "why_it_matters", "points", "writer", "reason"}` with a point as `{"label", "move",
"text", "spans": [[paragraph, start, end] ...]}`. The lede is null where the article has no text, and `reason` says so.
"""

from datetime import UTC, datetime
from typing import Any

from briefings.filters.submitted import Submitted, read
from briefings.model import Article, Point, Story
from briefings.writing.roles import Scorer
from briefings.writing.scorers import shipped
from briefings.writing.write import write

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # a brief of one article does not depend on its date


def answer(record: dict[str, Any], scorer: Scorer = shipped) -> dict[str, Any]:
    """Write the brief of one record. Raises ValueError with one sentence where the record is not an article."""
    submitted = read(record)
    article = _article(submitted)
    brief = write(Story(article.id, (article,)), scorer)
    return {
        "id": submitted.id,
        "headline": brief.headline,
        "lede": _point(brief.lede) if brief.lede.text else None,
        "why_it_matters": _point(brief.why) if brief.why else None,
        "points": [_point(point) for point in brief.points],
        "writer": brief.writer,
        "reason": brief.reason,
    }


def _article(submitted: Submitted) -> Article:
    moment = submitted.published or _UNDATED
    return Article(
        id=str(submitted.id),
        url=submitted.url or "",
        feed="",
        publisher=submitted.publisher or "",
        title=submitted.title,
        published=moment,
        first_seen=moment,
        paragraphs=submitted.paragraphs,
    )


def _point(point: Point) -> dict[str, Any]:
    return {
        "label": point.label,
        "move": point.move.value if point.move else None,
        "text": point.text,
        "spans": [[span.paragraph, span.start, span.end] for span in point.spans],
    }
