"""An article has one id, however its address is spelt; a text has one fingerprint, whoever prints it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.stories.identity import article_id, canonical_url, fingerprint

PLAIN = "https://news.example/2026/11/council-vote"


@pytest.mark.parametrize(
    "spelling",
    [
        PLAIN,
        f"  {PLAIN}\n",
        f"{PLAIN}/",
        f"{PLAIN}#comments",
        f"{PLAIN}?utm_source=rss&utm_medium=feed",
        f"{PLAIN}?at_medium=RSS&at_campaign=KARANGA",
        f"{PLAIN}?fbclid=abc#top",
        f"{PLAIN}?outputType=amp",
        f"{PLAIN}/amp/",
        f"{PLAIN}/?cmpid=x",
        PLAIN.replace("https", "http"),
        PLAIN.replace("https", "HTTPS"),
        PLAIN.replace("news.", "www.news."),
        PLAIN.replace("news.", "m.news."),
        PLAIN.replace("news.example", "NEWS.example:443"),
        PLAIN.replace("news.example", "reader@news.example."),
    ],
)
def test_spellings_of_one_address_share_an_id(spelling: str) -> None:
    """Tags, fragments, schemes, ports, mobile hosts and letter case do not make another article."""
    assert article_id(spelling) == article_id(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/2026/11/council-Vote",
        "https://news.example/2026/11/council-vote?page=2",
        "https://news.example/2026/11/council-vote?id=7",
        "https://other.example/2026/11/council-vote",
        "https://news.example:8080/2026/11/council-vote",
        "https://news.example/2026/11/council-vote#!/part/2",
    ],
)
def test_different_pages_have_different_ids(other: str) -> None:
    """What may change the page is kept."""
    assert article_id(other) != article_id(PLAIN)


def test_the_canonical_address_still_leads_to_the_page() -> None:
    """Scheme, path and the query that counts stay; what only counts visitors goes."""
    assert (
        canonical_url("http://www.news.example:80/a?id=7&utm_id=3&b=%20x#frag") == "http://www.news.example/a?id=7&b=+x"
    )
    assert canonical_url("https://news.example") == "https://news.example/"
    assert canonical_url("https://news.example/a?b&c=") == "https://news.example/a?b&c="
    assert canonical_url("https://news.example/%c3%a9") == "https://news.example/%C3%A9"


def test_names_beyond_ascii_and_numeric_hosts_are_kept_apart() -> None:
    """International names become their ASCII form; an IPv6 address keeps its brackets."""
    assert canonical_url("https://zeitung-köln.example/a") == "https://xn--zeitung-kln-zfb.example/a"
    assert canonical_url("http://[::1]:8080/a") == "http://[::1]:8080/a"
    assert canonical_url(f"https://{'ü' * 70}.example/a").startswith("https://ü")


@pytest.mark.parametrize(
    "odd", ["", "not a url", "urn:isbn:1", "http://[::1", "http://host:port/", "mailto:a@b.example"]
)
def test_what_is_no_web_address_comes_back_as_it_is(odd: str) -> None:
    """It never raises, and it still has an id."""
    assert canonical_url(odd) == odd
    assert article_id(odd)


@given(st.text())
def test_any_text_has_an_id_and_a_canonical_form_that_is_stable(text: str) -> None:
    """The canonical form of a canonical form is itself."""
    once = canonical_url(text)
    assert canonical_url(once) == once
    assert article_id(text)


def test_reprints_share_a_fingerprint() -> None:
    """Case, punctuation and what follows the first forty words do not count."""
    words = " ".join(f"word{number}" for number in range(45))
    assert fingerprint([words]) == fingerprint([words.upper().replace(" ", ", "), "More."])
    assert fingerprint([words[:100], words[100:]]) != fingerprint(["Other " + words])


def test_a_text_without_words_has_no_fingerprint() -> None:
    """Empty texts are not reprints of each other."""
    assert fingerprint([]) == fingerprint(["...", "!"]) == ""
