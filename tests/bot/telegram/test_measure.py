"""Room is counted as Telegram counts it."""

import pytest

from bot.telegram.measure import BYTES, CODE_POINTS, ENTITIES, Size, minutes, plain_words, size
from bot.telegram.text import Bold, Italic, Link, Quote

TEXT = (Bold("A & B"), "\n", Quote((Link("Post", "https://a.example/?x=1&y=2"), " says")), Italic("\U0001f600"))


def test_code_points_are_counted_without_markup_and_bytes_with_it():
    """An emoji is one code point; addresses and escapes are bytes only."""
    measured = size(TEXT)
    assert measured.code_points == len("A & B\nPost says\U0001f600")
    assert measured.entities == 4
    assert measured.bytes > len("A & B\nPost says")
    assert measured.words == 5


def test_readers_see_no_addresses():
    """What is read is the words of links, inside quotations too."""
    assert plain_words(TEXT) == "A & B\nPost says\U0001f600"
    assert plain_words((Link("Post", "https://a.example"), "!")) == "Post!"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("see a.example and b.example/x", 2),
        ("@name #tag $AAPL /start", 4),
        ("write to me@a.example", 1),
        ("call +1 303 555 0100", 1),
        ("4.40 a.m., 3 percent, $38 million, 31,000 riders", 0),
    ],
)
def test_what_telegram_makes_clickable_counts_as_an_entity(words, count):
    """Addresses, names, tags, commands and numbers; plain figures do not."""
    assert size((words,)).entities == count


def test_a_message_fits_up_to_each_limit():
    """Each of the three limits counts by itself."""
    assert Size(CODE_POINTS, ENTITIES, BYTES).fits
    assert not Size(code_points=CODE_POINTS + 1).fits
    assert not Size(entities=ENTITIES + 1).fits
    assert not Size(bytes=BYTES + 1).fits
    assert Size(1, 2, 3, 4) + Size(1, 1, 1, 1) == Size(2, 3, 4, 5)


def test_reading_takes_at_least_a_minute():
    """At 230 words a minute."""
    assert [minutes(words) for words in (0, 230, 460, 700)] == [1, 1, 2, 3]
