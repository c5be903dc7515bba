import fnmatch
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.writing import weights as module
from briefings.writing.grams import grams
from briefings.writing.linear import LEDE, WHY
from briefings.writing.roles import ROLES
from briefings.writing.weights import SHIPPED, Weights, WeightsError, dumped, load, parsed, shipped

SMALL = Weights(("why", "other"), {"why": 0.25}, {"so": (10, -20), '"': (0, 7), "#words=3": (5, 0)})
HEAD = '{"columns": ["why", "other"], "thresholds": {"why": 0.25}}\n'


def test_scores_are_the_sums_of_the_features_that_are_known():
    """In points; what was never seen adds nothing."""
    assert SMALL.scores(["so", "#words=3", "never seen"]) == [0.015, -0.02]
    assert SMALL.scores(["never seen"]) == SMALL.scores([]) == [0.0, 0.0]


def test_what_is_written_is_read_again(tmp_path):
    """Columns, thresholds and rows."""
    (tmp_path / "w.tsv").write_text(dumped(SMALL), encoding="utf-8")
    assert load(tmp_path / "w.tsv") == SMALL


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_of_a_page_breaks_the_file(text):
    """Its features are read as they were written."""
    rows = {gram: (n, -n) for n, gram in enumerate(grams(text))}
    lines = dumped(Weights(("why", "other"), {}, rows)).splitlines()
    assert {feature: (int(one), int(other)) for feature, one, other in (line.split("\t") for line in lines[1:])} == rows


def test_the_same_weights_are_the_same_bytes_in_whatever_order_they_came():
    """Lines and thresholds are sorted."""
    turned = Weights(SMALL.columns, {"b": 1.0, "a": 2.0}, dict(reversed(SMALL.rows.items())))
    straight = Weights(SMALL.columns, {"a": 2.0, "b": 1.0}, SMALL.rows)
    assert dumped(turned) == dumped(straight)
    assert dumped(SMALL) == HEAD + '"\t0\t7\n#words=3\t5\t0\nso\t10\t-20\n'


def test_a_file_that_is_missing_is_named_with_the_reason(tmp_path):
    """One sentence."""
    with pytest.raises(
        WeightsError, match=r"^The weights file .*none\.tsv cannot be read: No such file or directory\.$"
    ):
        load(tmp_path / "none.tsv")
    with pytest.raises(WeightsError, match="cannot be read: Is a directory"):
        load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"why\tother\n",
        b"[]\n",
        b"5\n",
        b'{"columns": ["why"]}\n',
        b'{"columns": 5, "thresholds": {}}\n',
        b'{"columns": ["why"], "thresholds": []}\n',
        b'{"columns": ["why"], "thresholds": {"why": null}}\n',
        b'{"columns": ["why"], "thresholds": {"why": "high"}}\n',
        b'{"columns": ["why"], "thresholds": {}}\nso\tmany\n',
        b'{"columns": ["why"], "thresholds": {}}\nso\t0.5\n',
        b"\x1f\x8b\x08\x00\xff\xfe",
    ],
)
def test_what_is_no_weights_file_is_said_to_be_none(tmp_path, content):
    """One sentence that names the file."""
    (tmp_path / "w.tsv").write_bytes(content)
    with pytest.raises(WeightsError, match=r"^\S+w\.tsv is not a weights file\.$"):
        load(tmp_path / "w.tsv")


@pytest.mark.parametrize("end", ["so\t1\n", "so\t1\t2\t3\n", "so\n", "\n"])
def test_a_line_that_is_cut_off_or_too_long_is_no_line(tmp_path, end):
    """Half a file is not taken for a whole one."""
    (tmp_path / "w.tsv").write_text(f"{HEAD}we\t1\t2\n{end}", encoding="utf-8")
    with pytest.raises(WeightsError, match="is not a whole weights file"):
        load(tmp_path / "w.tsv")


def test_lines_that_came_from_elsewhere_are_read_as_those_of_a_file():
    """Their ends may be gone already; the path only names them where they are no weights."""
    text = dumped(SMALL)
    assert parsed(text.splitlines(), Path("w.tsv")) == parsed(text.splitlines(keepends=True), Path("w.tsv")) == SMALL
    for lines, said in (([], "is not a weights file"), ([HEAD, "so\t1"], "is not a whole weights file")):
        with pytest.raises(WeightsError, match=rf"^w\.tsv {said}"):
            parsed(lines, Path("w.tsv"))


def test_a_file_without_columns_is_not_whole(tmp_path):
    """It could score nothing."""
    (tmp_path / "w.tsv").write_text('{"columns": [], "thresholds": {}}\n', encoding="utf-8")
    with pytest.raises(WeightsError, match="is not a whole weights file"):
        load(tmp_path / "w.tsv")


def test_the_shipped_weights_have_what_the_scorer_asks_for():
    """A column and, but for the lede, a threshold for every role."""
    found = shipped()
    roles = {WHY, *(move.value for move in ROLES)}
    assert {LEDE, *roles} <= set(found.columns)
    assert roles <= set(found.thresholds)
    assert len(found.rows) > 10_000


def test_the_shipped_weights_know_no_figures_and_no_capitals():
    """What was learned is how sentences are built, not what they counted."""
    words = [feature for feature in shipped().rows if not feature.startswith("#")]
    assert not [word for word in words if any(sign.isdigit() or sign.isupper() for sign in word)]


def test_the_shipped_file_is_what_its_weights_are_written_as():
    """Nobody has edited it by hand."""
    assert SHIPPED.read_text(encoding="utf-8") == dumped(shipped())


def test_the_shipped_weights_are_read_once_and_not_before_the_first_brief():
    """A program that writes no brief does not wait for them."""
    code = """
from briefings.filters.brief import answer
from briefings.writing.linear import LinearScorer
from briefings.writing.weights import shipped
assert shipped.cache_info().misses == 0, "read on import"
for name in ("a", "b"):
    record = {"id": name, "title": "Harlow waits", "paragraphs": ["Harlow put off its vote until the spring."]}
    answer(record, LinearScorer())
assert shipped.cache_info().misses == 1, "read again"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_shipped_weights_are_installed_with_the_package():
    """A file that is not Python is installed only where the project names it."""
    root = Path(module.__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["briefings"]
    name = str(SHIPPED.relative_to(root / "briefings"))
    assert any(fnmatch.fnmatch(name, pattern.replace("**/", "*")) for pattern in patterns if "/" in pattern)
