"""A briefing's message as the bytes that go to Telegram: prepared once, and completed for each chat. Pure.

Thousands get the same words. What differs is the chat, its topic, and the delivery's id in the data of the buttons;
so the JSON is written once, cut where those belong, and joined anew for each.
"""

import json
from dataclasses import dataclass

import orjson

from bot.delivery.lease import Text
from bot.readers.model import Address
from bot.store.keyboard import DELIVERY
from bot.telegram.screen import Button, Keyboard

_CUT = b"\x00"
"""Marks where the delivery's id belongs: JSON escapes every control character, so no text brings one in."""
_PAID = b',"allow_paid_broadcast":true}'


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both forms of a text, each in the pieces between which the delivery's id belongs; without the chat."""

    html: tuple[bytes, ...]
    plain: tuple[bytes, ...]


def prepared(text: Text) -> Prepared:
    """The text as JSON, all but what differs from chat to chat."""
    rest = b',"link_preview_options":{"is_disabled":true}' + _markup(text.keyboard)
    return Prepared(
        html=_pieces(b',"text":' + _json(text.html) + b',"parse_mode":"HTML"' + rest),
        plain=_pieces(b',"text":' + _json(text.plain) + rest),
    )


def body(prepared: Prepared, address: Address, delivery_id: int, *, as_plain: bool, paid: bool) -> bytes:
    """The body of one `sendMessage`; `paid` lets Telegram take Stars for it above the free rate."""
    chat = f'{{"chat_id":{address.chat_id}'
    if address.thread_id:
        chat += f',"message_thread_id":{address.thread_id}'
    pieces = prepared.plain if as_plain else prepared.html
    return b"".join((chat.encode(), str(delivery_id).encode().join(pieces), _PAID if paid else b"}"))


def edit_body(prepared: Prepared, address: Address, message_id: int, delivery_id: int, *, as_plain: bool) -> bytes:
    """The body of one `editMessageText` of a message that was sent with these words or others."""
    chat = f'{{"chat_id":{address.chat_id},"message_id":{message_id}'
    pieces = prepared.plain if as_plain else prepared.html
    return b"".join((chat.encode(), str(delivery_id).encode().join(pieces), b"}"))


def is_paid(body: bytes) -> bool:
    """Whether a body that was made here lets Telegram take Stars."""
    return body.endswith(_PAID)


def _pieces(form: bytes) -> tuple[bytes, ...]:
    return tuple(form.split(_CUT))


def _markup(keyboard: Keyboard) -> bytes:
    rows = [b"[" + b",".join(_button(button) for button in row) + b"]" for row in keyboard if row]
    return b',"reply_markup":{"inline_keyboard":[' + b",".join(rows) + b"]}" if rows else b""


def _button(button: Button) -> bytes:
    text = b'{"text":' + _json(button.text)
    if button.url is not None:
        return text + b',"url":' + _json(button.url) + b"}"
    inside = (_json(piece)[1:-1] for piece in (button.data or "").split(DELIVERY))
    return text + b',"callback_data":"' + _CUT.join(inside) + b'"}'


def _json(text: str) -> bytes:
    try:
        return orjson.dumps(text)
    except TypeError:
        # orjson refuses halves of surrogate pairs; escaped, they come back as Telegram's own verdict on the text.
        return json.dumps(text).encode()
