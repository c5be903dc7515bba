from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.merge import merge
from briefings.model import Outlet
from tests.bot.delivery.making import NOON, make_brief, make_edition, make_point

YESTERDAY = date(2026, 11, 23)


def ids(items) -> list[str]:
    return [item.brief.id for item in items]


def test_every_top_story_comes_before_any_second_one():
    """Newsletters take turns, in the reader's order."""
    denver = make_edition("denver", make_brief("d1"), make_brief("d2"), make_brief("d3"))
    markets = make_edition("markets", make_brief("m1"), make_brief("m2"))
    assert ids(merge([denver, markets], {}, {})) == ["d1", "m1", "d2", "m2", "d3"]


def test_a_story_in_several_newsletters_stands_once_and_first():
    """What two newsletters chose counts more than what one did."""
    shared = make_brief("shared")
    denver = make_edition("denver", make_brief("d1"), shared)
    markets = make_edition("markets", make_brief("m1"), shared)
    items = merge([denver, markets], {}, {})
    assert ids(items) == ["shared", "d1", "m1"]
    assert items[0].newsletters == ("denver", "markets")


def test_the_newest_version_of_a_story_is_told():
    """Two editions cut at different times may hold two versions."""
    old = make_brief("old", story="s")
    new = make_brief("new", story="s", newest=NOON + timedelta(hours=1))
    items = merge([make_edition("denver", old), make_edition("markets", new)], {}, {})
    assert ids(items) == ["new"]
    assert items[0].newsletters == ("denver", "markets")


def test_briefs_that_share_an_article_are_one_story():
    """Also in a chain, and also within one edition."""
    first = make_brief("first", articles=["a", "b"])
    second = make_brief("second", articles=["c", "d"])
    both = make_brief("both", articles=["b", "c"], newest=NOON + timedelta(hours=1))
    assert ids(merge([make_edition("denver", first, second), make_edition("markets", both)], {}, {})) == ["both"]


def test_a_told_story_comes_only_with_what_is_new():
    """As an update with its date, or not at all."""
    told = make_brief("before", story="s")
    again = make_brief("after", story="s")
    point = make_point("The cause was a flooded switch.")
    edition = make_edition("denver", again, make_brief("d2"))
    assert ids(merge([edition], {"s": told}, {"s": None})) == ["d2"]
    assert ids(merge([edition], {"s": told}, {})) == ["d2"]
    updated = merge([edition], {"s": told}, {"s": point}, {"s": YESTERDAY})
    assert [(item.brief.id, item.update, item.told_on) for item in updated] == [
        ("after", point, YESTERDAY),
        ("d2", None, None),
    ]


def test_the_very_brief_that_was_told_is_never_told_again():
    """Whatever the newsroom says is new about it."""
    told = make_brief("same", story="s")
    assert merge([make_edition("denver", told)], {"s": told}, {"s": make_point("New.")}) == ()


def test_a_told_story_is_known_by_its_articles_too():
    """Stories that were found to be one have a new id; the reader was told all the same."""
    told = make_brief("old", story="small", articles=["a"])
    grown = make_brief("grown", story="large", articles=["b", "a"])
    assert merge([make_edition("denver", grown)], {"small": told}, {}) == ()


def test_a_story_that_fell_apart_has_one_update():
    """The same new line does not stand twice."""
    told = make_brief("told", story="s", articles=["a", "b"])
    one, two = make_brief("one", articles=["a"]), make_brief("two", articles=["b"])
    assert ids(merge([make_edition("denver", one, two)], {"s": told}, {"s": make_point("New.")})) == ["one"]


def test_a_top_story_that_is_left_out_makes_room():
    """The next of that newsletter is its top story then."""
    told = make_brief("told", story="s")
    denver = make_edition("denver", make_brief("again", story="s"), make_brief("d2"))
    markets = make_edition("markets", make_brief("m1"), make_brief("m2"))
    assert ids(merge([denver, markets], {"s": told}, {})) == ["d2", "m1", "m2"]


def test_two_editions_of_one_newsletter_name_it_once():
    """A newsletter that comes morning and evening is one newsletter."""
    morning, evening = make_edition("am-pm", make_brief("d1")), make_edition("am-pm", make_brief("d1"))
    assert [item.newsletters for item in merge([morning, evening], {}, {})] == [("am-pm",)]


def test_nothing_comes_of_nothing():
    """No editions, and editions without briefs."""
    assert merge([], {}, {}) == ()
    assert merge([make_edition("denver")], {}, {}) == ()


names = st.sampled_from("abcdefgh")
editions = st.lists(st.lists(names, unique=True, max_size=6), max_size=4)


@given(editions=editions, told=st.sets(names))
def test_no_story_stands_twice_and_none_is_lost(editions, told):
    """Whatever the newsletters share, each untold story stands exactly once, and each newsletter's top comes early."""
    made = [make_edition(f"n{number}", *(make_brief(name) for name in held)) for number, held in enumerate(editions)]
    before = {f"story-{name}": make_brief(f"old-{name}", story=f"story-{name}") for name in told}
    items = merge(made, before, {})
    assert sorted(ids(items)) == sorted({name for held in editions for name in held} - told)
    tops = {next((name for name in held if name not in told), None) for held in editions} - {None}
    assert tops <= set(ids(items)[: len(tops) + sum(len(item.newsletters) > 1 for item in items)])


def test_in_a_row_what_more_outlets_carry_comes_first():
    """Two newsletters' top stories: the one that more newsrooms tell is the bigger one."""
    outlets = tuple(Outlet(f"Paper {n}", f"https://news.example/{n}", f"x{n}") for n in range(3))
    denver = make_edition("denver", make_brief("d1"))
    markets = make_edition("markets", make_brief("m1", outlets=outlets))
    assert ids(merge([denver, markets], {}, {})) == ["m1", "d1"]


def test_the_readers_town_has_its_first_story_among_the_first_two():
    """Big news leads, but a reader's own town does not wait behind all of it."""
    editions = [
        make_edition(slug, make_brief(f"{slug}1"), make_brief(f"{slug}2")) for slug in ("a", "b", "c", "denver")
    ]
    assert ids(merge(editions, {}, {}))[:4] == ["a1", "b1", "c1", "denver1"]
    assert ids(merge(editions, {}, {}, towns={"denver"}))[:4] == ["a1", "denver1", "b1", "c1"]
    assert ids(merge(editions[:2], {}, {}, towns={"denver"})) == ids(merge(editions[:2], {}, {}))
