"""A tiny folder of invented stories to learn from."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from briefings.model import Move
from briefings.writing.train import corpus
from briefings.writing.train.corpus import LABELLED, MARKED, Labelled

Record = dict[str, Any]


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write one record a line."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def labelled_record(number: int) -> Record:
    """A labelled story in the form of the shared files; each newsletter issue has two of them."""
    place = ("Harlow", "Milbrook", "Torrance", "Wexley")[number % 4]
    return {
        "id": f"story-{number}",
        "url": f"https://letter.example/{number // 2}#{number}",
        "title": f"{place} puts off vote {number}",
        "body": [
            {"move": None, "text": f"{place} put off a vote on its bus lanes for the {number}th time."},
            {"move": "why_it_matters", "text": "Riders could lose a large federal grant, and many depend on it."},
            {"move": None, "text": "The grant lapses in February."},
            {"move": "they_say", "text": "“We would rather be late than wrong,” said council president Dana Ruiz."},
            {"move": "by_the_numbers", "text": "About 31,000 people ride it past 54 stops. Some 18 would move."},
            {"move": "yes_but", "text": "Critics say the lanes would push traffic into side streets."},
            {"move": "whats_next", "text": "The council will hold a hearing next month."},
            {"move": None, "text": f"The weather in {place} was fine over the hills all week."},
        ],
    }


def marked_record(name: str) -> tuple[Record, Record]:
    """An article without labels, and our marks in it."""
    text = {
        "id": name,
        "title": "Ferry fares rise",
        "body": [
            "Port Lowell will raise ferry fares in May.",
            "The rise was decided by 7 votes to 2. It could cost many families their way to work.",
            "“We held it off for six years and more,” said the council's president, Orla Venn.",
            "The bridge closed in autumn.",
            "The fares will rise again next year.",
        ],
    }
    marks = {
        "id": name,
        "why": ["1.2"],
        "maybe": ["3.1"],
        "big": [],
        "num": ["1.1"],
        "say": ["2.1"],
        "but": [],
        "next": ["4.1"],
        "ctx": ["3.1"],
        "lede": "0.1",
    }
    return text, marks


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all files that the training reads; the marks and the written stories are small ones, too."""
    made = tmp_path / "stories"
    made.mkdir()
    records = [labelled_record(number) for number in range(24)]
    for n, name in enumerate(LABELLED):
        write_lines(made / name, records[8 * n : 8 * n + 8])
    pairs = [marked_record(f"article-{n}") for n in range(4)]
    write_lines(made / MARKED[0], [text for text, _ in pairs[:2]])
    write_lines(made / MARKED[1], [text for text, _ in pairs[2:]])
    write_lines(tmp_path / "marks.jsonl", [marks for _, marks in pairs])
    silent = labelled_record(98)
    silent["body"] = [part for part in silent["body"] if part["move"] != "why_it_matters"]
    write_lines(
        tmp_path / "written.jsonl", [{k: v for k, v in labelled_record(99).items() if k in "title body"}, silent]
    )
    monkeypatch.setattr(corpus, "MARKS", tmp_path / "marks.jsonl")
    monkeypatch.setattr(corpus, "WRITTEN", tmp_path / "written.jsonl")
    return made


@pytest.fixture
def story() -> Callable[..., Labelled]:
    """Makes a labelled story from pairs of a move (or None) and a paragraph."""

    def make(*parts: tuple[Move | None, str], title: str = "Harlow waits", near: object = None) -> Labelled:
        moves = tuple(move for move, _ in parts)
        return Labelled("issue", title, tuple(text for _, text in parts), moves, near or moves)

    return make
