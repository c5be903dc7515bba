import pytest

from briefings.model import Kind, Newsletter, Slot, Story
from briefings.stories.choosing import ENOUGH, chosen

HARLOW = Newsletter(
    "harlow",
    "Harlow",
    "The town",
    Kind.CITY,
    "America/Denver",
    (Slot.MORNING,),
    frozenset({1}),
    (),
    places=("Harlow",),
    elsewhere=("Oakton",),
)
TOWN = [
    ("Harlow opens a pool", "Swimmers get in free on Sunday when the bath on Mill Street opens after two years."),
    ("Harlow bakers on strike", "Ovens stay cold until wages rise, the union of the flour trade told its members."),
    ("Harlow school gets a roof", "Pupils had sat under buckets since the storm of last March tore off the tiles."),
    ("Harlow buys three buses", "Electric coaches will serve the northern hills from the spring timetable onwards."),
    ("Harlow mayor will not run", "Ann Lo wants to teach chemistry again after eleven years at the town hall."),
    ("Harlow museum finds a map", "A drawer held the oldest plan of the harbor, drawn by a blind surveyor."),
]
TRIAL = "The trial of the Harlow banker {} went on before judge Ann Lo with witness number {} and his cousin {}."


@pytest.fixture
def story(article):
    """A story of one article."""

    def make(name, title, text="", *, age=0):
        return Story(
            f"s-{name}", (article(name, title, text or f"Thing{name} did deed{name} for cause{name}.", age=age),)
        )

    return make


def test_a_city_newsletter_leads_with_its_town_however_big_the_nations_story(story, article, now):
    """What five outlets carry about another place is not Harlow's news."""
    nation = Story("s-n", tuple(article(n, "Senate votes", f"Report{n} of vote{n} by {n}") for n in "vwxyz"))
    local = [story(str(n), *told, age=20) for n, told in enumerate(TOWN)]
    assert [one.id for one in chosen([nation, *local], HARLOW, now)] == [f"s-{n}" for n in range(len(TOWN))]


def test_a_thin_day_is_filled_with_what_may_belong_and_never_with_what_does_not(story, now):
    """Of a story that names no place nobody knows; one of Oakton is Oakton's."""
    stories = [story("h", "Harlow plans", age=20), story("o", "Oakton plans")]
    stories += [story(f"u{n}", f"Owner{n} plans thing{n}") for n in range(ENOUGH)]
    found = [one.id for one in chosen(stories, HARLOW, now)]
    assert found[0] == "s-h"
    assert len(found) == ENOUGH
    assert "s-o" not in found
    assert chosen(stories[1:], HARLOW, now) == []


def test_of_a_trial_with_five_stories_an_edition_tells_two(story, now):
    """A running affair does not fill the edition."""
    trial = [
        story(str(n), f"Harlow banker trial, witness {n}", TRIAL.format(f"Smith{n}", n, f"Cousin{n}"), age=80 * n)
        for n in range(5)
    ]
    others = [story(f"o{n}", *told, age=500) for n, told in enumerate(TOWN)]
    found = [one.id for one in chosen([*trial, *others], HARLOW, now)]
    assert found == ["s-0", "s-1", *(one.id for one in others)]


def test_two_stories_that_turn_out_to_be_one_are_told_once(story, now):
    """Under the id of the older, with the outlets of both."""
    text = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office {} on Monday."
    twins = [
        story("a", "Harlow Bridge closes Friday", text.format("said"), age=1),
        story("b", "Harlow Bridge to close Friday", text.format("wrote"), age=4),
    ]
    others = [story(f"o{n}", *told, age=30) for n, told in enumerate(TOWN)]
    found = chosen([*twins, *others], HARLOW, now)
    assert [one.id for one in found] == ["s-b", *(one.id for one in others)]
    assert {article.id for article in found[0].articles} == {"a", "b"}
