"""The points that a newsroom labelled itself, taken as they are. Pure.

A point is the text after its label and the bullets below it; the paragraph under a label that stands alone is its text.
A point over its room loses whole sentences from its end; so do the last points of a brief over its room. A bullet
stays on a line of its own, with its dash, which belongs to its span.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefings.model import Article, Move, Point, Span
from briefings.writing.labels import Label
from briefings.writing.length import (
    LABELLED_BRIEF_WORDS,
    LABELLED_POINT_WORDS,
    LEDE_WORDS,
    WHY_WORDS,
    count_words,
)
from briefings.writing.outline import Line
from briefings.writing.shorten import joined


@dataclass(slots=True)
class _Part:
    """A label and the pieces of its text: a span and whether it begins a bullet."""

    label: Label
    article: str
    pieces: list[tuple[Span, bool]] = field(default_factory=list)


def labelled_points(article: Article, lines: Sequence[Line]) -> tuple[Point, ...]:
    """Return the article's own labelled points in its order, one for each move, within their room."""
    points: list[Point] = []
    moves: set[tuple[Move | None, str]] = set()
    room = LABELLED_BRIEF_WORDS - LEDE_WORDS
    for part in _parts(article, lines):
        key = (part.label.move, part.label.text)
        why = part.label.move is Move.WHY_IT_MATTERS
        point = None if key in moves else _point(part, article, min(room, WHY_WORDS if why else LABELLED_POINT_WORDS))
        if point:
            moves.add(key)
            points.append(point)
            room -= count_words(point.text)
    return tuple(points)


def _parts(article: Article, lines: Sequence[Line]) -> Iterator[_Part]:
    part: _Part | None = None
    for line in lines:
        label = line.label or line.under
        if line.label or (line.under and not (line.bullet and part and part.label is line.under)):
            if part:
                yield part
            part = _Part(label, article.id) if label else None
        elif not label:
            if part:
                yield part
            part = None
        if part:
            part.pieces += _pieces(line, article)
    if part:
        yield part


def _pieces(line: Line, article: Article) -> Iterator[tuple[Span, bool]]:
    """Yield the sentences of a line; the first of a bullet with the dash before it."""
    for place, span in enumerate(line.sentences):
        opens = line.bullet and place == 0 and line.label is None
        start = span.start
        if opens:
            start = article.paragraphs[span.paragraph].rfind("\n", 0, start) + 1
            start += len(article.paragraphs[span.paragraph][start:]) - len(
                article.paragraphs[span.paragraph][start:].lstrip()
            )
        yield Span(span.paragraph, start, span.end), opens


def _point(part: _Part, article: Article, limit: int) -> Point | None:
    """Return the part as a point: as many whole sentences from its start as `limit` words hold, at least one."""
    kept = part.pieces
    while len(kept) > 1 and count_words(_text(kept, article)) > limit:
        kept = kept[:-1]
    text = _text(kept, article)
    if not text or count_words(text) > max(limit, LABELLED_POINT_WORDS):
        return None
    return Point(text, tuple(span for span, _ in kept), part.article, part.label.text, part.label.move)


def _text(pieces: Sequence[tuple[Span, bool]], article: Article) -> str:
    rows: list[list[str]] = [[]]
    for span, opens in pieces:
        if opens and rows[-1]:
            rows.append([])
        rows[-1].append(article.paragraphs[span.paragraph][span.start : span.end])
    return "\n".join(joined(row) for row in rows)
