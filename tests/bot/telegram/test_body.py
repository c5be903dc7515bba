"""Prepared bytes say what the library's way of sending would say, whatever the words are."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.lease import Text
from bot.readers.model import Address
from bot.telegram import markup
from bot.telegram.body import body, is_paid, prepared
from bot.telegram.library import TelegramBot
from bot.telegram.request import TelegramRequest
from bot.telegram.screen import Button, Keyboard

HALVES = st.characters(categories=["Cs"])
WORDS = st.text(st.one_of(st.characters(), HALVES, st.sampled_from('"\\{d}\x00\n<&')), max_size=40)
TEXTS = st.one_of(WORDS, st.lists(st.one_of(WORDS, st.just("{d}")), max_size=4).map("".join))
BUTTONS = st.one_of(st.builds(Button, TEXTS, TEXTS), st.builds(Button, TEXTS, st.none(), TEXTS))
KEYBOARDS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)
ADDRESSES = st.builds(Address, st.integers(-(10**14), 10**14), st.sampled_from([0, 0, 7, 2**31]))


def with_id(keyboard: Keyboard, delivery_id: int) -> Keyboard:
    """The keyboard of one delivery."""
    return tuple(
        tuple(Button(key.text, key.data and key.data.replace("{d}", str(delivery_id)), key.url) for key in row)
        for row in keyboard
    )


async def by_the_library(parameters: dict[str, Any]) -> Any:
    """What the library would send."""
    came = []

    async def exchange(_url: str, content: bytes) -> tuple[int, bytes]:
        came.append(content)
        return 200, b'{"ok":true,"result":{"message_id":1}}'

    async with TelegramRequest(exchange=exchange) as request:
        await TelegramBot("1:x", "http://127.0.0.1:1", request).raw("sendMessage", parameters)
    return json.loads(came[0])


@given(
    html=TEXTS,
    plain=TEXTS,
    keyboard=KEYBOARDS,
    address=ADDRESSES,
    delivery_id=st.integers(1, 2**63),
    as_plain=st.booleans(),
)
async def test_the_bytes_say_what_the_library_would(html, plain, keyboard, address, delivery_id, as_plain):  # noqa: PLR0917 (what differs)
    """Halves of surrogate pairs, quotes and `{d}` in the words too; only the data of buttons gets the id."""
    made = body(prepared(Text("x", html, plain, keyboard)), address, delivery_id, as_plain=as_plain, paid=False)
    wanted = await by_the_library(
        {
            "chat_id": address.chat_id,
            "message_thread_id": address.thread_id or None,
            "text": plain if as_plain else html,
            "parse_mode": None if as_plain else "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": markup.inline(with_id(keyboard, delivery_id)),
        }
    )
    assert json.loads(made) == wanted
    assert not is_paid(made)


@pytest.mark.parametrize("keyboard", [(), ((Button("A", "x:{d}"),),)])
def test_a_paid_message_says_so_and_nothing_else_more(keyboard):
    """So Telegram may take Stars for it; and we can tell it from one that only speaks of it."""
    ready = prepared(Text("x", '","allow_paid_broadcast":true}', "p", keyboard))
    paid, free = (body(ready, Address(5), 7, as_plain=False, paid=one) for one in (True, False))
    assert orjson.loads(paid) == orjson.loads(free) | {"allow_paid_broadcast": True}
    assert (is_paid(paid), is_paid(free)) == (True, False)


def test_one_preparation_serves_every_chat():
    """The second body knows nothing of the first."""
    ready = prepared(Text("x", "h", "p", ((Button("A", "1:src:{d}:{d}"),),)))
    data = [
        orjson.loads(body(ready, Address(chat), chat * 10, as_plain=False, paid=False))["reply_markup"]
        for chat in (1, 2)
    ]
    assert [one["inline_keyboard"][0][0]["callback_data"] for one in data] == ["1:src:10:10", "1:src:20:20"]
