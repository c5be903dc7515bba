"""From a folder with a MiniLM and the stories to the bytes of an encoder's file."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefings.writing.encoder.model import packed
from briefings.writing.encoder.passages import Passages
from briefings.writing.linear import WHY
from briefings.writing.roles import ROLES
from briefings.writing.train import corpus
from briefings.writing.train.encoder.fit import fitted
from briefings.writing.train.encoder.lessons import KINDS, Lesson, from_labelled, from_marked
from briefings.writing.train.encoder.network import BaseModelError
from briefings.writing.weights import Weights

# Scores from which a role counts: set by cross-validation, on what five models scored of the folds they never saw.
_WHY_FROM = -0.75
_POINT_FROM = 0.3


def tuned(
    base: Path, data: Path, stories: Sequence[corpus.Labelled], linear: Weights, told: Callable[[str], None]
) -> bytes:
    """Return the file of an encoder that learned from `stories`, our own and those in `data` that we marked.

    `base` is the folder of a MiniLM (`model.safetensors`, `vocab.txt`); `linear` goes into the file; `told` hears of
    progress. Raises BaseModelError or CorpusError.
    """
    vocabulary = _vocabulary(base)
    lessons = list(_lessons(data, stories, Passages(vocabulary)))
    arrays = fitted(lessons, base, told)
    thresholds = {WHY: _WHY_FROM, **{move.value: _POINT_FROM for move in ROLES}}
    return packed(arrays, vocabulary=vocabulary, kinds=KINDS, thresholds=thresholds, linear=linear)


def _vocabulary(base: Path) -> list[str]:
    try:
        return (base / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BaseModelError(f"{base} holds no vocabulary to start from: {error}.") from None


def _lessons(data: Path, stories: Sequence[corpus.Labelled], passages: Passages) -> Iterator[Lesson]:
    for story in stories:
        yield from from_labelled(story, passages)
    for story in corpus.written():
        yield from from_labelled(story, passages, invented=True)
    for article in corpus.marked(data):
        yield from from_marked(article, passages)
