"""What is read for the benchmark of writers, and what chance is worth there."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.benchmarks.task import LABELLED, Moves, Story, chance, read

GOLD, OTHER = ("why_it_matters", "why_it_matters"), (None, None)


def test_chance_is_the_mean_share_of_labelled_paragraphs_after_the_first() -> None:
    """One of two and one of four: three eighths; over all sets every story counts alike."""
    near: Moves = [OTHER, OTHER, GOLD, (None, "why_it_matters"), OTHER]
    stories: list[Story] = [({}, [OTHER, GOLD, OTHER]), ({}, near)]
    found = chance({"two": stories, "one": [({}, [OTHER, GOLD])], "none": []})
    assert found["two"] == {"stories": 2, "why_hit": pytest.approx(3 / 8)}
    assert found["all"] == {"stories": 3, "why_hit": pytest.approx(7 / 12)}
    assert "none" not in found


def test_every_order_is_read_with_the_editors_answer_and_without(tmp_path: Path) -> None:
    """Only shuffled stories are taken in several orders, and each round is cut at the limit by itself."""
    article = {"id": "a", "url": None, "publisher": "P", "published": None, "title": "T", "body": ["Text."]}
    (tmp_path / "articles_dev.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    summary = article | {"dataset": "XSum", "summary": ["One.", "Two."]}
    (tmp_path / "summaries_dev.jsonl").write_text(json.dumps(summary) + "\n", encoding="utf-8")
    task = read(tmp_path, SimpleNamespace(stories=_stories), limit=2, shuffles=3)
    asked = {order: [request["id"] for request, _ in sets["axios_dev"]] for order, sets in task.labelled.items()}
    assert asked == {
        "shuffled": [f"shuffled-{number}-False-{story}" for number in range(3) for story in range(2)],
        "shuffled_without_why": ["shuffled-0-True-0", "shuffled-0-True-1"],
        "published": ["published-0-False-0", "published-0-False-1"],
        "published_without_why": ["published-0-True-0", "published-0-True-1"],
    }
    assert set(task.labelled["shuffled"]) == set(LABELLED)
    plain = {key: value for key, value in article.items() if key != "body"} | {"paragraphs": ["Text."]}
    assert task.articles == [plain]
    assert task.summaries == {"BBC News Summary": [], "CNN/DailyMail": [], "XSum": [(plain, "One.\nTwo.")]}


def _stories(_path: Path, order: str, number: int, _fold: Any, without_why: bool) -> Iterator[Story]:
    for story in range(4):
        yield {"id": f"{order}-{number}-{without_why}-{story}"}, [OTHER, GOLD]
