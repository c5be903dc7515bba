"""A model's server that says what it is told to: every rung of the ladder, every kind of refusal. For tests."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = tuple[int, Any, dict[str, str]]
"""Status, body (a string goes out as it is), headers."""


@dataclass
class Scripted:
    """Answers in order; the last one again and again. `asked` are the bodies that came, with their headers."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    hangs: asyncio.Event | None = None
    speaks: Callable[[dict[str, Any]], Any] | None = None
    """What it says to a question, where no answers are given."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        if self.hangs is not None:
            await self.hangs.wait()
        if self.speaks is not None:
            return web.json_response(self.speaks(self.asked[-1]))
        status, body, headers = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text, headers=headers, content_type="application/json")


@asynccontextmanager
async def scripted(*answers: Answer) -> AsyncIterator[Scripted]:
    """A server on this machine that gives these answers."""
    made = Scripted(list(answers))
    application = web.Application()
    application.router.add_post("/{path:.*}", made.serve)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield made
    if made.hangs is not None:
        made.hangs.set()
    await runner.cleanup()


def chat(content: Any, tokens: tuple[int, int] = (100, 50), finish: str = "stop") -> Answer:
    """A chat completion that says `content`."""
    text = content if isinstance(content, str) else json.dumps(content)
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish}
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return 200, {"choices": [choice], "usage": usage}, {}


def refusal(status: int, words: str = "no", **headers: str) -> Answer:
    """A refusal with that status."""
    return status, {"error": {"message": words}}, {name.replace("_", "-"): value for name, value in headers.items()}
