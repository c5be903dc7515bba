"""Telegram's HTML against TDLib itself: same acceptance, same error text, same text and entities."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.standin.markup import MarkupError, Parsed, parse

tdjson = pytest.importorskip("tdjson", reason="tdjson, TDLib's own parser, is not installed")

NAMES = {
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "DateTime": "date_time",
}
ARGUMENTS = ("url", "language", "custom_emoji_id", "user_id", "unix_time")
PREFIX = "Can't parse entities: "


def execute(request: dict[str, Any]) -> dict[str, Any]:
    """One synchronous request to TDLib."""
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()))
    return answer


execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 1})


def theirs(html: str) -> Any:
    """TDLib's verdict: an error's text, or text and entities."""
    mode = {"@type": "textParseModeHTML"}
    answer = execute({"@type": "parseTextEntities", "text": html, "parse_mode": mode})
    if answer["@type"] == "error":
        return answer["message"].removeprefix(PREFIX)
    return answer["text"], [their_entity(entity) for entity in answer["entities"]]


def their_entity(entity: dict[str, Any]) -> tuple[str, int, int, str]:
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    argument = next((str(entity["type"][name]) for name in ARGUMENTS if name in entity["type"]), "")
    return NAMES.get(kind, kind.lower()), entity["offset"], entity["length"], argument


def ours(html: str) -> Any:
    """Our verdict in the same form; of a time only the moment is compared."""
    parsed = parse(html)
    if isinstance(parsed, MarkupError):
        return parsed.text
    return parsed.text, [
        (e.kind, e.offset, e.length, e.argument.partition(":")[0] if e.kind == "date_time" else e.argument)
        for e in parsed.entities
    ]


TAGS = ["a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "span", "tg-emoji", "tg-time"]
TAGS += ["pre", "code", "blockquote", "br", "B", "Code"]
WORDS = ["x", "é", "😀", " ", "\n", "\t", "\r", "<", ">", "&", "/", "=", '"', "'", "a.b", "\u200e", "\0"]
WORDS += ["&lt;", "&amp", "&quot;;", "&#65;", "&#x1F600;", "&nbsp;", "&#0;", "&#1114111;", "&#xD83D;", "&ltx", "&#X41;"]
WORDS += ["&#00000065;", "&#000065", "&#;", "&#x;"]
VALUES = ["e.com", "'e.com'", '"http://e.com/a?b=1&amp;c"', "tg-spoiler", "'tg-spoiler'", "'language-py'", "language-c"]
VALUES += ["1", "'12'", "0", "r", "wDT", "'t'", "R", "rr", "''", "'tg://user?id=7'", "'tg:user/?a&ID=8#x'", "q/"]
VALUES += ["'http://localhost'", "javascript:x", "'mailto:a@b.c'", "'https://U:p@E.com:080 /x y'", "'[::1]'", "&lt;"]
VALUES += ["'http://[::1]:80/x'", "'&#x41;.b'", "'ton://abc?x'", "'tg:resolve?domain=a'", "'HTTP://A.B#c'", "'a.b:0'"]
VALUES += ["'a%2.b'", "'a%2f.b'", "'tonsite://a.b'", "'tg://a.b'", "'tg://a@b'", "'ftp://a.b'", "'.'", "'http://'"]
VALUES += ["'a.b:99999'", "'a.b:x'", "99999999999", "2147483648", "-5", "5x", "'99999999999999999999'", "'//a.b'"]
VALUES += ["'[::g]'", "'tg://http://x'", "'é.b'", "'a b.c'", "'[a.b'", "'a.b?q'", "'a:b.c'", "'tg://user?id=0'"]
NAMES_OF_ATTRIBUTES = ["href", "class", "emoji-id", "unix", "format", "expandable", "x", "HREF"]

blank = st.sampled_from([" ", "  ", "\n"])
attribute = st.builds(
    "".join,
    st.tuples(
        blank,
        st.sampled_from(NAMES_OF_ATTRIBUTES),
        st.sampled_from(["", "=", "= ", " = "]),
        st.sampled_from([*VALUES, ""]),
    ),
)
ending = st.sampled_from([">", ">", ">", ">", " >", "/>", ""])
start_tag = st.builds(
    lambda tag, attributes, end: f"<{tag}{''.join(attributes)}{end}",
    st.sampled_from(TAGS),
    st.lists(attribute, max_size=2),
    ending,
)
end_tag = st.builds(lambda tag, end: f"</{tag}{end}", st.sampled_from([*TAGS, ""]), ending)
useful = st.sampled_from(
    [
        "<a href='e.com'>",
        "<span class='tg-spoiler'>",
        "<tg-emoji emoji-id=5>",
        "<tg-time unix=5 format=r>",
        "<b>",
        "<pre>",
    ]
)
loose = st.lists(st.one_of(st.sampled_from(WORDS), start_tag, end_tag, useful), max_size=10).map("".join)
nested = st.recursive(
    st.lists(st.sampled_from(WORDS[:5] + WORDS[14:]), max_size=3).map("".join),
    lambda inner: st.builds(
        lambda start, parts, end: f"{start}{''.join(parts)}{end}",
        st.one_of(start_tag, useful),
        st.lists(inner, max_size=3),
        st.sampled_from(["</>", "</ >"]),
    ),
    max_leaves=8,
)


@settings(max_examples=1500, deadline=None)
@given(loose)
def test_any_html_gets_tdlibs_own_verdict(html: str):
    """Mostly wrong HTML: the same refusals, at the same byte."""
    assert ours(html) == theirs(html)


@settings(max_examples=1500, deadline=None)
@given(nested)
def test_nested_html_gets_tdlibs_own_entities(html: str):
    """Mostly right HTML: the same entities, in the same order."""
    assert ours(html) == theirs(html)


EXAMPLES = [
    "<pre><code class='language-py'>x</code></pre>",
    "<code class='language-py'><pre>x</pre></code>",
    "<code class='language-py'>x</code>",
    "<pre>a<code>b</code></pre>",
    "<a>e.com</a><a>no link</a>",
    "<a href='tg://user?id=7'>x</a><a href='tg://user'>y</a>",
    "<b",
    "<a href",
    "<a href=",
    "<a href='x",
    "</b>",
    "<b>x</b",
    "<b>x</b y>",
    "<b>é</i>",
    "<tg-emoji>x</tg-emoji>",
    "<tg-time unix=5 format=zz>x</tg-time>",
    "<tg-time>x</tg-time>",
    "<b><a href=e.com><tg-time unix=6><code><pre>x</pre></code></tg-time></a></b>",
    "<span class=x class=tg-spoiler>x</span>",
    "<blockquote expandable=0>x</blockquote>",
    "<tg-emoji emoji-id=0>x</tg-emoji>",
]


@pytest.mark.parametrize("html", EXAMPLES)
def test_each_rule_has_an_example(html: str):
    """The rules one by one, so that a break names itself."""
    assert ours(html) == theirs(html)


def test_broken_halves_are_refused():
    """Halves of surrogate pairs cannot be text."""
    assert isinstance(parse("&#xD83D;"), MarkupError)
    assert isinstance(parse("&#x44;"), Parsed)
