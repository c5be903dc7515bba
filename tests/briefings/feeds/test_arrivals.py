"""Each entry of a feed is new, changed, known, old or of no use, and none swallows another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefings.feeds.arrivals import Appearance, Arrivals, article_of, has_own_page, named, sort_out, with_page
from briefings.feeds.readings import Page
from briefings.model import Article, Entry, Source
from briefings.stories.identity import article_id

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SOURCE = Source("Post", "Front Range Post", "https://news.example/feed", "https://news.example/")
OTHER = replace(SOURCE, feed="https://other.example/feed")


def entry(name: str, **fields: object) -> Entry:
    usual = {
        "id": name,
        "title": f"Title {name}",
        "link": f"https://news.example/{name}",
        "published": NOW - timedelta(hours=1),
        "author": None,
        "text": f"Text {name}.",
        "complete": False,
    }
    return Entry(**{**usual, **fields})  # type: ignore[arg-type]


def sorted_out(*entries: Entry, known: tuple[Article, ...] = (), source: Source = SOURCE) -> Arrivals:
    return sort_out(named(entries, source), {one.id: one for one in known}, source, NOW, WEEK)


def stored(one: Entry, page: Page | None = None) -> Article:
    article = article_of(named([one], SOURCE)[0], SOURCE, page, NOW)
    assert article is not None
    return article


def page(*paragraphs: str, **fields: object) -> Page:
    return Page(**{**dict.fromkeys(Page.__slots__), "paragraphs": paragraphs, "whole": True, **fields})  # type: ignore[arg-type]


def test_an_entry_is_named_by_its_canonical_address() -> None:
    """Tags of a campaign make no new article."""
    (one,) = named([entry("a", link="https://news.example/a?utm_source=rss#top")], SOURCE)
    assert (one.id, one.url) == (article_id("https://news.example/a"), "https://news.example/a")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"link": None}, {"link": None}),
        ({"link": "https://news.example/"}, {"link": "https://news.example"}),
        ({"link": "https://news.example/live#1"}, {"link": "https://news.example/live#2"}),
        ({"link": "https://other.example/"}, {"link": "https://third.example/"}),
    ],
)
def test_entries_without_an_address_of_their_own_are_not_merged(
    first: dict[str, str | None], second: dict[str, str | None]
) -> None:
    """No link, the home page, or a link that several share: the feed's own id names them."""
    one, two = named([entry("a", **first), entry("b", **second)], SOURCE)
    assert one.id != two.id
    assert one.url != two.url
    assert one.url.startswith("https://")
    assert len(sorted_out(entry("a", **first), entry("b", **second)).new) == 2


def test_every_entry_is_in_exactly_one_place() -> None:
    """New, known, repeated, old and useless ones add up."""
    old = entry("old", published=NOW - WEEK - timedelta(seconds=1))
    known = entry("known")
    useless = entry("", title="", link=None, text="")
    entries = (entry("a"), entry("a"), known, old, useless, entry("undated", published=None))
    found = sorted_out(*entries, known=(stored(known),))
    assert [one.entry.id for one in found.new] == ["a", "undated"]
    assert (found.known, found.old, found.unusable, found.changed) == (2, 1, 1, ())
    assert found.appearances == (Appearance(article_id("https://news.example/known"), SOURCE.feed, "known", 2),)
    assert len(found.new) + found.known + found.old + found.unusable == len(entries)


def test_a_known_article_is_never_too_old() -> None:
    """Age counts at first sight only."""
    old = entry("a", published=NOW - timedelta(days=30))
    assert sorted_out(old, known=(stored(old),)).known == 1


def test_a_corrected_title_or_text_is_a_change() -> None:
    """The article keeps its id, its story and its time."""
    before = replace(stored(entry("a")), story="s")
    (after,) = sorted_out(entry("a", title="Corrected"), known=(before,)).changed
    assert after == replace(before, title="Corrected")
    (after,) = sorted_out(entry("a", text="More.\n\nText."), known=(before,)).changed
    assert after.paragraphs == ("More.", "Text.")
    (after,) = sorted_out(entry("a", complete=True), known=(before,)).changed
    assert after.complete


def test_a_teaser_never_replaces_a_whole_text() -> None:
    """Nor does an emptied entry."""
    whole = replace(stored(entry("a", complete=True, text="All of it.")), title="Title a")
    assert sorted_out(entry("a", text="Cut…"), known=(whole,)).changed == ()
    assert sorted_out(entry("a", title="", text="", complete=True), known=(whole,)).changed == ()


def test_another_feed_does_not_correct_an_article() -> None:
    """Two feeds that word it differently would otherwise change it back and forth."""
    before = stored(entry("a"))
    found = sorted_out(entry("a", title="Otherwise"), known=(before,), source=OTHER)
    assert found.changed == ()
    assert found.appearances[0].feed == OTHER.feed


def test_an_article_takes_its_text_from_the_page_where_that_is_fuller() -> None:
    """And what only the page says."""
    whole = ("word " * 60).strip()
    found = stored(entry("a"), page(whole, "- Point", author="Dana Ruiz", section="City", title="Page title"))
    assert (found.paragraphs, found.complete) == ((whole, "- Point"), True)
    assert (found.title, found.author, found.section) == ("Title a", "Dana Ruiz", "City")
    assert (found.feed, found.publisher, found.position) == (SOURCE.feed, SOURCE.publisher, 0)


def test_a_page_that_says_less_leaves_the_teaser() -> None:
    """A wall asks for money in fewer words than the teaser has."""
    found = stored(entry("a"), page("Please subscribe to read this."))
    assert (found.paragraphs, found.complete) == (("Text a.",), False)


def test_missing_titles_and_times_are_made_good() -> None:
    """From the page, from the first words, from the time first seen; times to come are now."""
    assert stored(entry("a", title=""), page("x", title="Page title")).title == "Page title"
    assert stored(entry("a", title="")).title == "Text a."
    long = stored(entry("a", title="", text="word " * 40)).title
    assert len(long) <= 101
    assert long.endswith("word…")
    assert stored(entry("a", title="", text="- bullet")).title == "bullet"
    at = NOW - timedelta(days=1)
    assert stored(entry("a", published=None), page("x", published=at)).published == at
    assert stored(entry("a", published=None)).published == NOW
    assert stored(entry("a", published=NOW + timedelta(days=1))).published == NOW
    assert article_of(named([entry("a", title="", text="")], SOURCE)[0], SOURCE, None, NOW) is None


LANES = ("The council put off its vote on the downtown bus lanes, for the third time since the spring came. " * 4,)


def test_the_text_of_a_page_that_is_about_something_else_is_not_taken() -> None:
    """A wall or the home page can be long."""
    story = entry("a", title="Storm closes mountain schools until Thursday")
    assert stored(story, page(*LANES)).paragraphs == ("Text a.",)
    assert stored(entry("a", title="Council puts off vote on bus lanes"), page(*LANES)).paragraphs == LANES


def test_the_beginning_of_an_article_behind_a_pay_wall_is_no_whole_text() -> None:
    """It is more than the teaser, and a later teaser does not replace it."""
    before = stored(entry("a", title="Bus lanes"), page(*LANES, whole=False))
    assert (before.paragraphs, before.complete) == (LANES, False)
    assert sorted_out(entry("a", title="Bus lanes", text="Otherwise."), known=(before,)).changed == ()
    (after,) = sorted_out(entry("a", title="Bus lanes", text="All.", complete=True), known=(before,)).changed
    assert (after.paragraphs, after.complete) == (("All.",), True)


def test_a_teaser_grows_by_its_page() -> None:
    """What the feed said of its author stays; a page that has no more, or is of something else, changes nothing."""
    teaser = stored(entry("a", title="Council puts off vote on lanes", author="Sam Hill"))
    grown = with_page(teaser, page(*LANES, author="Dana Ruiz", section="City"))
    assert grown == replace(teaser, paragraphs=LANES, complete=True, section="City")
    assert with_page(teaser, page("Subscribe.")) is None
    assert with_page(replace(teaser, title="Storm closes mountain schools until Thursday"), page(*LANES)) is None
    assert with_page(replace(teaser, complete=True), page(*LANES)) is None


def test_only_an_entry_with_an_address_of_its_own_has_a_page() -> None:
    """The home page is not the article."""
    own, home, none = (
        named([entry("a", link=link)], SOURCE)[0] for link in ("https://news.example/a", "https://news.example/", None)
    )
    assert [has_own_page(one) for one in (own, home, none)] == [True, False, False]
