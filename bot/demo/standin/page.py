"""The HTTP side for the chat page: its files, the state of a chat, a stream of events, and what the person does.

Only requests that name this machine are answered (against DNS rebinding), and those that change something must come
from the page itself.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.demo.standin.answers import Json
from bot.demo.standin.people import Impossible, People

FILES = Path(__file__).parents[1] / "page"
LOCAL = {"127.0.0.1", "localhost", "::1"}
TICK = 1.0
"""Seconds of real time between two readings of the clock."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the chat page of one stand-in."""

    def __init__(self, people: People) -> None:
        self._people = people

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, and the five addresses it talks to."""
        plain: list[tuple[str, str, Handler]] = [
            ("GET", "/", self._index),
            ("GET", "/page/{file}", self._file),
            ("GET", "/chat/state", self._state),
            ("GET", "/chat/events", self._events),
            ("GET", "/chat/file", self._document),
            ("POST", "/chat/send", self._send),
            ("POST", "/chat/location", self._location),
            ("POST", "/chat/press", self._press),
        ]
        return [web.route(method, path, _guarded(handler)) for method, path, handler in plain]

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _file(FILES / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return _file(FILES / request.match_info["file"])

    async def _state(self, request: web.Request) -> web.StreamResponse:
        return _json(self._seen(_number(request.query, "chat")))

    def _seen(self, chat_id: int) -> Json:
        """The whole state of a chat as its page draws it."""
        people = self._people
        chat = people.chat(chat_id)
        me = people.people.get(chat_id) or next(iter(people.people.values()))
        commands = people.commands.get(("default", ""), [])
        return {
            "bot": {
                "username": people.bot["username"],
                "first_name": people.bot["first_name"],
                "commands": people.commands.get(("all_private_chats", ""), commands),
            },
            "chat": {"id": chat.id, "type": chat.kind} | ({"title": chat.title} if chat.many else {}),
            "me": {"id": me.id, "first_name": me.first_name},
            "messages": people.messages(chat_id),
            "reply_keyboard": chat.reply_keyboard,
        } | self._time()

    def _time(self) -> Json:
        return {"now": self._people.clock.now().isoformat(), "speed": self._people.speed}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The stream of events of a chat, with the clock every second, until either side ends it."""
        chat_id = self._people.chat(_number(request.query, "chat")).id
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        listeners = self._people.listeners.setdefault(chat_id, [])
        listeners.append(queue)
        try:
            with suppress(ConnectionResetError):
                await self._stream(response, queue)
        finally:
            listeners.remove(queue)
        return response

    async def _stream(self, response: web.StreamResponse, queue: asyncio.Queue[Json | None]) -> None:
        await response.write(b": the stand-in listens\n\n")
        loop = asyncio.get_running_loop()
        tick = loop.time()
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), max(0, tick - loop.time()))
            except TimeoutError:
                tick = loop.time() + TICK
                event = {"kind": "clock"} | self._time()
            if event is None:
                return
            await response.write(b"data: " + orjson.dumps(event) + b"\n\n")

    async def _document(self, request: web.Request) -> web.StreamResponse:
        """A file that the bot sent, to be saved."""
        upload = self._people.files.get(request.query.get("file_id", ""))
        if upload is None:
            raise Impossible("That file is not here.")
        name = "".join(sign for sign in upload.name if sign.isalnum() or sign in "._-")
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return web.Response(body=upload.content, content_type="application/octet-stream", headers=headers)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        asked = await _body(request)
        chat_id = _number(asked, "chat")
        self._people.send_text(chat_id, self._actor(chat_id), _words(asked, "text"))
        return _json({"ok": True})

    async def _location(self, request: web.Request) -> web.StreamResponse:
        asked = await _body(request)
        chat_id = _number(asked, "chat")
        latitude, longitude = _degrees(asked, "latitude"), _degrees(asked, "longitude")
        self._people.send_location(chat_id, self._actor(chat_id), latitude, longitude)
        return _json({"ok": True})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        asked = await _body(request)
        chat_id = _number(asked, "chat")
        self._people.press(chat_id, self._actor(chat_id), _number(asked, "message_id"), _words(asked, "data"))
        return _json({"ok": True})

    def _actor(self, chat_id: int) -> int:
        """Whose page it is: the private chat's person, else the first person there is."""
        return chat_id if chat_id in self._people.people else next(iter(self._people.people), 0)


def _guarded(handler: Handler) -> Handler:
    """The handler behind the checks of host and origin; what a person cannot do becomes one sentence."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _is_local(f"http://{request.host}"):
            return _json({"ok": False, "error": "This page answers only on this machine."}, 403)
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin is not None and origin != f"http://{request.host}":
            return _json({"ok": False, "error": "This request comes from another site."}, 403)
        try:
            return await handler(request)
        except Impossible as impossible:
            return _json({"ok": False, "error": str(impossible)}, 400)

    return guarded


def _is_local(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in LOCAL
    except ValueError:
        return False


def _file(path: Path) -> web.StreamResponse:
    """A file of the page, never kept by the browser, so that an upgrade shows at once."""
    if path.parent != FILES or not path.is_file():
        return _json({"ok": False, "error": "There is no such file."}, 404)
    return web.FileResponse(path, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _json(content: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(content), status=status, content_type="application/json")


async def _body(request: web.Request) -> Json:
    try:
        content = orjson.loads(await request.read())
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Impossible("The request is not a JSON object.")
    return content


def _number(asked: Any, name: str) -> int:
    text = str(asked.get(name, ""))
    if not text.removeprefix("-").isdecimal():
        raise Impossible(f'The request needs a whole number "{name}".')
    return int(text)


def _words(asked: Json, name: str) -> str:
    if not isinstance(asked.get(name), str):
        raise Impossible(f'The request needs a text "{name}".')
    return str(asked[name])


def _degrees(asked: Json, name: str) -> float:
    value = asked.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Impossible(f'The request needs a number "{name}".')
    return float(value)
