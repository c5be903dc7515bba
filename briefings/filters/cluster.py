"""The `cluster` filter: articles in, `{"id", "story"}` out for each, in the order they came. Pure.

A record may name the `story` it already belongs to; it keeps it.
"""

from collections.abc import Iterator
from typing import Any

from briefings.filters.submitted import Submitted, read
from briefings.stories.cluster import group
from briefings.stories.likeness import Telling


def answers(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Group all readable records; a record that cannot be read is answered with `{"id", "error"}`."""
    checked = [_checked(record) for record in records]
    stories = group([_telling(article) for article in checked if isinstance(article, Submitted)])
    for record, article in zip(records, checked, strict=True):
        if isinstance(article, Submitted):
            yield {"id": article.id, "story": stories[str(article.id)]}
        else:
            yield {"id": record.get("id"), "error": article}


def _checked(record: dict[str, Any]) -> Submitted | str:
    try:
        return read(record)
    except ValueError as error:
        return str(error)


def _telling(article: Submitted) -> Telling:
    return Telling(str(article.id), article.title, article.paragraphs, article.published, article.story)
