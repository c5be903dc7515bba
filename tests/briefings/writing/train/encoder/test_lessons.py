from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from briefings.model import Move
from briefings.writing.encoder.passages import Passages
from briefings.writing.train.corpus import Marked
from briefings.writing.train.encoder.lessons import KINDS, MOST, OTHER, Lesson, from_labelled, from_marked, shown
from tests.briefings.writing.encoder.invented import VOCABULARY

OPENING = (None, "Harlow put off a vote on its bus lanes.")
WHY = (Move.WHY_IT_MATTERS, "Riders could lose a grant. Many of them depend on it.")
SAY = (Move.THEY_SAY, "“We would rather be late than wrong. We wait,” said council president Dana Ruiz.")
NUMBERS = (Move.BY_THE_NUMBERS, "About 31,000 people ride past 54 stops. Some 18 would move.")
PLAIN = (None, "Rain fell on the hills.")
PARTS = (WHY, SAY, NUMBERS, PLAIN)
TEXTS = [text for _, text in (OPENING, *PARTS)]
PASSAGES = Passages(VOCABULARY)


def of_labelled(told, *, invented=False):
    """The one lesson of a labelled story."""
    (lesson,) = from_labelled(told, PASSAGES, invented=invented)
    return lesson


def of_marked(*paragraphs: str, maybe: Sequence[tuple[int, int]] = (), **marks: Sequence[tuple[int, int]]):
    """The one lesson of an article in which sentences are marked, by the name of their move."""
    places = dict.fromkeys(Move, ()) | {Move(name): tuple(at) for name, at in marks.items()}
    (lesson,) = from_marked(Marked("Harlow waits", paragraphs, places, tuple(maybe), None), PASSAGES)
    return lesson


def kinds_of(lesson: Lesson):
    """What each passage is, by name."""
    return [None if kind is None else KINDS[kind] for kind in lesson.kinds]


def test_why_is_a_choice_among_all_passages_behind_the_opening(story):
    """The passages are read as a scorer reads them; that nothing says so is an option, and not the right one."""
    lesson = of_labelled(story(OPENING, *PARTS))
    assert lesson.passages[3][:2] == (2, 1)
    assert VOCABULARY[lesson.passages[0][3]] == "."
    assert len(lesson.passages) == 5
    assert lesson.answers == (1.0, 0.0, 0.0, 0.0)
    assert lesson.silence == 0.0
    assert lesson.weight == 1.0


def test_all_labelled_paragraphs_are_answers(story):
    """And each line of one that has several."""
    told = story(OPENING, PLAIN, WHY, SAY, (Move.WHY_IT_MATTERS, "Fares would double.\nBuses would stop."))
    assert of_labelled(told).answers == (0.0, 1.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "parts",
    [
        (OPENING, SAY, NUMBERS, PLAIN),
        ((Move.WHY_IT_MATTERS, OPENING[1]), SAY, NUMBERS, PLAIN),
        ((Move.WHY_IT_MATTERS, OPENING[1]), *PARTS),
        ((Move.WHY_IT_MATTERS, OPENING[1]), *[WHY] * 4),
    ],
)
def test_a_story_of_editors_without_a_plain_answer_teaches_kinds_alone(story, parts):
    """Nobody said that nothing in it says so; and where the opening does, what else does is no whole answer."""
    lesson = of_labelled(story(*parts))
    assert (lesson.weight, lesson.silence) == (0.0, 0.0)
    assert lesson.telling == frozenset()
    assert any(kind is not None for kind in lesson.kinds)


def test_an_invented_story_without_why_teaches_silence(story):
    """We wrote it so; one that has a why is a choice like those of editors. Both count less."""
    silent = of_labelled(story(OPENING, SAY, NUMBERS, PLAIN), invented=True)
    assert (silent.answers, silent.silence) == ((0.0, 0.0, 0.0), 1.0)
    opening = (Move.WHY_IT_MATTERS, OPENING[1])
    assert of_labelled(story(opening, SAY, NUMBERS, PLAIN), invented=True).silence == 1.0
    said = of_labelled(story(OPENING, *PARTS), invented=True)
    assert (said.answers, said.silence) == ((1.0, 0.0, 0.0, 0.0), 0.0)
    assert 0 < silent.weight == said.weight < of_labelled(story(OPENING, *PARTS)).weight


def test_with_too_few_passages_there_is_no_choice_and_no_lesson(story):
    """Four are the least, the opening among them."""
    assert list(from_labelled(story(OPENING, WHY, SAY), PASSAGES)) == []
    assert len(of_labelled(story(OPENING, WHY, SAY, PLAIN)).passages) == 4
    assert list(from_marked(Marked("", tuple(TEXTS[:3]), dict.fromkeys(Move, ()), (), None), PASSAGES)) == []


def test_kinds_are_those_that_editors_named(story):
    """What they called something else, or nothing, and the opening, are not taught; why counts less than others."""
    named = [move for move in Move if move is not Move.OTHER]
    told = story(
        (Move.CONTEXT, OPENING[1]), PLAIN, (Move.OTHER, "Fares stay."), *((move, "It waits.") for move in named)
    )
    lesson = of_labelled(told)
    assert kinds_of(lesson) == [None, None, None, *(move.value for move in named)]
    weights = dict(zip(kinds_of(lesson), lesson.kind_weights, strict=True))
    assert weights["why_it_matters"] < weights["they_say"] == weights["context"] == 1.0


def test_what_would_have_to_go_for_silence_is_all_that_could_be_an_answer(story):
    """What comes near why it matters is no answer, but it would break the silence."""
    near = (None, Move.WHY_IT_MATTERS, Move.BIG_PICTURE, Move.BY_THE_NUMBERS, Move.BOTTOM_LINE)
    lesson = of_labelled(story(OPENING, *PARTS, near=near))
    assert lesson.telling == {1, 2, 4}
    assert lesson.answers == (1.0, 0.0, 0.0, 0.0)


def test_a_very_long_story_is_learned_from_up_to_its_limit(story):
    """Sixty paragraphs of a labelled one, thirty of a marked one; an answer beyond them is none."""
    long = of_labelled(story(OPENING, *[PLAIN] * 80, WHY, SAY))
    assert (len(long.passages), len(long.answers), len(long.kinds), long.weight) == (60, 59, 60, 0.0)
    marked = of_marked(*[PLAIN[1]] * 40, why_it_matters=[(35, 0)])
    assert (len(marked.passages), marked.silence) == (30, 1.0)


def test_a_marked_article_has_sure_answers_and_some_that_may_be_one():
    """Those count less, where there is a sure one; it counts less than one that editors labelled."""
    lesson = of_marked(*TEXTS, why_it_matters=[(1, 0), (2, 0)], maybe=[(2, 0), (3, 1), (0, 0)])
    assert lesson.answers == pytest.approx((1.0, 1.0, 0.3, 0.0))
    assert lesson.silence == 0.0
    assert 0 < lesson.weight < 1
    assert lesson.telling == frozenset()


def test_a_marked_article_that_says_nothing_teaches_silence():
    """What may be one is the answer for a small part; it counts less than an article with an answer."""
    unsure = of_marked(*TEXTS, maybe=[(2, 0)])
    assert unsure.silence == 1.0
    assert unsure.answers == pytest.approx((0.0, 0.09, 0.0, 0.0))
    assert 0 < unsure.weight < of_marked(*TEXTS, why_it_matters=[(1, 0)]).weight
    assert of_marked(*TEXTS).answers == (0.0,) * 4


def test_a_marked_article_whose_opening_alone_says_why_is_not_asked_for_silence():
    """It does say so, where no scorer may choose; what may be one can still be told from the rest."""
    quiet = of_marked(*TEXTS, why_it_matters=[(0, 0)])
    assert (quiet.silence, quiet.weight) == (None, 0.0)
    perhaps = of_marked(*TEXTS, why_it_matters=[(0, 0)], maybe=[(1, 0)])
    assert perhaps.silence is None
    assert perhaps.answers[0] > 0 < perhaps.weight
    both = of_marked(*TEXTS, why_it_matters=[(0, 0), (1, 0)])
    assert (both.answers[0], both.silence) == (1.0, 0.0)
    beyond = of_marked(*[PLAIN[1]] * 40, why_it_matters=[(0, 0), (35, 0)])
    assert (beyond.silence, beyond.weight) == (None, 0.0)


def test_a_passage_without_a_mark_is_something_else():
    """Less surely than a marked one is what it was marked as; the opening is nothing."""
    lesson = of_marked(*TEXTS, they_say=[(2, 0)])
    assert kinds_of(lesson) == [None, OTHER, "they_say", OTHER, OTHER]
    assert 0 < lesson.kind_weights[1] < lesson.kind_weights[2] < 1


def made(count, *, answers=(), telling=(), silence: float | None = 0.0):
    """A lesson of so many passages, each with its number for a text."""
    return Lesson(
        passages=tuple((n,) for n in range(count)),
        answers=tuple(float(n in answers) for n in range(1, count)),
        silence=silence,
        weight=1.0,
        kinds=tuple(n or None for n in range(count)),
        kind_weights=tuple(n / 10 for n in range(count)),
        telling=frozenset(telling),
    )


def numbers(lesson: Lesson):
    """Which passages a lesson has."""
    return [n for (n,) in lesson.passages]


def test_now_and_then_a_story_is_shown_without_its_answer():
    """In three of ten times, and then all that tells goes and silence is right."""
    lesson, chance = made(8, answers=[2], telling=[2, 3]), np.random.default_rng(1)
    often = [shown(lesson, chance) for _ in range(1000)]
    without = [one for one in often if one != lesson]
    assert 250 < len(without) < 350
    assert all(one == without[0] for one in without)
    assert numbers(without[0]) == [0, 1, 4, 5, 6, 7]
    assert (without[0].answers, without[0].silence) == ((0.0,) * 5, 1.0)


def test_a_story_that_would_be_too_short_without_its_answer_keeps_it():
    """With fewer than four there is nothing to choose from."""
    chance = np.random.default_rng(1)
    short = made(5, answers=[2], telling=[2, 3])
    assert all(shown(short, chance) == short for _ in range(50))
    enough = made(6, answers=[2], telling=[2, 3])
    assert any(len(shown(enough, chance).passages) == 4 for _ in range(50))


def test_a_long_story_is_shown_in_part_and_never_without_what_is_right():
    """The opening stays, and the order; which others are seen changes."""
    lesson, chance = made(60, answers=[5, 50], silence=None), np.random.default_rng(1)
    often = [shown(lesson, chance) for _ in range(50)]
    for one in often:
        found = numbers(one)
        assert len(found) == MOST
        assert found == sorted(set(found))
        assert {0, 5, 50} <= set(found)
        assert [n for n, share in zip(found[1:], one.answers, strict=True) if share] == [5, 50]
        assert one.silence is None
    assert {n for one in often for n in numbers(one)} == set(range(60))


def test_what_is_known_of_a_passage_goes_with_it():
    """Its kind, and how much that counts."""
    one = shown(made(60, answers=[5]), np.random.default_rng(1))
    assert one.kinds == tuple(n or None for n in numbers(one))
    assert one.kind_weights == tuple(n / 10 for n in numbers(one))


def test_a_story_that_is_just_short_enough_is_shown_whole():
    """Nothing is left out of it."""
    whole = made(MOST, answers=[5])
    assert shown(whole, np.random.default_rng(1)) == whole
    assert len(shown(made(MOST + 1, answers=[5]), np.random.default_rng(1)).passages) == MOST


def test_a_story_with_more_right_passages_than_are_shown_keeps_them_all():
    """None of them would be wrong."""
    right = range(1, 30)
    assert numbers(shown(made(40, answers=right), np.random.default_rng(1))) == [0, *right]


def test_the_same_chance_shows_the_same():
    """So that the same training gives the same model."""
    lesson = made(60, answers=[5], telling=[5, 6])
    one, other = ([shown(lesson, chance) for _ in range(20)] for chance in map(np.random.default_rng, (3, 3)))
    assert one == other
    assert one[0] != replace(lesson)
