"""Clients of the Bot API that send one message to many chats and keep no ledger; each in a process of its own.

`python -m tests.benchmarks.peer_senders CLIENT API MESSAGE MESSAGES IN_FLIGHT [PER_SECOND]`, by whatever interpreter
has the client: MESSAGE is a file of JSON, `{"text": HTML, "reply_markup": {...}}`. Prints one line of JSON: messages a
second and milliseconds of CPU a message, after a warm-up. PER_SECOND is for the client that keeps a pace by itself:
all its messages wait from the beginning, as in a bot without a queue of its own.

No client is imported before it is asked for, because no interpreter has them all.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

TOKEN = "123456:BENCH-0123456789abcdefghijklmnopqrst"
WARM_UP = 200
FIRST_CHAT = 1_000_000
JSON_BODY = {"Content-Type": "application/json"}
NO_PREVIEW = {"is_disabled": True}

Send = Callable[[int], Awaitable[object]]
"""Sends the message to a chat and returns when it was answered."""


@dataclass(frozen=True)
class Work:
    """What is to be sent, to where, how many at a time, and how many a second (0: no limit)."""

    api: str
    message: dict[str, Any]
    in_flight: int
    per_second: int = 0

    @property
    def parameters(self) -> dict[str, Any]:
        """Of sendMessage, but for the chat."""
        return self.message | {"parse_mode": "HTML", "link_preview_options": NO_PREVIEW}


@dataclass(frozen=True)
class Spent:
    """What it took: messages a second, milliseconds of CPU a message."""

    rate: float
    cpu: float


@asynccontextmanager
async def bare(work: Work) -> AsyncIterator[Send]:
    """The HTTP client alone (aiohttp): the body is made once, the chat is put in."""
    aiohttp: Any = import_module("aiohttp")
    start, end = json.dumps({"chat_id": 0} | work.parameters).encode().split(b'"chat_id": 0')
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=work.in_flight)) as session:

        async def send(chat: int) -> object:
            body = start + b'"chat_id": %d' % chat + end
            async with session.post(f"{work.api}/bot{TOKEN}/sendMessage", data=body, headers=JSON_BODY) as response:
                return await response.read()

        yield send


@asynccontextmanager
async def aiogram(work: Work) -> AsyncIterator[Send]:
    """A loop around aiogram's own call."""
    names: Any = import_module("aiogram")
    sessions: Any = import_module("aiogram.client.session.aiohttp")
    servers: Any = import_module("aiogram.client.telegram")
    session = sessions.AiohttpSession(api=servers.TelegramAPIServer.from_base(work.api), limit=work.in_flight)
    keyboard = names.types.InlineKeyboardMarkup.model_validate(work.message["reply_markup"])
    text, preview = work.message["text"], names.types.LinkPreviewOptions(is_disabled=True)
    async with names.Bot(TOKEN, session=session) as bot:
        yield lambda chat: bot.send_message(
            chat, text, parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


@asynccontextmanager
async def library(work: Work, request: Any = None, limiter: Any = None) -> AsyncIterator[Send]:
    """A loop around python-telegram-bot's own call, by its own client unless there is another."""
    telegram: Any = import_module("telegram")
    request = request or telegram.request.HTTPXRequest(connection_pool_size=work.in_flight)
    bot: Any = import_module("telegram.ext").ExtBot(
        TOKEN, base_url=f"{work.api}/bot", request=request, get_updates_request=request, rate_limiter=limiter
    )
    keyboard = telegram.InlineKeyboardMarkup.de_json(work.message["reply_markup"], bot)
    text, preview = work.message["text"], telegram.LinkPreviewOptions(is_disabled=True)
    async with bot:
        yield lambda chat: bot.send_message(
            chat, text, parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


def over_aiohttp(work: Work) -> AbstractAsyncContextManager[Send]:
    """The same through our request class."""
    ours: Any = import_module("bot.telegram.request")
    return library(work, ours.TelegramRequest(connections=work.in_flight))


def limited(work: Work) -> AbstractAsyncContextManager[Send]:
    """The same with the library's own limiter of the pace, which needs its extra."""
    names: Any = import_module("telegram.ext")
    return library(work, limiter=names.AIORateLimiter(overall_max_rate=work.per_second, overall_time_period=1))


@asynccontextmanager
async def raw(work: Work) -> AsyncIterator[Send]:
    """Through our request class, with the library's parameters and no objects."""
    ours: Any = import_module("bot.telegram.library")
    requests: Any = import_module("bot.telegram.request")
    async with requests.TelegramRequest(connections=work.in_flight) as request:
        bot, parameters = ours.TelegramBot(TOKEN, work.api, request), work.parameters
        yield lambda chat: bot.raw("sendMessage", {"chat_id": chat} | parameters)


CLIENTS: dict[str, Callable[[Work], AbstractAsyncContextManager[Send]]] = {
    "bare": bare,
    "aiogram": aiogram,
    "library": library,
    "over-aiohttp": over_aiohttp,
    "limited": limited,
    "raw": raw,
}


async def measure(client: str, work: Work, messages: int) -> Spent:
    """Send them all, each to a chat of its own."""
    async with CLIENTS[client](work) as send:
        chats = count(FIRST_CHAT)
        # What keeps a pace would have to make up for its warm-up.
        if not work.per_second:
            await _send_all(send, chats, WARM_UP, work.in_flight)
        began = clocks()
        await _send_all(send, chats, messages, messages if work.per_second else work.in_flight)
        return spent(began, messages)


async def _send_all(send: Send, chats: "count[int]", messages: int, in_flight: int) -> None:
    left = iter(range(messages))

    async def worker() -> None:
        for _ in left:
            await send(next(chats))

    await asyncio.gather(*(worker() for _ in range(in_flight)))


def clocks() -> tuple[float, float]:
    """The wall's, and the CPU time of this process with all its threads; in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def spent(began: tuple[float, float], messages: int) -> Spent:
    """What `messages` took since `began`."""
    wall, cpu = clocks()
    return Spent(messages / (wall - began[0]), (cpu - began[1]) * 1000 / messages)


def main(arguments: Sequence[str]) -> None:
    """Measure one client and print what it took."""
    client, api, message, messages, in_flight, *per_second = arguments
    parameters = json.loads(Path(message).read_text(encoding="utf-8"))
    work = Work(api, parameters, int(in_flight), *map(int, per_second))
    sys.stdout.write(json.dumps(asdict(asyncio.run(measure(client, work, int(messages))))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
