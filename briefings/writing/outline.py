"""An article laid out for a writer: its lines without clutter, their sentences, whose label they carry. Pure.

Spans are offsets into the article's paragraphs as they came, so that every word of a brief can be found again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.model import Article, Span
from briefings.writing.clutter import is_clutter, is_heading
from briefings.writing.labels import Label, label_of
from briefings.writing.sentences import sentences

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*[-•*▪◾–—]\s+")
# "DENVER (AP) — ", "WASHINGTON, Nov. 23 (Reuters) - ", "Update: ": where a story was filed and how it was made is not
# what happened.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'’/-]+(?:[ ,]+[A-Z][\w.'’-]+){0,4}(?:\s*,\s*\w+\.?\s\d{1,2})?\s*(?:\([^)]{2,30}\)\s*)?(?:[—–―‒−]"
    r"|--|-\s)\s*"
    r"|(?:[A-Z][\w.'’-]+,?\s){1,4}\([A-Z][\w .]{1,20}\)\s*(?:—|–|―|--|-)\s*|[A-Z][a-z]+\s―\s"
    r"|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s(?:—|–|--|-)\s"
    r"|AI-assisted summary\s|(?:Update|UPDATE):\s"
    r"|(?:[A-Z][\w.'’-]+,?\s){0,3}\((?:CNN|AP|Reuters|UPI|AFP)\)\s*(?:[—–―‒−-]"
    r"|--)?\s*)(?=[A-Z0-9\"“‘$])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article's text. `label` is the one it opens with; `under` is the label whose point it continues.

    `sentences` leave out the label, the bullet and the dateline.
    """

    article: str
    paragraph: int
    text: str
    sentences: tuple[Span, ...]
    bullet: bool
    label: Label | None
    under: Label | None


def outline(article: Article) -> tuple[Line, ...]:
    """Return the lines of an article that tell its story, in order.

    Left out: clutter; the title repeated above the text; headings, unless they are labels, which pass to the line
    below; bullets of a point that only leads elsewhere ("Go deeper").
    """
    lines: list[Line] = []
    waiting: Label | None = None
    above: Label | None = None
    for number, paragraph in enumerate(article.paragraphs):
        for found in _LINE.finditer(paragraph):
            text = found.group()
            bullet = bool(_BULLET.match(text))
            label = label_of(text)
            if label and not text[label.end :].strip():
                above, waiting = label, label if label.move else None
                continue
            if _is_left_out(text, label, article.title, bullet=bullet):
                above = label or above
                continue
            under = waiting or (above if bullet else None)
            above, waiting = label or under, None
            if above is None or above.move is not None:
                lines.append(_line(article, number, found, (label, under), bullet=bullet))
    return tuple(line for line in lines if line.sentences)


def _is_left_out(text: str, label: Label | None, title: str, *, bullet: bool) -> bool:
    if label:
        return label.move is None
    if is_clutter(text):
        return True
    if bullet:
        return False
    return is_heading(text) or text.strip().casefold() == title.strip().casefold()


def _line(
    article: Article, number: int, found: re.Match[str], labels: tuple[Label | None, Label | None], *, bullet: bool
) -> Line:
    text, paragraph = found.group(), article.paragraphs[number]
    label, under = labels
    opening = label.end if label else _opening(text, bullet=bullet)
    offset = found.start() + opening
    spans = tuple(Span(number, offset + a, offset + b) for a, b in sentences(paragraph[offset : found.end()]))
    return Line(article.id, number, text, spans, bullet, label, under)


def _opening(text: str, *, bullet: bool) -> int:
    """Return where the words of a line begin, after its bullet or dateline."""
    start = _BULLET.match(text) if bullet else _DATELINE.match(text)
    return start.end() if start else 0


def excerpt(paragraphs: Sequence[str], span: Span) -> str:
    """Return the words of a span."""
    return paragraphs[span.paragraph][span.start : span.end]
