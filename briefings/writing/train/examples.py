"""From stories to what a model learns: choices among the parts of one story, and single sentences with their role."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from briefings.model import Article, Move
from briefings.writing.features import Features, features
from briefings.writing.linear import OTHER, nothing
from briefings.writing.roles import ROLES
from briefings.writing.train.corpus import SIGNIFICANCE, Labelled, Marked
from briefings.writing.units import Unit, units

CLASSES = (*(move.value for move in ROLES), Move.WHY_IT_MATTERS.value, Move.CONTEXT.value, Move.ZOOM_IN.value, OTHER)
"""What a sentence may be: a point we look for, one of its rivals, or anything else."""

_CLASS_OF = {Move.DRIVING_THE_NEWS: Move.ZOOM_IN.value} | {Move(name): name for name in CLASSES if name != OTHER}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST = 3  # parts of a story beside its opening; with fewer there is nothing to choose from
_OPENING = 12  # lines among which a lede is looked for
_LONGEST = 45  # paragraphs of a marked article that were read

# How much one example counts, set by cross-validation against the editors' labels.
_MARKED = 0.5
_MAYBE = 0.3
_UNSAID = 0.2
_WRITTEN = 0.3
_PLAIN = 0.2


@dataclass(frozen=True, slots=True)
class Choice:
    """The parts of one story, as features, and the share of the answer that each one is.

    `group` is the newsletter issue of a story whose editors labelled it, else empty.
    """

    options: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    weight: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """One sentence's features, its class, and how much it counts."""

    features: tuple[str, ...]
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Read:
    """A story laid out as the writer sees it."""

    units: tuple[Unit, ...]
    features: Features


def read(title: str, paragraphs: Sequence[str]) -> Read:
    """Lay out a story."""
    article = Article("", "", "", "", title, _NEVER, _NEVER, tuple(paragraphs))
    found = tuple(units([article]))
    return Read(found, features(title, found))


def whys(story: Labelled, laid: Read, *, invented: bool = False) -> Iterator[Choice]:
    """Give the choice of why a labelled story matters, and the choice that is left when nothing in it says so."""
    weight, group = (_WRITTEN, "") if invented else (1.0, story.group)
    wanted = [n for n, move in enumerate(story.moves) if move is Move.WHY_IT_MATTERS and n]
    if wanted and story.moves[0] is not Move.WHY_IT_MATTERS and len(set(story.moves)) > 1:
        yield from (replace(choice, group=group) for choice in _why(laid, dict.fromkeys(wanted, 1.0), weight))
        silent = [n for n, move in enumerate(story.near) if move in SIGNIFICANCE]
        yield from (replace(choice, group=group) for choice in _why(laid, {}, weight * _UNSAID, without=silent))
    elif invented:
        yield from _why(laid, {}, weight)


def marked_whys(story: Marked, laid: Read) -> Iterator[Choice]:
    """Give the choice of why a marked article matters; none where only its opening says so."""
    sure = {paragraph for paragraph, _ in story.marks[Move.WHY_IT_MATTERS]}
    perhaps = dict.fromkeys((paragraph for paragraph, _ in story.maybe), _MAYBE)
    if sure == {0}:
        return
    if sure:
        yield from _why(laid, perhaps | dict.fromkeys(sure, 1.0), _MARKED)
    else:
        yield from _why(laid, {n: _MAYBE * share for n, share in perhaps.items()}, _MARKED * _MARKED, nothing_said=1.0)


def _why(
    laid: Read,
    shares: dict[int, float],
    weight: float,
    *,
    without: Collection[int] = (),
    nothing_said: float | None = None,
) -> Iterator[Choice]:
    """Give one choice among the passages after the opening, and, last, that none of them is it."""
    options, found = [], []
    for passage in laid.features.passages:
        paragraph = laid.units[passage.units.start].span.paragraph
        if 0 < paragraph < _LONGEST or shares.get(paragraph, 0) == 1:
            if paragraph in without or paragraph == 0:
                continue
            options.append(passage.features)
            found.append(shares.get(paragraph, 0.0))
    silence = nothing_said if nothing_said is not None else float(not shares)
    if len(options) >= _LEAST and (any(found) or silence):
        yield _choice([*options, nothing(len(options))], [*found, silence], weight)


def ledes(laid: Read, at: tuple[int, int] | None, weight: float) -> Iterator[Choice]:
    """Give the choice of a story's lede: the unit that holds the sentence `at`."""
    opening = [n for n, unit in enumerate(laid.units) if unit.line < _OPENING]
    wanted = [float(n == _unit_at(laid, at)) for n in opening]
    if any(wanted):
        options = [laid.features.units[n] + laid.features.places[n] for n in opening]
        yield _choice(options, wanted, weight)


def _choice(options: Sequence[tuple[str, ...]], shares: Sequence[float], weight: float) -> Choice:
    whole = sum(shares)
    return Choice(tuple(options), tuple(share / whole for share in shares), weight)


def instances(story: Labelled, laid: Read) -> Iterator[Instance]:
    """Give the sentences of a labelled story's points; what follows the first one of a point counts less."""
    for n, unit in enumerate(laid.units):
        move = story.moves[unit.span.paragraph]
        if move is not None and move is not Move.OTHER and unit.span.paragraph:
            weight = 1.0 if unit.place == 0 else _MAYBE
            yield Instance(laid.features.units[n], _CLASS_OF.get(move, OTHER), weight)


def marked_instances(story: Marked, laid: Read) -> Iterator[Instance]:
    """Give the sentences of a marked article, those without a mark as anything else."""
    roles = {_unit_at(laid, at): move for move, places in story.marks.items() for at in places}
    for n, unit in enumerate(laid.units):
        if 0 < unit.span.paragraph < _LONGEST:
            move = roles.get(n)
            yield Instance(laid.features.units[n], _CLASS_OF[move] if move else OTHER, 1.0 if move else _PLAIN)


def _unit_at(laid: Read, at: tuple[int, int] | None) -> int | None:
    """Return the unit that holds a marked sentence: units may join several sentences of one quotation."""
    if at is None:
        return None
    paragraph, sentence = at
    inside = [n for n, unit in enumerate(laid.units) if unit.span.paragraph == paragraph]
    return next((n for n in reversed(inside) if laid.units[n].place <= sentence), None)
