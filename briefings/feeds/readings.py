"""What comes of reading a document: values that cross the pipe from the child process, which alone reads (`child`)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ParseFailed:
    """The document is no feed that can be read; `reason` is one sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; `paragraphs` of a list begin with "- ". What the page does not say is None.

    `canonical` is the address that the page is kept under, if it can be believed (`briefings.feeds.canonical`); `whole`
    is false where a pay wall lets only the beginning be read.
    """

    title: str | None
    published: datetime | None
    author: str | None
    image: str | None
    section: str | None
    canonical: str | None
    paragraphs: tuple[str, ...]
    whole: bool = True
