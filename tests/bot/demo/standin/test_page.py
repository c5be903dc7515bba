"""The addresses that the chat page talks to."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.standin import StandIn
from tests.clock import ManualClock

ANN, GROUP = 1001, -77
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


@pytest.fixture
async def page(standin: StandIn) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser's place: requests go to the stand-in."""
    async with aiohttp.ClientSession(standin.url) as session:
        yield session


async def post(page: aiohttp.ClientSession, path: str, content: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    async with page.post(path, json=content, headers=headers) as answer:
        return answer.status, await answer.json()


async def next_event(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """The next event that is not the clock."""
    async for line in response.content:
        if line.startswith(b"data: "):
            event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            if event["kind"] != "clock":
                return event
    raise AssertionError("the stream ended")


async def test_the_state_holds_all_that_the_page_draws(
    standin: StandIn, bot: Bot, page: aiohttp.ClientSession, clock: ManualClock
):
    """Bot, commands, chat, person, clock, messages of both sides."""
    await bot.set_my_commands([("start", "Begin")])
    standin.send_text(ANN, ANN, "/start")
    await bot.send_message(ANN, "<b>Hi</b>", parse_mode="HTML", reply_markup=KEYS)
    async with page.get("/chat/state", params={"chat": ANN}) as answer:
        state = await answer.json()
    assert state["bot"]["commands"] == [{"command": "start", "description": "Begin"}]
    assert (state["chat"], state["me"]) == ({"id": ANN, "type": "private"}, {"id": ANN, "first_name": "Ann"})
    assert (state["now"], state["speed"]) == (clock.now().isoformat(), 1)
    assert [message["text"] for message in state["messages"]] == ["/start", "Hi"]
    async with page.get("/chat/state", params={"chat": GROUP}) as answer:
        assert (await answer.json())["chat"] == {"id": GROUP, "type": "group", "title": "Neighbours"}


async def test_what_the_person_does_reaches_the_bot(standin: StandIn, bot: Bot, page: aiohttp.ClientSession):
    """Text, place and press become updates."""
    sent = await bot.send_message(ANN, "x", reply_markup=KEYS)
    assert await post(page, "/chat/send", {"chat": ANN, "text": "denver"}) == (200, {"ok": True})
    place = {"chat": ANN, "latitude": 39.7, "longitude": -105}
    assert await post(page, "/chat/location", place) == (200, {"ok": True})
    press = {"chat": ANN, "message_id": sent.message_id, "data": "yes"}
    assert await post(page, "/chat/press", press) == (200, {"ok": True})
    text, location, pressed = await bot.get_updates()
    assert text.message is not None
    assert text.message.text == "denver"
    assert location.message is not None
    assert location.message.location is not None
    assert pressed.callback_query is not None


WRONG: list[tuple[str, Any]] = [
    ("/chat/send", {"chat": 5, "text": "x"}),
    ("/chat/send", {"chat": ANN, "text": " "}),
    ("/chat/send", {"chat": ANN, "text": 5}),
    ("/chat/send", {"chat": "x", "text": "y"}),
    ("/chat/send", [1]),
    ("/chat/location", {"chat": ANN, "latitude": 100, "longitude": 0}),
    ("/chat/location", {"chat": ANN, "latitude": "1", "longitude": 0}),
    ("/chat/location", {"chat": ANN, "latitude": True, "longitude": 0}),
    ("/chat/press", {"chat": ANN, "message_id": 99, "data": "x"}),
]


@pytest.mark.parametrize(("path", "content"), WRONG)
async def test_bad_input_gets_one_sentence(page: aiohttp.ClientSession, path: str, content: Any):
    """400, a sentence, nothing changed."""
    status, answer = await post(page, path, content)
    assert (status, answer["ok"]) == (400, False)
    assert answer["error"].endswith(".")


async def test_a_body_that_is_no_json_gets_one_sentence(page: aiohttp.ClientSession):
    """Whatever comes."""
    async with page.post("/chat/send", data=b"\xff{") as answer:
        assert (answer.status, (await answer.json())["ok"]) == (400, False)


async def test_events_follow_the_chat(standin: StandIn, bot: Bot, page: aiohttp.ClientSession, clock: ManualClock):
    """New, edited and deleted messages, toasts, and a reply keyboard; only of this chat; then a clean end."""
    async with page.get("/chat/events", params={"chat": ANN}) as stream:
        assert stream.content_type == "text/event-stream"
        await standin.until(lambda: bool(standin.listeners.get(ANN)))
        await bot.send_message(1002, "for Ben")
        sent = await bot.send_message(ANN, "one", reply_markup=KEYS)
        event = await next_event(stream)
        assert (event["kind"], event["message"]["text"]) == ("message", "one")
        await bot.edit_message_text("two", chat_id=ANN, message_id=sent.message_id, reply_markup=KEYS)
        event = await next_event(stream)
        assert (event["kind"], event["message"]["text"]) == ("edited", "two")
        standin.press(ANN, ANN, sent.message_id, "yes")
        query = (await bot.get_updates())[0].callback_query
        assert query is not None
        await query.answer("Done")
        assert await next_event(stream) == {"kind": "toast", "text": "Done", "alert": False}
        await bot.delete_message(ANN, sent.message_id)
        assert await next_event(stream) == {"kind": "deleted", "message_id": sent.message_id}
        await standin.stop()
        assert b"data" not in (await stream.content.read()).replace(b'data: {"kind":"clock"', b"")


async def test_events_carry_the_clock(page: aiohttp.ClientSession, clock: ManualClock):
    """At once, and every second."""
    async with page.get("/chat/events", params={"chat": ANN}) as stream:
        lines = [await stream.content.readline() for _ in range(4)]
    events = [json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: ")]
    assert events == [{"kind": "clock", "now": clock.now().isoformat(), "speed": 1}]


async def test_a_page_that_goes_is_forgotten(standin: StandIn, bot: Bot, page: aiohttp.ClientSession):
    """Its stream ends, and messages go on."""
    async with page.get("/chat/events", params={"chat": ANN}):
        await standin.until(lambda: bool(standin.listeners.get(ANN)))
    await bot.send_message(ANN, "x")
    await standin.until(lambda: not standin.listeners[ANN])


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1", ""])
async def test_only_this_machine_is_answered(page: aiohttp.ClientSession, host: str):
    """A foreign name that leads here is refused, so that no web page can read the chat."""
    async with page.get("/chat/state", params={"chat": ANN}, headers={"Host": host}) as answer:
        assert answer.status in (400, 403)


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1:9", "[::1]:9"])
async def test_this_machines_names_are_answered(page: aiohttp.ClientSession, host: str):
    """All three ways to say it."""
    async with page.get("/chat/state", params={"chat": ANN}, headers={"Host": host}) as answer:
        assert answer.status == 200


async def test_other_sites_cannot_act(standin: StandIn, page: aiohttp.ClientSession):
    """A foreign Origin is refused, the page's own passes."""
    message = {"chat": ANN, "text": "x"}
    assert (await post(page, "/chat/send", message, Origin="https://evil.example"))[0] == 403
    assert (await post(page, "/chat/send", message, Origin=standin.url))[0] == 200
    assert len(standin.messages(ANN)) == 1


async def test_the_pages_files_are_served_and_no_others(page: aiohttp.ClientSession):
    """index.html at the root, files under /page, nothing outside of the folder."""
    async with page.get("/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    async with page.get("/page/chat.js") as answer:
        assert answer.status == 200
        assert "javascript" in answer.content_type
    for path in ("/page/none.js", "/page/..%2Frun.py", "/page/%2e%2e%2frun.py"):
        async with page.get(path) as answer:
            assert answer.status == 404


async def test_files_that_the_bot_sent_can_be_saved(bot: Bot, page: aiohttp.ClientSession):
    """By file_id, as a download, never shown by the browser."""
    sent = await bot.send_document(ANN, b"{}", filename="my data.json")
    assert sent.document is not None
    async with page.get("/chat/file", params={"file_id": sent.document.file_id}) as answer:
        assert await answer.read() == b"{}"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="mydata.json"'
    async with page.get("/chat/file", params={"file_id": "none"}) as answer:
        assert answer.status == 400
