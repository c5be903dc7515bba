"""A web site on 127.0.0.1 for tests: documents with entity tags, and routes that misbehave."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """Serves what it is given under the paths it is given; counts what it is asked and how it answers."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.answered: Counter[int] = Counter()
        self.requests: list[web.Request] = []
        self.closing = asyncio.Event()
        self._pages: dict[str, Handler] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        self.closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def route(self, path: str, handler: Handler) -> str:
        """Answer `path` with `handler`; returns its address."""
        self._pages[path] = handler
        return self.url + path

    def serve(self, path: str, body: bytes | str, content_type: str = "application/rss+xml", status: int = 200) -> str:
        """Serve a document with an entity tag, and 304 to those who have it; returns its address."""
        raw = body.encode() if isinstance(body, str) else body
        tag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'

        async def document(request: web.Request) -> web.Response:
            if status == 200 and request.headers.get("If-None-Match") == tag:
                return web.Response(status=304, headers={"ETag": tag})
            headers = {"ETag": tag, "Content-Type": content_type}
            return web.Response(body=raw, status=status, headers=headers)

        return self.route(path, document)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Send those who ask for `path` to `target`."""

        async def moved(request: web.Request) -> web.Response:
            return web.Response(status=status, headers={"Location": target})

        return self.route(path, moved)

    def stall(self, path: str) -> str:
        """Begin an answer and never end it."""

        async def slow(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/xml"})
            await response.prepare(request)
            await response.write(b"<rss>")
            await self.closing.wait()
            return response

        return self.route(path, slow)

    def dead(self, path: str) -> str:
        """Close the connection instead of answering."""

        async def hang_up(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.close()
            return web.Response()

        return self.route(path, hang_up)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        self.requests.append(request)
        handler = self._pages.get(request.path)
        answer = web.Response(status=404) if handler is None else await handler(request)
        self.answered[answer.status] += 1
        return answer
