import random
from pathlib import Path

import pytest

from briefings.model import Article, Move
from briefings.writing.linear import LEDE, WHY, LinearScorer, complete, nothing
from briefings.writing.roles import ROLES
from briefings.writing.units import units
from briefings.writing.weights import Weights, WeightsError

OPENING = "Harlow put off a vote on its bus lanes until the spring."
GRANT = "Riders could lose a federal grant."
FARES = "Fares stay as they are in Milbrook."


def whys(given, *articles: Article):
    """How well each unit of a story says why it matters."""
    found = LinearScorer(lambda: given)("", units(articles))
    return [scores.moves[Move.WHY_IT_MATTERS] for scores in found]


def best(article, move):
    """The line of an article that scores best for a move with the weights we ship, and whether it counts."""
    found = units([article])
    scores = LinearScorer()(article.title, found)
    top = max(zip(found, scores, strict=True), key=lambda pair: pair[1].moves[move])
    return top[0].line, top[1].moves[move] > 0


def test_the_paragraph_that_says_why_counts_and_the_others_do_not(article, weights):
    """It has to be better than saying that none does, by the threshold."""
    given = weights({"why": 0.25}, why={"grant": 2.0, "#nothing": 1.0})
    assert whys(given, article(OPENING, GRANT, FARES)) == pytest.approx([-1.25, 0.75, -1.25])


def test_a_story_in_which_nothing_says_why_is_given_no_why(article, weights):
    """That none of the paragraphs is it is an answer, too, and its threshold is no gift."""
    assert all(score <= 0 for score in whys(weights(why={"grant": 2.0}), article(OPENING, FARES)))
    assert all(score <= 0 for score in whys(weights(why={"grant": 2.0, "#nothing": 2.0}), article(OPENING, GRANT)))
    assert all(score <= 0 for score in whys(weights({"why": 2.0}, why={"grant": 2.0}), article(OPENING, GRANT)))


def test_the_more_paragraphs_the_likelier_one_of_them_says_why(article, weights):
    """How sure "none of them" is may depend on how many there are; beyond thirty it does not."""
    assert nothing(3) != nothing(9)
    assert nothing(30) == nothing(300)
    given = weights(why={"grant": 2.0, "#nothing among 0": 3.0, "#nothing among 2": 1.0})
    assert whys(given, article(OPENING, GRANT))[1] < 0 < whys(given, article(OPENING, GRANT, *[FARES] * 5))[1]


def test_in_the_paragraph_that_says_why_the_sentence_that_says_so_is_best(article, weights):
    """The others are a little behind it, but before all other paragraphs."""
    told = article(OPENING, f"Stops would move. {GRANT} Buses wait.", FARES)
    opening, before, grant, after, fares = whys(weights(why={"grant": 2.0, "stops": 1.0}), told)
    assert grant > before > after > 0 >= max(opening, fares)


def test_in_a_paragraph_that_does_not_say_why_all_sentences_score_alike(article, weights):
    """There is no best of nothing."""
    scores = whys(weights(why={"grant": 1.0, "#nothing": 5.0}), article(OPENING, f"{GRANT} Buses wait."))
    assert scores[1] == scores[2] < 0


def test_where_a_paragraph_stands_is_not_asked(article):
    """Shuffled below its opening, a story keeps every score but those of the lede; with the weights we ship."""
    lines = [GRANT, FARES, "Some 54 stops and 31,000 riders wait.", "The council will vote in June.", "Rain fell."]
    scores = {}
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        found = units([article(OPENING, *lines)])
        scored = LinearScorer()("Harlow waits", found)
        told = {unit.text: score.moves for unit, score in zip(found, scored, strict=True)}
        for text, moves in told.items():
            assert moves == pytest.approx(scores.setdefault(text, moves))


def test_another_outlets_sentence_has_to_be_clearly_better(article, weights):
    """The lead article tells the story; what it does not say is taken from others, but never the opening."""
    given = weights(why={"grant": 2.0}, lede={"grant": 5.0}, yes_but={"grant": 2.0})
    own, other = LinearScorer(lambda: given)("", units([article(GRANT), article(GRANT, name="b")]))
    for move in (Move.WHY_IT_MATTERS, Move.YES_BUT):
        assert 0 < other.moves[move] < own.moves[move]
    assert other.lede < 0 < own.lede
    slightly = weights(why={"grant": 0.4})
    assert (
        whys(slightly, article(OPENING), article(GRANT, name="b"))[1] < 0 < whys(slightly, article(OPENING, GRANT))[1]
    )


def test_the_lede_is_looked_for_near_the_top(article, weights):
    """What it says counts, and where it stands."""
    given = weights(lede={"#line=0": 1.0, "#line=2": -1.0, "grant": 0.5})
    scores = LinearScorer(lambda: given)("", units([article(OPENING, GRANT, FARES)]))
    assert [score.lede for score in scores] == pytest.approx([1.0, 0.5, -1.0])


def test_a_point_is_what_is_likelier_than_all_else(article, weights):
    """Its share of all that a sentence may be, less the threshold."""
    given = weights({"yes_but": 0.5}, yes_but={"grant": 3.0}, other={"federal": 3.0})
    rivals = article("Riders could lose a grant.", GRANT, FARES)
    alone, both, neither = (s.moves[Move.YES_BUT] for s in LinearScorer(lambda: given)("", units([rivals])))
    assert alone > 0 > both > neither
    assert neither == pytest.approx(1 / (len(ROLES) + 1) - 0.5)


def test_why_and_lede_do_not_speak_against_a_point(article, weights):
    """They are asked of a story, not of a sentence by itself."""
    quiet = weights(yes_but={"grant": 2.0})
    loud = weights(yes_but={"grant": 2.0}, why={"grant": 9.0}, lede={"a": 9.0})
    one, other = (LinearScorer(given)("", units([article(GRANT)]))[0] for given in (lambda: quiet, lambda: loud))
    assert one.moves[Move.YES_BUT] == other.moves[Move.YES_BUT]
    assert one.lede < other.lede


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("“We would rather be late than wrong about it.”", Move.THEY_SAY),
        ("Dana Ruiz was 41 when she left Harlow on May 3, 2026, at 8:30 a.m.", Move.BY_THE_NUMBERS),
        ("The 3-2 vote followed six hours of testimony on the deadline.", Move.WHATS_NEXT),
        ("Will the lanes ever open?", Move.BIG_PICTURE),
    ],
)
def test_what_lacks_what_its_kind_needs_is_unfit_however_sure_the_model_is(article, weights, text, move):
    """A quotation needs a speaker, figures quantities, what is next a future."""
    sure = weights(**{move.value: {"the": 50.0, "it": 50.0, "a": 50.0, "^will": 50.0}})
    (scores,) = LinearScorer(lambda: sure)("", units([article(text)]))
    assert scores.moves[move] < -1


@pytest.mark.parametrize("points", [2000.0, -2000.0])
def test_scores_beyond_all_measure_break_nothing(article, weights, points):
    """A strange weights file gives strange briefs, not a crash."""
    given = weights(**{name: {"grant": points} for name in ("why", "lede", "other", *(move.value for move in ROLES))})
    (scores,) = LinearScorer(lambda: given)("", units([article(GRANT)]))
    assert scores.moves[Move.YES_BUT] == pytest.approx(1 / (len(ROLES) + 1))


def test_a_story_without_text_has_no_scores(weights):
    """Nothing is asked of nothing."""
    assert LinearScorer(weights)("A title", []) == []


@pytest.mark.parametrize("name", [WHY, LEDE, *(move.value for move in ROLES)])
def test_weights_that_lack_a_role_are_not_complete(weights, name):
    """One sentence names the file they came from."""
    whole = weights(why={"grant": 2.0})
    columns = tuple(column if column != name else "something else" for column in whole.columns)
    with pytest.raises(WeightsError, match=r"^w\.tsv holds no weights for a brief: .*\.$"):
        complete(Weights(columns, whole.thresholds, whole.rows), Path("w.tsv"))


def test_weights_that_lack_a_threshold_are_not_complete(weights):
    """But for the lede: the best opening is taken, whatever it scores."""
    whole = weights(why={"grant": 2.0})
    assert complete(whole, Path("w.tsv")) is whole
    for name in whole.thresholds:
        rest = {other: least for other, least in whole.thresholds.items() if other != name}
        given = Weights(whole.columns, rest, whole.rows)
        if name in {WHY, *(move.value for move in ROLES)}:
            with pytest.raises(WeightsError, match="a column or a threshold is missing"):
                complete(given, Path("w.tsv"))
        else:
            assert complete(given, Path("w.tsv")) is given


def test_the_model_is_asked_for_when_the_first_story_comes():
    """A scorer that is only made reads no file."""
    asked = []
    LinearScorer(lambda: asked.append(1))
    assert asked == []


def test_each_role_of_a_plain_report_finds_its_sentence(plain):
    """The weights we ship know the other side, too, but are not sure of it."""
    assert best(plain, Move.WHY_IT_MATTERS)[0] == 1
    assert best(plain, Move.THEY_SAY) == (2, True)
    assert best(plain, Move.BY_THE_NUMBERS) == (3, True)
    assert best(plain, Move.YES_BUT)[0] == 4
    assert best(plain, Move.WHATS_NEXT) == (5, True)
    assert best(plain, Move.BIG_PICTURE) == (6, True)


def test_the_first_sentence_of_a_plain_report_is_its_best_lede(plain):
    """News is told from the top."""
    scores = LinearScorer()(plain.title, units([plain]))
    assert max(range(len(scores)), key=lambda n: scores[n].lede) == 0


def test_a_consequence_is_why(telling):
    """Who would lose what is a reason."""
    assert best(telling, Move.WHY_IT_MATTERS) == (1, True)


def test_that_it_matters_is_not_why(article):
    """A few words that only claim weight are no reason."""
    assert best(article("Harlow lost.", "The ruling matters beyond the site."), Move.WHY_IT_MATTERS)[1] is False


def test_a_place_alone_makes_no_point(article):
    """A sentence in the best place that says nothing of the kind serves no move."""
    told = article("Harlow painted a bridge.", "Harlow painted its second bridge green in the same month.")
    scores = LinearScorer()("Harlow painted a second bridge green", units([told]))[1].moves
    assert all(score < 0 for score in scores.values())


def test_a_text_without_words_scores_and_does_not_break(article):
    """Figures alone are text too."""
    assert len(LinearScorer()("", units([article("2026.", "A.")]))) == 2
