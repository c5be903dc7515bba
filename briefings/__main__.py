"""The news in a terminal, and the stages as filters.

`preview` polls and prints editions. `brief`, `cluster` and `extract` read JSON Lines from standard input and write a
line for each; `parse` reads feed files. A record that fails gets a line that says why; the exit code is 0 when every
record got its line.
"""

import asyncio
import logging
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from briefings.errors import BriefingsError
from briefings.filters.lines import Record, each, encoded, together

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)


@app.callback()
def _quiet() -> None:
    """Standard output belongs to the answers: only trouble is logged, and to standard error."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@app.command()
def preview(
    newsletters: Annotated[list[str] | None, typer.Argument(help="slugs, such as denver markets; none for all")] = None,
    *,
    sample: Annotated[bool, typer.Option("--sample", help="use the sample newsroom instead of the web")] = False,
    catalogue: Annotated[Path | None, typer.Option(help="a list of newsletters instead of the usual one")] = None,
    contact: Annotated[str, typer.Option(help="an address for publishers, sent with every request")] = "",
) -> None:
    """Poll now, say which sources failed, print the editions."""
    from briefings import preview as printing  # noqa: PLC0415 (the filters start faster without it)
    from briefings.catalogue import load  # noqa: PLC0415
    from briefings.clock import SystemClock  # noqa: PLC0415

    console = Console()
    slugs = newsletters or []
    try:
        if sample:
            answered = asyncio.run(printing.preview_samples(console, slugs))
        else:
            answered = asyncio.run(printing.preview(console, load(catalogue), slugs, SystemClock(), contact))
    except BriefingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if not answered:
        typer.echo("No source answered.", err=True)
        raise typer.Exit(1)


@app.command()
def brief(
    *,
    weights: Annotated[Path | None, typer.Option(help="a weights file instead of the one that comes with us")] = None,
) -> None:
    """Articles in, briefs out."""
    from briefings.filters.brief import answer  # noqa: PLC0415 (each filter loads only what it needs)
    from briefings.writing.scorers import scorer_from, shipped  # noqa: PLC0415

    try:
        scorer = scorer_from(weights) if weights else shipped
    except BriefingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    _write(each(sys.stdin.buffer, partial(answer, scorer=scorer)))


@app.command()
def cluster() -> None:
    """Articles in, the story of each out."""
    from briefings.filters.cluster import answers  # noqa: PLC0415

    _write(together(sys.stdin.buffer, answers))


@app.command()
def extract() -> None:
    """HTML pages in, article texts out."""
    from briefings.filters.extract import answer  # noqa: PLC0415

    _write(each(sys.stdin.buffer, answer))


@app.command()
def parse(files: Annotated[list[Path], typer.Argument(help="feed documents")]) -> None:
    """Feed documents in, their entries out, one line a file."""
    from briefings.filters.parse import answer  # noqa: PLC0415

    _write(answer(path) for path in files)


def _write(records: Iterable[Record]) -> None:
    for line in encoded(records):
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    app()
