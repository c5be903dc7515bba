"""The filter `extract`: a web page in, its article out."""

from datetime import UTC, datetime
from typing import Any

from briefings.feeds.fulltext import extract


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The article in `{"id", "url", "html"}` as `{"id", "title", "published", "author", "image", "paragraphs"}`.

    A record that is not one, or a page without an article, gives `{"id", "error"}`.
    """
    html, url = record.get("html"), record.get("url")
    if not isinstance(html, str):
        return {"id": record.get("id"), "error": 'The record has no "html" that is a text.'}
    if url is not None and not isinstance(url, str):
        return {"id": record.get("id"), "error": 'The "url" of the record is neither a text nor null.'}
    page = extract(html, url)
    if page is None:
        return {"id": record.get("id"), "error": "The page holds no article that could be found."}
    return {
        "id": record.get("id"),
        "title": page.title,
        "published": rfc3339(page.published),
        "author": page.author,
        "image": page.image,
        "paragraphs": list(page.paragraphs),
    }


def rfc3339(moment: datetime | None) -> str | None:
    """An instant in UTC, to the second, as JSON Lines carry it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
