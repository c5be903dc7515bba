import pytest

from briefings.model import Move
from briefings.writing.scoring import cue_scores
from briefings.writing.units import units


def best(article, move):
    """The sentence of an article that scores best for a move, and whether it is over the threshold."""
    found = units([article])
    scores = cue_scores(article.title, found)
    top = max(zip(found, scores, strict=True), key=lambda pair: pair[1].moves[move])
    return top[0].line, top[1].moves[move] > 0


def test_each_role_finds_its_sentence(plain):
    """A report with one sentence for each role gives each its own."""
    assert best(plain, Move.WHY_IT_MATTERS) == (1, True)
    assert best(plain, Move.THEY_SAY) == (2, True)
    assert best(plain, Move.BY_THE_NUMBERS) == (3, True)
    assert best(plain, Move.YES_BUT) == (4, True)
    assert best(plain, Move.WHATS_NEXT) == (5, True)
    assert best(plain, Move.BIG_PICTURE) == (6, True)


def test_the_first_sentence_is_the_best_lede(plain):
    """News is told from the top."""
    scores = cue_scores(plain.title, units([plain]))
    assert max(range(len(scores)), key=lambda n: scores[n].lede) == 0


def test_years_dates_and_times_are_no_figures(article):
    """By the numbers needs quantities."""
    told = article("Dana Ruiz was 41 when she left Harlow on May 3, 2026, at 8:30 a.m. for the year 2027.")
    assert best(told, Move.BY_THE_NUMBERS) == (0, False)


def test_a_sentence_that_leans_on_another_scores_less(article):
    """They and it mean somebody the reader has not met."""
    told = article("Riders will lose the grant.", "Then they will lose the grant.")
    first, second = cue_scores("", units([told]))
    assert second.moves[Move.WHATS_NEXT] < first.moves[Move.WHATS_NEXT]


def test_quotations_and_figures_without_a_speaker_or_a_quantity_are_unfit(article):
    """Nobody's words are no quotation, whatever they sound like."""
    told = article("“We would rather be late than wrong about it.”")
    assert best(told, Move.THEY_SAY) == (0, False)


def test_a_text_without_words_scores_and_does_not_break(article):
    """Figures alone are text too."""
    assert len(cue_scores("", units([article("2026.", "A.")]))) == 2


@pytest.mark.parametrize(
    ("text", "next_"),
    [
        ("The council will vote on the lanes in June.", True),
        ("The draw for the cup is next week in Harlow.", True),
        ("Work on the lanes begins in four months in Harlow.", True),
        ("The 3-2 vote followed six hours of testimony on the deadline.", False),
        ("The pipe was due to be replaced in three years by the city.", False),
        ("The council voted for the plan, which will cost $2 million next year.", False),
        ("The warning came hours before the mayor is to be sworn in next month.", False),
        ("To wait for the vote is to lose the election.", False),
    ],
)
def test_what_is_next_lies_ahead_in_the_main_clause(article, text, next_):
    """A date, a vote or a side clause about the future does not make a sentence one."""
    told = article("Harlow put off its vote.", text)
    assert (cue_scores("", units([told]))[1].moves[Move.WHATS_NEXT] > 0) is next_


def test_a_place_alone_makes_no_point(article):
    """A sentence in the best place that says nothing of the kind serves no move."""
    told = article("Harlow painted a bridge.", "Harlow painted its second bridge green in the same month.")
    scores = cue_scores("Harlow painted a second bridge green", units([told]))[1].moves
    assert all(score < 0 for score in scores.values())


def test_that_it_matters_is_not_why(article):
    """A few words that only claim weight lose against a reason."""
    told = article("Harlow lost.", "The ruling matters beyond the site.")
    assert best(told, Move.WHY_IT_MATTERS)[1] is False


def test_numbers_in_names_and_telephones_are_no_figures(article):
    """Route 40 and a telephone number count nothing."""
    told = article("Riders between Route 40, Lane 5 and Lane 6 can call 555-010-2240 about it.")
    assert best(told, Move.BY_THE_NUMBERS) == (0, False)


def test_a_question_or_an_address_to_the_reader_is_a_poor_lede(article):
    """The news stands below."""
    told = article("Will the buses of Harlow ever run again?", "The buses of Harlow run again from Monday.")
    scores = cue_scores(told.title, units([told]))
    assert scores[1].lede > scores[0].lede
