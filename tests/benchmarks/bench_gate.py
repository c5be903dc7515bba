"""What the gate catches of planted faults, what it refuses wrongly, and what it costs. Run by hand.

`python -m tests.benchmarks.bench_gate [--stories 400] [--seed 1] [--show KIND]`, with `DAYBRIEF_DATA`: extractive
briefs of real stories, each line beside the sentences it comes from; in each line one fault of each kind is planted.
Refused wrongly are lines of those briefs themselves, and the editors' own highlights of other articles, beside the
up to four sentences that together have most of their words: what a model would cite that says the same otherwise.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import typer
from rich.console import Console
from rich.table import Table

from briefings.model import Article, Brief, Point, Story
from briefings.writing.ground.amounts import amounts
from briefings.writing.ground.gate import Source, faults
from briefings.writing.ground.moments import moments
from briefings.writing.ground.names import names
from briefings.writing.sentences import sentences
from briefings.writing.words import content
from briefings.writing.write import write
from tests.briefings.writing.ground.planting import KINDS

AT = datetime(2026, 11, 24, tzinfo=UTC)
CITED = 4
WORD = re.compile(r"\w+")
FACT = re.compile(r"(?<=[a-z,;] )[A-Z]\w+|\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, the sentences that it cites, and the article they are of."""

    text: str
    cited: tuple[str, ...]
    article: tuple[str, ...]


def articles(folder: Path, name: str) -> Iterator[dict]:  # type: ignore[type-arg]
    """The records of one file of real articles."""
    with (folder / "data" / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def extracted(folder: Path, stories: int) -> Iterator[list[Line]]:
    """The lines of extractive briefs, a list for each brief."""
    per_file = stories // 3
    for name in ("articles_dev.jsonl", "summaries_dev.jsonl", "labelled_batch_dev.jsonl"):
        for record in list(articles(folder, name))[:per_file]:
            paragraphs = tuple(one["text"] if isinstance(one, dict) else one for one in record["body"])
            article = Article("a", "https://x.example/", "f", "P", record["title"] or "", AT, AT, paragraphs)
            brief = write(Story("s", (article,)))
            if lines := _lines(brief, paragraphs):
                yield lines


def _lines(brief: Brief, paragraphs: tuple[str, ...]) -> list[Line]:
    whole = tuple(paragraph[start:end] for paragraph in paragraphs for start, end in sentences(paragraph))
    points = [point for point in (brief.lede, brief.why, *brief.points) if point and point.text]
    return [Line(point.text, _cited(point, paragraphs), whole) for point in points]


def _cited(point: Point, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[tuple[int, int, int], str] = {}
    for span in point.spans:
        paragraph = paragraphs[span.paragraph]
        for start, end in sentences(paragraph):
            if start < span.end and span.start < end:
                found[span.paragraph, start, end] = paragraph[start:end]
    return tuple(found.values())


def highlights(folder: Path, kind: str) -> Iterator[Line]:
    """Editors' own summaries, beside the sentences that share most words with them."""
    for record in articles(folder, "summaries_dev.jsonl"):
        if not record["dataset"].startswith(kind):
            continue
        whole = tuple(body[start:end] for body in record["body"] for start, end in sentences(body))
        bags = [content(one) | _facts(one) for one in whole]
        for line in record["summary"]:
            yield Line(line, tuple(whole[at] for at in _citing(line, bags)), whole)


def _citing(line: str, bags: list[frozenset[str]]) -> list[int]:
    """The sentences that together have most of the line's words, each adding some."""
    left, found = set(content(line) | _facts(line)), list[int]()
    while left and len(found) < CITED:
        best = max(range(len(bags)), key=lambda at: (len(bags[at] & left), -at), default=None)
        if best is None or not bags[best] & left:
            break
        found.append(best)
        left -= bags[best]
    return sorted(found)


def _facts(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in FACT.findall(text))


def without_new_facts(lines: list[Line]) -> list[Line]:
    """Those whose names, figures and days all stand somewhere in the article: the others tell something new."""
    found = []
    for line in lines:
        whole = " ".join(line.article)
        said = {word.lower() for word in WORD.findall(whole)}
        told = {word.lower() for word in FACT.findall(line.text)} | {one.word for one in names(line.text)[:1]}
        known = {amount.value for amount in amounts(whole)}
        counted = {amount.value for amount in amounts(line.text)}
        if told <= said and moments(line.text) <= moments(whole) and counted <= known:
            found.append(line)
    return found


class Shown:
    """Prints the first cases of one kind."""

    def __init__(self, console: Console, kind: str, most: int) -> None:
        self._console, self._kind, self._left = console, kind, most

    def __call__(self, kind: str, text: str) -> None:
        if kind == self._kind and self._left > 0:
            self._left -= 1
            self._console.print(text, markup=False)


def caught_of(briefs: list[list[Line]], random: Random, show: Shown) -> Table:
    """One fault of each kind in each line, and how many the gate finds."""
    planted, caught = Counter[str](), Counter[str]()
    for line in (one for brief in briefs for one in brief):
        source = Source(line.article)
        for kind, plant in KINDS.items():
            wrong = plant(line.text, line.article, random)
            if wrong is None or wrong == line.text:
                continue
            planted[kind] += 1
            found = faults(wrong, line.cited, source)
            caught[kind] += bool(found)
            if not found:
                show(kind, f"- {line.text}\n+ {wrong}\n")
    table = Table(title=f"{len(briefs)} briefs")
    for name in ("fault", "planted", "caught", "%"):
        table.add_column(name, justify="left" if name == "fault" else "right")
    for kind in (*KINDS, "all"):
        kinds = list(KINDS) if kind == "all" else [kind]
        count, found_of = (sum(counted[one] for one in kinds) for counted in (planted, caught))
        table.add_row(kind, str(count), str(found_of), f"{100 * found_of / max(1, count):.1f}")
    return table


def alarms_of(sets: dict[str, list[Line]], show: Shown) -> Table:
    """True lines that the gate refuses."""
    table = Table(title="refused wrongly")
    for name in ("lines", "count", "refused", "%", "by"):
        table.add_column(name, justify="left" if name in {"lines", "by"} else "right")
    for name, lines in sets.items():
        why, refused = Counter[str](), 0
        for line in lines:
            found = faults(line.text, line.cited, Source(line.article))
            refused += bool(found)
            why.update({fault.kind for fault in found})
            for kind in {fault.kind for fault in found}:
                show(f"{name} {kind}", f"{found}\n+ {line.text}\n  {' | '.join(line.cited)}\n")
        by = ", ".join(f"{kind} {count}" for kind, count in why.most_common())
        table.add_row(name, str(len(lines)), str(refused), f"{100 * refused / max(1, len(lines)):.1f}", by)
    return table


def main(stories: int = 400, seed: int = 1, show: str = "", most: int = 15) -> None:
    """Measure and print two tables."""
    folder, console = Path(os.environ["DAYBRIEF_DATA"]), Console(width=110)
    shown, briefs = Shown(console, show, most), list(extracted(folder, stories))
    console.print(caught_of(briefs, Random(seed), shown))
    sets = {
        "extracts": [one for brief in briefs for one in brief],
        "BBC, extracts": list(highlights(folder, "BBC")),
        "CNN": (cnn := list(highlights(folder, "CNN"))),
        "CNN, nothing new": without_new_facts(cnn),
    }
    console.print(alarms_of(sets, shown))
    began = time.process_time()
    for brief in briefs:
        source = Source(brief[0].article)
        for line in brief:
            faults(line.text, line.cited, source)
    console.print(f"{(time.process_time() - began) * 1000 / len(briefs):.2f} ms of CPU a brief")


if __name__ == "__main__":
    typer.run(main)
