"""Messages a second through our request class and through the library's own client. Run by hand.

`python tests/benchmarks/bench_request.py [messages] [in flight] [answer after, ms]`: a Bot API on loopback, in a
process of its own, that answers every request alike after a while, as the real one does from far away. All clients
send the same message of a briefing's size; the best of three rounds counts, the clients taking turns.
"""

import asyncio
import json
import multiprocessing
import resource
import sys
import time
from itertools import repeat
from multiprocessing.connection import Connection

from aiohttp import web
from rich.console import Console
from rich.table import Table
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.library import TelegramBot
from bot.telegram.request import TelegramRequest

TOKEN = "123456:BENCH-0123456789abcdefghijklmnopqrst"
ROUNDS = 3
WARM_UP = 100
TEXT = "<b>Headline</b> and a line of news about it, of ordinary length.\n" * 30
MESSAGE = {
    "message_id": 5,
    "date": 1_795_521_600,
    "chat": {"id": 5, "type": "private", "first_name": "Ada"},
    "text": TEXT,
}


def serve(delay: float, port: Connection) -> None:
    """Answer everything with one message after `delay` seconds; the port goes through the pipe."""
    asyncio.run(_serve(delay, port))


async def _serve(delay: float, port: Connection) -> None:
    body = json.dumps({"ok": True, "result": MESSAGE}).encode()

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        await asyncio.sleep(delay)
        return web.Response(body=body, content_type="application/json")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port.send(runner.addresses[0][1])
    await asyncio.Event().wait()


async def ours(api: str, request: BaseRequest, count: int, in_flight: int) -> tuple[float, float]:
    """Messages a second and milliseconds of CPU a message, as the gateway sends."""
    bot = TelegramBot(TOKEN, api, request)
    parameters = {"chat_id": 5, "text": TEXT, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}

    async def send() -> None:
        await bot.raw("sendMessage", parameters)

    return await _measured(send, request, count, in_flight)


async def theirs(api: str, request: BaseRequest, count: int, in_flight: int) -> tuple[float, float]:
    """The same with the library's own ways: its client, its objects."""
    bot = Bot(TOKEN, base_url=f"{api}/bot", request=request, get_updates_request=request)

    async def send() -> None:
        await bot.send_message(5, TEXT, parse_mode="HTML", disable_web_page_preview=True)

    return await _measured(send, request, count, in_flight)


async def _measured(send, request: BaseRequest, count: int, in_flight: int) -> tuple[float, float]:
    async with request:
        await _all(send, WARM_UP, in_flight)
        wall, used = time.perf_counter(), _cpu()
        await _all(send, count, in_flight)
        return count / (time.perf_counter() - wall), (_cpu() - used) * 1000 / count


async def _all(send, count: int, in_flight: int) -> None:
    work = repeat(None, count)

    async def worker() -> None:
        for _ in work:
            await send()

    await asyncio.gather(*(worker() for _ in range(in_flight)))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(count: int = 1000, in_flight: int = 64, milliseconds: int = 60) -> None:
    """Measure and print a table."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(milliseconds / 1000, there), daemon=True)
    server.start()
    api = f"http://127.0.0.1:{here.recv()}"
    clients = {
        "ours (aiohttp, orjson, receipt only)": lambda: ours(api, TelegramRequest(), count, in_flight),
        "ours, with the library's Message": lambda: theirs(api, TelegramRequest(), count, in_flight),
        "the library's own (httpx)": lambda: theirs(
            api, HTTPXRequest(connection_pool_size=in_flight), count, in_flight
        ),
    }
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in clients}
    for _ in range(ROUNDS):
        for name, run in clients.items():
            results[name].append(asyncio.run(run()))
    server.terminate()
    table = Table(
        "client", "messages a second", "ms of CPU each", title=f"{in_flight} in flight, answers after {milliseconds} ms"
    )
    for name, rounds in results.items():
        best = max(rounds)
        table.add_row(name, f"{best[0]:.0f}", f"{best[1]:.2f}")
    Console().print(table, f"most possible: {in_flight * 1000 / milliseconds:.0f} a second" if milliseconds else "")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
