"""Typed blocks become HTML once, and are counted as Telegram counts them."""

from bot.telegram.text import Bold, Code, Italic, Link, Quote, entities, html, length, plain

TEXT = (
    Bold("A < B & C"),
    "\n",
    Quote((Italic("quoted"), " ", Code("x>y"), " plain")),
    Link('Post "Daily"', 'https://news.example/?a=1&b="2"'),
)


def test_everything_a_stranger_wrote_is_escaped_once() -> None:
    """Titles and addresses cannot smuggle markup in."""
    assert html(TEXT) == (
        "<b>A &lt; B &amp; C</b>\n"
        "<blockquote expandable><i>quoted</i> <code>x&gt;y</code> plain</blockquote>"
        '<a href="https://news.example/?a=1&amp;b=&quot;2&quot;">Post "Daily"</a>'
    )


def test_plain_words_keep_the_addresses_of_links() -> None:
    """Sent once instead, if Telegram should refuse the entities."""
    assert plain(TEXT) == 'A < B & C\nquoted x>y plainPost "Daily" (https://news.example/?a=1&b="2")'


def test_length_counts_code_points_after_parsing_and_a_quotation_is_an_entity_too() -> None:
    """Tags and addresses do not count; an emoji is one."""
    assert length(TEXT) == len('A < B & C\nquoted x>y plainPost "Daily"')
    assert length((Bold("\U0001f600"),)) == 1
    assert entities(TEXT) == 5
    assert entities(("words",)) == 0
