"""Requests on the raw wire: tokens, methods, parameters of every encoding, refused where they are not exact."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.demo.standin import StandIn
from bot.demo.standin.spec import load

ANN = 1001


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain client."""
    async with aiohttp.ClientSession() as opened:
        yield opened


async def post(session: aiohttp.ClientSession, standin: StandIn, method: str, **body: Any) -> dict[str, Any]:
    """The answer's JSON; `body` is aiohttp's own (json=, data=, params=)."""
    async with session.post(f"{standin.url}/bot{standin.token}/{method}", **body) as answer:
        content: dict[str, Any] = await answer.json()
        assert content["ok"] == (answer.status == 200)
        return content


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        ("1234567890:TEST-00000000000000000000000000000", 401, "Unauthorized"),
        ("no-token", 404, "Not Found"),
        ("", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_is_refused(
    session: aiohttp.ClientSession, standin: StandIn, token: str, status: int, words: str
):
    """401 for a well-formed one, 404 for what is no token."""
    async with session.get(f"{standin.url}/bot{token}/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (status, words)


async def test_an_unknown_method_is_not_found(session: aiohttp.ClientSession, standin: StandIn):
    """And the call is recorded under the name that was used."""
    answer = await post(session, standin, "sendMesage", json={"chat_id": ANN, "text": "x"})
    assert answer["description"] == "Not Found: method not found"
    assert standin.calls[-1].method == "sendMesage"


async def test_names_of_methods_ignore_case(session: aiohttp.ClientSession, standin: StandIn):
    """As at Telegram."""
    assert (await post(session, standin, "GETME"))["result"]["username"] == "daybrief_demo_bot"


@pytest.mark.parametrize("encoding", ["json", "form", "query", "multipart"])
async def test_parameters_come_in_every_encoding(session: aiohttp.ClientSession, standin: StandIn, encoding: str):
    """JSON, urlencoded, in the address, or multipart: the same message with the same keyboard."""
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    plain = {"chat_id": str(ANN), "text": "x", "protect_content": "true", "reply_markup": json.dumps(markup)}
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in plain.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    bodies: dict[str, dict[str, Any]] = {
        "json": {"json": {"chat_id": ANN, "text": "x", "protect_content": True, "reply_markup": markup}},
        "form": {"data": plain},
        "query": {"params": plain},
        "multipart": {"data": multipart},
    }
    answer = await post(session, standin, "sendMessage", **bodies[encoding])
    assert answer["result"]["reply_markup"] == markup
    assert standin.calls[-1].parameters["protect_content"] is True


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ('unknown parameter "parsemode"', {"parsemode": "HTML"}),
    ('wrong type of the parameter "text"', {"text": 5}),
    ('wrong type of the parameter "disable_notification"', {"disable_notification": 1}),
    ('wrong type of the parameter "message_thread_id"', {"message_thread_id": "5"}),
    ('wrong type of the parameter "message_thread_id"', {"message_thread_id": True}),
    ('unknown field "is_disable" of LinkPreviewOptions', {"link_preview_options": {"is_disable": True}}),
    ('wrong type of the parameter "link_preview_options.is_disabled"', {"link_preview_options": {"is_disabled": 1}}),
    ('Can\'t find field "message_id"', {"reply_parameters": {}}),
    ("expected a JSON object LinkPreviewOptions", {"link_preview_options": "no"}),
    ("expected an Array of MessageEntity", {"entities": {}}),
    ('Can\'t find field "length"', {"entities": [{"type": "bold", "offset": 0}]}),
    ('Can\'t find field "text"', {"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}}),
    ("expected an Array of InlineKeyboardButton", {"reply_markup": {"inline_keyboard": [{"text": "x"}]}}),
    ('unknown field "color"', {"reply_markup": {"inline_keyboard": [[{"text": "x", "color": "red"}]]}}),
    ('unknown field "keybord"', {"reply_markup": {"keybord": []}}),
    ("chat_id is empty", {"chat_id": None}),
    ("message text is empty", {"text": None}),
]


@pytest.mark.parametrize(("words", "change"), REFUSED, ids=[f"{i}-{words}" for i, (words, _) in enumerate(REFUSED)])
async def test_parameters_must_be_exact(
    session: aiohttp.ClientSession, standin: StandIn, words: str, change: dict[str, Any]
):
    """Unknown, missing and wrongly typed parameters are 400, deep inside objects too."""
    asked = {name: value for name, value in ({"chat_id": ANN, "text": "x"} | change).items() if value is not None}
    answer = await post(session, standin, "sendMessage", json=asked)
    assert answer["error_code"] == 400
    assert words in answer["description"]
    assert standin.sent(ANN) == []


@pytest.mark.parametrize(
    ("name", "value"), [("disable_notification", "True"), ("message_thread_id", "five"), ("reply_markup", "{")]
)
async def test_form_fields_must_be_exact(session: aiohttp.ClientSession, standin: StandIn, name: str, value: str):
    """In forms numbers are digits, booleans true or false, objects JSON."""
    answer = await post(session, standin, "sendMessage", data={"chat_id": str(ANN), "text": "x", name: value})
    assert answer["error_code"] == 400
    assert name in answer["description"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff"])
async def test_a_body_that_is_no_object_is_refused(session: aiohttp.ClientSession, standin: StandIn, body: bytes):
    """Broken JSON, a list, bytes that are no text: 400, and the server lives on."""
    headers = {"Content-Type": "application/json"}
    assert (await post(session, standin, "sendMessage", data=body, headers=headers))["error_code"] == 400
    assert (await post(session, standin, "getMe"))["ok"]


async def test_a_multipart_body_without_a_boundary_is_refused(session: aiohttp.ClientSession, standin: StandIn):
    """A malformed form is 400 too."""
    headers = {"Content-Type": "multipart/form-data"}
    assert (await post(session, standin, "sendMessage", data=b"x", headers=headers))["error_code"] == 400


async def test_a_negative_poll_time_is_refused(session: aiohttp.ClientSession, standin: StandIn):
    """GetUpdates takes 0 and more."""
    assert (await post(session, standin, "getUpdates", json={"timeout": -1}))["error_code"] == 400
    assert (await post(session, standin, "getUpdates", json={"time": 1}))["error_code"] == 400


def test_floats_and_unions_are_read():
    """Types that the methods in use have only deep inside."""
    spec = load()
    scope = {"commands": [], "scope": {"type": "chat", "chat_id": 5}}
    assert spec.read("setMyCommands", scope, form=False) == scope
    assert spec.method("nothing") is None


@pytest.mark.data
def test_the_table_is_what_the_reference_says(shared):
    """spec.json is the script's own output for the reference at hand."""
    from bot.demo.standin import build_spec  # noqa: PLC0415 - needed with the reference only

    table = build_spec.build(json.loads((shared / "data/telegram/api.json").read_text("utf-8")))
    known = load()
    assert (table["methods"], table["types"], table["unions"]) == (known.methods, known.types, known.unions)
