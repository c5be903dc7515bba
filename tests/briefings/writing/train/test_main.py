import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from briefings.writing.train import corpus
from briefings.writing.train.__main__ import main
from briefings.writing.train.corpus import LABELLED, MARKED, fold_of
from briefings.writing.weights import dumped, load

from .conftest import labelled_record, marked_record, write_lines


def train(*words: object):
    """Train as the command line would."""
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, [str(word) for word in words])


def made(folder, out, *more: str):
    """The bytes of the weights that a folder gives."""
    done = train("--data", folder, "--out", out, *more)
    assert done.exit_code == 0, done.output
    return out.read_bytes()


def is_one_sentence(done):
    """Whether a command that failed said so in one sentence and nothing else."""
    said = done.stderr.strip()
    return done.exit_code == 2 and done.stdout == "" and said.endswith(".") and "\n" not in said


def test_a_folder_of_stories_becomes_a_weights_file(folder, tmp_path):
    """Every role has its column and threshold, and the command says what it did."""
    out = tmp_path / "w.tsv"
    done = train("--data", folder, "--out", out)
    weights = load(out)
    assert {"why", "lede", "they_say"} <= set(weights.columns)
    assert {"why", "big_picture", "by_the_numbers", "they_say", "yes_but", "whats_next"} == set(weights.thresholds)
    assert weights.scores(["grant"])[0] > 0
    assert done.stdout.startswith("24 labelled stories; ")
    assert f"why from {weights.thresholds['why']}; {out}" in done.stdout.replace("\n", "")


def test_the_same_training_twice_writes_the_same_bytes(folder, tmp_path):
    """Nothing depends on chance, on the clock or on an earlier file."""
    first = made(folder, tmp_path / "one.tsv")
    (tmp_path / "two.tsv").write_text("something else", encoding="utf-8")
    assert made(folder, tmp_path / "two.tsv") == first
    assert dumped(load(tmp_path / "one.tsv")).encode() == first


def test_a_fold_that_is_left_out_has_no_influence(folder, tmp_path):
    """With its stories in the files or without them, the weights are the same; with all stories they are others."""
    for name in LABELLED:
        lines = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        lines[0]["body"][1]["text"] = "Shops could close if the depot moves, and the quarter would lose its jobs."
        write_lines(folder / name, lines)
    everything = made(folder, tmp_path / "all.tsv")
    left_out = made(folder, tmp_path / "with.tsv", "--fold", "0/2")
    for name in LABELLED:
        lines = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        write_lines(folder / name, [line for line in lines if fold_of(line["url"].split("#")[0], 2) != 0])
    assert made(folder, tmp_path / "without.tsv") == left_out != everything
    assert made(folder, tmp_path / "again.tsv", "--fold", "0/2") == left_out


def test_marked_and_written_stories_are_learned_from_too(folder, tmp_path):
    """Whatever fold is left out."""
    everything = made(folder, tmp_path / "all.tsv")
    write_lines(corpus.WRITTEN, [labelled_record(99)])
    fewer = made(folder, tmp_path / "fewer.tsv")
    write_lines(corpus.MARKS, [])
    assert len({everything, fewer, made(folder, tmp_path / "fewest.tsv")}) == 3


@pytest.mark.parametrize("fold", ["nonsense", "5/5", "6/5", "0/0", "-1/5", "1", "1/5/2", "", "a/b", "1.0/5"])
def test_a_fold_that_is_none_gets_one_sentence(folder, tmp_path, fold):
    """It says what is wanted; nothing is written."""
    done = train("--data", folder, "--out", tmp_path / "w.tsv", f"--fold={fold}")
    assert is_one_sentence(done)
    assert "--fold wants K/N with K below N, such as 0/5" in done.stderr
    assert not (tmp_path / "w.tsv").exists()


@pytest.mark.parametrize("name", [*LABELLED, *MARKED])
def test_a_missing_file_gets_one_sentence(folder, tmp_path, name):
    """It is named; weights that were there stay."""
    (folder / name).unlink()
    (tmp_path / "w.tsv").write_text("old", encoding="utf-8")
    done = train("--data", folder, "--out", tmp_path / "w.tsv")
    assert is_one_sentence(done)
    assert name in done.stderr
    assert (tmp_path / "w.tsv").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("content", ["{\n", "{}\n", "5\n"])
@pytest.mark.parametrize("name", [LABELLED[2], MARKED[0]])
def test_a_broken_file_gets_one_sentence(folder, tmp_path, name, content):
    """It is named; nothing is written."""
    (folder / name).write_text(content, encoding="utf-8")
    done = train("--data", folder, "--out", tmp_path / "w.tsv")
    assert is_one_sentence(done)
    assert name in done.stderr
    assert not (tmp_path / "w.tsv").exists()


def test_marks_in_articles_that_are_not_there_get_one_sentence(folder, tmp_path):
    """The folder holds other articles than ours."""
    write_lines(corpus.MARKS, [marked_record("nobody")[1]])
    assert is_one_sentence(train("--data", folder, "--out", tmp_path / "w.tsv"))


def test_too_few_stories_to_learn_from_get_one_sentence(folder, tmp_path):
    """Files without a line are files, but teach nothing."""
    for name in LABELLED:
        (folder / name).write_text("", encoding="utf-8")
    done = train("--data", folder, "--out", tmp_path / "w.tsv")
    assert is_one_sentence(done), (done.output, done.exception)
    assert not (tmp_path / "w.tsv").exists()


def test_a_file_that_cannot_be_written_gets_one_sentence(folder, tmp_path):
    """The folder for it has to be there."""
    done = train("--data", folder, "--out", tmp_path / "none" / "w.tsv")
    assert done.exit_code == 2
    assert "No such file or directory" in done.stderr
    assert "\n" not in done.stderr.strip()


def test_the_training_is_a_program(tmp_path):
    """A folder that is not there gets one sentence and exit code 2."""
    command = [
        sys.executable,
        "-m",
        "briefings.writing.train",
        "--data",
        tmp_path / "none",
        "--out",
        tmp_path / "w.tsv",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"{LABELLED[0]} cannot be read: No such file or directory.\n")
