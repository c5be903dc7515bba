"""HTML becomes paragraphs of plain text, as a reader would read it aloud."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.html_text import line, one_line, paragraphs, plain_paragraphs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ()),
        ("Just words.", ("Just words.",)),
        ("<p>One.</p><p>Two.</p>", ("One.", "Two.")),
        ("<p>One\n line.</p>\n\n<p> Two.&nbsp;</p>", ("One line.", "Two.")),
        ("One.<br>Still one.<br/><br />Two.", ("One. Still one.", "Two.")),
        ("<p><b>Why it matters:</b> Half the money lapses.</p>", ("Why it matters: Half the money lapses.",)),
        ("<p>Buses &amp; trams &lt;soon&gt; &#8212; maybe</p>", ("Buses & trams <soon> — maybe",)),
        ("<ul><li>One</li><li> <p>Two</p><p>more</p></li></ul>", ("- One", "- Two more")),
        ("<p>Lead:</p><ul><li>a<ul><li>b</li></ul>c</li></ul><p>End</p>", ("Lead:", "- a", "- b", "- c", "End")),
        ("<ol><li>• typed<br>too</li><li></li></ol>", ("- typed too",)),
        ("Before<br>• one<br>- two<br>* three<br>•<br>after", ("Before", "- one", "- two", "- three", "after")),
        ("<h2>Head</h2><blockquote>Said.</blockquote>", ("Head", "Said.")),
        ("<table><tr><td>Mon</td><td>3</td></tr><tr><td>Tue</td></tr></table>", ("Mon 3", "Tue")),
        ("<p>a<script>alert(1)</script>b<style>p{}</style>c</p>", ("abc",)),
        ("<figure><img><figcaption>A bus</figcaption></figure><p>Text</p>tail", ("Text", "tail")),
        ("<p>x</p><p class='wp-caption-text'>A tram.</p><p class='captions-off'>y</p>", ("x", "y")),
        ("<p>a<!-- hidden -->b</p><?php x ?>", ("ab",)),
        ("<p>in<svg><title>icon</title></svg>line</p>", ("inline",)),
        ("<form><input>Mail</form><button>Go</button><nav>Menu</nav><p>z", ("z",)),
        ("soft\u00adhyphen zero\u200bwidth \ud800 <b>x</b>", ("softhyphen zerowidth x",)),
        ("5 < 6 & 7 > 2", ("5 < 6 & 7 > 2",)),
    ],
)
def test_html_is_flattened(html: str, expected: tuple[str, ...]) -> None:
    """Blocks divide, lists become bullets, labels stay as words, and what is not text goes."""
    assert paragraphs(html) == expected


def test_plain_text_is_divided_at_blank_lines_and_bullets() -> None:
    """Line ends inside a paragraph mean nothing."""
    text = "One\nstill one.\n\n\nTwo:\n- a\n* b\n\u2022c\nafter"
    assert plain_paragraphs(text) == ("One still one.", "Two:", "- a", "- b", "- c", "after")


def test_depth_does_not_matter() -> None:
    """Fifty thousand nested elements are walked without recursion."""
    for depth in (300, 1_500, 5_000, 50_000):
        assert paragraphs("<p>top</p>" + "<div>" * depth + "a &amp; b" + "</div>" * depth) == ("top", "a & b")
    assert paragraphs("<ul><li>" * 5_000 + "deep")[-1].endswith("deep")


def test_titles_are_one_line() -> None:
    """Markup and white space go."""
    assert line("<b>A</b>\n<p>b</p> &amp; c") == "A b & c"
    assert one_line("  A \n\t b\u200b ") == "A b"


@given(st.text())
def test_no_text_raises_and_no_paragraph_is_empty(text: str) -> None:
    """Whatever comes in; what comes out can be encoded and has no line ends."""
    for html in (text, f"<p>{text}</p><ul><li>{text}"):
        for paragraph in paragraphs(html):
            assert paragraph.strip() == paragraph != ""
            assert "\n" not in paragraph
            assert paragraph.encode()


def test_a_storm_of_tags_is_read_as_words() -> None:
    """Not well told apart, but all there, and in no time."""
    began = time.process_time()
    assert paragraphs("<b>one</b>" + "<p>" * 300_000 + "two &amp; three") == ("one", "two & three")
    assert time.process_time() - began < 1


def test_attributes_without_measure_are_dropped() -> None:
    """A hundred thousand took eight seconds."""
    many = "".join(f" a{number}='b'" for number in range(100_000))
    began = time.process_time()
    assert paragraphs(f"one <a{many}>two</a> <img src='data:{'A' * 5_000}'/> three") == ("one two three",)
    assert time.process_time() - began < 1


def test_a_comment_that_never_ends_hides_nothing() -> None:
    """One that does is dropped."""
    assert paragraphs("a<!-- b --> c") == ("a c",)
    assert paragraphs("a<!-- b > c <b>d</b>") == ("a c d",)
    assert paragraphs("a<!-- b --><p>c<!-- d") == ("a", "c d")


def test_what_stands_beside_an_embedded_thing_stays() -> None:
    """Its own words are for those who cannot see it."""
    assert paragraphs("a<embed src='x'> b <object data='y'>c</object>") == ("a b c",)
