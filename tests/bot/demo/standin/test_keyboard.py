"""Keyboards under messages: what Telegram refuses."""

from typing import Any

import pytest

from bot.demo.standin.answers import bad
from bot.demo.standin.keyboard import buttons, refusal
from bot.demo.standin.links import checked_link, link_user


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "x", **fields}


GOOD = [
    keyboard([button(callback_data="é" * 32)]),
    keyboard([button(url="e.com")], [button(url="tg://resolve?domain=x")]),
    keyboard(*[[button(callback_data="a")] * 8] * 12),
    keyboard(),
]
BAD = [
    ("BUTTON_DATA_INVALID", keyboard([button(callback_data="é" * 32 + "x")])),
    ("BUTTON_DATA_INVALID", keyboard([button(callback_data="")])),
    ("BUTTON_TEXT_INVALID", keyboard([{"text": " ", "callback_data": "a"}])),
    ("reply markup is too long", keyboard(*[[button(callback_data="a")]] * 101)),
    ("reply markup is too long", keyboard([button(callback_data="a")] * 9)),
    ("reply markup is too long", keyboard(*[[{"text": "x" * 500, "callback_data": "a"}]] * 30)),
    ("inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL", keyboard([button(url="localhost")])),
    (
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        keyboard([button()]),
    ),
    (
        "can't parse inline keyboard button: both url and callback_data are specified",
        keyboard([button(url="e.com", callback_data="a")]),
    ),
]


@pytest.mark.parametrize("markup", GOOD)
def test_right_keyboards_pass(markup: dict[str, Any]):
    """64 bytes of data, eight in a row, links with a host."""
    assert refusal(markup) is None


@pytest.mark.parametrize(("words", "markup"), BAD)
def test_wrong_keyboards_refuse_the_whole_message(words: str, markup: dict[str, Any]):
    """In Telegram's words."""
    assert refusal(markup) == bad(words)


def test_buttons_are_listed_row_by_row():
    """For a press by label."""
    assert buttons({"reply_markup": keyboard([button(), button()], [button()])}) == [button()] * 3
    assert buttons({}) == []


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("e.com", "http://e.com/"),
        ("HTTPS://E.Com:443/A b", "https://e.com:443/A%20b"),
        ("http://localhost", ""),
        ("javascript:alert(1)", ""),
        ("ftp://a.b", ""),
        ("tg://a:99999", ""),
        ("tg://a:99x", ""),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("tonsite://a.ton/x", "tonsite://a.ton/x"),
        ("tg://a b", ""),
        ("tg://http://a", ""),
        ("ton://:x", ""),
        ("http://[::1]/", "http://[::1]/"),
        ("http://[::x]/", ""),
        ("http://a.b:70000", ""),
        ("", ""),
    ],
)
def test_links_are_written_as_telegram_writes_them(url: str, written: str):
    """Or not at all, when they are none."""
    assert checked_link(url) == written


@pytest.mark.parametrize(("url", "user"), [("tg://user?id=7", 7), ("tg://user?id=x", None), ("tg://user?id=0", None)])
def test_mentions_name_a_user(url: str, user: int | None):
    """tg://user?id=N, a positive number."""
    assert link_user(url) == user
