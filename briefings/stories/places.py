"""How near a story is to the town of a city newsletter. Pure.

An article is of the town if its title or its opening names it; of the state if its title or first paragraph names the
state, or its publisher filed it as local. It is from elsewhere if the publisher filed it as the nation's or the
world's, its title names another town, or an agency's dateline does: that says more than the town's name further down.
Of an article with none of these nobody knows.

Names are matched as they are written (or in capitals): Golden is a town, golden is a colour. A `doubtful` name counts
only where an undoubted one stands in the same title and opening.
"""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from briefings.model import Article, Newsletter, Story

_OPENING_PARAGRAPHS = 3
_NATIONAL = re.compile(r"\b(?:nation|national|world|international|us-news|u-s|nationworld)\b", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:local|metro)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"(?!UPDATE|BREAKING|EDITOR|EXCLUSIVE|WATCH|LIVE)([A-Z][A-Z.’' -]{2,30}[A-Z.])"  # the town
    r"(?:, [A-Z][\w.]+){0,2}\s*(?:\([^)]{2,40}\)\s*)?[—–-]+\s"  # its state, the agency, the dash
)


class Near(IntEnum):
    """How near a story is; more is nearer."""

    ELSEWHERE = 0
    UNKNOWN = 1
    STATE = 2
    OPENING = 3
    TITLE = 4


def nearness(story: Story, newsletter: Newsletter) -> Near:
    """Return how near the leading article is, or more than half of all articles are, whichever is nearer."""
    names = _Names(newsletter)
    levels = sorted((_level(article, names) for article in story.articles), reverse=True)
    return max(_level(story.lead, names), levels[len(levels) // 2])


class _Names:
    """What a newsletter knows of its town, as patterns."""

    def __init__(self, newsletter: Newsletter) -> None:
        known = (*newsletter.places, *newsletter.landmarks)
        self.sure = _pattern(tuple(name for name in known if name not in {*newsletter.doubtful, *newsletter.state}))
        self.all = _pattern(tuple(name for name in known if name not in newsletter.state))
        self.state = _pattern(newsletter.state)
        self.elsewhere = _pattern(newsletter.elsewhere)
        self._papers = _pattern(tuple(source.publisher for source in newsletter.sources))

    def town(self, text: str, beside: str) -> bool:
        """Tell whether a text names the town; `beside` is where an undoubted name vouches for a doubtful one."""
        trusted = self.sure.search(beside) or self.state.search(beside)
        return bool((self.all if trusted else self.sure).search(text))

    def plain(self, text: str) -> str:
        """The text without the names of other towns and of the papers: Colorado Springs is not Colorado."""
        return self._papers.sub("…", self.elsewhere.sub("…", text))


def _level(article: Article, names: _Names) -> Near:
    title = names.plain(article.title)
    opening = names.plain("\n".join(article.paragraphs[:_OPENING_PARAGRAPHS]))
    beside = f"{title}\n{opening}"
    if names.town(title, beside):
        return Near.TITLE
    first = opening.partition("\n")[0]
    if names.town(first, beside):
        return Near.OPENING
    if _is_from_elsewhere(article, names):
        return Near.STATE if names.state.search(title) else Near.ELSEWHERE
    if names.town(opening, beside):
        return Near.OPENING
    if names.state.search(f"{title}\n{first}") or _LOCAL.search(_filed(article)):
        return Near.STATE
    return Near.UNKNOWN


def _is_from_elsewhere(article: Article, names: _Names) -> bool:
    if _NATIONAL.search(_filed(article)) or names.elsewhere.search(article.title):
        return True
    dateline = _DATELINE.match(article.paragraphs[0]) if article.paragraphs else None
    return dateline is not None and not names.all.search(dateline[1])


def _filed(article: Article) -> str:
    """Where the publisher filed the article: its section, and the folders of its address."""
    path = article.url.partition("://")[2].partition("?")[0].split("/")[1:-1]
    return " ".join((article.section or "", *path))


@lru_cache(maxsize=256)
def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Match any of the names as a whole word, longest first, as written or in capitals; nothing where there is none."""
    spelt = sorted({form for name in names for form in _spellings(name)}, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spelt))})(?!\w)" if spelt else r"(?!)")


def _spellings(name: str) -> Iterable[str]:
    return (name, name.upper())
