"""ROUGE on texts short enough to count by hand."""

import pytest

from tests.benchmarks.rouge import Rouge, common_subsequence, rouge, words_of


def test_words_are_letters_and_figures_in_lower_case() -> None:
    """Punctuation and everything beyond a-z and 0-9 parts words."""
    assert words_of("The U.S. cut 3.5% — café-owners'") == ["the", "u", "s", "cut", "3", "5", "caf", "owners"]


def test_the_same_words_score_one() -> None:
    """Case and punctuation do not count."""
    assert rouge("The harbour froze.", "the harbour, FROZE") == Rouge(1.0, 1.0, 1.0)


def test_each_score_counts_what_its_name_says() -> None:
    """Five words against four: three words in common, one pair ("the ferry"), and in order "the ferry stops"."""
    scores = rouge("the ferry to Osmund stops", "when the ferry stops")
    assert scores.one == pytest.approx(2 * 3 / (5 + 4))
    assert scores.two == pytest.approx(2 * 1 / (4 + 3))
    assert scores.longest == pytest.approx(2 * 3 / (5 + 4))


def test_a_word_counts_as_often_as_both_texts_hold_it() -> None:
    """Three times against twice are two in common; of the pairs ("no no") one."""
    scores = rouge("no no no", "no no")
    assert scores == Rouge(2 * 2 / 5, 2 * 1 / 3, 2 * 2 / 5)


def test_turned_round_words_keep_their_words_and_lose_their_order() -> None:
    """ROUGE-1 is blind to order, the longest common subsequence is one word."""
    assert rouge("tram late", "late tram") == Rouge(1.0, 0.0, 0.5)


@pytest.mark.parametrize(("candidate", "reference"), [("", "a tram"), ("a tram", ""), ("", ""), ("…", "a tram")])
def test_a_text_without_words_scores_nothing(candidate: str, reference: str) -> None:
    """Nothing is divided by zero."""
    assert rouge(candidate, reference) == Rouge(0.0, 0.0, 0.0)


def test_texts_of_one_word_have_no_pairs() -> None:
    """ROUGE-2 of two single words is 0, even where they are the same."""
    assert rouge("tram", "tram") == Rouge(1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("left", "right", "length"),
    [("abcbdab", "bdcaba", 4), ("abc", "xabyc", 3), ("abc", "cba", 1), ("abc", "xyz", 0), ("", "abc", 0)],
)
def test_the_longest_common_subsequence_may_have_gaps(left: str, right: str, length: int) -> None:
    """The first pair is the textbook's (Cormen et al., section 15.4): b-c-b-a."""
    assert common_subsequence(left, right) == length
    assert common_subsequence(right, left) == length
