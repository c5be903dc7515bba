from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.writing.grams import NAME, grams, tokens


def test_what_a_sentence_says_does_not_depend_on_who_or_how_much():
    """Names become one sign, and figures their kind."""
    one = tokens("On Monday the mayor, Dana Ruiz, asked for $38 million, or 33% of it, from 54 towns in 2027 alone.")
    other = tokens(
        "On Friday the mayor, Bo Li Venn, asked for €2 million, or 7.5% of it, from 1,200 towns in 1999 alone."
    )
    assert one == other
    kinds = [token for token in one if token.startswith("<")]
    assert kinds == [NAME, NAME, "<money>", "<share>", "<number>", "<year>"]


def test_a_first_word_is_never_a_name():
    """Every sentence begins with a capital, and so do quotations, and what follows a colon or a full stop."""
    assert NAME not in tokens("The town waits. Buses wait. Why? Nobody knows! Listen: We wait, “We do.”")
    assert tokens("Harlow waits")[0] == "harlow"


def test_several_capitalised_words_are_one_name():
    """A long name is no louder than a short one."""
    assert tokens("the Harlow City Council waits") == ["the", NAME, "waits"]
    assert tokens("the Council and the Mayor wait") == ["the", NAME, "and", "the", NAME, "wait"]


def test_the_speaker_himself_is_no_name():
    """I is capitalised for other reasons."""
    assert tokens("and I say I'm late") == ["and", "i", "say", "i'm", "late"]


def test_printers_marks_do_not_matter():
    """Curly and straight quotation marks, apostrophes and dashes are the same."""
    assert tokens("“We don’t,” he said – twice — yes.") == tokens('"We don\'t," he said - twice - yes.')


def test_a_sentence_is_its_words_its_pairs_and_how_it_begins():
    """Each once, the beginning marked."""
    assert grams("Riders wait and wait and wait") == [
        *("riders", "wait", "and"),
        *("and wait", "riders wait", "wait and"),
        *("^riders", "^riders wait", "^riders wait and"),
    ]


def test_a_sentence_of_one_word_begins_in_one_way():
    """Nothing is said three times."""
    assert grams("Wait") == ["wait", "^wait"]


@pytest.mark.parametrize("text", ["", " ", "\n", "____"])
def test_a_text_without_words_has_no_grams(text):
    """Nothing is nothing."""
    assert grams(text) == []


@given(st.text())
def test_any_text_has_distinct_grams_that_fit_on_a_line_of_a_file(text):
    """Whatever a page holds: no line break and no tab can break a weights file."""
    found = grams(text)
    assert len(set(found)) == len(found)
    assert not any(mark in gram for gram in found for mark in "\t\n\r\v\f\x1c\x85\u2028")


@given(st.lists(st.sampled_from(["the", "Ruiz", "$5", "12", "2027", "9%", "said", ".", ":", "“"])).map(" ".join))
def test_a_name_never_stands_twice_in_a_row(text):
    """However names, figures and marks follow each other."""
    found = tokens(text)
    assert (NAME, NAME) not in pairwise(found)
