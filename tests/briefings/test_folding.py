"""Words as they are compared."""

import pytest

from briefings.folding import folded, occurs


def test_case_accents_and_spaces_do_not_matter() -> None:
    """Nor how an accent is written."""
    assert folded("  A\u00c9\n z ") == folded("ae\u0301 Z") == "ae z"


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("rate", "The rate fell.", True),
        ("rate", "Corporate news", False),
        ("rate", "Rates fell", False),
        ("rate cuts", "No rate\ncuts this year", True),
        ("cafe", "A caf\u00e9 closed", True),
        ("a.b", "axb", False),
        ("a.b", "see a.b now", True),
    ],
)
def test_a_word_occurs_as_a_whole_and_is_no_pattern(word: str, text: str, there: bool) -> None:
    """Signs mean themselves."""
    assert occurs([word], text) is there
