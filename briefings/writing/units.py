"""What a writer may choose from: the sentences of a story, each with its neighbours of one quotation. Pure.

A quotation that runs over several sentences is one unit: half a quotation is nobody's words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model import Article, Span
from briefings.writing.outline import Line, outline
from briefings.writing.quotes import is_whole


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more whole sentences that stand together.

    `article` and `span` say where it stands; `outlet` is the place of its article in the story (0 is the lead);
    `line` is the place of its line among `lines` of that article, `place` its own place in the line.
    """

    text: str
    article: str
    span: Span
    outlet: int
    line: int
    lines: int
    place: int
    bullet: bool
    whole: bool


def units(articles: Sequence[Article]) -> list[Unit]:
    """Return the units of all articles, in order."""
    found: list[Unit] = []
    for outlet, article in enumerate(articles):
        lines = outline(article)
        for number, line in enumerate(lines):
            found += units_of(line, article, outlet=outlet, number=number, lines=len(lines))
    return found


LONGEST = 1200
"""Characters of a unit that is still read: a longer one is a list, a table or a page that lost its full stops."""


def units_of(line: Line, article: Article, *, outlet: int = 0, number: int = 0, lines: int = 1) -> list[Unit]:
    """Return the units of one line."""
    paragraph = article.paragraphs[line.paragraph]
    return [
        Unit(paragraph[s.start : s.end], article.id, s, outlet, number, lines, place, line.bullet, whole)
        for place, (s, whole) in enumerate(_grouped(paragraph, line.sentences))
        if s.end - s.start <= LONGEST
    ]


def _grouped(paragraph: str, spans: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """Join sentences until each quotation is closed; behind one that is never closed, the rest is not whole either."""
    at = 0
    while at < len(spans):
        first = spans[at]
        for last in range(at, len(spans)):
            if is_whole(paragraph[first.start : spans[last].end]):
                yield Span(first.paragraph, first.start, spans[last].end), True
                at = last + 1
                break
        else:
            silent = len(spans) if _opens(paragraph[first.start : first.end]) else at + 1
            yield from ((span, False) for span in spans[at:silent])
            at = silent


def _opens(sentence: str) -> bool:
    """Tell whether a sentence opens a quotation that it does not close; a stray closing mark opens none."""
    return sentence.rfind("“") > sentence.rfind("”") or sentence.count('"') % 2 == 1
