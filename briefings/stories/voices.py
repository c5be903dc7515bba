"""Which outlets tell a story independently of each other. Pure.

Ten papers that print one agency's text are one voice, and so are the desks of one house ("BBC News", "BBC Sport") and
several feeds of one publisher. Reprints are told by their text, cut or changed at the edges as they may be, and by an
agency's name in the byline, the dateline or the last lines.
"""

import re
from collections.abc import Sequence

from briefings.model import Article

READ = 300
"""Words of the text that are compared."""
COPIED = 0.5
"""Share of the shorter text's runs of words from which on one text is a copy of the other. Reports that only quote the
same statement share less."""

_RUN = 6
_LEAST_RUNS = 8
_DATELINE = 80
_DESKS = frozenset(
    ("news", "sport", "sports", "business", "finance", "politics", "health", "technology", "tech", "money", "world")
)
_AGENCIES = {
    "associated press": r"associated press|\bAP\b",
    "reuters": r"reuters",
    "agence france-presse": r"agence france-presse|\bAFP\b",
    "united press international": r"united press international|\bUPI\b",
    "states newsroom": r"states newsroom",
    "kff": r"\bKFF\b|kaiser health news",
    "tribune news service": r"tribune news service|\bTNS\b",
    "the conversation": r"\bthe conversation\b",
}
_SIGNED = {name: re.compile(rf"(?:{names})", re.IGNORECASE) for name, names in _AGENCIES.items()}
_IN_DATELINE = {name: re.compile(rf"\((?:the )?(?:{names})\)", re.IGNORECASE) for name, names in _AGENCIES.items()}
_CREDITED = {
    name: re.compile(
        rf"(?:published|produced|appeared|reprinted|republished|provided)\b[^.]{{0,60}}(?:{names})", re.IGNORECASE
    )
    for name, names in _AGENCIES.items()
}


def voices(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return the first article of each independent voice, in the order given."""
    heard: list[Article] = []
    houses: set[str] = set()
    texts: list[frozenset[int]] = []
    for article in articles:
        speaker = house(article)
        if speaker in houses:
            continue
        runs = _runs(article)
        if any(_copies(runs, other) for other in texts):
            continue
        heard.append(article)
        houses.add(speaker)
        texts.append(runs)
    return tuple(heard)


def house(article: Article) -> str:
    """Return the agency whose text an article is, else the house of its publisher."""
    return _agency(article) or brand(article.publisher)


def brand(publisher: str) -> str:
    """Return a publisher's name without its desk: "The BBC News" and "BBC Sport" are "bbc"."""
    words = publisher.casefold().removeprefix("the ").split()
    while len(words) > 1 and words[-1] in _DESKS:
        words.pop()
    return " ".join(words)


def copies(one: Article, other: Article) -> bool:
    """Tell whether two articles print one text."""
    return _copies(_runs(one), _runs(other))


def _agency(article: Article) -> str | None:
    beginning = article.paragraphs[0][:_DATELINE] if article.paragraphs else ""
    end = " ".join(article.paragraphs[-2:])
    for name in _AGENCIES:
        if (
            (article.author and _SIGNED[name].search(article.author))
            or _IN_DATELINE[name].search(beginning)
            or _CREDITED[name].search(end)
        ):
            return name
    return None


def _runs(article: Article) -> frozenset[int]:
    """Return the runs of six words in the upper part of the text, as numbers that hold within this process."""
    words: list[str] = []
    for paragraph in article.paragraphs:
        words += re.findall(r"\w+", paragraph.casefold())
        if len(words) >= READ:
            break
    starts = range(max(1, min(len(words), READ) - _RUN + 1)) if words else ()
    return frozenset(hash(tuple(words[at : at + _RUN])) for at in starts)


def _copies(one: frozenset[int], other: frozenset[int]) -> bool:
    shorter = min(len(one), len(other))
    if shorter < _LEAST_RUNS:
        return shorter > 0 and one == other
    return len(one & other) >= COPIED * shorter
