"""What a source took back of a brief: figures, names and denials are, other words are not."""

from dataclasses import replace

import pytest

from briefings.model import Article, Brief, Point, Span, Story
from briefings.writing.taken_back import TakenBack, is_withdrawn, taken_back
from briefings.writing.write import write

FIRE = "At least 12 people were hurt when a fire broke out in the Mill Street market on Monday, officials said."
WHY = "The market feeds half of the Harlow schools, and Mayor Dana Ruiz has no other supplier in sight."


@pytest.fixture
def was(article) -> Article:
    return article(FIRE, WHY, "It rained for most of the day.", title="12 hurt in market fire")


@pytest.fixture
def told(was) -> Brief:
    """A brief of both lines."""
    lines = [Point(text, (Span(at, 0, len(text)),), "a") for at, text in enumerate((FIRE, WHY))]
    return replace(write(Story("s", (was,))), headline="12 hurt in market fire", lede=lines[0], why=lines[1], points=())


def changed(was: Article, at: int, line: str, **more: object) -> Article:
    lines = [*was.paragraphs]
    lines[at] = line
    return replace(was, paragraphs=tuple(lines), **more)


def test_a_figure_that_changed_is_taken_back(was, told):
    """The line is told as the source says it now, and points to where that stands."""
    new = FIRE.replace("12", "14")
    brief, changes = taken_back(told, was, changed(was, 0, new))
    assert changes == (TakenBack(FIRE, new),)
    assert brief.lede == Point(new, (Span(0, 0, len(new)),), "a")
    assert (brief.why, brief.headline, brief.story) == (told.why, told.headline, told.story)
    assert brief.id != told.id


@pytest.mark.parametrize(
    "new",
    [
        WHY.replace("Ruiz", "Ruis"),
        WHY.replace("has no other supplier", "has another supplier"),
        "The market feeds half of the Harlow schools, and Mayor Lee Park has no other supplier in sight.",
    ],
)
def test_a_name_or_a_denial_that_changed_is_taken_back(was, told, new):
    """Even where all other words are the same."""
    _, changes = taken_back(told, was, changed(was, 1, new))
    assert changes == (TakenBack(WHY, new),)


@pytest.mark.parametrize(
    "new",
    [
        FIRE.replace("“", '"').replace("broke out", "started"),
        "Officials said on Monday that at least 12 people were hurt in the Mill Street fire at the market.",
        f"Updated: {FIRE} Two were taken to a hospital.",
    ],
)
def test_other_words_for_the_same_take_nothing_back(was, told, new):
    """A newsroom polishes all day."""
    assert taken_back(told, was, changed(was, 0, new)) is None


def test_a_line_that_a_newsroom_drops_is_not_taken_back(was, told):
    """The story went on."""
    later = replace(was, paragraphs=("Crews let shoppers back in on Tuesday after the smoke was gone.", WHY))
    assert taken_back(told, was, later) is None


def test_a_line_that_goes_with_a_printed_correction_is_taken_back(was, told):
    """There the newsroom itself says that it was wrong."""
    notice = "Correction: An earlier version of this story misstated how many were hurt."
    brief, changes = taken_back(told, was, replace(was, paragraphs=(WHY, notice)))
    assert changes == (TakenBack(FIRE, None),)
    assert (brief.lede.text, brief.why.text) == ("", WHY)
    assert brief.why.spans == (Span(0, 0, len(WHY)),)


def test_a_line_that_still_stands_is_not_touched_by_the_correction_of_another(was, told):
    """Whatever the notice is about."""
    notice = "Clarification: The market opened in 1954, not in 1945."
    assert taken_back(told, was, replace(was, paragraphs=(*was.paragraphs, notice))) is None


@pytest.mark.parametrize(
    ("title", "top"),
    [
        ("RETRACTED: 12 hurt in market fire", FIRE),
        ("12 hurt in market fire", "The Harbor Post has retracted this story because it could not be confirmed."),
        ("12 hurt in market fire", "This article has been withdrawn."),
    ],
)
def test_a_withdrawn_article_takes_back_all_that_was_told_of_it(was, told, title, top):
    """And its outlet is not named any more."""
    gone = replace(was, title=title, paragraphs=(top,))
    assert is_withdrawn(gone)
    assert not is_withdrawn(was)
    brief, changes = taken_back(told, was, gone)
    assert [change.told for change in changes] == [told.headline, FIRE, WHY]
    assert {change.now for change in changes} == {None}
    assert (brief.lede.text, brief.why, brief.outlets) == ("", None, ())


def test_a_headline_with_another_figure_is_taken_back(was, told):
    """What stands in bold is read by everybody."""
    now = changed(was, 0, FIRE.replace("12", "14"), title="14 hurt in market fire")
    brief, changes = taken_back(told, was, now)
    assert changes[0] == TakenBack("12 hurt in market fire", "14 hurt in market fire")
    assert brief.headline == "14 hurt in market fire"


def test_what_another_article_says_is_not_touched(was, told):
    """A brief may be made of several."""
    other = replace(told, lede=replace(told.lede, article="b"), headline="Of another paper")
    assert taken_back(other, was, changed(was, 0, FIRE.replace("12", "14"))) is None


def test_what_was_not_made_of_this_text_is_left_alone(was, told):
    """Without its words at its place nothing can be compared."""
    astray = replace(told, lede=replace(told.lede, spans=(Span(7, 0, 5),)), why=None, headline="Other")
    assert taken_back(astray, was, changed(was, 0, FIRE.replace("12", "14"))) is None


def test_a_shortened_line_is_compared_by_its_pieces(was, told):
    """Words were left out of it, so it stands nowhere as a whole."""
    pieces = (Span(0, 0, 56), Span(0, FIRE.index(", officials"), len(FIRE)))
    text = " ".join(FIRE[one.start : one.end] for one in pieces)
    short = replace(told, lede=Point(text, pieces, "a"), why=None, headline="Other")
    assert taken_back(short, was, changed(was, 2, "It was dry.")) is None
    _, changes = taken_back(short, was, changed(was, 0, FIRE.replace("12", "14")))
    assert changes == (TakenBack(text, FIRE.replace("12", "14")),)
