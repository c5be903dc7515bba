import math
from dataclasses import replace

import pytest

from briefings.writing.linear import nothing
from briefings.writing.train.examples import CLASSES, Choice, Instance
from briefings.writing.train.model import COLUMNS, Examples, least_for, trained, why_margins, whys_alone
from briefings.writing.weights import UNIT, Weights, shipped

GRANT = Choice((("grant", "rare"), ("rain",), ("rain", "fell"), nothing(3)), (1.0, 0.0, 0.0, 0.0), 1.0)
SILENT = Choice((("rain",), ("fell",), ("rain", "fell"), nothing(3)), (0.0, 0.0, 0.0, 1.0), 1.0)
FIRST = Choice((("#line=0", "grant"), ("#line=1", "rain")), (1.0, 0.0), 1.0)
QUOTE = Instance(("said", "#sentences=1"), "they_say", 1.0)
RAIN = Instance(("rain", "#sentences=1"), "other", 1.0)
LONG = Instance(("rain", "#sentences=2"), "other", 1.0)


@pytest.fixture(scope="module")
def learned():
    """Weights from twenty times the same examples."""
    examples = Examples([GRANT, SILENT] * 20, [FIRST] * 20, [QUOTE, RAIN, LONG, LONG] * 20)
    return trained(examples, {"why": 0.5, "they_say": 0.4})


def weight(weights, feature, column):
    return weights.rows[feature][weights.columns.index(column)]


def test_each_question_has_its_column_and_its_threshold(learned):
    """Why, the lede, and every class; the columns of the weights we ship."""
    assert learned.columns == COLUMNS == shipped().columns
    assert learned.thresholds == {"why": 0.5, "they_say": 0.4}
    assert set(COLUMNS) == {"why", "lede", *CLASSES}


def test_each_question_is_learned_from_its_own_examples(learned):
    """What makes a good answer to one says nothing of another."""
    assert weight(learned, "grant", "why") > 0 > weight(learned, "rain", "why")
    assert weight(learned, "#line=0", "lede") > 0 > weight(learned, "#line=1", "lede")
    assert weight(learned, "#line=0", "why") == weight(learned, "#line=0", "they_say") == 0
    assert weight(learned, "said", "they_say") == max(learned.rows["said"][COLUMNS.index(name)] for name in CLASSES)
    assert weight(learned, "said", "why") == 0


def test_how_common_a_class_is_goes_to_what_every_sentence_has(learned):
    """A sentence that says nothing known is still likelier to be anything else."""
    for sentences in ("#sentences=1", "#sentences=2"):
        assert weight(learned, sentences, "other") > weight(learned, sentences, "by_the_numbers")
    assert weight(learned, "#sentences=2", "other") > weight(learned, "#sentences=2", "they_say")
    bare = [Instance(("#sentences=1",), "they_say", 1.0), *[Instance(("#sentences=1",), "other", 1.0)] * 3]
    row = trained(Examples([GRANT] * 3, [FIRST] * 3, bare * 30), {})
    odds = weight(row, "#sentences=1", "other") - weight(row, "#sentences=1", "they_say")
    assert odds / UNIT == pytest.approx(math.log(3), abs=0.1)


def test_what_is_rare_or_adds_nothing_is_left_out():
    """Features in fewer than three texts are chance, and weights near zero are bytes."""
    common = replace(GRANT, options=tuple((*option, "the") for option in GRANT.options))
    weights = trained(Examples([common] * 2 + [SILENT], [FIRST] * 9, [QUOTE, RAIN] * 9), {})
    assert not {"rare", "the"} & set(weights.rows)
    assert all(max(map(abs, row)) >= 0.01 * UNIT for row in weights.rows.values())


def test_the_same_examples_give_the_same_weights(learned):
    """Without chance, to the last thousandth."""
    examples = Examples([GRANT, SILENT] * 20, [FIRST] * 20, [QUOTE, RAIN, LONG, LONG] * 20)
    assert trained(examples, learned.thresholds) == learned


def test_a_model_of_why_alone_is_that_of_the_whole(learned):
    """What is asked of stories left out is answered as it will be."""
    alone = whys_alone([GRANT, SILENT] * 20)
    assert alone.columns == ("why",)
    assert alone.rows["grant"] == (weight(learned, "grant", "why"),)


def test_a_margin_is_how_far_the_best_part_is_over_none():
    """In points."""
    weights = Weights(("why",), {}, {"grant": (1500,), "rain": (-200,), "#nothing": (400,)})
    assert why_margins([GRANT, SILENT], weights) == pytest.approx([1.1, -0.4])


@pytest.mark.parametrize(("share", "least"), [(1.0, -1.0), (0.8, 0.0), (0.5, 1.5), (0.0, 4.0)])
def test_the_threshold_is_reached_by_as_many_as_are_to_be_answered(share, least):
    """To two decimals, rounded down (a hundredth may be lost), so that no fewer reach it."""
    margins = [3.0, -1.0, 1.0, 0.0, 4.0, 2.0]
    found = least_for(margins, share)
    assert found == pytest.approx(least, abs=0.011)
    assert sum(margin >= found for margin in margins) >= share * len(margins)
    assert least_for([0.129], 1.0) == 0.12
