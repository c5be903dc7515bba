"""A feed as it stands in its document, the same for every format, before dates, links and texts are read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item; a missing field is empty. `moment` is a reading of `date` by the format's own parser, if it has one."""

    id: str
    title: str
    title_is_html: bool
    links: tuple[str, ...]
    date: str
    author: str
    content: str
    content_is_html: bool
    summary: str
    summary_is_html: bool
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """`format` is one of rss, atom, rdf, json."""

    format: str
    title: str
    entries: tuple[RawEntry, ...]
