"""A page is believed about its address where that is of its own site and of the same article."""

import pytest

from briefings.feeds.canonical import believed

PAGE = "https://news.example/2026/11/24/council-puts-off-vote"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (PAGE, PAGE),
        (f"{PAGE}?src=feed17", PAGE),
        (f"{PAGE}/amp/", PAGE),
        (f"{PAGE}.amp.html", f"{PAGE}.html"),
        (f"{PAGE}-print", PAGE),
        (f"{PAGE}/print/", f"{PAGE}/"),
        ("https://amp.news.example/city/council-puts-off-vote", PAGE),
        ("https://m.news.example/city/council-puts-off-vote", f"{PAGE}?utm_source=rss"),
        ("https://news.example/amp/city/council-puts-off-vote", PAGE),
        ("https://city.news.example/council-puts-off-vote", "https://www.news.example/council-puts-off-vote"),
        ("https://news.example/print.php?id=8812345", f"{PAGE}-8812345"),
        ("https://news.example/a/8812345", f"{PAGE}/8812345"),
        ("https://news.example/story.php?id=17", "https://news.example/story.php?id=17&cat=city"),
        ("https://news.example/story.php?id=17", "https://news.example/17/council"),
        ("https://news.example/?p=17", "https://news.example/17/"),
        ("https://news.example/vote?view=print", "https://news.example/vote"),
    ],
)
def test_another_spelling_of_an_article_is_believed(asked: str, said: str) -> None:
    """AMP, print, telephones, trackers, and numbers that both have."""
    assert believed(asked, said) == said.partition("?utm")[0]


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "https://news.example/",
        "https://news.example",
        "https://news.example/2026/11/",
        "https://news.example/city/another-story-of-the-day",
        "https://other.example/2026/11/24/council-puts-off-vote",
        "https://example/2026/11/24/council-puts-off-vote",
        "https://news.example.evil.example/2026/11/24/council-puts-off-vote",
        "mailto:desk@news.example",
        "https://[news.example/vote",
    ],
)
def test_an_address_that_could_be_anothers_is_not(said: str | None) -> None:
    """The home page, a section, another story, another site, no address."""
    assert believed(PAGE, said) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("https://news.example/story.php?id=17", "https://news.example/story.php"),
        ("https://news.example/story.php?id=17", "https://news.example/"),
        ("https://news.example/?p=17", "https://news.example/?p=18"),
        ("https://news.example/view?article=17", "https://news.example/view"),
        ("https://news.example/", "https://news.example/story.php"),
    ],
)
def test_an_address_that_leaves_out_what_names_the_article_is_not_believed(asked: str, said: str) -> None:
    """A template that forgets the query would make one article of a whole site."""
    assert believed(asked, said) is None
