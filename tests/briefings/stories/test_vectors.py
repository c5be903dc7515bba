import math

import pytest

from briefings.stories.vectors import likeness, stemmed, titles_told, weighed

BRIDGE = ("Harbor bridge closes for repairs", ["The Harlow Bridge will close on Friday for 14 months of repairs."])
SAME = ("Harlow Bridge to shut", ["Drivers lose the Harlow Bridge for 14 months while crews repair its deck."])
OTHER = ("Team wins the cup", ["The Otters beat the Herons 3-1 in the final at Milbrook Park."])


def test_two_tellings_of_one_event_are_closer_than_two_events():
    """Shared names and figures draw tellings together."""
    one, same, other = (article.words for article in weighed([BRIDGE, SAME, OTHER]))
    assert likeness(one, same) > 5 * likeness(one, other)


def test_a_vector_is_as_long_as_one():
    """The dot product of two vectors is a similarity between 0 and 1."""
    words = weighed([BRIDGE])[0].words
    assert math.isclose(likeness(words, words), 1.0)


def test_a_text_without_words_has_an_empty_vector():
    """Nothing is like an empty text, and nothing breaks."""
    empty, words = (article.words for article in weighed([("", ["..."]), BRIDGE]))
    assert empty == {}
    assert likeness(empty, words) == likeness(words, empty) == 0.0


def test_a_hyphen_does_not_hide_a_word():
    """Debt-ceiling meets debt ceiling."""
    one, other = (article.words for article in weighed([("Debt-ceiling", []), ("Debt ceiling", [])]))
    assert math.isclose(likeness(one, other), 1.0)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Cities", "city"),
        ("city’s", "city"),
        ("closed", "clos"),
        ("closes", "clos"),
        ("the", ""),
        ("x", ""),
        ("7", "7"),
    ],
)
def test_a_stem_drops_case_possessive_and_common_endings(word, stem):
    """Forms of one word meet; stop words and single letters say nothing."""
    assert stemmed(word) == stem


def test_a_word_that_few_articles_hold_weighs_more():
    """What everybody writes about tells no events apart."""
    harbors = [("", [f"A harbor of town{n}."]) for n in range(5)]
    words = weighed([("", ["Harlow has a harbor."]), *harbors])[0].words
    assert words["harlow"] > words["harbor"]


def test_a_title_is_told_where_the_other_names_the_same_at_its_top():
    """Two tellings of one event name it; two stories of one town do not."""
    one, same, other = weighed([BRIDGE, SAME, OTHER])
    assert titles_told(one, one) == pytest.approx(1.0)
    assert titles_told(one, same) > 0.3
    assert titles_told(one, other) == titles_told(one, *weighed([("", [])])) == 0.0


def test_only_the_lead_is_searched_for_a_title():
    """What stands deep in a long text does not tell another's title."""
    (deep, bridge) = weighed(
        [("Team wins", ["The Otters beat the Herons. " * 15, "Harbor bridge closes for repairs."]), BRIDGE]
    )
    assert titles_told(deep, bridge) == 0.0
