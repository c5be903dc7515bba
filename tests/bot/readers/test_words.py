"""Plain words: how they are kept, where they occur, and the names of a headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.words import LONGEST, SHORTEST, names_in, plain_word, short_name
from briefings.folding import occurs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rate cuts", "rate cuts"),
        ("  \u201cTaylor  Swift\u201d ", "taylor swift"),
        ("#election!", "election"),
        ("Caf\u00e9", "cafe"),
        ("C++", None),
        ("AI", "ai"),
        ("x", None),
        ("...", None),
        ("", None),
        ("\u200b\u200b", None),
        ("w" * 60, "w" * 60),
        ("w" * 61, None),
    ],
)
def test_a_word_is_kept_as_it_is_compared(typed: str, kept: str | None) -> None:
    """Without case, accents, quotes; or it is no word."""
    assert plain_word(typed) == kept


@given(st.text(max_size=80))
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    """Kept words may be compared and typed again."""
    kept = plain_word(typed)
    if kept is not None:
        assert SHORTEST <= len(kept) <= LONGEST
        assert plain_word(kept) == kept
        assert occurs([kept], typed)


@pytest.mark.parametrize(
    ("headline", "names"),
    [
        ("Denver delays its bus-lane vote", ["Denver"]),
        ("Why the Bank of Halden and AI worry Ana Ruiz", ["Bank of Halden", "AI", "Ana Ruiz"]),
        ("The council votes", []),
        ("Denver, DENVER and denver", ["Denver"]),
        ("One Two Three of Four Five", ["One Two Three of Four Five"]),
        ("", []),
    ],
)
def test_the_names_of_a_headline_are_what_one_may_have_enough_of(headline: str, names: list[str]) -> None:
    """Each once, as it stands there, without the capital that only begins the line."""
    assert names_in(headline, 4) == names


def test_no_more_names_than_asked_for() -> None:
    """A screen has few buttons."""
    assert names_in("Alpha beats Beta, Gamma, Delta, Epsilon", 2) == ["Alpha", "Beta"]


def test_a_buttons_name_for_a_word_is_short_and_its_own() -> None:
    """Whatever the word is."""
    assert len(short_name("w" * 60)) == 12
    assert short_name("a b") != short_name("ab")
