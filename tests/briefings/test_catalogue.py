"""The list of newsletters: what comes along is right, and what an operator gets wrong is named."""

from pathlib import Path

import pytest

from briefings.catalogue import load, parse
from briefings.errors import CatalogueError
from briefings.model import Kind, Slot

GOOD = """
[[newsletter]]
slug = "harbour"
title = "Harbour"
promise = "News of the quays."
kind = "city"
zone = "Europe/Lisbon"
slots = ["morning"]
days = [1, 2, 3]

[[newsletter.source]]
name = "Quay Post"
publisher = "Quay Post"
feed = "https://quay.example/feed"
homepage = "https://quay.example/"
weight = 1.5
"""


def test_the_list_that_comes_along_has_the_twelve_newsletters_in_order() -> None:
    """The mission's twelve, no more and no fewer."""
    slugs = [newsletter.slug for newsletter in load().newsletters]
    assert slugs == [
        *("am-pm", "closer", "markets", "sports", "login", "sneak-peek", "coronavirus"),
        *("denver", "des-moines", "twin-cities", "tampa-bay", "charlotte"),
    ]


def test_no_newsletter_depends_on_one_publisher() -> None:
    """At least four sources by at least three publishers each."""
    for newsletter in load().newsletters:
        assert len(newsletter.sources) >= 4, newsletter.slug
        assert len({source.publisher for source in newsletter.sources}) >= 3, newsletter.slug


def test_slots_and_days_are_those_of_the_mission() -> None:
    """Evening newsletters come in the evening, business ones on weekdays, Sneak Peek from Sunday to Thursday."""
    catalogue = load()
    weekdays, daily = frozenset(range(1, 6)), frozenset(range(1, 8))
    rows = {one.slug: (one.slots, one.days) for one in catalogue.newsletters}
    assert rows["am-pm"] == ((Slot.MORNING, Slot.EVENING), daily)
    assert rows["closer"] == ((Slot.EVENING,), weekdays)
    assert rows["markets"] == rows["login"] == ((Slot.MORNING,), weekdays)
    assert rows["sneak-peek"] == ((Slot.EVENING,), frozenset({7, 1, 2, 3, 4}))
    assert all(rows[one.slug] == ((Slot.MORNING,), daily) for one in catalogue.newsletters if one.kind is Kind.CITY)


def test_a_feed_that_serves_two_newsletters_is_one_source() -> None:
    """Polling goes by feed, so a shared feed is polled once."""
    catalogue = parse(GOOD + GOOD.replace('"harbour"', '"hills"'))
    assert len(catalogue.newsletters) == 2
    assert len(catalogue.sources()) == 1
    assert catalogue.sources_of(["hills"]) == catalogue.sources()
    assert catalogue.sources_of(["valley"]) == ()


def test_all_mistakes_are_named_at_once_with_key_and_line() -> None:
    """An operator mends the file in one go."""
    wrong = GOOD.replace('"city"', '"town"').replace("weight", "wieght").replace("Lisbon", "Lisbonne")
    with pytest.raises(CatalogueError) as caught:
        parse(wrong, name="list.toml")
    message = str(caught.value)
    assert "list.toml has 3 mistake(s)" in message
    assert "line 6: newsletter[1].kind" in message
    assert "line 7: newsletter[1].zone: 'Europe/Lisbonne' is not an IANA time zone" in message
    assert "line 16: newsletter[1].source[1].wieght" in message


@pytest.mark.parametrize(
    ("was", "becomes", "names"),
    [
        ('slug = "harbour"', 'slug = "The Harbour"', "newsletter[1].slug"),
        ("days = [1, 2, 3]", "days = [0]", "newsletter[1].days"),
        ("days = [1, 2, 3]", "days = []", "newsletter[1].days"),
        ('slots = ["morning"]', 'slots = ["noon"]', "newsletter[1].slots"),
        ('"https://quay.example/feed"', '"ftp://quay.example/feed"', "newsletter[1].source[1].feed"),
        ("weight = 1.5", "weight = -1", "newsletter[1].source[1].weight"),
        ("[[newsletter.source]]", "[[newsletter.sauce]]", "newsletter[1].source"),
        ('title = "Harbour"', "", "newsletter[1].title"),
        ('zone = "Europe/Lisbon"', 'zone = "../etc"', "newsletter[1].zone"),
    ],
)
def test_every_kind_of_mistake_names_its_key(was: str, becomes: str, names: str) -> None:
    """Whatever is wrong, the key is in the message."""
    with pytest.raises(CatalogueError) as caught:
        parse(GOOD.replace(was, becomes))
    assert names in str(caught.value)


NAMES = """
places = ["Lisbon", "Alfama"]
landmarks = ["Belem Tower"]
state = ["Portugal"]
elsewhere = ["Porto"]
doubtful = ["Alfama"]
subjects = ["harbour", "ship*"]
"""


def test_a_newsletter_may_name_what_its_stories_are_about() -> None:
    """All of it is optional."""
    named = parse(GOOD.replace("days = [1, 2, 3]", "days = [1, 2, 3]" + NAMES)).newsletters[0]
    assert (named.places, named.landmarks, named.state) == (("Lisbon", "Alfama"), ("Belem Tower",), ("Portugal",))
    assert (named.elsewhere, named.doubtful, named.subjects) == (("Porto",), ("Alfama",), ("harbour", "ship*"))
    assert parse(GOOD).newsletters[0].landmarks == ()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('["Portugal"]', '["P"]', "line 12: newsletter[1].state[1]: String should have at least 2 characters"),
        ('["Portugal"]', '"Portugal"', "line 12: newsletter[1].state: Input should be a valid list"),
        ('"Porto"', '"Porto", "Porto"', "line 13: newsletter[1].elsewhere: 'Porto' stands here twice"),
        ('["Alfama"]', '["Madrid"]', "line 14: newsletter[1].doubtful: 'Madrid' is neither among the places"),
        ("landmarks", "landmark", "line 11: newsletter[1].landmark: Extra inputs are not permitted"),
    ],
)
def test_a_mistake_in_the_names_is_named_with_key_and_line(was: str, becomes: str, says: str) -> None:
    """Also one in the middle of a list."""
    with pytest.raises(CatalogueError) as caught:
        parse(GOOD.replace("days = [1, 2, 3]", "days = [1, 2, 3]" + NAMES.replace(was, becomes)))
    assert says in str(caught.value)


def test_every_city_knows_its_town_and_every_topic_but_the_front_page_its_subject() -> None:
    """Without names a paper's national pages would lead the town's news."""
    for newsletter in load().newsletters:
        if newsletter.kind is Kind.CITY:
            assert len(newsletter.places) >= 30, newsletter.slug
            assert min(map(len, (newsletter.landmarks, newsletter.state, newsletter.elsewhere))) >= 3, newsletter.slug
        else:
            assert bool(newsletter.subjects) is (newsletter.slug != "am-pm")


def test_a_slug_or_a_feed_used_twice_is_a_mistake() -> None:
    """Readers and polls go by them."""
    source = GOOD[GOOD.index("[[newsletter.source]]") :]
    with pytest.raises(CatalogueError, match="'harbour' is used twice"):
        parse(GOOD + GOOD)
    with pytest.raises(CatalogueError, match=r"https://quay\.example/feed stands here twice"):
        parse(GOOD + source)


def test_what_is_not_toml_or_not_there_gets_one_clear_sentence(tmp_path: Path) -> None:
    """No traceback for an operator."""
    with pytest.raises(CatalogueError, match="is not TOML"):
        parse("newsletter = [")
    with pytest.raises(CatalogueError, match="cannot be read"):
        load(tmp_path / "missing.toml")
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    assert load(tmp_path / "own.toml").get("harbour") is not None
    assert load(tmp_path / "own.toml").get("denver") is None
