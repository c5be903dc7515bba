"""No screen is refused for its length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.clip import clipped
from bot.telegram.measure import size
from bot.telegram.text import Bold, Link, Quote, html, length, plain

ALPHABET = "ab \n<&\U0001f600"


def test_a_text_that_fits_is_left_alone():
    """Not a character changes."""
    text = (Bold("Title"), "\n", "x" * 4000)
    assert clipped(text) == text


def test_a_long_text_ends_in_an_ellipsis():
    """Its beginning stays."""
    cut = clipped((Bold("Title"), "\n", "word " * 2000))
    assert length(cut) <= 4096
    assert plain(cut).startswith("Title\nword word")
    assert plain(cut).endswith("…")


def test_a_long_quotation_is_cut_inside():
    """Formatting before the cut stays whole."""
    cut = clipped((Quote((Bold("A"), "word " * 1000)),))
    assert isinstance(cut[0], Quote)
    assert html(cut).startswith("<blockquote expandable><b>A</b>word")
    assert length(cut) <= 4096


def test_nothing_is_cut_to_a_lone_ellipsis():
    """Where a block leaves no room for a word of the next, the ellipsis stands by itself; a cut link still opens."""
    assert clipped(("x" * 4094, Bold("more"))) == ("x" * 4094, "…")
    link = clipped(("x" * 4000, Link("words " * 50, "https://a.example")))[1]
    assert isinstance(link, Link)
    assert link.text.endswith("…")
    assert clipped((Quote((Quote(("x" * 5000,)),)),)) == (Quote(()),)


def test_addresses_count_towards_the_bytes():
    """Forty links of a kilobyte each are more than Telegram reads."""
    cut = clipped([Link("a", f"https://a.example/{'x' * 1000}{at}") for at in range(40)])
    assert size(cut).bytes <= 32_768
    assert plain(cut).endswith("…")


blocks = st.one_of(
    st.text(ALPHABET, max_size=3000),
    st.text(ALPHABET, max_size=3000).map(Bold),
    st.builds(Link, st.text(ALPHABET, max_size=3000), st.text(ALPHABET, max_size=9000)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(blocks, st.lists(blocks, max_size=3).map(lambda inner: Quote(tuple(inner)))), max_size=6))
def test_any_text_is_cut_to_one_message_that_parses(telegram_parser, text):
    """Whatever is drawn, what is sent is within the limits and well formed."""
    cut = clipped(text)
    assert length(cut) <= 4096
    assert size(cut).bytes <= 32_768
    telegram_parser(html(cut))
