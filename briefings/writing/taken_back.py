"""What a source took back of what a brief told, line by line: the article as it was against the article as it is. Pure.

A line stands as long as its words stand in the article, and it still stands when they were put in other words. It is
taken back when the article says it with another figure, another name or another denial, when a correction is printed
with it, or when the whole article is withdrawn. A newsroom that goes on with a story and drops a line takes nothing
back: what is new then is an update.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.folding import in_words
from briefings.model import Article, Brief, Point, Span
from briefings.writing.headline import headline
from briefings.writing.naming import brief_id
from briefings.writing.sentences import sentences
from briefings.writing.words import content, overlap

NEAR = 0.6
"""Share of the smaller sentence's words from which on a sentence is the told one in another form."""
NEAR_NOTICE = 0.4
"""The same where the newsroom prints that it corrected something."""

_NOTICE = re.compile(
    r"\b(?:corrections?:|clarification:|(?:has been|was) (?:updated to )?correct(?:ed)?\b|"
    r"(?:earlier|previous) version(?: of this \w+)? (?:\w+ )?(?:misstated|misspelled|misidentified|gave|said)"
    r"|(?:earlier|previous) version[^.]* incorrectly|editor[’']s note)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"^\W*(?:withdrawn|retracted|retraction)\b"
    r"|\b(?:has|have|is|been|was) (?:retracted|withdrawn|withdrawing|retracting) (?:this|the|our) (?:story|article)"
    r"|\bthis (?:story|article|report) (?:has been|was|is) (?:retracted|withdrawn|removed)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.,:/]*")
_NAME = re.compile(r"(?<=[\w,;’'\")] )[A-Z][\w’'-]{2,}")
_DENIAL = re.compile(r"\b(?:no|not|never|nobody|none|without|denie[sd]|deny|cannot)\b|n[’']t\b", re.IGNORECASE)
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A line of a brief as it was told, and what the source says `now`; None when it says nothing of the kind."""

    told: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """The brief (id) that was told, the one that is told since, and what changed: nothing if it was right after all.

    `article` is the one that changed, of that publisher.
    """

    brief: str
    corrected: str
    story: str
    article: str
    publisher: str
    noticed_at: datetime
    changes: tuple[TakenBack, ...]


def taken_back(brief: Brief, was: Article, now: Article) -> tuple[Brief, tuple[TakenBack, ...]] | None:
    """The brief as it is to be told from now on, and what changed for those who were told it; None if nothing did.

    `was` is the article that the brief was written from, `now` the same article today.
    """
    news = _Now(now, withdrawn=is_withdrawn(now), notice=_prints_notice(was, now))
    changes: list[TakenBack] = []
    lede = news.told(brief.lede, was, changes)
    why = news.told(brief.why, was, changes) if brief.why else None
    points = [news.told(point, was, changes) for point in brief.points]
    title = _headline(brief, was, news, changes)
    if not changes:
        return None
    changed = replace(
        brief,
        headline=title,
        lede=lede or Point("", (), brief.lede.article),
        why=why,
        points=tuple(point for point in points if point),
        outlets=tuple(one for one in brief.outlets if not (news.withdrawn and one.article == now.id)),
    )
    return replace(changed, id=brief_id(changed)), tuple(changes)


def is_withdrawn(article: Article) -> bool:
    """Whether a newsroom says in the title, or at the top, that it takes the whole article back."""
    return any(_WITHDRAWN.search(text) for text in (article.title, *article.paragraphs[:2]))


class _Now:
    """The article as it is."""

    def __init__(self, article: Article, *, withdrawn: bool, notice: bool) -> None:
        self.article, self.withdrawn, self.notice = article, withdrawn, notice
        text = "\n".join(article.paragraphs)
        self._all, self._figures = in_words(text), frozenset(_figures(text))
        self._sentences = [
            (paragraph[start:end], Span(number, start, end))
            for number, paragraph in enumerate(article.paragraphs)
            for start, end in sentences(paragraph)
            if not _NOTICE.search(paragraph)
        ]

    def told(self, point: Point, was: Article, changes: list[TakenBack]) -> Point | None:
        """The point as it is told from now on; None when it is not told any more. What changed is added."""
        pieces = _pieces(point, was)
        if point.article != self.article.id or not pieces or not point.text:
            return point
        if self.withdrawn:
            changes.append(TakenBack(point.text, None))
            return None
        if all(in_words(piece) in self._all for piece in pieces):
            return replace(point, spans=self._spans(pieces, point.spans))
        near = self._nearest(" ".join(pieces))
        if near is None and not self.notice:
            return point
        if near is not None and not self._differs(" ".join(pieces), near[0]):
            return point
        changes.append(TakenBack(point.text, near[0] if near else None))
        return replace(point, text=near[0], spans=(near[1],)) if near else None

    def contradicts(self, text: str, other: str) -> bool:
        """Whether `other` says what `text` says, but with other facts."""
        return overlap(content(text), content(other)) >= NEAR and self._differs(text, other)

    def _nearest(self, text: str) -> tuple[str, Span] | None:
        words = content(text)
        if len(words) < _LEAST_WORDS or not self._sentences:
            return None
        share, best = max(((_likeness(words, content(one[0])), one) for one in self._sentences), key=lambda it: it[0])
        return best if share >= (NEAR_NOTICE if self.notice else NEAR) else None

    def _differs(self, text: str, other: str) -> bool:
        """Whether a figure or a name of `text` is nowhere in the article any more, or a denial came or went."""
        lost = any(figure not in self._figures for figure in _figures(text))
        unnamed = any(in_words(name) not in self._all for name in _NAME.findall(text))
        denied = len(_DENIAL.findall(text)) != len(_DENIAL.findall(other))
        return lost or unnamed or denied or self.notice

    def _spans(self, pieces: Sequence[str], before: tuple[Span, ...]) -> tuple[Span, ...]:
        """Where the pieces stand now; where they cannot be found letter by letter, where they stood."""
        found = [_find(piece, self.article.paragraphs) for piece in pieces]
        return tuple(span for span in found if span) if all(found) else before


def _headline(brief: Brief, was: Article, news: _Now, changes: list[TakenBack]) -> str:
    if brief.headline != headline(was.title, was.publisher):
        return brief.headline
    title = headline(news.article.title, news.article.publisher)
    if news.withdrawn:
        changes.insert(0, TakenBack(brief.headline, None))
    elif title != brief.headline and news.contradicts(brief.headline, title):
        changes.insert(0, TakenBack(brief.headline, title))
        return title
    return brief.headline


def _prints_notice(was: Article, now: Article) -> bool:
    before = sum(bool(_NOTICE.search(paragraph)) for paragraph in was.paragraphs)
    return sum(bool(_NOTICE.search(paragraph)) for paragraph in now.paragraphs) > before


def _pieces(point: Point, was: Article) -> list[str]:
    """The words that the point was made of; nothing when this is not the text that it was made from."""
    if any(span.paragraph >= len(was.paragraphs) for span in point.spans):
        return []
    found = [was.paragraphs[span.paragraph][span.start : span.end].strip() for span in point.spans]
    told = in_words(point.text)
    return found if found and all(in_words(piece).strip() in told for piece in found) else []


def _figures(text: str) -> list[str]:
    return [figure.rstrip(".,:/") for figure in _FIGURE.findall(text)]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return overlap(one, other) if len(other) >= _LEAST_WORDS else 0.0


def _find(piece: str, paragraphs: Iterable[str]) -> Span | None:
    places = ((number, paragraph.find(piece)) for number, paragraph in enumerate(paragraphs))
    return next((Span(number, at, at + len(piece)) for number, at in places if at >= 0), None)
