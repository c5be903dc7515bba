"""The stories that a model learns from: labelled by their editors, marked by us, or written by us.

Editors' labels and the marked articles are other people's texts: they are read from a folder that is not part of the
project (`axios_dev.jsonl` and the like), and what the project keeps of them are places ("paragraph 5, sentence 1") and
weights. The written stories are invented, and lie beside this module.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from briefings.errors import BriefingsError
from briefings.model import Move

LABELLED = ("axios_dev.jsonl", "labelled_batch_dev.jsonl", "labelled_more_dev.jsonl")
"""The files with editors' labels, in the folder given."""

MARKED = ("articles_dev.jsonl", "summaries_dev.jsonl")
"""The files with the texts that `marks.jsonl` is about."""

Form = TypeVar("Form")

_HERE = Path(__file__).parent
MARKS = _HERE / "marks.jsonl"
WRITTEN = _HERE / "written.jsonl"

SIGNIFICANCE = frozenset({Move.WHY_IT_MATTERS, Move.BIG_PICTURE, Move.BOTTOM_LINE})
"""Moves that a reader would still call an answer to "why does it matter?"."""

_KEYS = {
    "why": Move.WHY_IT_MATTERS,
    "big": Move.BIG_PICTURE,
    "num": Move.BY_THE_NUMBERS,
    "say": Move.THEY_SAY,
    "but": Move.YES_BUT,
    "next": Move.WHATS_NEXT,
    "ctx": Move.CONTEXT,
}


class CorpusError(BriefingsError):
    """The stories to learn from cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A story whose editors said which paragraph does what; None is running text. `group` is its newsletter issue."""

    group: str
    title: str
    paragraphs: tuple[str, ...]
    moves: tuple[Move | None, ...]
    near: tuple[Move | None, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """An ordinary article in which we marked sentences: (paragraph, sentence), both counted as `marks.jsonl` does.

    `maybe` holds sentences that would pass for why it matters if there were no better one.
    """

    title: str
    paragraphs: tuple[str, ...]
    marks: dict[Move, tuple[tuple[int, int], ...]]
    maybe: tuple[tuple[int, int], ...]
    lede: tuple[int, int] | None


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a newsletter issue; the measure divides the stories by the same rule."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def labelled(folder: Path) -> list[Labelled]:
    """Return the stories with editors' labels, in the order of their files."""
    return [story for name in LABELLED for story in _read(folder / name, _labelled)]


def written() -> list[Labelled]:
    """Return the stories that we invented and labelled."""
    return _read(WRITTEN, _labelled)


def marked(folder: Path) -> list[Marked]:
    """Return the articles we marked, in the order of the marks."""
    texts = dict(text for name in MARKED for text in _read(folder / name, _text))

    def found(record: dict[str, Any]) -> Marked:
        if record["id"] not in texts:
            raise CorpusError(f"The marks speak of the article {record['id']}, which is not among those in {folder}.")
        return _marked(record, *texts[record["id"]])

    return _read(MARKS, found)


def _labelled(record: dict[str, Any]) -> Labelled:
    body = [part for part in record["body"] if part["text"].strip()]
    moves = [_move(part.get("move")) for part in body]
    near = [_move(part.get("near")) or move for part, move in zip(body, moves, strict=True)]
    for n in range(1, len(body)):
        if moves[n] is None and moves[n - 1] in SIGNIFICANCE:
            near[n] = Move.WHY_IT_MATTERS  # the paragraph below a labelled one continues it
    return Labelled(
        group=(record.get("url") or record.get("id") or record["title"]).split("#")[0],
        title=record["title"] or "",
        paragraphs=tuple(part["text"] for part in body),
        moves=tuple(moves),
        near=tuple(near),
    )


def _move(name: str | None) -> Move | None:
    return Move(name) if name else None


def _text(record: dict[str, Any]) -> tuple[str, tuple[str, tuple[str, ...]]]:
    """Return an article's id, and its title and paragraphs."""
    return str(record["id"]), (record["title"] or "", tuple(record["body"]))


def _marked(record: dict[str, Any], title: str, paragraphs: tuple[str, ...]) -> Marked:
    lede = record.get("lede")
    return Marked(
        title=title,
        paragraphs=paragraphs,
        marks={move: tuple(_place(at) for at in record[key]) for key, move in _KEYS.items()},
        maybe=tuple(_place(at) for at in record["maybe"]),
        lede=_place(lede) if lede else None,
    )


def _place(at: str) -> tuple[int, int]:
    """Return the place that "5.2" names: the sixth paragraph's second sentence, as (5, 1)."""
    paragraph, sentence = at.split(".")
    return int(paragraph), int(sentence) - 1


def _read(path: Path, form: Callable[[dict[str, Any]], Form]) -> list[Form]:
    """Return the records of a file, each in the `form` wanted."""
    try:
        return [form(record) for record in _records(path)]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CorpusError(f"{path} has a line that lacks what the training needs of it.") from None


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise CorpusError(f"{path} is not JSON Lines.") from None
