from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.model import Brief, Kind, Newsletter, Point, Slot, Source, Story
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


def test_reprints_of_one_text_are_one_voice(article, story, now):
    """One agency text in ten papers is one report."""
    text = "The bridge over the river closes for fourteen months from Friday."
    reprinted = Story("r", tuple(article(str(n), "T", text) for n in range(10)))
    assert rank([reprinted], TOPIC, now)[0].score == rank([story("s", "a")], TOPIC, now)[0].score


def test_outlets_of_yesterday_make_no_story_bigger_today(article, story, now):
    """An affair that five papers carried last week and one carries now is one paper's story now."""
    old = tuple(article(f"o{n}", "T", f"Old text{n} of paper{n}.", age=50) for n in range(5))
    running = Story("r", (article("new", "T", "A new text."), *old))
    assert rank([running], TOPIC, now)[0].score == rank([story("s", "a")], TOPIC, now)[0].score


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


def told(story):
    """The brief of a story as an earlier edition told it."""
    ids = tuple(article.id for article in story.articles)
    lede = Point("It was so.", (), ids[0])
    return Brief("b", story.id, "H", lede, None, (), (), ids, story.lead.published, "extract")


def test_what_an_earlier_edition_told_falls_behind_what_is_new(story, article, now):
    """An update stands before a repetition, and a new story of the same strength before both."""
    new, updated, repeated = story("n", "a"), story("u", "b"), story("r", "c")
    before = [told(updated), told(repeated)]
    updated = replace(updated, articles=(*updated.articles, article("b2", "T", "New text.", publisher="Paper b")))
    ranked = rank([repeated, updated, new], TOPIC, now, before)
    assert [one.story.id for one in ranked] == ["n", "u", "r"]
    assert ranked[1].score == pytest.approx(0.6 * ranked[0].score)
    assert ranked[2].score == pytest.approx(0.15 * ranked[0].score)


def test_a_reprint_of_what_was_told_is_no_update_and_another_id_no_new_story(story, article, now):
    """A story is known by its articles, too: two that turned out to be one were told under one id."""
    once = story("r", "c")
    again = article("d", "T", *once.lead.paragraphs)
    grown = Story("other", (*once.articles, again))
    assert rank([grown], TOPIC, now, [told(once)])[0].score < 0.2 * rank([grown], TOPIC, now)[0].score


def test_what_does_not_belong_stands_last_or_is_left_out(story, now):
    """However strong: of a story without places nobody knows, one from elsewhere is another town's."""
    city = replace(CITY, elsewhere=("Oakton",))
    unknown, weak = story("unknown", "a", "b", "c"), story("weak", "d", title="Harlow votes", age=60)
    oakton = story("oakton", "e", title="Oakton votes")
    ranked = rank([unknown, weak, oakton], city, now)
    assert [(one.story.id, one.belongs) for one in ranked] == [("weak", True), ("unknown", False)]


def test_a_topic_puts_what_it_is_about_first(story, now):
    """A general feed's other news comes last."""
    banks = replace(TOPIC, subjects=("bank",))
    strong, about = story("strong", "a", "b", "c"), story("about", "d", title="Banks merge", age=60)
    assert order([strong, about], banks, now) == ["about", "strong"]
