"""The record that the `brief` and `cluster` filters take: an article as a program hands it over. Pure.

Form: `{"id", "title", "url", "publisher", "published", "paragraphs"}`; `published` is an RFC 3339 time, a date or
null; `url` and `publisher` may be null or absent. What does not fit raises ValueError with one sentence that names the
field, what was found and what is wanted.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Submitted:
    """A record that has been checked. `id` is as it came, to be echoed; `published` is aware and in UTC."""

    id: str | int
    title: str
    url: str | None
    publisher: str | None
    published: datetime | None
    paragraphs: tuple[str, ...]
    story: str | None


def read(record: dict[str, Any]) -> Submitted:
    """Check one record. Raises ValueError."""
    return Submitted(
        id=_identity(record),
        title=_text(record, "title") or "",
        url=_text(record, "url"),
        publisher=_text(record, "publisher"),
        published=_published(record),
        paragraphs=_paragraphs(record),
        story=_text(record, "story"),
    )


def _identity(record: dict[str, Any]) -> str | int:
    value = record.get("id")
    if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        return value
    raise ValueError(f'"id" must be a text or a whole number, not {_named(value)}')


def _text(record: dict[str, Any], field: str) -> str | None:
    value = record.get(field)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f'"{field}" must be a text, not {_named(value)}')


def _published(record: dict[str, Any]) -> datetime | None:
    value = _text(record, "published")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        wanted = '"2026-11-23T06:30:00Z", "2026-11-23" or null'
        raise ValueError(f'"published" must be a time like {wanted}, not {_named(value)}') from error


def _paragraphs(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("paragraphs")
    if not isinstance(value, list):
        raise ValueError(f'"paragraphs" must be a list of texts, not {_named(value)}')  # noqa: TRY004 (bad input)
    for number, paragraph in enumerate(value):
        if not isinstance(paragraph, str):
            raise ValueError(f'"paragraphs" must hold texts, but number {number} is {_named(paragraph)}')  # noqa: TRY004
    return tuple(value)


def _named(value: Any) -> str:
    """Name what was found, shortened: the sentence has to fit a line."""
    if value is None:
        return "null or absent"
    kinds = {bool: "true or false", dict: "an object", list: "a list", int: "a number", float: "a number"}
    return f'"{value[:40]}"' if isinstance(value, str) else kinds[type(value)]
