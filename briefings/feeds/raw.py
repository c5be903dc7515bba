"""A feed as it stands in its document, the same for every format, before dates, links and texts are read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item; a missing field is empty. `dates` and `moments` are the best first.

    A moment is a reading of a date by the format's own parser, if it has one.
    """

    id: str
    title: str
    title_is_html: bool
    links: tuple[str, ...]
    dates: tuple[str, ...]
    author: str
    content: str
    content_is_html: bool
    summary: str
    summary_is_html: bool
    moments: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFeed:
    """`format` is one of rss, atom, rdf, json; `home` is the page that the feed belongs to, as it says."""

    format: str
    title: str
    entries: tuple[RawEntry, ...]
    home: str = ""
