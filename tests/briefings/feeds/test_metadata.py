"""What a page says about itself is found in JSON-LD first and in its meta elements next."""

import json

import pytest
from lxml import html

from briefings.feeds.metadata import Metadata, metadata

URL = "https://news.example/2026/vote?from=feed"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Denver delays &amp; waits",
    "datePublished": "2026-11-24T07:00:00Z",
    "author": [{"@type": "Person", "name": "By Dana Ruiz"}, {"name": "Sam Hill"}, "https://news.example/x"],
    "image": {"url": "/bus.jpg"},
    "articleSection": ["City", "Traffic"],
    "articleBody": "The council met.",
}
META = """<html><head><title>Title — Post</title>
<link rel="canonical" href="/2026/vote"><meta property="og:title" content="OG title">
<meta property="article:published_time" content="2026-11-23"><meta name="author" content="by Dana Ruiz">
<meta property="og:image" content="https://news.example/og.jpg"><meta property="article:section" content="City">
</head><body><h1>Headline</h1></body></html>"""


def about(page: str, url: str | None = URL) -> Metadata:
    return metadata(html.fromstring(page), url)


def with_json(value: object) -> Metadata:
    text = value if isinstance(value, str) else json.dumps(value)
    return about(f"<html><head><script type='application/ld+json'>{text}</script></head><body><p>x</p></body></html>")


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "Organization"}, ARTICLE],
        {"@graph": [{"@type": "WebPage"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        {**ARTICLE, "@type": ["Thing", "BlogPosting"]},
    ],
)
def test_json_ld_is_found_however_it_is_nested(value: object) -> None:
    """In lists, in graphs, in comments."""
    found = with_json(value)
    assert found.title == "Denver delays & waits"
    assert found.date == "2026-11-24T07:00:00Z"
    assert found.author == "Dana Ruiz, Sam Hill"
    assert found.image == "https://news.example/bus.jpg"
    assert found.section == "City"
    assert found.body == "The council met."


def test_meta_elements_are_asked_next() -> None:
    """The canonical address is completed."""
    assert about(META) == Metadata(
        "OG title",
        "2026-11-23",
        "Dana Ruiz",
        "https://news.example/og.jpg",
        "City",
        "https://news.example/2026/vote",
        None,
    )


def test_headings_and_time_elements_are_asked_last() -> None:
    """A bare page still has a title and often a date."""
    found = about(
        "<html><title>T</title><body><h1> </h1><h1>A <i>b</i></h1><time datetime='2026-11-24'>x</time></body></html>"
    )
    assert (found.title, found.date, found.canonical) == ("A b", "2026-11-24", None)


@pytest.mark.parametrize(
    "value",
    [
        "{broken",
        "[" * 5000,
        '{"@graph": ' * 20 + json.dumps(ARTICLE) + "}" * 20,
        {"@type": "NewsArticle", "headline": 3, "author": 4, "image": [], "articleBody": " ", "datePublished": None},
        {"@type": 7},
        [1, "x", None],
        {"@type": "Article", "image": ["http://[::1"], "author": {"name": None}, "url": "ftp://news.example/"},
    ],
)
def test_odd_json_ld_says_nothing(value: object) -> None:
    """It costs nothing else of the page."""
    assert with_json(value) == Metadata(None, None, None, None, None, None, None)


def test_scripts_of_other_kinds_are_not_read() -> None:
    """Pages keep all sorts of JSON."""
    page = f"<html><head><script type='application/json'>{json.dumps(ARTICLE)}</script></head><body></body></html>"
    assert about(page).title is None


def test_without_an_address_relative_ones_are_left_out() -> None:
    """Half an address leads nowhere."""
    assert about(META, None).canonical is None


def test_nodes_that_only_point_to_others_are_followed() -> None:
    """Authors and pictures often stand elsewhere in the graph; an id is no picture's address."""
    graph = [
        {
            "@type": "Article",
            "headline": "Lanes wait",
            "author": {"@id": "#dana"},
            "image": {"@id": "https://news.example/1#picture"},
        },
        {"@type": "Person", "@id": "#dana", "name": "Dana Ruiz"},
        {"@id": "#dana"},
        {"@type": "ImageObject", "@id": "https://news.example/1#picture", "url": "/bus.jpg"},
    ]
    found = with_json({"@graph": graph})
    assert (found.author, found.image) == ("Dana Ruiz", "https://news.example/bus.jpg")
    assert with_json({"@graph": graph[:1]}).image is None


@pytest.mark.parametrize(
    ("said", "free"), [(False, False), ("False", False), (True, True), ("true", True), (None, True)]
)
def test_what_is_behind_a_pay_wall_is_said(said: object, free: bool) -> None:
    """As a truth value or as a word."""
    assert with_json({**ARTICLE, "isAccessibleForFree": said}).free is free
    assert not about("<html><head><meta property='article:content_tier' content='locked'></head><p>x</p></html>").free


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("LiveBlogPosting", "Live blog"),
        ("AdvertiserContentArticle", "Sponsored content"),
        ("OpinionNewsArticle", "City"),
    ],
)
def test_the_kind_of_a_page_that_is_no_ordinary_article_is_its_section(kind: str, section: str) -> None:
    """Live pages and advertisements are told by it."""
    assert with_json({**ARTICLE, "@type": ["NewsArticle", kind]}).section == section


def test_a_page_that_is_a_film_says_so() -> None:
    """In Open Graph."""
    assert about("<html><head><meta property='og:type' content='video.other'></head><p>x</p></html>").section == "Video"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Dana Ruiz and Sam Hill", "Dana Ruiz and Sam Hill"),
        (["Dana Ruiz", "Dana Ruiz", "Sam Hill"], "Dana Ruiz, Sam Hill"),
        ({"@type": "Organization", "name": ["Front Range Post"]}, "Front Range Post"),
        (["https://news.example/dana"], None),
    ],
)
def test_authors_come_in_many_shapes(author: object, names: str | None) -> None:
    """A text, a list, a node; an address is no name."""
    assert with_json({**ARTICLE, "author": author}).author == names
