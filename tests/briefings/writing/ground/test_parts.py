"""The parts of the gate: amounts, moments, names, speakers, what was copied."""

import pytest

from briefings.writing.ground.amounts import amounts, supported
from briefings.writing.ground.copied import changes
from briefings.writing.ground.moments import moments
from briefings.writing.ground.names import Known, names, runs, titled
from briefings.writing.ground.speakers import speakers
from briefings.writing.ground.swaps import Thing, swapped
from briefings.writing.ground.tone import causes, hints_at_cause, superlatives, surer


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$1.13bn", 1.13e9, "$"),
        ("£600m", 6e8, "£"),
        ("1,095 million", 1.095e9, ""),
        ("33 percent", 33, "%"),
        ("2%", 2, "%"),
        ("5 percentage points", 5, "points"),
        ("twenty-one miles", 21, "mile"),
        ("two hundred acres", 200, "acre"),
        ("a dozen eggs", 12, ""),
        ("the third time", 3, "th"),
        ("the 21st floor", 21, "th"),
        ("half of it", 0.5, ""),
        (".5 inches", 0.5, "inch"),
        ("40 people", 40, ""),
    ],
)
def test_an_amount_has_its_value_and_its_unit(text, value, unit):
    """However it is written."""
    (one,) = amounts(text)
    assert (one.value, one.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize("text", ["one of them", "No. one", "", "none", "a hundredfold"])
def test_what_is_no_amount(text):
    """A pronoun most of all."""
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("claimed", "told", "fits"),
    [
        ("$1.1 billion", "$1,095 million", True),
        ("$1.2 billion", "$1,095 million", False),
        ("about 1,100", "1,095", True),
        ("20 people", "18 people", False),
        ("about 20 people", "19 people", True),
        ("464,000", "464,123", True),
        ("464,123", "464,000", False),
        ("7 miles", "from 5 to 7 miles", True),
        ("7 miles", "7 kilometers", False),
        ("12", "12 feet", True),
    ],
)
def test_rounding_is_allowed_and_nothing_else(claimed, told, fits):
    """A rounded figure has fewer digits and is near."""
    (one,) = amounts(claimed)
    assert supported(one, amounts(told), told) is fits


def test_moments_have_one_form():
    """Days, months in short, years, times of day, and what is said from today."""
    text = "On Tues. at 7:30 p.m., last week, on Nov. 3, 2026; she may march on Sunday"
    assert moments(text) == {"tuesday", "19:30", "last week", "november", "2026", "sunday"}
    assert moments("He may be in the sun with Jan and Mark.") == set()


def test_names_are_words_with_a_capital():
    """Those that begin a sentence are known as such; days are none."""
    found = names("The council met Ruiz on Monday. Park's plan failed.")
    assert [(one.word, one.first) for one in found] == [("ruiz", False), ("park", True)]
    assert [[one.word for one in run] for run in runs("It met J. Ruiz of Mill Street.")] == [
        ["j", "ruiz"],
        ["mill", "street"],
    ]


def test_a_word_at_the_beginning_is_a_name_if_the_articles_have_it_as_one():
    """Or if it is no common word."""
    known = Known(["The vote of Park was late.", "Critics left."])
    park, critics, police, zorblatt = (names(f"{word} left.")[0] for word in ("Park", "Critics", "Police", "Zorblatt"))
    assert [known.is_name(one) for one in (park, critics, police, zorblatt)] == [True, False, False, True]


def test_titles_belong_to_names():
    """Only to names."""
    assert titled("Mayor Dana Ruiz met Sen. Park, a judge will rule.") == {("mayor", "ruiz"), ("sen", "park")}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ruiz said it rained.", {"ruiz"}),
        ("It rained, said Dana Ruiz.", {"ruiz"}),
        ("Ruiz, who was there, also said so.", {"ruiz"}),
        ("According to Lee Park, it rained.", {"park"}),
        ("Ruiz left, and he said it rained.", set()),
        ("It rained.", set()),
    ],
)
def test_who_speaks(text, who):
    """Somebody with a name, next to the verb."""
    assert speakers(text) == who


def test_a_copy_shows_what_was_changed_in_it():
    """A name, a denial, a doubt; what is left out as a clause is no claim."""
    source = ["The council may close Mill Street on Monday because the bridge is not safe, Ruiz said."]
    assert changes("The council may close Oak Street on Monday because the bridge is not safe.", source).replaced == (
        "Oak",
    )
    assert changes("The council may close Mill Street on Monday because the bridge is safe.", source).denied == ("not",)
    assert changes("The council will close Mill Street on Monday, Ruiz said.", source).doubted == ("may",)
    assert changes("The council may close Mill Street on Monday.", source) == changes("", source)
    assert changes("Something else was said by others entirely.", source) == changes("", source)


def test_what_stands_in_the_place_of_another_is_found():
    """Both are in the source, each in the other's place."""
    source = "Harlow beat Oakton at home"
    theirs = [Thing("harlow", 0, 6), Thing("oakton", 12, 18)]
    line = "Oakton beat Harlow at home"
    assert swapped(line, [Thing("oakton", 0, 6), Thing("harlow", 12, 18)], source, theirs) == ("oakton", "harlow")
    assert swapped(source, theirs, source, theirs) is None


def test_certainty_superlatives_and_causes():
    """Each by its words."""
    assert surer("The bridge will close in spring.", ["The bridge could possibly close spring crossings."]) is False
    assert superlatives("the first and largest test in the west, at least") == {"first", "largest"}
    assert causes("It closed because of rain.")
    assert not causes("It closed after rain.")
    assert hints_at_cause("It closed after rain.")
