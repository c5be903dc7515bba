"""What the writers answer, and what the benchmark says where it cannot run."""

from pathlib import Path
from typing import Any

import pytest

from briefings.writing.linear import LEDE, OTHER, WHY
from briefings.writing.roles import ROLES
from briefings.writing.weights import Weights, dumped
from tests.benchmarks.bench_writers import NO_DATA, main
from tests.benchmarks.task import NEEDED
from tests.benchmarks.writers import Ranker, daybrief, lead

RECORD: dict[str, Any] = {
    "id": "tram",
    "title": "Osmund closes its tram line",
    "paragraphs": ["Osmund closes its tram. It ran for 90 years.", "Rails rust. Buses follow.", "Fares stay at $2."],
}


TOLD: dict[str, Any] = RECORD | {
    "paragraphs": [
        "The port of Osmund closes its tram line in March after ninety years.",
        "The town council of Osmund wants to save the money for a new ferry.",
        "Nine thousand people of the eastern hills lose their only way to work.",
    ]
}


def weights(path: Path, *, why_from: float) -> Path:
    """Write weights that find all sentences alike, and take one as the why where 0 is more than `why_from`."""
    points = [move.value for move in ROLES]
    thresholds = dict.fromkeys(points, 1.0) | {WHY: why_from}
    path.write_text(dumped(Weights((WHY, LEDE, OTHER, *points), thresholds, {})))
    return path


def test_the_lead_takes_the_first_sentence_after_the_first_paragraph() -> None:
    """Its span is the sentence, not the paragraph."""
    why = lead().why(RECORD)["why_it_matters"]
    assert why == {"text": "Rails rust.", "spans": [[1, 0, 11]]}


def test_the_lead_tells_the_first_three_sentences() -> None:
    """Wherever paragraphs end."""
    assert lead().summary(RECORD).split("\n") == ["Osmund closes its tram.", "It ran for 90 years.", "Rails rust."]


def test_a_peer_answers_with_its_best_sentence_outside_the_first_paragraph() -> None:
    """The first paragraph is the news itself, however central its sentences are."""
    ranker = Ranker("peer", lambda _paragraphs: [1, 0, 3, 4, 2])
    assert ranker.why(RECORD)["why_it_matters"]["text"] == "Buses follow."


def test_a_peers_three_best_sentences_stand_in_the_articles_order() -> None:
    """The first paragraph is no exception here."""
    ranker = Ranker("peer", lambda _paragraphs: [4, 1, 3, 0, 2])
    assert ranker.summary(RECORD).split("\n") == ["It ran for 90 years.", "Buses follow.", "Fares stay at $2."]


def test_a_peer_that_ranks_nothing_gives_no_answer() -> None:
    """A summariser may find no words to rank by."""
    ranker = Ranker("peer", lambda _paragraphs: [])
    assert ranker.why(RECORD)["why_it_matters"] is None
    assert ranker.summary(RECORD) == ""


def test_daybriefs_text_is_its_lede_its_why_and_its_points(tmp_path: Path) -> None:
    """In the order of a brief, without labels."""
    writer = daybrief([weights(tmp_path / "all.tsv", why_from=-1.0)], lambda _record, _folds: 0)
    brief = writer.why(TOLD)
    points = [brief["lede"], brief["why_it_matters"], *brief["points"]]
    assert brief["lede"]
    assert brief["why_it_matters"]
    assert writer.summary(TOLD).split("\n") == [point["text"] for point in points if point]


def test_each_fold_is_asked_of_its_own_weights(tmp_path: Path) -> None:
    """The first file is for fold 0, the second for fold 1: here one that always answers and one that never does."""
    files = [weights(tmp_path / "0.tsv", why_from=-1.0), weights(tmp_path / "1.tsv", why_from=9.0)]
    writer = daybrief(files, lambda record, folds: record["fold"] % folds)
    assert [bool(writer.why(TOLD | {"fold": fold})["why_it_matters"]) for fold in (0, 1)] == [True, False]


def test_it_says_where_the_articles_should_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a folder it measures nothing and exits with 2."""
    monkeypatch.delenv("DAYBRIEF_DATA", raising=False)
    assert _refusal([], capsys) == NO_DATA


def test_it_names_what_a_folder_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, before anything is measured."""
    said = _refusal(["--data", str(tmp_path)], capsys)
    assert said == f"{tmp_path} holds no {' and no '.join(NEEDED)}."


@pytest.mark.parametrize("option", ["--weights", "--json"])
def test_it_asks_for_files_that_can_be_used_before_it_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """Nobody waits for a table that is lost at the end."""
    for name in NEEDED:
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_text("fold_of = None" if place.suffix == ".py" else "")
    missing = tmp_path / "nowhere" / "file"
    assert str(missing) in _refusal(["--data", str(tmp_path), option, str(missing)], capsys)


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_it_refuses_a_count_that_is_none(capsys: pytest.CaptureFixture[str], count: str) -> None:
    """It says what is wanted and what was given."""
    assert _refusal(["--limit", count], capsys).endswith(f"a whole number from 1 on is wanted, not {count}")


def _refusal(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    return capsys.readouterr().err.strip()
