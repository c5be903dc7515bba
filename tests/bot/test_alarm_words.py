"""Every event that an operator is told of has its words, and a row in the operator's page."""

import re
from pathlib import Path

from bot.alarm_words import WORDS

ROOT = Path(__file__).parents[2]
RAISED = re.compile(
    r'(?:alarm|alert|again|Event\.\w+,)\(?[^"()\n]{0,40}"((?:delivery|edition|inbox|ledger|paid|supply)\.[a-z_]+)"'
)


def test_every_event_has_words_and_a_row() -> None:
    """Neither list has one that the other lacks."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    _, _, told = page.partition("## What the bot tells its admins")
    told, _, _ = told.partition("\n## ")
    assert set(re.findall(r"^\| \*\*([a-z_.]+)\*\* \|", told, re.MULTILINE)) == set(WORDS)


def test_every_alert_in_the_code_has_words() -> None:
    """Whatever is raised by its name."""
    raised = {event for file in (ROOT / "bot").rglob("*.py") for event in RAISED.findall(file.read_text("utf-8"))}
    assert len(raised) > len(WORDS) / 2
    assert raised <= set(WORDS)


def test_each_says_what_happened_and_what_to_do_in_a_sentence() -> None:
    """Two sentences, short enough for a glance at a telephone."""
    for what, to_do in WORDS.values():
        assert what.endswith(".")
        assert to_do.endswith(".")
        assert len(what) + len(to_do) < 220
