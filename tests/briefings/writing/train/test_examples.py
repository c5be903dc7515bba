from collections.abc import Sequence

import pytest

from briefings.model import Move
from briefings.writing.linear import nothing
from briefings.writing.train.corpus import Marked
from briefings.writing.train.examples import (
    CLASSES,
    Choice,
    instances,
    ledes,
    marked_instances,
    marked_whys,
    read,
    whys,
)

OPENING = (None, "Harlow put off a vote on its bus lanes.")
WHY = (Move.WHY_IT_MATTERS, "Riders could lose a grant. Many of them depend on it.")
SAY = (Move.THEY_SAY, "“We would rather be late than wrong. We wait,” said council president Dana Ruiz.")
NUMBERS = (Move.BY_THE_NUMBERS, "About 31,000 people ride past 54 stops. Some 18 would move.")
PLAIN = (None, "Rain fell on the hills.")
NO_MARKS = dict.fromkeys(Move, ())


def laid(told):
    """A story as it is laid out."""
    return read(told.title, told.paragraphs)


def article(*paragraphs: str, maybe=(), lede=None, **marks: Sequence[tuple[int, int]]):
    """An article in which sentences are marked, by the name of their move."""
    places = NO_MARKS | {Move(name): tuple(at) for name, at in marks.items()}
    return Marked("Harlow waits", paragraphs, places, tuple(maybe), lede)


def texts_of(choice: Choice, told, found):
    """The paragraphs among which a choice is made."""
    of = {passage.features: found.units[passage.units.start].span.paragraph for passage in found.features.passages}
    return [told.paragraphs[of[option]] for option in choice.options[:-1]]


def test_why_is_a_choice_among_all_paragraphs_but_the_first(story):
    """The last option is that none of them says so. Two others are too few to choose none of."""
    told = story(OPENING, WHY, SAY, NUMBERS)
    found = laid(told)
    (choice,) = whys(told, found)
    assert texts_of(choice, told, found) == [WHY[1], SAY[1], NUMBERS[1]]
    assert choice.options[-1] == nothing(3)
    assert choice.shares == (1.0, 0.0, 0.0, 0.0)
    assert choice.group == "issue"


def test_two_labelled_paragraphs_share_the_answer(story):
    """Shares are of one whole."""
    told = story(OPENING, WHY, SAY, (Move.WHY_IT_MATTERS, "Fares would double."))
    assert next(whys(told, laid(told))).shares == (0.5, 0.0, 0.5, 0.0)


def test_without_the_paragraphs_that_say_so_the_answer_is_that_none_does(story):
    """What is near why it matters is taken out as well; such an example counts less."""
    told = story(
        OPENING,
        WHY,
        SAY,
        NUMBERS,
        (Move.BIG_PICTURE, "Cities add lanes."),
        PLAIN,
        near=(None, Move.WHY_IT_MATTERS, Move.THEY_SAY, Move.BY_THE_NUMBERS, Move.BIG_PICTURE, None),
    )
    found = laid(told)
    said, silent = whys(told, found)
    assert texts_of(silent, told, found) == [SAY[1], NUMBERS[1], PLAIN[1]]
    assert silent.shares == (0.0, 0.0, 0.0, 1.0)
    assert 0 < silent.weight < said.weight
    assert silent.group == "issue"


@pytest.mark.parametrize(
    "parts",
    [
        (OPENING, SAY, NUMBERS, PLAIN),
        (WHY, SAY, NUMBERS, PLAIN),
        (WHY, WHY, WHY, WHY),
        (OPENING, WHY, SAY),
        (OPENING,),
        (),
    ],
    ids=["nobody says why", "the first says why", "all say why", "too few", "only an opening", "nothing"],
)
def test_a_story_that_leaves_no_choice_is_no_example(story, parts):
    """Its editors say nothing of where why it matters stands."""
    told = story(*parts)
    assert list(whys(told, laid(told))) == []


def test_an_invented_story_that_says_nothing_of_why_is_an_example_of_that(story):
    """We know that it does not, and its issue is nobody's."""
    told = story(OPENING, SAY, NUMBERS, PLAIN)
    (choice,) = whys(told, laid(told), invented=True)
    assert choice.shares[-1] == 1.0
    assert choice.group == ""


def test_invented_stories_count_less(story):
    """They are ours."""
    told = story(OPENING, WHY, SAY, NUMBERS)
    real, invented = next(whys(told, laid(told))), next(whys(told, laid(told), invented=True))
    assert 0 < invented.weight < real.weight
    assert invented.options == real.options


LINES = (OPENING[1], WHY[1], SAY[1], NUMBERS[1], PLAIN[1])


def test_a_marked_paragraph_is_the_answer_and_the_next_best_a_part_of_it():
    """A sentence that would pass has a smaller share."""
    told = article(*LINES, why_it_matters=[(1, 0)], maybe=[(4, 0)])
    (choice,) = marked_whys(told, laid(told))
    assert choice.shares[0] > choice.shares[3] > 0
    assert choice.shares[1] == choice.shares[2] == choice.shares[-1] == 0
    assert sum(choice.shares) == pytest.approx(1)


def test_an_article_in_which_nothing_is_marked_says_nothing_of_why():
    """Unless something would pass, which then has a small share."""
    told = article(*LINES)
    (choice,) = marked_whys(told, laid(told))
    assert choice.shares == (0.0, 0.0, 0.0, 0.0, 1.0)
    told = article(*LINES, maybe=[(4, 0)])
    (perhaps,) = marked_whys(told, laid(told))
    assert perhaps.shares[-1] > perhaps.shares[3] > 0


def test_an_article_that_says_why_in_its_opening_only_is_no_example():
    """The opening is told anyway."""
    told = article(*LINES, why_it_matters=[(0, 0)], maybe=[(2, 0)])
    assert list(marked_whys(told, laid(told))) == []


def test_an_opening_is_no_option_even_where_it_is_marked_too():
    """The other marked paragraph is the whole answer."""
    told = article(*LINES, why_it_matters=[(0, 0), (2, 0)])
    (choice,) = marked_whys(told, laid(told))
    assert choice.shares == (0.0, 1.0, 0.0, 0.0, 0.0)


def test_what_was_not_read_is_no_option_unless_it_is_marked():
    """Nobody marked what stands far down an article."""
    lines = [OPENING[1], *(f"Stop number {n} waits for its bus." for n in range(1, 60))]
    (choice,) = marked_whys(told := article(*lines, why_it_matters=[(3, 0)]), laid(told))
    assert len(choice.options) == 45
    (choice,) = marked_whys(told := article(*lines, why_it_matters=[(3, 0), (55, 0)]), laid(told))
    assert len(choice.options) == 46


def test_the_lede_is_a_choice_among_the_first_lines(story):
    """The right one is the sentence at the place given."""
    told = story(OPENING, WHY, SAY, *[PLAIN] * 20)
    (choice,) = ledes(laid(told), (1, 1), 0.3)
    assert choice.shares.index(1.0) == 2
    assert len(choice.shares) == 13
    assert (choice.weight, choice.group) == (0.3, "")


@pytest.mark.parametrize("at", [None, (22, 0), (99, 0)])
def test_a_lede_that_is_unknown_far_down_or_not_there_is_no_example(story, at):
    """It could not be chosen."""
    told = story(OPENING, WHY, SAY, *[PLAIN] * 20)
    assert list(ledes(laid(told), at, 1.0)) == []


def test_a_mark_inside_a_quotation_means_the_whole_of_it():
    """Sentences of one quotation stand together: the second one is in the same unit as the first."""
    told = article(*LINES, they_say=[(2, 1)], lede=(2, 1))
    found = laid(told)
    quotation = next(n for n, unit in enumerate(found.units) if unit.span.paragraph == 2)
    (choice,) = ledes(found, told.lede, 1.0)
    assert choice.shares.index(1.0) == quotation
    labels = [example.label for example in marked_instances(told, found)]
    assert labels[quotation - 1] == Move.THEY_SAY.value


def test_each_sentence_of_a_point_is_an_example_of_its_kind(story):
    """What follows the first one counts less; running text and the opening are none."""
    told = story(OPENING, NUMBERS, PLAIN, WHY)
    found = list(instances(told, laid(told)))
    assert [example.label for example in found] == [*["by_the_numbers"] * 2, *["why_it_matters"] * 2]
    assert found[0].weight == found[2].weight > found[1].weight == found[3].weight > 0


def test_moves_that_nobody_looks_for_are_rivals(story):
    """What drives the news is a detail of it, our own take anything else; a label nobody knows teaches nothing."""
    told = story(
        (Move.THEY_SAY, "An opening that is labelled."),
        (Move.DRIVING_THE_NEWS, "A judge ruled."),
        (Move.ZOOM_IN, "Stops move."),
        (Move.CONTEXT, "It began in 2019."),
        (Move.OUR_TAKE, "We doubt it."),
        (Move.OTHER, "Thanks to Bo."),
    )
    assert [example.label for example in instances(told, laid(told))] == ["zoom_in", "zoom_in", "context", "other"]


def test_a_marked_article_teaches_what_its_other_sentences_are_not():
    """Sentences without a mark are anything else, and count less; the opening is left out."""
    told = article(*LINES, why_it_matters=[(1, 0)], by_the_numbers=[(3, 1)])
    found = list(marked_instances(told, laid(told)))
    assert [example.label for example in found] == [
        *("why_it_matters", "other", "other", "other", "by_the_numbers", "other")
    ]
    assert found[0].weight > found[1].weight > 0
    assert {example.label for example in found} <= set(CLASSES)
