import pytest

from briefings.writing.encoder.wordpieces import Wordpieces
from tests.briefings.writing.encoder.invented import VOCABULARY

MANY = 50


def cut(text, most=MANY):
    """The pieces of a text in letters, without those that mark its start and end."""
    start, *pieces, end = Wordpieces(VOCABULARY)(text, most)
    assert (VOCABULARY[start], VOCABULARY[end]) == ("[CLS]", "[SEP]")
    return [VOCABULARY[number] for number in pieces]


def test_a_word_is_cut_into_the_longest_pieces_from_its_start():
    """What goes on inside a word is another piece than what starts one."""
    assert cut("harlow put off buses") == ["harlow", "put", "off", "bus", "##es"]
    assert cut("harlows lanes") == ["harlow", "##s", "lane", "##s"]
    assert Wordpieces(VOCABULARY)("harlow", MANY) == [2, VOCABULARY.index("harlow"), 3]


def test_the_longest_piece_is_taken_though_a_shorter_one_would_go_on():
    """Greedy, as the original: "harlo" is "har" and "##lo", never "har", "##low"."""
    assert cut("harlo") == ["har", "##lo"]
    assert cut("harlolow") == ["har", "##lo", "##low"]


def test_a_word_with_one_unknown_part_is_unknown_as_a_whole():
    """No part of it is kept, in front or behind."""
    assert cut("harlowq put qput") == ["[UNK]", "put", "[UNK]"]
    assert cut("low lowlow") == ["low", "low", "##low"]


@pytest.mark.parametrize(
    "text", ["café", "CAFÉ", "Cafe\u0301", "cafe", "Ca\u200bfe", "caf\u00ade", "ca\ufefffe", "caf\x00e"]
)
def test_accents_capitals_and_signs_nobody_sees_make_no_difference(text):
    """However they are written."""
    assert cut(text) == ["cafe"]


def test_a_text_of_signs_that_nobody_sees_is_empty():
    """It has a start and an end."""
    assert cut("") == cut(" \n\t\u00a0\u2009") == cut("\u200b\u200d \ufeff") == []


def test_punctuation_is_parted_from_words():
    """Each sign is a piece; one the vocabulary lacks is unknown, and signs of currencies are letters."""
    assert cut("Harlow's vote-on, “bus”.") == [
        *("harlow", "'", "[UNK]"),
        *("vote", "-", "on", ",", "“", "bus", "”", "."),
    ]
    assert cut("vote…put") == ["vote", "[UNK]", "put"]
    assert cut("...") == [".", ".", "."]
    assert cut("£2 22") == ["[UNK]", "2", "##2"]
    assert cut("$2") == ["$", "2"]


def test_white_space_of_every_kind_parts_words():
    """Pages use them all."""
    assert cut("put\u00a0off\u2009a\nvote\t on") == ["put", "off", "a", "vote", "on"]


def test_only_the_first_pieces_are_read():
    """Start and end are not counted, and a word may be cut in two there."""
    assert cut("harlow buses stay", 2) == ["harlow", "bus"]
    assert cut("harlow buses stay", 3) == ["harlow", "bus", "##es"]
    assert cut("harlow", 0) == []
    assert len(Wordpieces(VOCABULARY)("vote " * 500, 78)) == 80


def test_a_word_of_over_a_hundred_letters_is_unknown():
    """As in the original; a hundred are still read."""
    assert cut("2" * 100, 200) == ["2"] + ["##2"] * 99
    assert cut("2" * 101 + " vote") == ["[UNK]", "vote"]


def test_a_word_that_is_remembered_is_cut_as_the_first_time(monkeypatch):
    """And one that no longer fits into the memory is cut anew."""
    wordpieces = Wordpieces(VOCABULARY)
    first = wordpieces("harlowq buses harlow", MANY)
    assert wordpieces("harlowq buses harlow", MANY) == first
    monkeypatch.setattr("briefings.writing.encoder.wordpieces._REMEMBERED", 1)
    small = Wordpieces(VOCABULARY)
    assert small("harlowq buses harlow", MANY) == small("harlowq buses harlow", MANY) == first
    assert len(small._known) == 1


def test_a_vocabulary_that_lacks_a_sign_of_its_own_is_refused():
    """Without a start there is nothing to begin with."""
    with pytest.raises(KeyError):
        Wordpieces(("[UNK]", "[SEP]", "vote"))
