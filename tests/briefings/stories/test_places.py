from dataclasses import replace

import pytest

from briefings.model import Kind, Newsletter, Slot, Source, Story
from briefings.stories.places import Near, nearness

HARLOW = Newsletter(
    "harlow",
    "Harlow",
    "The town",
    Kind.CITY,
    "America/Denver",
    (Slot.MORNING,),
    frozenset({1}),
    (Source("Post", "The Harlow Post", "https://post.example/feed", "https://post.example"),),
    places=("Harlow", "Milbrook", "Amber", "Westland"),
    landmarks=("Otters", "Harlow Bridge"),
    state=("Westland",),
    elsewhere=("Westland Springs", "Oakton"),
    doubtful=("Amber", "Otters"),
)


@pytest.fixture
def near(article):
    """How near one article is."""

    def of(title: str, *paragraphs: str, **more: str) -> Near:
        return nearness(Story("s", (article("a", title, *paragraphs, **more),)), HARLOW)

    return of


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("Harlow council votes", "", Near.TITLE),
        ("MILBROOK flooded", "", Near.TITLE),
        ("Council votes", "It met in Harlow.", Near.OPENING),
        ("Westland raises its tax", "", Near.STATE),
        ("A tax is raised", "The legislature of Westland voted.", Near.STATE),
        ("Council votes", "It met on Monday.", Near.UNKNOWN),
        ("Oakton council votes", "It met.", Near.ELSEWHERE),
        ("Westland Springs floods", "The river rose.", Near.ELSEWHERE),
        ("Council votes", "OAKTON (AP) — It met on Monday.", Near.ELSEWHERE),
        ("Council votes", "HARLOW (AP) — It met on Monday.", Near.OPENING),
        ("Senators of Westland vote", "WASHINGTON (AP) — They met on Monday.", Near.STATE),
        ("Money for a bridge is frozen", "WASHINGTON — Harlow will get none.", Near.OPENING),
        ("UPDATE on the council", "UPDATE — It met on Monday.", Near.UNKNOWN),
        ("Storm grows", "The Harlow Post has the pictures.", Near.UNKNOWN),
        ("Storm grows", "", Near.UNKNOWN),
    ],
)
def test_title_opening_state_and_datelines_say_how_near(near, title, text, level):
    """Another town's story, a national wire and a paper's own name are not local."""
    assert near(title, text) is level


def test_a_doubtful_name_needs_a_sure_one_beside_it(near):
    """Amber is a town, a colour and a first name; so is golden, and golden is never a town."""
    assert near("Amber alert ends", "The girl is safe.") is Near.UNKNOWN
    assert near("Amber council votes", "The town beside Harlow has no money.") is Near.TITLE
    assert near("Amber council votes", "The Westland town has no money.") is Near.TITLE
    assert near("Otters seen again", "Biologists cheer.") is Near.UNKNOWN
    assert near("In amber light", "Harlowe sings.") is Near.UNKNOWN


def test_where_the_publisher_filed_it_counts(near):
    """A paper's national pages are not its town's news; its local pages are, whatever the text names."""
    assert near("Votes", "They met.", url="https://post.example/nation-world/votes") is Near.ELSEWHERE
    assert near("Votes", "They met.", section="Local") is Near.STATE
    assert near("Votes", "A man.", "He met the mayor of Harlow.", url="https://post.example/world/a") is Near.ELSEWHERE
    assert near("Votes", "A man.", "He met the mayor of Harlow.") is Near.OPENING
    assert near("A national park", "It is big.", url="https://post.example/local/national-park") is Near.STATE


def test_the_lead_or_more_than_half_of_the_articles_decide(article):
    """One outlet's local angle does not make the nation's story the town's."""
    local, other, third = article("a", "Harlow reacts"), article("b", "Senate votes"), article("c", "Senate decides")
    assert nearness(Story("s", (local, other, third)), HARLOW) is Near.TITLE
    assert nearness(Story("s", (other, local)), HARLOW) is Near.UNKNOWN
    assert nearness(Story("s", (other, local, replace(third, title="Harlow votes"))), HARLOW) is Near.TITLE
