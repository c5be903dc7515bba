"""Train the writer's weights.

    python -m briefings.writing.train --data DIR --out FILE [--fold K/5] [--encoder BASE]

`--fold K/N` leaves one fold of the labelled stories out, so that they can be used to measure. The same data gives the
same file to the byte on the same machine.

Without `--encoder` the file holds the linear model: half a minute. With it, it holds an encoder and that linear model:
BASE is the folder of the MiniLM to start from (`model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2), the packages
of `requirements-train.lock` are needed, and a quarter of an hour of one core.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from briefings.errors import BriefingsError
from briefings.writing.linear import WHY
from briefings.writing.roles import ROLES
from briefings.writing.train import corpus, examples
from briefings.writing.train.model import Examples, least_for, trained, why_margins, whys_alone
from briefings.writing.weights import Weights, dumped

_GIVEN = 0.85  # share of stories with an answer in which one is to be given
_INNER = 3  # parts into which the stories are divided to see how sure the model is of those it never saw
_SURE = {move.value: 0.4 for move in ROLES}
_INVENTED_LEDE = 0.3


def main(
    data: Annotated[Path, typer.Option(help="the folder with the labelled stories and the marked articles")],
    out: Annotated[Path, typer.Option(help="the weights file to write")],
    fold: Annotated[str | None, typer.Option(metavar="K/N", help="leave out one fold of the labelled stories")] = None,
    encoder: Annotated[
        Path | None, typer.Option(metavar="BASE", help="tune an encoder, too, from the MiniLM in this folder")
    ] = None,
) -> None:
    """Learn from all stories (or all but one fold) and write the weights."""
    try:
        left_out = _fold(fold)
        stories = [story for story in corpus.labelled(data) if not left_out or not _is_in(story, left_out)]
        found = _examples(data, stories)
        margins = list(_margins(found.whys))
        if not margins:
            raise corpus.CorpusError(f"No labelled story to learn from in {data} says why it matters.")
        least = least_for(margins, _GIVEN)
        weights = trained(found, {WHY: least, **_SURE})
        out.write_bytes(_tuned(encoder, data, stories, weights) if encoder else dumped(weights).encode())
    except (BriefingsError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(stories)} labelled stories; {len(weights.rows):,} features; why from {least}; {out}")


def _tuned(base: Path, data: Path, stories: list[corpus.Labelled], linear: Weights) -> bytes:
    try:
        from briefings.writing.train.encoder.tune import tuned  # noqa: PLC0415 (a large package, needed here alone)
    except ImportError as error:
        raise corpus.CorpusError(f"An encoder is tuned with {error.name}, which is not installed.") from None
    return tuned(base, data, stories, linear, typer.echo)


def _fold(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d+)/([1-9]\d*)", text)
    if not found or int(found[1]) >= int(found[2]):
        raise corpus.CorpusError(f"--fold wants K/N with K below N, such as 0/5, not {text}.")
    return int(found[1]), int(found[2])


def _is_in(story: corpus.Labelled, fold: tuple[int, int]) -> bool:
    return corpus.fold_of(story.group, fold[1]) == fold[0]


def _examples(data: Path, stories: list[corpus.Labelled]) -> Examples:
    found = Examples()
    for story in stories:
        _add(found, story)
    for story in corpus.written():
        _add(found, story, invented=True)
    for article in corpus.marked(data):
        laid = examples.read(article.title, article.paragraphs)
        found.whys += examples.marked_whys(article, laid)
        found.ledes += examples.ledes(laid, article.lede, 1.0)
        found.instances += examples.marked_instances(article, laid)
    return found


def _add(found: Examples, story: corpus.Labelled, *, invented: bool = False) -> None:
    laid = examples.read(story.title, story.paragraphs)
    found.whys += examples.whys(story, laid, invented=invented)
    found.ledes += examples.ledes(laid, (0, 0), _INVENTED_LEDE)
    found.instances += examples.instances(story, laid)


def _margins(whys: list[examples.Choice]) -> Iterator[float]:
    """Give how sure a model is that a story it never saw says why it matters, for each story that does."""
    groups = [choice.group for choice in whys]
    for part in range(_INNER):
        unseen = [bool(group) and corpus.fold_of(group, _INNER) == part for group in groups]
        weights = whys_alone([choice for choice, out in zip(whys, unseen, strict=True) if not out])
        asked = [choice for choice, out in zip(whys, unseen, strict=True) if out and not choice.shares[-1]]
        yield from why_margins(asked, weights)


if __name__ == "__main__":
    typer.run(main)
