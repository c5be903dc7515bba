from datetime import date, timedelta

from briefings.model import Kind, Newsletter, Slot
from briefings.writing.compose import MOST_BRIEFS, compose

from .conftest import NOON

HARLOW = Newsletter("harlow", "Harlow", "The town", Kind.CITY, "America/Denver", (Slot.MORNING,), frozenset({1}), ())
DAY = date(2026, 11, 23)


def edition(briefs, cut=NOON, day=DAY, slot=Slot.MORNING):
    """An edition of those briefs."""
    return compose(HARLOW, day, slot, cut, briefs, 40)


def test_an_edition_keeps_the_order_and_its_figures(brief):
    """Best first, as ranked."""
    briefs = [brief("One.", "b-1", "s-1"), brief("Two.", "b-2", "s-2")]
    made = edition(briefs)
    assert made.briefs == tuple(briefs)
    assert (made.newsletter, made.date, made.slot, made.cut, made.articles_read) == (
        "harlow",
        DAY,
        Slot.MORNING,
        NOON,
        40,
    )


def test_briefs_without_a_lede_and_second_briefs_of_a_story_are_left_out(brief):
    """Nothing empty and no story twice."""
    briefs = [brief("", "b-0", "s-1"), brief("One.", "b-1", "s-1"), brief("Again.", "b-2", "s-1")]
    assert [b.id for b in edition(briefs).briefs] == ["b-1"]


def test_an_edition_has_its_limit(brief):
    """However much happened."""
    assert len(edition([brief("x", f"b-{n}", f"s-{n}") for n in range(20)]).briefs) == MOST_BRIEFS


def test_the_id_names_what_is_said_not_when_it_was_cut(brief):
    """A later cut that says the same is the same edition; another day, slot or brief is another."""
    made = edition([brief("One.")])
    assert edition([brief("One.")], cut=NOON + timedelta(hours=1)).id == made.id
    others = [
        edition([]),
        edition([brief("One.")], day=DAY + timedelta(1)),
        edition([brief("One.")], slot=Slot.EVENING),
    ]
    assert made.id not in {other.id for other in others}
