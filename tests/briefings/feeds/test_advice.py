"""Whoever keeps the list is told what to do about a source, in one sentence."""

import pytest

from briefings.feeds.advice import advice
from briefings.feeds.findings import Condition, Finding
from briefings.model import Source

SOURCE = Source("Quay Post", "Quay Post", "https://quay.example/feed", "https://quay.example/")
FAILED = Condition.FAILED
MOVED = "https://quay.example/new"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Finding(SOURCE, FAILED, status=404), "Find its new address on https://quay.example/"),
        (Finding(SOURCE, FAILED, status=410), "or take it off"),
        (Finding(SOURCE, FAILED, status=403), "DAYBRIEF_CONTACT"),
        (Finding(SOURCE, FAILED, status=429), "asked too often"),
        (Finding(SOURCE, FAILED, status=503), "its server has trouble"),
        (Finding(SOURCE, FAILED, moved_to=MOVED), "which is no feed"),
        (Finding(SOURCE, FAILED), "opens from this machine"),
        (Finding(SOURCE, FAILED, status=418), "opens from this machine"),
        (Finding(SOURCE, Condition.EMPTY), "another feed"),
        (Finding(SOURCE, Condition.STALE, entries=3), "whether the feed has moved"),
        (Finding(SOURCE, Condition.WELL, entries=3, moved_to=MOVED), MOVED),
        (Finding(SOURCE, Condition.WELL, entries=3, page=False), "headlines and openings only"),
    ],
)
def test_what_is_to_be_done_is_said(found: Finding, words: str) -> None:
    """By what was found, not only that something was."""
    assert words in (advice(found) or "")


@pytest.mark.parametrize("page", [None, True])
def test_a_source_that_does_well_needs_nothing(page: bool | None) -> None:
    """With its text in the feed or on its pages."""
    assert advice(Finding(SOURCE, Condition.WELL, entries=3, page=page)) is None
    assert advice(Finding(SOURCE, Condition.WELL, entries=3, whole=1, page=False)) is None
