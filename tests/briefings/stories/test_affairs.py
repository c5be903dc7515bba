import pytest

from briefings.model import Story
from briefings.stories.affairs import MOST_OF_AN_AFFAIR, Kin, at_most_two_of_an_affair, told_as_one

SAME = {(0, 1): 9.0, (0, 2): 1.0, (1, 2): 8.0}
NEAR = {(0, 1): 3.0, (0, 2): 3.0, (1, 2): 3.0}
APART = dict.fromkeys(NEAR, 0.0)


@pytest.fixture
def stories(article):
    """Three stories, the second the oldest."""
    return [Story(f"s-{name}", (article(name, age=age),)) for name, age in (("a", 1), ("b", 9), ("c", 2))]


def test_stories_that_turn_out_to_be_one_are_told_as_one_under_the_id_of_the_older(stories):
    """Its brief knows the articles of both, so that whoever was told either is known."""
    first, last = told_as_one(stories, Kin(SAME, APART))
    assert first.id == "s-b"
    assert {article.id for article in first.articles} == {"a", "b"}
    assert last is stories[2]


def test_a_story_joins_a_fold_only_where_it_is_like_all_of_it(stories):
    """No chain of half-alike stories runs together: the third is like the second alone."""
    assert len(told_as_one(stories, Kin(SAME, APART))) == 2
    assert len(told_as_one(stories, Kin(SAME | {(0, 2): 7.0}, APART))) == 1


def test_an_edition_tells_two_stories_of_one_affair_and_no_third(stories):
    """The best two; what is of another affair stays."""
    assert at_most_two_of_an_affair(stories, Kin(APART, NEAR)) == stories[:MOST_OF_AN_AFFAIR]
    assert at_most_two_of_an_affair(stories, Kin(APART, NEAR | {(1, 2): 0.0})) == stories


def test_kin_are_told_by_what_their_articles_share(article):
    """Two tellings of one event, the same affair a week later, and something else."""
    text = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office said."
    stories = [
        Story("s-a", (article("a", "Harlow Bridge closes Friday", text),)),
        Story("s-b", (article("b", "Harlow Bridge to close for 14 months", text.replace("said", "wrote")),)),
        Story("s-c", (article("c", "Otters win the cup", "The Otters beat the Herons in the final at the park."),)),
        Story("s-d", (article("d", "Harlow Bridge opens after 14 months of repairs", text, age=200),)),
    ]
    corpus = [article(str(n), "", f"Town{n} meets on matter{n}") for n in range(20)]
    kin = Kin.among(stories, [*corpus, stories[0].lead])
    assert [story.id for story in told_as_one(stories, kin)] == ["s-a", "s-c", "s-d"]
    assert [story.id for story in at_most_two_of_an_affair(stories, kin)] == ["s-a", "s-b", "s-c"]
    assert Kin.among([], []).same == {}
