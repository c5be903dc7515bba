import pytest

from briefings.model import Move
from briefings.writing.fitness import fits, has_quantities, is_to_come
from briefings.writing.roles import ROLES
from briefings.writing.units import units

RUIZ = "“We would rather be late than wrong about it,” said council president Dana Ruiz."


@pytest.fixture
def unit(article):
    """Makes the one unit of a text."""

    def make(text):
        (found,) = units([article(text)])
        return found

    return make


@pytest.mark.parametrize(
    "text",
    [
        "The lanes would cost $38 million.",
        "Some 33 percent of the stops would go.",
        "Rents rose 4.5% in a year.",
        "About 31,000 people ride it past 54 stops a day.",
        "In Harlow two-thirds of the town voted, and 18 stops were closed.",
    ],
)
def test_amounts_shares_and_several_numbers_are_quantities(unit, text):
    """By the numbers needs them."""
    assert has_quantities(text)
    assert fits(unit(text), Move.BY_THE_NUMBERS)


@pytest.mark.parametrize(
    "text",
    [
        "Dana Ruiz was 41 when she left Harlow on May 3, 2026, at 8:30 a.m. for the year 2027.",
        "Riders between Route 40, Lane 5 and Lane 6 can call 555-010-2240 about it.",
        "A 34-year-old from Milbrook drove No. 12 and No. 14.",
        "Covid-19 closed the depot on Nov. 12 and on Dec. 24.",
        "One number, 54, is not yet a picture.",
        "The council waits.",
        "If you ride 12 times, you pay $38 million.",
    ],
)
def test_years_dates_times_ages_names_and_one_number_are_none(unit, text):
    """Neither is what is reckoned up for the reader."""
    assert not has_quantities(text)
    assert not fits(unit(text), Move.BY_THE_NUMBERS)


def test_a_quotation_needs_its_words_and_its_speaker(unit):
    """Nobody's words are no quotation, whatever they sound like."""
    assert fits(unit(RUIZ), Move.THEY_SAY)
    assert not fits(unit("“We would rather be late than wrong about it.”"), Move.THEY_SAY)
    assert not fits(unit("“We would rather be late than wrong about it,” she said."), Move.THEY_SAY)
    assert not fits(unit("Council president Dana Ruiz said the town would wait."), Move.THEY_SAY)
    assert not fits(unit("“We would rather be late than wrong, said council president Dana Ruiz."), Move.THEY_SAY)


def test_a_quotation_is_nothing_but_what_they_say(unit):
    """Somebody's own words are not ours to call the big picture."""
    counted = RUIZ.replace("wrong about it", "pay $38 million, and we will vote on it in May")
    assert [move for move in ROLES if fits(unit(counted), move)] == [Move.THEY_SAY]


@pytest.mark.parametrize("text", ["Will the 54 stops and 18 lanes reopen?", RUIZ.replace("Ruiz.", "Ruiz: Why?”")])
def test_no_point_asks_the_reader_something(unit, text):
    """A brief answers."""
    assert not any(fits(unit(text), move) for move in ROLES)


def test_a_plain_sentence_may_be_the_big_picture_or_the_other_side(unit):
    """These need nothing but what a model thinks of them."""
    told = unit("Cities have added bus lanes as ridership returned.")
    assert [move for move in ROLES if fits(told, move)] == [Move.BIG_PICTURE, Move.YES_BUT]


@pytest.mark.parametrize(
    ("text", "next_"),
    [
        ("The council will vote on the lanes in June.", True),
        ("The draw for the cup is next week in Harlow.", True),
        ("Work on the lanes begins in four months in Harlow.", True),
        ("The council is expected to hold a hearing.", True),
        ("The lanes could open by May.", True),
        ("The 3-2 vote followed six hours of testimony on the deadline.", False),
        ("The pipe was due to be replaced in three years by the city.", False),
        ("The council voted for the plan, which will cost $2 million next year.", False),
        ("The warning came hours before the mayor is to be sworn in next month.", False),
        ("To wait for the vote is to lose the election.", False),
        ("The council will not vote.", False),
    ],
)
def test_what_is_next_lies_ahead_in_the_main_clause(unit, text, next_):
    """A date, a vote or a side clause about the future does not make a sentence one."""
    assert is_to_come(text) is next_
    assert fits(unit(text), Move.WHATS_NEXT) is next_
