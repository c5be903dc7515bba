"""From a draft to a brief: each line through the gate, and what is left of it told, or nothing. Pure.

A draft without a lede that holds is no brief. One whose why does not hold is none either: the sentences of the story
give a better one than none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.model import LABELS, Brief, Move, Point
from briefings.writing.generated.draft import Draft, DraftLine, DraftPoint
from briefings.writing.generated.prompt import MOST_POINTS, MOVES, Numbered, Prompt
from briefings.writing.ground.gate import Fault, Source, faults
from briefings.writing.length import LEDE_WORDS, POINT_WORDS, WHY_WORDS, count_words
from briefings.writing.naming import brief_id
from briefings.writing.words import content, overlap

WRITER = "model"
"""What stands in `Brief.writer` for a brief that a model drafted."""
TOO_LONG = 1.3
"""Times the room that a line was given, from which on it is not told."""
REPEATS = 0.8
"""Share of a line's words that another line has, from which on it says nothing new."""
_MOVES = {LABELS[move].lower(): move for move in MOVES}


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a line: `why_not` is empty for one that is told."""

    place: str
    text: str
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The brief that may be told, if any, and what was decided about each line of the draft."""

    brief: Brief | None
    decisions: tuple[Decision, ...]


def checked(draft: Draft, prompt: Prompt, extract: Brief) -> Checked:
    """Hold a draft against its story; `extract` is the brief that was made of its sentences, for all that stays."""
    desk = _Desk(prompt)
    lede = desk.point("lede", draft.lede, LEDE_WORDS, None)
    why = desk.point("why_it_matters", draft.why_it_matters, WHY_WORDS, Move.WHY_IT_MATTERS)
    if lede is None or (draft.why_it_matters is not None and why is None):
        return Checked(None, tuple(desk.decisions))
    points = tuple(desk.points(draft.points))
    why = why or extract.why
    said = [lede, *([why] if why else [])]
    points = tuple(point for point in points if not _repeats(point, said))
    brief = replace(
        extract,
        lede=lede,
        why=why,
        points=points,
        writer=WRITER,
        reason=None if why is not None else extract.reason,
    )
    return Checked(replace(brief, id=brief_id(brief)), tuple(desk.decisions))


class _Desk:
    """Looks at lines one after the other."""

    def __init__(self, prompt: Prompt) -> None:
        self._sentences = prompt.sentences
        self._source = Source([one.text for one in prompt.sentences])
        self.decisions: list[Decision] = []

    def points(self, drafted: Sequence[DraftPoint]) -> Iterator[Point]:
        kept: list[Point] = []
        for line in drafted[:MOST_POINTS]:
            move = _MOVES.get(line.label.strip().rstrip(":").lower())
            point = self.point(line.label, line, POINT_WORDS, move) if move is not None else None
            if point is not None and not _repeats(point, kept):
                kept.append(point)
                yield point

    def point(self, place: str, line: DraftLine | None, words: int, move: Move | None) -> Point | None:
        """The line as a point, if it holds."""
        if line is None:
            return None
        text = " ".join(line.text.split())
        cited = self._cited(line.sentences)
        why_not = _form(text, words) if cited else ["it cites no sentence"]
        if not why_not:
            why_not = [f"{fault.kind}: {fault.words}" for fault in self._faults(text, cited)]
        self.decisions.append(Decision(place, text, tuple(why_not)))
        if why_not:
            return None
        spans = tuple(dict.fromkeys(one.span for one in cited))
        return Point(text, spans, cited[0].article, LABELS[move] if move else None, move)

    def _cited(self, numbers: Sequence[int]) -> list[Numbered]:
        """The cited sentences of one article, that of most of them: a point stands beside one article's words."""
        found = [self._sentences[number - 1] for number in numbers if 1 <= number <= len(self._sentences)]
        articles = [one.article for one in found]
        most = max(articles, key=articles.count, default="")
        return [one for one in found if one.article == most]

    def _faults(self, text: str, cited: Sequence[Numbered]) -> list[Fault]:
        return faults(text, [one.text for one in cited], self._source)


def _form(text: str, words: int) -> list[str]:
    """What is wrong with a line before anybody asks whether it is true."""
    if not any(map(str.isalpha, text)):
        return ["it says nothing"]
    return ["it is too long"] if count_words(text) > words * TOO_LONG else []


def _repeats(point: Point, others: Sequence[Point]) -> bool:
    words = content(point.text)
    return any(overlap(words, content(other.text)) >= REPEATS for other in others)
