"""English is counted and listed rightly, and news text loses what nobody can see."""

import pytest

from bot.telegram.wording import counted, cut, in_words, lines, listed, one_line


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed_as_a_sentence_lists_them(names, said):
    """Commas, and a word before the last."""
    assert listed(names) == said


def test_counts_agree_with_their_nouns():
    """One is singular, none and many are not; small numbers have words."""
    assert [counted(n, "story", "stories") for n in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]
    assert counted(3, "minute") == "3 minutes"
    assert [in_words(n) for n in (0, 2, 10, 11)] == ["no", "two", "ten", "11"]


def test_unseen_characters_do_not_reach_the_reader():
    """Controls, direction overrides and broken surrogates go; letters with rings stay."""
    assert one_line("a\x00b\u202ec\ud800d\r\ne\u2028f A\u030a", 100) == "a bcd e f Å"


def test_lines_keep_bullets_and_lose_empty_ones():
    """A bullet is drawn as a dot, a dash within a line stays."""
    assert lines("Two:\r\n- one - half\n\n  - two \n \n", 100) == "Two:\n• one - half\n• two"


def test_long_words_are_cut_with_an_ellipsis():
    """At a word where one is near, else within it; never longer than asked."""
    assert cut("short", 5) == "short"
    assert cut("some longer words", 12) == "some longer…"
    assert cut("x" * 20, 10) == "x" * 9 + "…"
    assert cut("a " + "x" * 20, 10) == "a " + "x" * 7 + "…"
