import sys

import pytest

from briefings.writing import scorers
from briefings.writing.encoder import model
from briefings.writing.encoder.model import packed
from briefings.writing.encoder.scorer import EncoderScorer
from briefings.writing.linear import WHY, LinearScorer
from briefings.writing.scorers import best, scorer_from, shipped
from briefings.writing.units import units
from briefings.writing.weights import SHIPPED, Weights, WeightsError, dumped
from briefings.writing.weights import shipped as shipped_weights
from tests.briefings.writing.encoder.invented import KINDS, THRESHOLDS, VOCABULARY, arrays

OPENING = "Harlow put off a vote on its bus lanes until the spring."
GRANT = "Riders could lose a federal grant."


@pytest.fixture
def encoder_file(tmp_path, weights):
    """An invented encoder's file, under a name that says nothing of it."""
    linear = weights(why={"grant": 2.0})
    path = tmp_path / "scorer"
    path.write_bytes(packed(arrays(), vocabulary=VOCABULARY, kinds=KINDS, thresholds=THRESHOLDS, linear=linear))
    return path


@pytest.fixture
def without_numpy(monkeypatch):
    """As where numpy is not installed: what needs it cannot be imported."""
    for name in ("scorer", "model", "network"):
        monkeypatch.setitem(sys.modules, f"briefings.writing.encoder.{name}", None)


@pytest.fixture(autouse=True)
def _chosen_anew():
    """No test is given the choice of another."""
    best.cache_clear()
    yield
    best.cache_clear()


def test_a_text_file_of_weights_makes_a_linear_scorer(tmp_path, article, weights):
    """Its scores are those of the weights that were written."""
    given = weights(why={"grant": 2.0})
    (tmp_path / "w.tsv").write_text(dumped(given), encoding="utf-8")
    story = units([article(OPENING, GRANT)])
    found = scorer_from(tmp_path / "w.tsv")
    assert isinstance(found, LinearScorer)
    assert found("", story) == LinearScorer(lambda: given)("", story)
    assert scorer_from(SHIPPED).weights() == shipped_weights()


def test_an_encoders_file_makes_an_encoder_scorer_whatever_its_name(encoder_file, article):
    """What it begins with says what it is."""
    story = units([article(OPENING, GRANT)])
    found = scorer_from(encoder_file)
    assert isinstance(found, EncoderScorer)
    assert found("", story) == EncoderScorer(lambda: model.load(encoder_file))("", story)


def test_a_file_is_read_at_once_and_only_once(encoder_file, article):
    """A bad one is found out before the first story; a good one may go away then."""
    found = scorer_from(encoder_file)
    encoder_file.unlink()
    story = units([article(OPENING, GRANT)])
    assert found("", story) == found("", story)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path):
    """One sentence."""
    with pytest.raises(WeightsError, match=r"^The weights file \S+none cannot be read: No such file or directory\.$"):
        scorer_from(tmp_path / "none")
    with pytest.raises(WeightsError, match=r"cannot be read: Is a directory\.$"):
        scorer_from(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a weights file"),
        (b"P", "a weights file"),
        (b"\xff\xfe", "a weights file"),
        (b"PK\x03\x04", "an encoder's file"),
    ],
)
def test_a_file_that_is_none_makes_no_scorer(tmp_path, content, said):
    """It is called what it begins like."""
    (tmp_path / "w").write_bytes(content)
    with pytest.raises(WeightsError, match=rf"^\S+w is not {said}\.$"):
        scorer_from(tmp_path / "w")


def test_weights_for_something_else_make_no_scorer(tmp_path, weights):
    """A column is missing."""
    whole = weights(why={"grant": 2.0})
    columns = tuple(column if column != WHY else "something else" for column in whole.columns)
    (tmp_path / "w.tsv").write_text(dumped(Weights(columns, whole.thresholds, whole.rows)), encoding="utf-8")
    with pytest.raises(WeightsError, match=r"^\S+w\.tsv holds no weights for a brief: .*\.$"):
        scorer_from(tmp_path / "w.tsv")


@pytest.mark.usefixtures("without_numpy")
def test_without_numpy_an_encoders_file_is_refused_in_one_sentence(encoder_file):
    """It was asked for by name: another scorer would not do."""
    with pytest.raises(WeightsError, match=r"^\S+ holds an encoder, which cannot run without numpy\.$"):
        scorer_from(encoder_file)


@pytest.mark.usefixtures("without_numpy")
def test_without_numpy_the_linear_scorer_writes(tmp_path, article, weights):
    """The one that comes with us, and one from a file."""
    story = units([article(OPENING, GRANT)])
    assert best() == LinearScorer()
    assert shipped("Harlow waits", story) == LinearScorer()("Harlow waits", story)
    (tmp_path / "w.tsv").write_text(dumped(weights(why={"grant": 2.0})), encoding="utf-8")
    assert isinstance(scorer_from(tmp_path / "w.tsv"), LinearScorer)


def test_the_encoder_that_comes_with_us_is_the_best_scorer_and_chosen_once():
    """Where numpy is installed."""
    assert best() == EncoderScorer()
    assert best() is best()


def test_what_comes_with_us_scores_with_the_best_scorer(monkeypatch, article):
    """The title and the story reach it as they are."""
    asked = []
    monkeypatch.setattr(scorers, "best", lambda: lambda *given: asked.append(given) or [])
    story = units([article(OPENING)])
    assert shipped("Harlow waits", story) == []
    assert asked == [("Harlow waits", story)]
