import pytest

from briefings.writing.quotes import is_whole, names_speaker, quoted_ranges, quoted_words, says


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“A.” B.", True),
        ('"A" b', True),
        ("none", True),
        ("“A.", False),
        ("A.”", False),
        ('"A', False),
        ("“A “B”", False),
    ],
)
def test_a_quotation_is_whole_when_it_opens_and_closes(text, whole):
    """Half a quotation is nobody's words."""
    assert is_whole(text) is whole


def test_ranges_hold_the_marks_and_an_open_one_runs_to_the_end():
    """Cuts keep clear of these."""
    assert quoted_ranges('a "b" c “d') == [(2, 5), (8, 10)]


def test_scare_quotes_are_no_quotation():
    """A phrase in marks says nothing that needs a speaker."""
    assert quoted_words('They call it "the big wait" here.') == 0
    assert quoted_words("“We would rather be late than wrong,” he said.") == 7


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("“We wait,” said Dana Ruiz.", True),
        ("“We wait,” Ruiz, the mayor, told reporters.", True),
        ("“We wait,” the company said.", True),
        ("Ruiz said she will wait.", True),
        ("Ruiz blamed what she called a bad plan, the mayor said.", True),
        ("“We wait,” said she.", False),
        ("The lanes wait, says he on the phone to Ruiz, who said so.", False),
        ("Dana Ruiz, the mayor, said she waits.", True),
        ("Ruiz, the mayor, says she waits, the council said.", True),
        ("“We wait,” said council president Dana Ruiz.", True),
        ("“We wait,” said on Tuesday.", False),
        ("According to officials, it waits.", True),
        ("“We wait,” she said.", False),
        ("“We wait.”", False),
        ("“Said Dana Ruiz.”", False),
    ],
)
def test_a_speaker_is_a_name_or_an_office_outside_the_quotation(text, named):
    """A pronoun is nobody the reader has met."""
    assert names_speaker(text) is named


def test_reported_speech_counts_as_saying():
    """With a pronoun too."""
    assert says("It waits, she said.")
    assert says("Ruiz said it waits.")
    assert not says("It waits.")
