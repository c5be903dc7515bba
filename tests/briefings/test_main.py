"""`python -m briefings`: editions in a terminal, and stages that can be piped."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefings.writing.weights import SHIPPED

ARTICLE = {
    "id": "a",
    "title": "Ferry fares rise in Port Lowell",
    "url": None,
    "publisher": None,
    "published": None,
    "paragraphs": [
        "Port Lowell will raise ferry fares by 40 cents in May, the council decided by 7 votes to 2.",
        "The rise matters because 9,000 people have no other way to work since the bridge closed.",
        '"We held it off for six years," said the council\'s president, Orla Venn.',
    ],
}


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefings", *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_sample_newsroom_previews_without_any_network() -> None:
    """Editions on standard output, nothing but them; every source answered."""
    done = run("preview", "--sample", "denver", "markets")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "0 failed" in done.stdout
    assert "Denver" in done.stdout
    assert "Why it matters:" in done.stdout


def test_sources_that_do_not_answer_are_named_and_the_exit_code_says_so(tmp_path: Path, unused_tcp_port: int) -> None:
    """Dead sources are no news; a preview from none of them is a failure."""
    (tmp_path / "list.toml").write_text(
        f"""
[[newsletter]]
slug = "quay"
title = "Quay"
promise = "News of the quays."
kind = "topic"
zone = "Europe/Lisbon"
slots = ["morning"]
days = [1, 2, 3, 4, 5, 6, 7]
[[newsletter.source]]
name = "Quay Post"
publisher = "Quay Post"
feed = "http://127.0.0.1:{unused_tcp_port}/feed"
homepage = "https://quay.example/"
""",
        encoding="utf-8",
    )
    done = run("preview", "--catalogue", str(tmp_path / "list.toml"))
    assert done.returncode == 1
    assert "failed Quay Post:" in done.stdout
    assert "No source answered." in done.stderr
    assert run("preview", "--catalogue", str(tmp_path / "none.toml")).returncode == 2


def test_an_unknown_newsletter_gets_the_list() -> None:
    """One sentence, exit code 2."""
    done = run("preview", "--sample", "atlantis")
    assert done.returncode == 2
    assert "There is no newsletter 'atlantis'" in done.stderr


def test_articles_go_through_brief_and_cluster_line_by_line() -> None:
    """A line that fails gets its error, and the exit code is 0 because every line has its answer."""
    given = json.dumps(ARTICLE) + "\nnot json\n"
    done = run("brief", given=given)
    assert done.returncode == 0
    brief, error = (json.loads(line) for line in done.stdout.splitlines())
    assert brief["id"] == "a"
    assert brief["lede"]["label"] is None
    assert brief["why_it_matters"]["move"] == "why_it_matters"
    assert "not JSON" in error["error"]
    done = run("cluster", given=json.dumps(ARTICLE) + "\n" + json.dumps(ARTICLE | {"id": "b"}) + "\n")
    one, other = (json.loads(line) for line in done.stdout.splitlines())
    assert one["story"] == other["story"]


def test_files_go_through_parse_and_pages_through_extract(tmp_path: Path) -> None:
    """One line a file, one line a page."""
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Quay</title><item><title>Tide late</title>"
        "<link>https://quay.example/1</link></item></channel></rss>",
        encoding="utf-8",
    )
    done = run("parse", str(feed), str(tmp_path / "none.xml"))
    assert done.returncode == 0
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert good["error"] is None
    assert [entry["title"] for entry in good["entries"]] == ["Tide late"]
    assert "cannot be read" in bad["error"]
    done = run("extract", given='{"id": 1, "html": 5}\n')
    assert "error" in json.loads(done.stdout)


def test_a_brief_is_written_with_the_weights_that_are_given(tmp_path: Path) -> None:
    """The weights that come with the project, under another name, say the same; others say something else."""
    given = json.dumps(ARTICLE) + "\n"
    usual = run("brief", given=given)
    assert run("brief", "--weights", str(SHIPPED), given=given).stdout == usual.stdout
    silent = tmp_path / "silent.tsv"
    head = json.loads(SHIPPED.read_text(encoding="utf-8").split("\n", 1)[0])
    silent.write_text(json.dumps(head | {"thresholds": dict.fromkeys(head["thresholds"], 99)}) + "\n", encoding="utf-8")
    done = run("brief", "--weights", str(silent), given=given)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["why_it_matters"] is None
    assert answer["points"] == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read: No such file or directory."),
        ("", "is not a weights file."),
        ("not weights\n", "is not a weights file."),
        ('{"columns": ["why", "lede"], "thresholds": {}}\nso\t5\n', "a line has not one number a column."),
        ('{"columns": ["why", "lede"], "thresholds": {"why": 1}}\n', "a column or a threshold is missing."),
    ],
)
def test_a_weights_file_that_is_missing_or_broken_gets_one_sentence(
    tmp_path: Path, content: str | None, complaint: str
) -> None:
    """It is named, no record is answered, and the exit code is 2."""
    path = tmp_path / "w.tsv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run("brief", "--weights", str(path), given=json.dumps(ARTICLE) + "\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert str(path) in done.stderr
    assert done.stderr.endswith(f"{complaint}\n")
    assert done.stderr.count("\n") == 1
