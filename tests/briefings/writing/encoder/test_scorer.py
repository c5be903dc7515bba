from dataclasses import dataclass, replace
from math import exp, log

import pytest

from briefings.model import Article, Move
from briefings.writing.encoder.model import load
from briefings.writing.encoder.network import Worth
from briefings.writing.encoder.scorer import PASSAGES, EncoderScorer
from briefings.writing.linear import LinearScorer
from briefings.writing.roles import ROLES
from briefings.writing.units import units
from tests.briefings.writing.encoder.invented import KINDS, THRESHOLDS, VOCABULARY

OPENING = "Harlow put off a vote on its bus lanes."
GRANT = "Riders could lose a federal grant."
FARES = "Fares stay as they are."
NUMBER = VOCABULARY.index("grant")


@dataclass
class Taught:
    """A network that knows a word: a passage with it is worth a why, and is a yes-but; it keeps what it was asked.

    `kind` is how likely it finds any passage to be a why by itself.
    """

    why: float = 2.0
    silence: float = 1.0
    kind: float = 1.0
    asked: tuple[tuple[int, ...], ...] = ()

    def worth(self, paragraphs):
        self.asked = tuple(map(tuple, paragraphs))
        knows = [NUMBER in pieces for pieces in paragraphs]
        rest = 0.4 / (len(KINDS) - 1)
        likely = {True: {"yes_but": 0.6}, False: {}}
        kinds = [
            tuple(log(({"why_it_matters": self.kind} | likely[known]).get(kind, rest)) for kind in KINDS)
            for known in knows
        ]
        return Worth(tuple(self.why * known for known in knows[1:]), self.silence, tuple(kinds))


@pytest.fixture
def model(encoder_file, weights):
    """Makes the invented model with a network that knows a word, and a linear model of the weights given."""

    def make(network=None, thresholds=None, **columns: dict[str, float]):
        found = load(encoder_file(linear=weights(**columns) if columns else weights(why={"nothing": 0.0})))
        return replace(found, network=network or Taught(), thresholds=THRESHOLDS | (thresholds or {}))

    return make


def scores(given, *articles: Article, title=""):
    """The scores of a story's units."""
    return EncoderScorer(lambda: given)(title, units(articles))


def whys(given, *articles: Article):
    """How well each unit of a story says why it matters."""
    return [score.moves[Move.WHY_IT_MATTERS] for score in scores(given, *articles)]


def test_a_story_without_text_has_no_scores_and_asks_for_no_model():
    """Nothing is asked of nothing."""
    assert EncoderScorer(lambda: pytest.fail("asked"))("A title", []) == []


def test_the_model_is_asked_for_when_the_first_story_comes(model, article):
    """A scorer that is only made reads no file."""
    asked = []
    given = model()
    scorer = EncoderScorer(lambda: asked.append(1) or given)
    assert asked == []
    scorer("", units([article(OPENING)]))
    assert asked == [1]


def test_every_unit_is_scored_for_every_role_by_a_model_from_a_file(encoder_file, article):
    """In their order, those of other outlets too."""
    story = units([article(OPENING, f"{GRANT} {FARES}", FARES), article(GRANT, name="b")])
    scorer = EncoderScorer(lambda: load(encoder_file()))
    found = scorer("Harlow", story)
    assert len(found) == len(story) == 5
    assert all(set(score.moves) == {Move.WHY_IT_MATTERS, *ROLES} for score in found)
    assert found == scorer("Harlow", story)


def test_the_passage_that_says_why_counts_and_the_others_do_not(model, article):
    """What both models say of it over silence, and what it is by itself, are weighed together."""
    given = model(Taught(kind=0.5), thresholds={"why": 0.25}, why={"grant": 2.0, "#nothing": 1.0})
    _, grant, fares = whys(given, article(OPENING, GRANT, FARES))
    both = [0.7 * (2 - 1) + 0.5 * (2 - 1) + 0.3 * log(0.5), 0.7 * (0 - 1) + 0.5 * (0 - 1) + 0.3 * log(0.5)]
    assert grant == pytest.approx(log(sum(map(exp, both))) - 0.25)
    assert grant - fares == pytest.approx(both[0] - both[1])


def test_two_good_answers_make_it_no_less_likely_that_there_is_one(model, article):
    """The threshold is for the odds of any answer against none, not for the best one alone."""
    given = model(thresholds={"why": 1.0})
    assert whys(given, article(OPENING, GRANT))[1] < 0
    _, one, other, fares = whys(given, article(OPENING, GRANT, GRANT, FARES))
    assert one == other > 0 > fares


def test_a_threshold_decides(model, article):
    """The same passage counts below it and not above."""
    told = article(OPENING, GRANT)
    assert whys(model(thresholds={"why": 0.69}), told)[1] > 0 > whys(model(thresholds={"why": 0.71}), told)[1]
    sure, unsure = (scores(model(thresholds={"yes_but": least}), told)[1].moves for least in (0.35, 0.5))
    assert sure[Move.YES_BUT] > 0 > unsure[Move.YES_BUT]
    assert sure[Move.YES_BUT] - unsure[Move.YES_BUT] == pytest.approx(0.15)


def test_an_opening_is_never_the_why(model, article):
    """It tells what happened, however much it says."""
    given = model(Taught(why=1000.0), why={"grant": 1000.0})
    opening, rest = whys(given, article(GRANT, GRANT))
    assert opening < -1
    assert rest > 0


def test_a_story_of_one_passage_has_a_lede_and_points_and_no_why(model, article):
    """There is nothing behind the opening."""
    (found,) = scores(model(lede={"grant": 1.0}), article(GRANT))
    assert found.lede > 0
    assert found.moves[Move.WHY_IT_MATTERS] < -1
    assert found.moves[Move.YES_BUT] > 0


def test_ledes_are_those_of_the_linear_model(model, article):
    """Where a sentence stands says most about them."""
    given = model(lede={"#line=0": 1.0, "grant": 0.5})
    story = units([article(OPENING, GRANT), article(GRANT, name="b")])
    linear = LinearScorer(lambda: given.linear)("", story)
    assert [one.lede for one in EncoderScorer(lambda: given)("", story)] == [one.lede for one in linear]


def test_in_the_passage_that_says_why_the_sentence_that_says_so_is_best(model, article):
    """The others are a little behind it, but before all other passages."""
    told = article(OPENING, f"Stops would move. {GRANT} Buses wait.", FARES)
    opening, before, grant, after, fares = whys(model(why={"grant": 1.0, "stops": 0.5}), told)
    assert grant > before > after > 0 > max(opening, fares)


def test_another_outlets_passage_has_to_be_clearly_better(model, article):
    """For why it matters and for each point."""
    given = model(why={"nothing": 0.0})
    _, own, _, other = scores(given, article(OPENING, GRANT), article(OPENING, GRANT, name="b"))
    assert own.moves[Move.WHY_IT_MATTERS] - other.moves[Move.WHY_IT_MATTERS] == pytest.approx(0.5)
    assert own.moves[Move.YES_BUT] - other.moves[Move.YES_BUT] == pytest.approx(0.1)


def test_a_point_is_what_both_find_likely(model, article):
    """The encoder reads its passage, the linear model its sentence."""
    even = 1 / (len(ROLES) + 1)
    (_, grant, fares) = scores(model(), article(OPENING, GRANT, FARES))
    assert grant.moves[Move.YES_BUT] == pytest.approx(0.6 * 0.6 + 0.4 * even)
    assert fares.moves[Move.YES_BUT] == pytest.approx(0.6 * 0.4 / (len(KINDS) - 1) + 0.4 * even)


def test_what_lacks_what_its_kind_needs_is_unfit_however_sure_the_model_is(model, article):
    """A question is no point."""
    found = scores(model(), article(OPENING, "Could riders lose a federal grant?"))
    assert found[1].moves[Move.YES_BUT] < -1


def test_of_a_long_story_those_passages_are_read_that_count_most(model, article):
    """In the story's order, the opening first; what was not read is no why and no point, whatever it says."""
    network = Taught()
    lines = [GRANT, *[FARES] * 20, "Riders lose.", *[FARES] * 20, GRANT]
    given = model(network, thresholds=dict.fromkeys(THRESHOLDS, 0.01), why={"riders": 1.0, "fares": 0.1})
    given = replace(given, linear=replace(given.linear, rows=given.linear.rows | {"grant": given.linear.rows["fares"]}))
    found = scores(given, article(OPENING, *lines))
    assert len(network.asked) == PASSAGES
    asked = [" ".join(VOCABULARY[number] for number in pieces) for pieces in network.asked]
    assert asked[0].startswith("[CLS] harlow put off")
    assert [line for line in asked if "riders" in line] == [asked[1], "[CLS] riders lose . [SEP]", asked[-1]]
    unread = [score for score in found if score.moves[Move.WHY_IT_MATTERS] == -9.0]
    assert len(unread) == 1 + len(lines) - (PASSAGES - 1)
    assert all(score < 0 for score in found[27].moves.values())
    assert found[1].moves[Move.WHY_IT_MATTERS] > 0 < found[len(lines)].moves[Move.WHY_IT_MATTERS]


def test_what_was_not_read_is_nothing_even_where_it_says_so(model, article):
    """The passage that the linear model likes least is left out first, the last one of equals."""
    given = model(thresholds=dict.fromkeys(THRESHOLDS, 0.01), why={"grant": -1.0})
    found = scores(given, article(OPENING, GRANT, *[FARES] * (PASSAGES - 1)))
    assert all(score < 0 for score in found[1].moves.values())
    all_alike = scores(model(thresholds={"why": -9.5}), article(OPENING, *[FARES] * PASSAGES))
    read = [score.moves[Move.WHY_IT_MATTERS] > 0 for score in all_alike]
    assert read == [False, *[True] * (PASSAGES - 1), False]


def test_a_story_that_is_just_short_enough_is_read_whole(model, article):
    """The opening is one of those read."""
    network = Taught()
    whys(model(network), article(OPENING, *[GRANT] * (PASSAGES - 1)))
    assert len(network.asked) == PASSAGES


def test_the_title_is_read_before_the_opening(model, article):
    """It says what all is about."""
    network = Taught()
    scores(model(network), article(OPENING, FARES), title="Grant")
    assert [NUMBER in pieces for pieces in network.asked] == [True, False]
