"""The HTTP side for the bot: `/bot<token>/<method>`, answered in Telegram's shapes, with trouble on demand."""

import asyncio
import copy
import re
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.demo.standin import requests, spec
from bot.demo.standin.answers import METHOD_UNKNOWN, TOKEN_MALFORMED, UNAUTHORIZED, Json, Refusal, bad
from bot.demo.standin.faults import Fault, Kind
from bot.demo.standin.methods import METHODS, chat_of, check
from bot.demo.standin.requests import Asked
from bot.demo.standin.scene import Call, Scene

log = structlog.get_logger()

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
BAD_GATEWAY = 502
PROXY_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>\r\n"


class ApiServer:
    """Answers the bot's requests for one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._spec = spec.load()

    def routes(self) -> list[web.RouteDef]:
        """Every method, by GET and POST, as Telegram has it."""
        return [web.route("*", "/bot{token:[^/]*}/{method:[^/]*}", self._handle)]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info["method"]
        if not TOKEN.fullmatch(token):
            return _answer(TOKEN_MALFORMED)
        if token != self._scene.token:
            return _answer(UNAUTHORIZED)
        try:
            asked = await requests.read(request)
        except (ValueError, UnicodeError):
            asked = Asked({}, form=True, error="the body of the request can't be read")
        method = self._spec.method(name)
        if method == "getUpdates":
            return await self._updates(request, asked)
        return await self._counted(request, name, method, asked)

    async def _counted(self, request: web.Request, name: str, method: str | None, asked: Asked) -> web.StreamResponse:
        self._scene.running += 1
        try:
            return await self._call(request, name, method, asked)
        finally:
            self._scene.running -= 1
            self._scene.moved()

    async def _call(self, request: web.Request, name: str, method: str | None, asked: Asked) -> web.StreamResponse:
        """Meet the fault if there is one, act, record, answer."""
        fault = self._scene.faults.meet(method or name, chat_of(asked.raw))
        kind = fault.kind if fault is not None else None
        if fault is not None and kind is Kind.STALL:
            await fault.released.wait()
        if fault is not None and fault.refusal is not None:
            result: Any = fault.refusal
        elif kind is Kind.DROP_BEFORE:
            result = Refusal(0, "connection dropped before acting")
        else:
            result = self._act(method, asked)
        lost = kind in (Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.TRUNCATE)
        self._record(method or name, asked, result, answered=not lost)
        if fault is not None and kind is Kind.STALL_AFTER:
            await fault.released.wait()
        return await _deliver(request, result, fault if lost else None)

    def _act(self, method: str | None, asked: Asked) -> Any:
        checked = check(self._scene, self._spec, method, asked)
        if isinstance(checked, Refusal):
            return checked
        return METHODS[method](self._scene, checked) if method in METHODS else METHOD_UNKNOWN

    def _record(self, method: str, asked: Asked, result: Any, *, answered: bool) -> None:
        refusal = result if isinstance(result, Refusal) else None
        call = Call(
            at=self._scene.clock.now(),
            method=method,
            parameters=self._readable(method, asked),
            chat_id=chat_of(asked.raw),
            ok=refusal is None,
            error=refusal.description if refusal else None,
            code=refusal.code if refusal else HTTPStatus.OK,
            result=None if refusal else copy.deepcopy(result),
            answered=answered,
        )
        if refusal is not None:
            log.info("standin.refused", method=method, chat=call.chat_id, code=refusal.code, why=refusal.description)
        self._scene.record(call)

    def _readable(self, method: str, asked: Asked) -> Json:
        """The parameters with right types where they are right, else as they came."""
        known = self._spec.method(method)
        read = self._spec.read(known, asked.raw, form=asked.form) if known else None
        return copy.deepcopy(read if isinstance(read, dict) else asked.raw)

    async def _updates(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """getUpdates: never recorded as a call, only counted."""
        scene = self._scene
        fault = scene.faults.meet("getUpdates", None)
        if fault is not None and fault.kind is Kind.STALL:
            await fault.released.wait()
        if fault is not None and (fault.refusal is not None or fault.kind is Kind.DROP_BEFORE):
            return await _deliver(request, fault.refusal, fault if fault.refusal is None else None)
        checked = check(scene, self._spec, "getUpdates", asked)
        if isinstance(checked, Refusal):
            return _answer(checked)
        limit, timeout = checked.get("limit", 100), checked.get("timeout", 0)
        if timeout < 0:
            return _answer(bad("timeout must be non-negative"))
        result = await scene.updates.poll(
            scene.clock.now(), checked.get("offset", 0), limit, timeout, checked.get("allowed_updates")
        )
        lost = fault is not None and fault.kind in (Kind.DROP_AFTER, Kind.TRUNCATE)
        return await _deliver(request, result, fault if lost else None)


def _answer(result: Any) -> web.Response:
    """The result in Telegram's envelope; a status of a proxy comes without one, as a page."""
    if not isinstance(result, Refusal):
        return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")
    if result.code >= BAD_GATEWAY:
        title = f"{result.code} {result.description}"
        return web.Response(text=PROXY_PAGE.format(title), status=result.code, content_type="text/html")
    headers = {} if result.retry_after is None else {"Retry-After": str(result.retry_after)}
    return web.Response(
        body=orjson.dumps(result.body()), status=result.code, headers=headers, content_type="application/json"
    )


async def _deliver(request: web.Request, result: Any, fault: Fault | None) -> web.StreamResponse:
    """Answer, or break the connection as the fault has it."""
    whole = _answer(result)
    if fault is None:
        return whole
    body = bytes(whole.body) if fault.kind is Kind.TRUNCATE and isinstance(whole.body, bytes) else b""
    if body:
        part = web.StreamResponse(status=whole.status, headers={"Content-Type": "application/json"})
        part.content_length = len(body)
        await part.prepare(request)
        await part.write(body[: len(body) // 2])
        await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close() if body else request.transport.abort()
    return web.Response()
