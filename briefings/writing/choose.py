"""From scores to a brief: the joint choice of sentences. Pure; the same whatever scorer gave the scores.

No sentence stands twice, nor two that say the same; no line begins with a word that points to a sentence the reader
does not see; no quotation stands without its speaker; each line and the whole keep their room.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from briefings.model import LABELS, Move, Point, Span
from briefings.writing.fitness import is_question
from briefings.writing.length import BRIEF_WORDS, LEDE_WORDS, POINT_WORDS, WHY_WORDS, count_words
from briefings.writing.quotes import is_whole, names_speaker, outside, quoted_words, says
from briefings.writing.roles import ROLES, Scores
from briefings.writing.shorten import Form, misleads, shortened
from briefings.writing.strangers import named_alone, surnames, words
from briefings.writing.units import Unit
from briefings.writing.words import content, overlap

MOST_POINTS = 4
"""Points beside the lede and why it matters; more is not brief."""

_CLOSES = (Move.WHATS_NEXT, Move.BOTTOM_LINE)
_ALIKE = 0.6
_SHORTEST = 6
_OPENING = 12  # units of the lead article among which a lede is looked for
# How much a worse answer to why it matters weighs against a worse lede. From 1.75 on no fewer answers are found in
# published order than in any other; without a limit, a good lede would often give way to a line that tells nothing.
_MISSED = 3.0
_DANGLING = re.compile(
    r"(?:he|she|they|it|this|that|these|those|its|his|her|their|them|him|but|and|so|or|however"
    r"|meanwhile|still|also|instead|then|moreover"
    r"|in addition|for example|for instance|nor|yet|plus|as a result|therefore|thus|such|both|others"
    r"|another|neither|either|the (?:former|latter)"
    r"|there(?:fore)?|here(?:['’]s)?|again|besides|otherwise|similarly|likewise|by contrast"
    r"|in contrast|in response|as such|if so|if not|even so|after that"
    r"|at that (?:time|point)|because of (?:that|this)|more(?:over)|that['’]s|which|who|none|yes|no"
    r"|well|ok(?:ay)?|indeed|in fact|rather|too|each|all the same|sure|of course"
    r"|(?:by|until|since|before|after|without|with|for|in|from|at|to|under|on|of|like|unlike|despite|given|beyond"
    r"|among|amid|because of|instead of|along with) (?:then|it|this|that|these|those|them|him|her|both|such)"
    r"|the same (?:day|week|month|year)|the (?:next|following) (?:day|week|month|year)|(?:first|second|third|last)ly"
    r"|(?:first|second|third|last)(?=,))\b",
    re.IGNORECASE,
)
# "Fourteen want more cuts": fourteen of whom, an earlier sentence said.
_BARE_NUMBER = re.compile(
    r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven"
    r"|eigh|nine)ty(?:-\w+)?|half|most|many|some|several|few|dozens|hundreds|thousands)\s(?:of\s(?:them|these|those)"
    r"|want|wants|say|says|said|were|was|are|is|have|has|had|will|would|could|voted|died|came|left|stopped|got|did)\b",
    re.IGNORECASE,
)
# "Limits were set on three of them": nothing before it says of whom.
_OF_THEM = re.compile(
    r"(?:(?!\b(?:and|but|that|which|who|because)\b)[^,;:])*\bof\s(?:them\b|(?:these|those)\b(?!\s\w))"
)
# "Ruiz: I did not." A line of a transcript is a quotation, though it wears no marks.
_TRANSCRIPT = re.compile(r"(?:[A-Z][\w.'’-]+\s){0,3}[A-Z][\w.'’-]+:\s(?=[A-Z])")
# A lede stands first, so it may point at nothing but itself: "It's been two days since ...", "This winter ...".
_OPENS_WELL = re.compile(
    r"(?:it['’]s|it\s(?:is|was|took|takes)|there|here|no|one|such|another|both"
    r"|this\s(?:(?:past|coming|school)\s)?(?:day|week|weekend|month|year|season|decade|century|morning|afternoon|evening|spring"
    r"|summer|fall|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|time\saround|thanksgiving|christmas|easter|election|holiday)"
    r"|these\s(?:past\s)?(?:days|weeks|months))\b",
    re.IGNORECASE,
)
# A pointer and a note say nothing that happened.
_POINTER = re.compile(r"(?:\(?scroll|below\s(?:are|is)|here\s(?:are|is)|here['’]s|note:)\s", re.IGNORECASE)
# "The board also means to ...": the first thing stands elsewhere.
_SECOND = re.compile(r"(?:[^\s,;:]+\s){1,5}also\s")
# "Has ordered a stop": a line of a list, whose subject is its heading.
_HEADLESS = re.compile(r"(?:Has|Have|Had|Is|Are|Was|Were|Does|Did)\s(?![A-Z])")
_OWN_WORDS = 4  # a quotation with no more than them around it is no news
_CLOSED = re.compile(r"(?<!\.\.)[.!?][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen lines. `lede` is None where no sentence can be one; `why` where none says why the story matters."""

    lede: Point | None
    why: Point | None
    points: tuple[Point, ...]


def choose(units: Sequence[Unit], scores: Sequence[Scores], given: Choice, title: str = "") -> Choice:
    """Fill what `given` leaves open from the units of a story; `title` is what its reader sees above the brief."""
    desk = _Desk(units, scores, given, title)
    lede = given.lede or desk.lede()
    why = given.why or desk.best(Move.WHY_IT_MATTERS, WHY_WORDS)
    found = desk.fill(MOST_POINTS - len(given.points)) if lede else []
    return Choice(lede, why, _with_the_end_last(given.points, found))


def _with_the_end_last(given: Sequence[Point], found: Sequence[Point]) -> tuple[Point, ...]:
    """Put what was found behind what was given, but before what the newsroom closed its story with."""
    end = len(given)
    while end and given[end - 1].move in _CLOSES:
        end -= 1
    return (*given[:end], *found, *given[end:])


def fitting(unit: Unit, limit: int, *, opens: bool = False) -> Form | None:
    """Return the unit in at most `limit` words, if it can stand alone in a brief, or open it."""
    form = shortened(unit.text, limit)
    if form is None or count_words(form.text) < _SHORTEST or not _CLOSED.search(form.text):
        return None
    # Neither "..." by nobody nor what "she said": the reader has not met her.
    speechless = (quoted_words(form.text) or says(form.text)) and not names_speaker(form.text)
    leans = dangles(form.text) and not (opens and _opens_well(form.text))
    speechless = speechless or bool(not opens and _TRANSCRIPT.match(form.text))
    leans = leans or bool(_HEADLESS.match(form.text) and not is_question(form.text))
    alone = unit.whole and is_whole(form.text) and not speechless and not leans
    return form if alone and not misleads(form.text) else None


def _tells_nothing(text: str) -> bool:
    """Tell whether `text` opens a brief only where nothing else can: it asks, points, quotes or comes second."""
    return is_question(text) or bool(_POINTER.match(text) or _SECOND.match(text)) or _only_quotes(text)


def _only_quotes(text: str) -> bool:
    own = outside(text)
    return own.startswith("…") and len(own.split()) <= 1 + _OWN_WORDS


def _opens_well(text: str) -> bool:
    return bool(_OPENS_WELL.match(text) or _BARE_NUMBER.match(text))


def dangles(text: str) -> bool:
    """Tell whether `text` begins with words that point to a sentence before it."""
    bare = text.lstrip("\"'“‘([ ")
    return bool(_DANGLING.match(bare) or _BARE_NUMBER.match(bare) or _OF_THEM.match(bare))


def _still_serves(form: Form, move: Move) -> bool:
    """Tell whether a shortened line does its job: figures may stand in what was left out, and asking is no answer."""
    if move is Move.WHY_IT_MATTERS:
        return not is_question(form.text)
    return move is not Move.BY_THE_NUMBERS or bool(
        re.search(r"\d|\b(?:half|third|quarter|doubled|tripled)\b", form.text)
    )


def as_point(unit: Unit, form: Form, move: Move | None) -> Point:
    """Return the point that shows `form` of `unit`."""
    spans = tuple(Span(unit.span.paragraph, unit.span.start + a, unit.span.start + b) for a, b in form.kept)
    return Point(form.text, spans, unit.article, LABELS[move] if move else None, move)


class _Desk:
    """What was chosen so far, and what it leaves room for."""

    def __init__(self, units: Sequence[Unit], scores: Sequence[Scores], given: Choice, title: str) -> None:
        self._scored = list(zip(units, scores, strict=True))
        self._title = title
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
        """Return the best opening of the lead article; a poor one rather than none.

        A line that would be missed as why it matters opens only if it is by far the better at that.
        """
        opening = [pair for pair in self._scored if pair[0].outlet == 0][:_OPENING]
        opening.sort(key=lambda pair: (_tells_nothing(pair[0].text), self._missed_as_why(pair[1]) - pair[1].lede))
        ranked = [unit for unit, _ in opening]
        good = ((unit, fitting(unit, LEDE_WORDS, opens=True)) for unit in ranked)
        poor = ((unit, shortened(unit.text, LEDE_WORDS)) for unit in ranked if unit.whole)
        for unit, form in chain(good, poor):
            if form and not self._is_used(unit):
                point = as_point(unit, form, None)
                self._take(point)
                return point
        return None

    def _missed_as_why(self, scores: Scores) -> float:
        """Return what it costs to make do with the next best why, if a unit with these scores is the best."""
        if Move.WHY_IT_MATTERS in self._moves:
            return 0.0
        own = scores.moves.get(Move.WHY_IT_MATTERS, 0.0)
        others = (other.moves.get(Move.WHY_IT_MATTERS, 0.0) for _, other in self._scored if other is not scores)
        return _MISSED * max(0.0, own - max(0.0, *others)) if own > 0 else 0.0

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
        if (
            form is None
            or not _still_serves(form, move)
            or any(overlap(content(form.text), told) > _ALIKE for told in self._told)
        ):
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
        """Return up to `most` further points, the best first chosen, in the order a reader gets them.

        Lines whose people the reader has met go before better ones by strangers, unless a point would be lost by it.
        """
        before = len(self._taken)
        offers = sorted(
            (-scores.moves[move], place, order, move, unit)
            for order, move in enumerate(ROLES)
            for place, (unit, scores) in self._over(move)
        )
        chosen = self._filled(offers, most)
        if any(self._is_strange(point) for point in chosen):
            del self._taken[before:], self._told[before:]
            self._moves = {point.move for point in self._taken}
            known = self._filled(offers, most, met=True)
            chosen = known if {p.move for p in chosen} <= {p.move for p in known} else chosen
        return sorted(chosen, key=lambda point: ROLES.index(point.move) if point.move in ROLES else len(ROLES))

    def _filled(
        self, offers: Sequence[tuple[float, int, int, Move, Unit]], most: int, *, met: bool = False
    ) -> list[Point]:
        """Take up to `most` points, the best first; with `met`, by people whom the reader has met where there are."""
        chosen: list[Point] = []
        for at, (*_, move, unit) in enumerate(offers):
            room = BRIEF_WORDS - sum(count_words(point.text) for point in self._taken)
            if len(chosen) >= most or room < _SHORTEST:
                break
            limit = min(POINT_WORDS, room)
            point = None if move in self._moves else self._fresh(unit, move, limit)
            if point and met and self._is_strange(point):
                others = (self._fresh(other, move, limit) for *_, kind, other in offers[at + 1 :] if kind is move)
                point = next((other for other in others if other and not self._is_strange(other)), point)
            if point:
                self._take(point)
                chosen.append(point)
        return chosen

    def _is_strange(self, point: Point) -> bool:
        """Tell whether a line names by surname alone somebody whom the articles introduce, but nothing shown."""
        alone = set(named_alone(point.text))
        if alone:
            shown = (other.text for other in self._taken if other is not point)
            alone -= words([self._title, *shown]) | surnames([point.text])
        return bool(alone) and not self._surnames.isdisjoint(alone)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return surnames(unit.text for unit, _ in self._scored)
