"""From scores to a brief: the joint choice of sentences. Pure; the same whatever scorer gave the scores.

No sentence stands twice, nor two that say the same; no line begins with a word that points to a sentence the reader
does not see; no quotation stands without its speaker; each line and the whole keep their room.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model import LABELS, Move, Point, Span
from briefings.writing.length import BRIEF_WORDS, LEDE_WORDS, POINT_WORDS, WHY_WORDS, count_words
from briefings.writing.quotes import is_whole, names_speaker, quoted_words, says
from briefings.writing.roles import ROLES, Scores
from briefings.writing.shorten import Form, misleads, shortened
from briefings.writing.units import Unit
from briefings.writing.words import content, overlap

MOST_POINTS = 4
"""Points beside the lede and why it matters; more is not brief."""

_ALIKE = 0.6
_SHORTEST = 6
_OPENING = 12  # units of the lead article among which a lede is looked for
_DANGLING = re.compile(
    r"(?:he|she|they|it|this|that|these|those|its|his|her|their|them|him|but|and|so|or|however"
    r"|meanwhile|still|also|instead|then|moreover"
    r"|in addition|for example|for instance|nor|yet|plus|as a result|therefore|thus|such|both|others"
    r"|another|neither|either|the (?:former|latter)"
    r"|there(?:fore)?|here(?:['’]s)?|again|besides|otherwise|similarly|likewise|by contrast"
    r"|in contrast|in response|as such|if so|if not|even so|after that"
    r"|at that (?:time|point)|because of (?:that|this)|more(?:over)|that['’]s|which|who|none|yes|no"
    r"|well|ok(?:ay)?|indeed|in fact|rather|too)\b",
    re.IGNORECASE,
)
# A lede stands first, so it may point at nothing but itself: "It's been two days since ...", "This winter ...".
_OPENS_WELL = re.compile(
    r"(?:it['’]s|it\s(?:is|was|took|takes)|this\s\w+|these\s\w+|there|here|no|one|such|another|both)\b", re.IGNORECASE
)
_CLOSED = re.compile(r"(?<!\.\.)[.!?][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen lines. `lede` is None where no sentence can be one; `why` where none says why the story matters."""

    lede: Point | None
    why: Point | None
    points: tuple[Point, ...]


def choose(units: Sequence[Unit], scores: Sequence[Scores], given: Choice) -> Choice:
    """Fill what `given` leaves open from the units of a story."""
    desk = _Desk(units, scores, given)
    lede = given.lede or desk.lede()
    why = given.why or desk.best(Move.WHY_IT_MATTERS, WHY_WORDS)
    points = (*given.points, *desk.fill(MOST_POINTS - len(given.points))) if lede else given.points
    return Choice(lede, why, points)


def fitting(unit: Unit, limit: int, *, opens: bool = False) -> Form | None:
    """Return the unit in at most `limit` words, if it can stand alone in a brief, or open it."""
    form = shortened(unit.text, limit)
    if form is None or count_words(form.text) < _SHORTEST or not _CLOSED.search(form.text):
        return None
    # Neither "..." by nobody nor what "she said": the reader has not met her.
    speechless = (quoted_words(form.text) or says(form.text)) and not names_speaker(form.text)
    leans = dangles(form.text) and not (opens and _OPENS_WELL.match(form.text))
    alone = unit.whole and is_whole(form.text) and not speechless and not leans
    return form if alone and not misleads(form.text) else None


def dangles(text: str) -> bool:
    """Tell whether `text` begins with a word that points to a sentence before it."""
    return bool(_DANGLING.match(text.lstrip("\"'“‘([ ")))


def as_point(unit: Unit, form: Form, move: Move | None) -> Point:
    """Return the point that shows `form` of `unit`."""
    spans = tuple(Span(unit.span.paragraph, unit.span.start + a, unit.span.start + b) for a, b in form.kept)
    return Point(form.text, spans, unit.article, LABELS[move] if move else None, move)


class _Desk:
    """What was chosen so far, and what it leaves room for."""

    def __init__(self, units: Sequence[Unit], scores: Sequence[Scores], given: Choice) -> None:
        self._scored = list(zip(units, scores, strict=True))
        self._told: list[frozenset[str]] = []
        self._taken: list[Point] = []
        self._moves: set[Move | None] = set()
        for point in filter(None, (given.lede, given.why, *given.points)):
            self._take(point)

    def _take(self, point: Point) -> None:
        self._taken.append(point)
        self._moves.add(point.move)
        self._told.append(content(point.text))

    def lede(self) -> Point | None:
        """Return the best opening of the lead article; a poor one rather than none."""
        opening = [pair for pair in self._scored if pair[0].outlet == 0][:_OPENING]
        ranked = sorted(opening, key=lambda pair: -pair[1].lede)
        candidates = [(unit, form) for unit, _ in ranked if (form := fitting(unit, LEDE_WORDS, opens=True))]
        candidates += [(unit, form) for unit, _ in ranked if unit.whole and (form := shortened(unit.text, LEDE_WORDS))]
        for unit, form in candidates:
            if not self._is_used(unit):
                point = as_point(unit, form, None)
                self._take(point)
                return point
        return None

    def best(self, move: Move, limit: int) -> Point | None:
        """Return the best new line for a move, if one scores over the threshold and fits."""
        for _, unit in sorted(((-scores.moves[move], place), unit) for place, (unit, scores) in self._over(move)):
            point = self._fresh(unit, move, limit)
            if point:
                self._take(point)
                return point
        return None

    def _over(self, move: Move) -> Iterator[tuple[int, tuple[Unit, Scores]]]:
        return ((n, pair) for n, pair in enumerate(self._scored) if pair[1].moves.get(move, -1.0) > 0)

    def _fresh(self, unit: Unit, move: Move, limit: int) -> Point | None:
        """Return a unit as a point if it fits and says what no chosen line says."""
        form = None if self._is_used(unit) else fitting(unit, limit)
        if form is None or any(overlap(content(form.text), told) > _ALIKE for told in self._told):
            return None
        return as_point(unit, form, move)

    def _is_used(self, unit: Unit) -> bool:
        return any(
            point.article == unit.article
            and span.paragraph == unit.span.paragraph
            and span.start < unit.span.end
            and unit.span.start < span.end
            for point in self._taken
            for span in point.spans
        )

    def fill(self, most: int) -> list[Point]:
        """Return up to `most` further points, the best first chosen, in the order a reader gets them."""
        chosen: list[Point] = []
        offers = sorted(
            (-scores.moves[move], place, order, move, unit)
            for order, move in enumerate(ROLES)
            for place, (unit, scores) in self._over(move)
        )
        for *_, move, unit in offers:
            room = BRIEF_WORDS - sum(count_words(point.text) for point in self._taken)
            if len(chosen) >= most or room < _SHORTEST:
                break
            point = None if move in self._moves else self._fresh(unit, move, min(POINT_WORDS, room))
            if point:
                self._take(point)
                chosen.append(point)
        return sorted(chosen, key=lambda point: ROLES.index(point.move) if point.move in ROLES else len(ROLES))
