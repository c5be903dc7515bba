"""What the table of the writers shows."""

import json
from pathlib import Path

import pytest

from briefings.model import Move
from briefings.writing.linear import LEDE, OTHER, WHY
from briefings.writing.roles import ROLES
from briefings.writing.weights import Weights, dumped
from tests.benchmarks.bench_writers import main
from tests.benchmarks.tables import COMPARED, OWN, pooled, shown


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0.5, "0.500"), (1.0, "1.000"), (7, "7"), (0, "0"), (33.4, "33.4")]
)
def test_a_figure_is_shown_by_its_kind(value: float | None, text: str) -> None:
    """Shares have three decimals, whole numbers none."""
    assert shown(value) == text


def test_the_mean_over_sets_counts_stories() -> None:
    """A large set weighs more."""
    sets = [{"stories": 1, "words": 40}, {"stories": 3, "words": 80}]
    assert pooled(sets, "words") == pytest.approx(70)


@pytest.mark.data
def test_one_run_prints_and_keeps_every_figure(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With weights for two folds, on one story of each set."""
    monkeypatch.setenv("COLUMNS", "124")
    points = [move.value for move in ROLES if move is not Move.WHY_IT_MATTERS]
    thresholds = dict.fromkeys(points, 1.0) | {WHY: -1.0}
    weights = tmp_path / "weights.tsv"
    weights.write_text(dumped(Weights((WHY, LEDE, OTHER, *points), thresholds, {})))
    kept = tmp_path / "figures.json"
    main(["--data", str(shared), "--limit", "1", "--weights", str(weights), str(weights), "--json", str(kept)])
    printed = capsys.readouterr().out
    assert all(figure in printed for figure in (*COMPARED, *OWN, "crashes", "peak MB", "share with a why"))
    assert max(map(len, printed.splitlines())) <= 124
    own = json.loads(kept.read_text(encoding="utf-8"))["daybrief"]
    assert set(own) == {"why", "summaries", "ordinary", "batch"}
    assert set(own["why"]) == {"shuffled", "published", "shuffled_without_why", "published_without_why"}
    assert set(own["why"]["shuffled"]) == {"axios_dev", "labelled_batch_dev", "labelled_more_dev", "all"}
    assert {*COMPARED, *OWN, "mean_of_folds", "folds"} <= set(own["why"]["shuffled"]["all"])
    assert own["batch"]["peak_mb"] > 10
