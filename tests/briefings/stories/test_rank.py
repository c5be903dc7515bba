from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.model import Kind, Newsletter, Slot, Source, Story
from briefings.stories.rank import rank

TOPIC = Newsletter(
    "markets",
    "Markets",
    "Markets in brief",
    Kind.TOPIC,
    "America/New_York",
    (Slot.MORNING,),
    frozenset({1}),
    (Source("Heavy", "Heavy", "https://heavy.example/feed", "https://heavy.example", 3.0),),
)
CITY = replace(TOPIC, kind=Kind.CITY, places=("Harlow", "Milbrook"))


def order(stories, newsletter, now):
    """The ids of the ranked stories."""
    return [ranked.story.id for ranked in rank(stories, newsletter, now)]


@pytest.fixture
def story(article):
    """Makes a story of one article per name, each with a text of its own."""

    def make(name, *outlets: str, title="A title", **more: object):
        return Story(name, tuple(article(o, title, f"Text {name} {o} stands here.", **more) for o in outlets))

    return make


def test_more_independent_outlets_rank_higher(story, now):
    """What three newsrooms carry matters more than what one does."""
    assert order([story("one", "a"), story("three", "b", "c", "d")], TOPIC, now) == ["three", "one"]


def test_one_publisher_twice_is_one_voice(story, now):
    """Two pages of one newsroom are not two opinions."""
    twice = story("twice", "a", "b")
    twice = replace(twice, articles=tuple(replace(a, publisher="Same") for a in twice.articles))
    assert rank([twice], TOPIC, now)[0].score == rank([story("once", "a")], TOPIC, now)[0].score


def test_reprints_count_half(article, story, now):
    """One agency text in two papers is less than two reports."""
    text = "The bridge over the river closes for fourteen months from Friday."
    reprinted = Story("r", (article("a", "T", text), article("b", "T", text)))
    assert rank([reprinted], TOPIC, now)[0].score < rank([story("s", "a", "b")], TOPIC, now)[0].score


def test_the_top_of_a_feed_outranks_its_foot(story, now):
    """Where editors put a story is their judgement."""
    assert order([story("low", "a", position=30), story("top", "b", position=0)], TOPIC, now) == ["top", "low"]


def test_fresh_news_outranks_old(story, now):
    """A story halves its weight every 18 hours."""
    assert order([story("old", "a", age=30), story("new", "b", age=1)], TOPIC, now) == ["new", "old"]


def test_a_time_in_the_future_counts_as_now(story, now):
    """A publisher's wrong clock wins nothing."""
    ahead, present = rank([story("x", "a", age=-5)], TOPIC, now)[0], rank([story("x", "a")], TOPIC, now)[0]
    assert ahead.score == present.score


def test_a_heavy_source_outranks_a_stranger_and_a_light_one_falls_behind(story, now):
    """The operator's weights are heard, below one as above."""
    light = replace(TOPIC, sources=(*TOPIC.sources, Source("L", "Paper light", "x", "y", 0.5)))
    assert order([story("l", "light"), story("s", "stranger"), story("h", "heavy")], light, now) == ["h", "s", "l"]


def test_a_city_newsletter_prefers_its_own_town(story, article, now):
    """A place in the title beats one in the text, which beats none."""
    none = story("none", "a")
    inside = Story("inside", (article("b", "Bridge closes", "Crews in Milbrook began work."),))
    titled = story("titled", "c", title="Harlow council votes")
    assert order([none, inside, titled], CITY, now) == ["titled", "inside", "none"]
    assert order([none, inside, titled], replace(CITY, places=()), now) == ["inside", "none", "titled"]


def test_teasers_alone_fall_behind_full_texts(story, now):
    """A story that can be told outranks one that cannot."""
    assert order([story("teaser", "a", complete=False), story("text", "b")], TOPIC, now) == ["text", "teaser"]


def test_what_is_not_news_is_left_out(story, article, now):
    """A story of live pages alone disappears; one with a report keeps the report."""
    live = story("live", "a", title="Live updates: Storm")
    mixed = Story("mixed", (article("b", "Watch: Storm"), article("c", "Storm hits Harlow", "It hit.")))
    ranked = rank([live, mixed], TOPIC, now)
    assert [(r.story.id, [a.id for a in r.story.articles]) for r in ranked] == [("mixed", ["c"])]


def test_equal_scores_keep_one_order(story, now):
    """The same stories give the same edition every time."""
    stories = [story("b", "x"), story("a", "y")]
    assert order(stories, TOPIC, now) == order(stories[::-1], TOPIC, now) == ["a", "b"]


def test_ranking_does_not_depend_on_the_hour_alone(story, now):
    """Time passes for all stories alike."""
    stories = [story("one", "a", age=1), story("two", "b", "c", age=2)]
    assert order(stories, TOPIC, now) == order(stories, TOPIC, now + timedelta(hours=10))


def test_an_outlet_of_other_readers_counts_less_than_a_source_of_the_newsletter(story, now):
    """Two town papers make a story of their town no bigger in a newsletter about something else."""
    sources = tuple(Source(name, f"Paper {name}", f"f-{name}", "y") for name in "ab")
    ours = replace(TOPIC, sources=sources)
    assert order([story("theirs", "x", "y"), story("ours", "a", "b")], ours, now) == ["ours", "theirs"]
