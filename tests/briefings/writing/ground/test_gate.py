"""What the gate lets through and what it does not, a kind of claim at a time, on invented sentences."""

import pytest

from briefings.writing.ground.gate import Fault, Kind, Source, faults

FLOOD = (
    "Mayor Dana Ruiz said on Monday that 12 people were hurt and 3 houses lost when the Mill River rose 4 feet in"
    " Harlow."
)
COST = (
    "Repairs may cost the county $1,095 million by 2027, up from $800 million, said Lee Park, who heads its budget"
    " office."
)
QUOTE = '"We would rather be late than wrong about a street this busy," Ruiz told the council.'
DENIAL = "The Harlow Post said that no bridge was damaged and that Governor Ann Lo did not visit the town."
AGENCY = "The Federal Transport Agency sends 40 people. The mayor, Dana Ruiz, thanked them."
STORY = Source([FLOOD, COST, QUOTE, DENIAL, AGENCY])


def kinds(line: str, *cited: str) -> list[Kind]:
    return [fault.kind for fault in faults(line, cited, STORY)]


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        (FLOOD, FLOOD),
        ("Twelve people were hurt and three houses lost when the Mill River rose in Harlow.", FLOOD),
        ("The Mill River rose 4 feet in Harlow and hurt 12 people, Mayor Ruiz said Monday.", FLOOD),
        ("Repairs may cost the county $1.1 billion by 2027, Lee Park said.", COST),
        ("Repairs could cost about $1.1 billion, up from $800 million.", COST),
        ("Ruiz said the council would “rather be late than wrong.”", QUOTE),
        ("No bridge was damaged, the Harlow Post said.", DENIAL),
        ("Governor Ann Lo didn't visit the town.", DENIAL),
        ("Dana Ruiz, the mayor, told the council it is better to be late than wrong.", QUOTE),
    ],
)
def test_what_the_source_says_may_be_told(line, cited):
    """Verbatim, shortened, rounded, in other words."""
    assert faults(line, [cited], STORY) == []


@pytest.mark.parametrize(
    ("line", "cited", "kind"),
    [
        (FLOOD.replace("12", "14"), FLOOD, Kind.NUMBER),
        (FLOOD.replace("4 feet", "4 meters"), FLOOD, Kind.NUMBER),
        ("Repairs may cost $1.2 billion.", COST, Kind.NUMBER),
        ("Repairs may cost $1,095 billion by 2027.", COST, Kind.NUMBER),
        ("Repairs may cost €1,095 million.", COST, Kind.NUMBER),
        ("Forty people were hurt.", FLOOD, Kind.NUMBER),
        (FLOOD.replace("Monday", "Tuesday"), FLOOD, Kind.DATE),
        (COST.replace("2027", "2029"), COST, Kind.DATE),
        (FLOOD.replace("Harlow", "Oakton"), FLOOD, Kind.NAME),
        ("Adams said 12 people were hurt.", FLOOD, Kind.NAME),
        (FLOOD.replace("Mayor", "Governor"), FLOOD, Kind.TITLE),
        (QUOTE.replace("late", "early"), QUOTE, Kind.QUOTATION),
        ('Ruiz said "we are never wrong."', QUOTE, Kind.QUOTATION),
        ("It would rather be late than wrong, Lo told the council.", f"{QUOTE}\nLo left.", Kind.SPEAKER),
        ("Read more at www.oakton.example now.", FLOOD, Kind.ADDRESS),
        ("12 people were hurt <b>now</b>.", FLOOD, Kind.ADDRESS),
        ("Write to @oakton, 12 people were hurt.", FLOOD, Kind.ADDRESS),
        ("The key is sk3kd93kdA9kd0Q2, 12 people were hurt.", f"{FLOOD} The key is sk3kd93kdA9kd0Q2.", Kind.ADDRESS),
        (DENIAL.replace("no bridge", "a bridge"), DENIAL, Kind.NEGATION),
        (DENIAL.replace("did not visit", "did visit"), DENIAL, Kind.NEGATION),
        (FLOOD.replace("were hurt", "were not hurt"), FLOOD, Kind.NEGATION),
        (COST.replace("may cost", "cost"), COST, Kind.HEDGE),
        (
            FLOOD.replace("when the Mill River rose", "in the worst flood, when the Mill River rose"),
            FLOOD,
            Kind.SUPERLATIVE,
        ),
        (FLOOD.replace("12", "3", 1).replace("and 3", "and 12"), FLOOD, Kind.SWAP),
        ("Ann Lo said that the Harlow Post did not visit the town.", DENIAL, Kind.SWAP),
    ],
)
def test_what_the_source_does_not_say_is_named(line, cited, kind):
    """Whatever else is right in it."""
    assert kind in kinds(line, *cited.split("\n"))


def test_a_fault_names_the_words():
    """For whoever looks why a line was not told."""
    assert faults("Repairs may cost $1.2 billion.", [COST], STORY) == [Fault(Kind.NUMBER, "$1.2 billion")]


def test_a_line_may_join_what_two_sentences_say():
    """Each claim by one of them."""
    assert kinds("Ruiz said 12 people were hurt; repairs may cost $1.1 billion.", FLOOD, COST) == []
    assert kinds("Ruiz said 12 people were hurt; repairs may cost $1.1 billion.", FLOOD) == [Kind.NUMBER]


def test_names_may_be_written_out_or_cut_short():
    """As the articles themselves do somewhere."""
    assert kinds("Dana Ruiz told the council so.", QUOTE) == []
    assert kinds("The FTA sends 40 people.", AGENCY) == []
    assert Kind.NAME in kinds("The FTB sends 40 people.", AGENCY)


def test_nothing_cited_supports_nothing():
    """But a line without a claim that can be compared."""
    assert kinds("It rained.") == []
    assert Kind.NAME in kinds("Rain fell on Harlow.")


@pytest.mark.parametrize("line", ["", " ", "\u202e", "12", '"', "((((", "A" * 5_000, "$ % “ ” 1,,2 3..4", "\ud800"])
def test_no_text_breaks_it(line):
    """Whatever a model says."""
    assert isinstance(faults(line, [FLOOD], STORY), list)
    assert isinstance(faults(FLOOD, [line], Source([line])), list)
