import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.stories.cluster import cluster, group
from briefings.stories.likeness import Reading, Telling

BRIDGE = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office said."
AGAIN = "Drivers lose the Harlow Bridge on Friday for 14 months of repairs to its deck, officials said."
THIRD = "Repairs shut the Harlow Bridge for 14 months from Friday; the transport office named two detours."
FINAL = "The Otters beat the Herons 3-1 in the final at Milbrook Park before a crowd of 21,000."


@pytest.fixture
def bridge(article):
    """Three outlets on one bridge, and one on a final."""
    return [
        article("a", "Harlow Bridge closes Friday", BRIDGE, age=5),
        article("b", "Harlow Bridge to shut for 14 months", AGAIN, age=3),
        article("c", "14 months without the Harlow Bridge", THIRD, age=1),
        article("d", "Otters win the cup", FINAL, age=2),
    ]


def test_outlets_on_one_event_share_a_story_named_after_the_earliest(bridge):
    """The story's id comes from its first article, whatever the order of reading."""
    stories = cluster(bridge[::-1])
    assert stories["a"] == stories["b"] == stories["c"] == "s-a"
    assert stories["d"] == "s-d"


def test_a_story_that_exists_grows_and_keeps_its_id(bridge):
    """New articles join the story readers already know."""
    known = [replace(bridge[1], story="old"), *bridge[:1], *bridge[2:]]
    stories = cluster(known)
    assert stories["a"] == stories["b"] == stories["c"] == "old"


def test_an_article_that_has_a_story_keeps_it_even_if_it_looks_alike(bridge):
    """Two stories that exist are never merged: readers were told both."""
    known = [replace(bridge[0], story="one"), replace(bridge[1], story="two"), bridge[2]]
    stories = cluster(known)
    assert (stories["a"], stories["b"]) == ("one", "two")
    assert stories["c"] in {"one", "two"}


def test_articles_of_one_existing_story_stay_together_however_unlike(bridge):
    """Grouping never takes a story apart."""
    stories = cluster([replace(bridge[0], story="one"), replace(bridge[3], story="one")])
    assert set(stories.values()) == {"one"}


def test_alike_articles_more_than_three_days_apart_are_two_stories(article):
    """The same road closes every month."""
    stories = cluster(
        [article("a", "Harlow Bridge closes", BRIDGE), article("b", "Harlow Bridge closes", BRIDGE, age=73)]
    )
    assert stories["a"] != stories["b"]


def test_a_reprint_belongs_to_its_original(article):
    """Equal first words are one text, whatever headline stands above."""
    stories = cluster([article("a", "Bridge out", BRIDGE), article("b", "What commuters need", BRIDGE.upper(), age=70)])
    assert stories["a"] == stories["b"]


def test_short_equal_openings_are_no_reprint(article):
    """A pointer that many pages share does not make them one story."""
    stories = cluster([article("a", "Otters win", "Read more here."), article("b", "Bridge shut", "Read more here.")])
    assert stories["a"] != stories["b"]


def test_articles_without_a_date_group_by_likeness_alone():
    """Unknown dates neither crash nor keep tellings apart."""
    told = [
        Telling("a", "Harlow Bridge closes Friday", (BRIDGE,), None),
        Telling("b", "Harlow Bridge shut", (AGAIN,), None),
    ]
    assert len(set(group(told).values())) == 1


def test_no_articles_give_no_stories():
    """An empty poll is no error."""
    assert cluster([]) == {}


def test_a_chain_of_half_alike_articles_does_not_run_together(article):
    """Average likeness, not the single nearest neighbour, decides."""
    words = [f"Name{n} Place{n} thing{n} deed{n} cause{n} sum{n}" for n in range(6)]
    chain = [article(str(n), "", f"{words[n]} {words[n + 1]}") for n in range(5)]
    assert len(set(cluster(chain).values())) > 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from([BRIDGE, AGAIN, FINAL, "", "x"]),
            st.sampled_from([None, "s1", "s2"]),
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_article_gets_one_story_and_an_existing_one_is_kept(rows):
    """The promise of the mapping, over any mix."""
    told = [Telling(str(n), text[:20], (text,), None, story) for n, (text, story) in enumerate(rows)]
    stories = group(told)
    assert set(stories) == {t.id for t in told}
    assert all(stories[t.id] == t.story for t in told if t.story)


def test_two_thousand_articles_take_seconds_at_most(article):
    """A full day of all feeds is grouped between two ticks."""
    many = [
        article(
            str(n),
            f"Matter {n // 3} of Town{n // 3}",
            f"Board{n // 3} of Town{n // 3} met on plan {n // 3} again. " * 8,
            age=n % 48,
        )
        for n in range(2000)
    ]
    started = time.process_time()
    stories = cluster(many)
    assert time.process_time() - started < 10
    assert len(set(stories.values())) < len(many)


def test_an_increment_costs_what_is_new_not_what_is_known(article):
    """Ten articles that join a window of 1,500 take a small part of the time that all of them took."""
    many = [
        article(str(n), f"Matter {n // 3} of Town{n // 3}", f"Board{n // 3} of Town{n // 3} met on plan {n // 3}. " * 8)
        for n in range(1500)
    ]
    reading = Reading()
    started = time.process_time()
    stories = cluster(many, reading)
    whole = time.process_time() - started
    known = [replace(one, story=stories[one.id]) for one in many[:-10]]
    started = time.process_time()
    cluster([*known, *many[-10:]], reading)
    assert time.process_time() - started < whole / 4


EVENTS = [
    [f"{name} {verb} {thing} {end}" for verb in ("loses the", "waits for its", "argues over the")]
    for name, thing, end in (
        ("Harlow", "bridge over the Mill river", "for fourteen months of repairs"),
        ("Oakton", "cup final at Herons park", "before twenty thousand people"),
        ("Milbrook", "hospital merger with Clinic Group", "at ninety million dollars"),
        ("Amberley", "school vote in district nine", "after the teachers strike"),
    )
]
APART = [
    Telling(f"{event}{place}", text, (f"{text}, the office said.",), datetime(2026, 11, 23, place, tzinfo=UTC))
    for event, texts in enumerate(EVENTS)
    for place, text in enumerate(texts)
]


def in_steps(tellings, sizes, reading=None):
    """Group as polls do: some articles arrive, those before have their stories."""
    given, at = {}, 0
    for size in [*sizes, len(tellings)]:
        at += size
        after = group([replace(one, story=given.get(one.id)) for one in tellings[:at]], reading)
        assert {name: after[name] for name in given} == given
        given = after
    return given


def partition(stories):
    """Which articles are together, whatever the story is called."""
    together = defaultdict(set)
    for one, story in stories.items():
        together[story].add(one)
    return {frozenset(members) for members in together.values()}


@given(st.permutations(APART), st.lists(st.integers(0, 5), max_size=6))
@settings(max_examples=60, deadline=None)
def test_events_apart_are_parted_alike_however_their_articles_arrive(order, sizes):
    """In any order, in any steps, with words remembered or read anew; and no id that was given ever changes."""
    stories = in_steps(order, sizes, Reading())
    assert partition(stories) == {frozenset(f"{event}{place}" for place in range(3)) for event in range(4)}
    assert stories == in_steps(order, sizes)
    assert group([replace(one, story=stories[one.id]) for one in [*order, *order]]) == stories


@given(
    st.lists(st.tuples(st.sampled_from([BRIDGE, AGAIN, THIRD, FINAL, ""]), st.integers(0, 90)), max_size=10),
    st.lists(st.integers(0, 4), max_size=5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_whatever_arrives_in_whatever_steps_keeps_its_id_and_one_step_has_no_order(rows, sizes, chance):
    """Where events are not far apart the steps may part them otherwise, but never rename what was given."""
    told = [
        Telling(str(n), text[:30], (text,), datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hours))
        for n, (text, hours) in enumerate(rows)
    ]
    shuffled = chance.sample(told, len(told))
    assert group(shuffled) == group(told)
    assert set(in_steps(shuffled, sizes)) == {one.id for one in told}
