"""The stand-in for Telegram: one object that serves the Bot API and the chat page on a local port."""

from typing import Self

from aiohttp import web

from bot.demo.standin.groups import Groups
from bot.demo.standin.page import Page
from bot.demo.standin.requests import LARGEST_BODY
from bot.demo.standin.server import ApiServer


class StandIn(Groups):
    """A strict Telegram for one bot. `start` it, give the bot `url` and `token`, act as its people, look at `calls`."""

    _runner: web.AppRunner | None = None
    port: int = 0

    @property
    def url(self) -> str:
        """The address of the server, without `/bot`."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(ApiServer(self).routes())
        app.add_routes(Page(self).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """End long polls, stalled calls and pages, and stop listening. What happened stays readable."""
        self.faults.clear()
        self.updates.end()
        for queues in self.listeners.values():
            for queue in queues:
                queue.put_nowait(None)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.stop()
