from briefings.model import Article
from briefings.writing.encoder.passages import PIECES, Passages
from briefings.writing.features import features
from briefings.writing.units import units
from tests.briefings.writing.encoder.invented import VOCABULARY


def read(title, *articles: Article):
    """The passages of a story in letters."""
    story = units(articles)
    found = Passages(VOCABULARY)(title, story, features(title, story))
    return [" ".join(VOCABULARY[number] for number in pieces) for pieces in found]


def test_each_passage_is_read_whole_and_the_title_before_the_first(article):
    """The sentences of one paragraph are one text; other outlets' passages follow."""
    lead = article("Harlow put off a vote. Riders stay.", "Fares stay.")
    assert read("Bus lanes", lead, article("Riders lose.", name="b")) == [
        "[CLS] bus lane ##s . harlow put off a vote . riders stay . [SEP]",
        "[CLS] fares stay . [SEP]",
        "[CLS] riders lose . [SEP]",
    ]


def test_without_a_title_the_opening_stands_alone(article):
    """White space is no title."""
    lead = article("Harlow put off a vote.", "Fares stay.")
    assert read("", lead) == read(" \n", lead) == ["[CLS] harlow put off a vote . [SEP]", "[CLS] fares stay . [SEP]"]
    assert read("  Bus ", lead)[0] == "[CLS] bus . harlow put off a vote . [SEP]"


def test_a_long_passage_is_read_up_to_its_limit(article):
    """The title counts, too."""
    lead = article(f"Harlow {'put ' * 100}off.", "Fares stay.")
    story = units([lead])
    opening, fares = Passages(VOCABULARY)("Bus", story, features("Bus", story))
    assert len(opening) == PIECES + 2
    assert [VOCABULARY[number] for number in opening[:4]] == ["[CLS]", "bus", ".", "harlow"]
    assert len(fares) == 5


def test_a_story_without_text_has_no_passages():
    """Not even its title."""
    assert read("Bus") == []
