"""From a request's text to a message's: cleaning, trimming, repair, automatic entities, limits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.standin.answers import Refusal
from bot.demo.standin.automatic import automatic
from bot.demo.standin.entities import FIXED, QUOTES, SPLIT, Entity
from bot.demo.standin.formatted import Formatted, formatted
from bot.demo.standin.repair import repaired


def shown(html: str, **more: Any) -> tuple[str, list[tuple[str, int, int]]]:
    """Text and entities of accepted HTML."""
    content = formatted(html, "HTML", None, **more)
    assert isinstance(content, Formatted)
    return content.text, [(e["type"], e["offset"], e["length"]) for e in content.entities]


CLEANED = [
    ("  a\tb\r\n  ", "a b"),
    ("a\u2028b\u202ec\u0333", "abc"),
    ("a\u200e\u200f\u200eb", "a\u200c\u200c\u200eb"),
    ("\n\n a \n b \n", "a \n b"),
    ("a\x01b", "a b"),
]


@pytest.mark.parametrize(("text", "clean"), CLEANED)
def test_text_is_cleaned_and_trimmed(text: str, clean: str):
    """Control characters become spaces, layout breakers go, ends are trimmed."""
    assert shown(text)[0] == clean


def test_entities_move_with_the_text():
    """Deleted and trimmed characters shift what follows; emoji count two units."""
    assert shown("  \r<b>\r😀 </b>x<i> </i>  ") == ("😀 x", [("bold", 0, 3)])
    assert shown(" <b> a</b>") == (" a", [("bold", 0, 2)])


@pytest.mark.parametrize("html", ["<b> </b>", "\r", " \n ", "<a href='e.com'></a>", "\u2028"])
def test_nothing_visible_is_refused(html: str):
    """Blanks and empty tags are no text."""
    assert formatted(html, "HTML", None) == Refusal(400, "Bad Request: text must be non-empty")


def test_length_counts_code_points_after_parsing():
    """4,096 emoji pass, one more does not, tags and references do not count."""
    assert len(shown("😀" * 4096)[0]) == 4096
    assert formatted("😀" * 4097, None, None) == Refusal(400, "Bad Request: message is too long")
    assert len(shown("<b>&amp;</b>" * 2700)[0]) == 2700
    assert formatted("<b>&amp;</b>" * 2731, "HTML", None) == Refusal(400, "Bad Request: text is too long")


REPAIRED = [
    ("<b>a<code>b</code></b>", [("bold", 0, 1), ("code", 1, 1)]),
    ("<b><code>x</code></b>", [("code", 0, 1)]),
    ("<pre>a<i>b</i></pre>", [("pre", 0, 2)]),
    ("<b>a</b><b>b</b>", [("bold", 0, 2)]),
    ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<b>a<a href='e.org'>b</a>c</b>", [("bold", 0, 1), ("text_link", 1, 1), ("bold", 1, 1), ("bold", 2, 1)]),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", 0, 2)]),
    ("<blockquote>a<b>b</b></blockquote>", [("blockquote", 0, 2), ("bold", 1, 1)]),
    ("<blockquote>a<a href='e.org'>b</a></blockquote>", [("blockquote", 0, 2), ("text_link", 1, 1)]),
    ("<a href='e.org'>a<blockquote>b</blockquote></a>", [("blockquote", 1, 1)]),
    ("<a href='e.org'>a<code>b</code></a>", [("text_link", 0, 2)]),
]


@pytest.mark.parametrize(("html", "entities"), REPAIRED)
def test_wrong_nesting_is_put_right(html: str, entities: list[tuple[str, int, int]]):
    """Silently, as Telegram does."""
    assert shown(html)[1] == entities


KINDS = [*SPLIT, *QUOTES, *FIXED, "text_link"]
entity = st.builds(Entity, st.sampled_from(KINDS), st.integers(0, 12), st.integers(1, 8))


def covered(entities: list[Entity]) -> set[tuple[str, int]]:
    """Which kinds every unit has, however they are cut."""
    return {(entity.kind, unit) for entity in entities for unit in range(entity.offset, entity.end)}


@given(st.lists(entity, max_size=8))
def test_repaired_entities_are_stable_and_never_cross(entities: list[Entity]):
    """Repairing twice changes nothing; any two stand apart or one within the other; fixed width holds nothing."""
    once = repaired(entities)
    assert covered(repaired(once)) == covered(once)
    for place, outer in enumerate(once):
        for inner in once[place + 1 :]:
            apart = inner.offset >= outer.end
            assert apart or inner.end <= outer.end
            assert apart or outer.kind not in FIXED


FOUND = [
    ("see https://e.example/a_b?c=1, then", [("url", 4, 25)]),
    ("denver.com now", [("url", 0, 10)]),
    ("write to ann@e.org.", [("email", 9, 9)]),
    ("@newsroom and a@b", [("mention", 0, 9)]),
    ("/start denver and 7/8", [("bot_command", 0, 6)]),
    ("#AI and #1", [("hashtag", 0, 3)]),
    ("$AAPL at $38", [("cashtag", 0, 5)]),
    ("😀 #AI", [("hashtag", 3, 3)]),
    ("https://e.org/#AI", [("url", 0, 17)]),
    ("e.g. and U.S. at 7:00 a.m.", []),
]


@pytest.mark.parametrize(("text", "entities"), FOUND)
def test_telegram_finds_entities_by_itself(text: str, entities: list[tuple[str, int, int]]):
    """Addresses, e-mails, mentions, tags and commands become clickable unasked."""
    assert [(e.kind, e.offset, e.length) for e in automatic(text)] == entities


def test_automatic_entities_give_way_and_cut():
    """None within links or fixed width; bold is cut at their borders."""
    assert shown("<a href='e.org'>#AI</a> <code>#AI</code>")[1] == [("text_link", 0, 3), ("code", 4, 3)]
    assert shown("<b>an #AI</b>")[1] == [("bold", 0, 3), ("hashtag", 3, 3), ("bold", 3, 3)]


def test_entities_after_the_hundredth_are_lost():
    """Telegram keeps a hundred, the automatic ones among them."""
    assert len(shown("#ab " * 60 + "<b>x</b> " * 60)[1]) == 100


def test_only_html_is_known():
    """Markdown is not used here, and so refused."""
    assert formatted("x", "Markdown", None) == Refusal(400, "Bad Request: unsupported parse_mode")
    assert formatted("", None, None) == Refusal(400, "Bad Request: message text is empty")


def test_entities_may_come_ready_made():
    """Those out of the text are dropped, those over its end are cut, unknown people are not mentioned."""
    ann = {"id": 7, "is_bot": False, "first_name": "Ann"}
    given_entities: list[dict[str, Any]] = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "pre", "offset": 3, "length": 1, "language": "py"},
        {"type": "text_mention", "offset": 5, "length": 1, "user": ann},
        {"type": "text_mention", "offset": 7, "length": 1, "user": ann | {"id": 8}},
        {"type": "date_time", "offset": 9, "length": 1, "unix_time": 5, "date_time_format": "r"},
        {"type": "custom_emoji", "offset": 11, "length": 99, "custom_emoji_id": "4"},
        {"type": "bold", "offset": 50, "length": 2},
    ]
    content = formatted("ab c d e f g", None, given_entities, {7: ann}.get)
    assert isinstance(content, Formatted)
    kept = [*given_entities[:3], given_entities[4], given_entities[5] | {"length": 1}]
    assert content.entities == kept
