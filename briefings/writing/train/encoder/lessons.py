"""From stories to what the encoder learns: which passage says why its story matters, and what kind each passage is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefings.model import Move
from briefings.writing.encoder.passages import Passages
from briefings.writing.roles import ROLES
from briefings.writing.train.corpus import SIGNIFICANCE, Labelled, Marked
from briefings.writing.train.examples import Read, read

OTHER = "other"
KINDS = (
    Move.WHY_IT_MATTERS.value,
    *(move.value for move in ROLES),
    Move.CONTEXT.value,
    Move.ZOOM_IN.value,
    Move.DRIVING_THE_NEWS.value,
    Move.BOTTOM_LINE.value,
    Move.OUR_TAKE.value,
    Move.BETWEEN_THE_LINES.value,
    OTHER,
)
"""What a passage may be: the moves that editors label, and anything else."""

MOST = 24
"""Passages of one story that are learned from at a time."""

_LEAST = 4  # passages; with fewer there is nothing to choose from
_LONGEST, _READ = 60, 30  # paragraphs that are looked at: of a labelled story, and of an article that we marked

# How much one example counts beside one that editors labelled.
_MARKED, _MARKED_SILENT, _MAYBE = 0.5, 0.3, 0.3
_MARKED_KIND, _UNMARKED_KIND = 0.7, 0.15
_WRITTEN = 0.6
_WHY_KIND = 0.3  # the choice teaches it already
_SILENCED = 0.3  # share of the stories with an answer that are shown without it


@dataclass(frozen=True, slots=True)
class Lesson:
    """A story as the encoder reads it: the word pieces of its passages, and what there is to learn of them.

    `answers` has a share for each passage behind the opening, `silence` the share of "none of them" (None: not asked).
    `weight` is 0 where the story teaches kinds alone. `telling` are the passages that would have to go for the story
    to say nothing; empty where that is not known. `kinds` are numbers in KINDS, None for a passage nobody named.
    """

    passages: tuple[tuple[int, ...], ...]
    answers: tuple[float, ...]
    silence: float | None
    weight: float
    kinds: tuple[int | None, ...]
    kind_weights: tuple[float, ...]
    telling: frozenset[int] = frozenset()


def from_labelled(story: Labelled, passages: Passages, *, invented: bool = False) -> Iterator[Lesson]:
    """Give the lesson of a story whose editors, or we, labelled its paragraphs."""
    laid = read(story.title, story.paragraphs)
    at = _paragraphs(laid, _LONGEST)
    wanted = Move.WHY_IT_MATTERS in story.moves[1:]
    asked = wanted and story.moves[0] is not Move.WHY_IT_MATTERS
    answers = [float(n > 0 and story.moves[n] is Move.WHY_IT_MATTERS) for n in at]
    kinds = [_number(story.moves[n]) if n and story.moves[n] is not Move.OTHER else None for n in at]
    lesson = _lesson(
        passages(story.title, laid.units, laid.features),
        answers,
        silence=float(invented and not wanted),
        weight=(_WRITTEN if invented else 1.0) * float(asked or invented),
        kinds=kinds,
        kind_weights=[_WHY_KIND if kind == 0 else 1.0 for kind in kinds],
    )
    if lesson:
        telling = frozenset(n for n, paragraph in enumerate(at) if n and story.near[paragraph] in SIGNIFICANCE)
        yield replace(lesson, telling=telling if asked else frozenset())


def from_marked(story: Marked, passages: Passages) -> Iterator[Lesson]:
    """Give the lesson of an ordinary article that we marked."""
    laid = read(story.title, story.paragraphs)
    at = _paragraphs(laid, _READ)
    sure = {paragraph for paragraph, _ in story.marks[Move.WHY_IT_MATTERS]}
    shares = dict.fromkeys((paragraph for paragraph, _ in story.maybe), _MAYBE) | dict.fromkeys(sure, 1.0)
    found = [shares.get(n, 0.0) if n else 0.0 for n in at]
    said = bool(sure - {0}) and any(found)
    silence = 0.0 if said else None if 0 in sure else 1.0
    marked = {place[0]: move for move, places in story.marks.items() for place in places}
    lesson = _lesson(
        passages(story.title, laid.units, laid.features),
        found if said else [_MAYBE * share for share in found],
        silence=silence,
        weight=_MARKED if said else _MARKED_SILENT,
        kinds=[_number(marked.get(n, Move.OTHER)) if n else None for n in at],
        kind_weights=[_MARKED_KIND if n in marked else _UNMARKED_KIND for n in at],
    )
    if lesson:
        yield lesson


def _lesson(
    passages: Sequence[tuple[int, ...]],
    answers: Sequence[float],
    *,
    silence: float | None,
    weight: float,
    kinds: Sequence[int | None],
    kind_weights: Sequence[float],
) -> Lesson | None:
    if len(answers) < _LEAST:
        return None
    behind = tuple(answers[1:])
    taught = any(behind) or bool(silence)
    return Lesson(
        tuple(passages[: len(answers)]), behind, silence, weight if taught else 0.0, tuple(kinds), tuple(kind_weights)
    )


def _paragraphs(laid: Read, most: int) -> list[int]:
    """Return the paragraph of each passage, up to those that are looked at."""
    found = (laid.units[passage.units.start].span.paragraph for passage in laid.features.passages)
    return [paragraph for paragraph in found if paragraph < most]


def _number(move: Move | None) -> int | None:
    if move is None:
        return None
    return KINDS.index(move.value)


def shown(lesson: Lesson, chance: np.random.Generator) -> Lesson:
    """Return a lesson as it is shown once: now and then without its answer, a long one without some other passages."""
    keep = list(range(len(lesson.passages)))
    silence = lesson.silence
    if lesson.telling and chance.random() < _SILENCED:
        left = [n for n in keep if n not in lesson.telling]
        if len(left) >= _LEAST:
            keep, silence = left, 1.0
    if len(keep) > MOST:
        keep = _fewer(keep, {n for n in keep[1:] if lesson.answers[n - 1]}, chance)
    return _kept(lesson, keep, silence)


def _fewer(keep: Sequence[int], right: Collection[int], chance: np.random.Generator) -> list[int]:
    others = [n for n in keep[1:] if n not in right]
    drawn = chance.permutation(others)[: max(0, MOST - 1 - len(right))].tolist()
    return [keep[0], *sorted([*right, *drawn])]


def _kept(lesson: Lesson, keep: Sequence[int], silence: float | None) -> Lesson:
    return replace(
        lesson,
        passages=tuple(lesson.passages[n] for n in keep),
        answers=tuple(lesson.answers[n - 1] for n in keep[1:]),
        silence=silence,
        kinds=tuple(lesson.kinds[n] for n in keep),
        kind_weights=tuple(lesson.kind_weights[n] for n in keep),
    )
