"""A Bot API that answers at once and alike, in a process and on a core of its own, for benchmarks of those who send.

`python -m tests.benchmarks.peer_server [--ms N] [--core N] [--chats]` listens on a free port of 127.0.0.1 and prints
`{"port": N}`. It takes whatever it is sent, so it shows what a client costs and nothing of whether it does right. A
sent message is answered with a `Message` of a briefing's size after `--ms` milliseconds; `--chats` notes for whom each
was. Orders are lines of JSON on standard input, each answered by a line; it ends with its input:

- `{"order": "tally"}`: how many messages have arrived, over how many connections;
- `{"order": "moments"}`: when each message arrived, for whom (with `--chats`), when each update was handed over;
- `{"order": "update", "update": {...}}`: what the next `getUpdates` brings.

Moments are nanoseconds of `time.monotonic_ns`, which on Linux is one clock for all processes.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from array import array
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
LONGEST_POLL_SECONDS = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CHAT = re.compile(rb"chat_id\D{1,16}?(-?\d+)")
_LAST_CHUNK = b"\r\n0\r\n\r\n"


def request_end(received: bytes) -> int | None:
    """Where the first HTTP request ends; None while it is not all there."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    end = head + 4
    if (length := _LENGTH.search(received, 0, head + 2)) is not None:
        end += int(length[1])
    elif _CHUNKED.search(received, 0, head + 2) is not None:
        last = received.find(_LAST_CHUNK, head + 2)
        end = last + len(_LAST_CHUNK) if last >= 0 else len(received) + 1
    return end if end <= len(received) else None


def answered(result: Any) -> bytes:
    """The whole HTTP response of a method that worked."""
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _message() -> dict[str, Any]:
    """A briefing as Telegram gives it back: 1,410 characters, 29 entities and a keyboard, 3.7 kB in all."""
    kinds = ("bold", "italic", "text_link")
    entities = [{"offset": 48 * at, "length": 17, "type": kinds[at % 3]} for at in range(29)]
    for entity in entities[2::3]:
        entity["url"] = "https://news.example/hall"
    rows = [[("Sources", "1:src:1234567"), ("More", "1:more:1234567")], [("Settings", "1:set"), ("Less", "1:less")]]
    return {
        "message_id": 4_711,
        "from": {"id": 123_456, "is_bot": True, "first_name": "Daybrief", "username": "daybrief_bot"},
        "chat": {"id": 1_234_567, "first_name": "Ada", "username": "ada", "type": "private"},
        "date": 1_795_521_600,
        "text": "The council has voted, and the hall " * 39 + "opens",
        "entities": entities,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
        },
    }


MESSAGE = answered(_message())
TRUE = answered(result=True)
ME = answered(
    {
        "id": 123_456,
        "is_bot": True,
        "first_name": "Daybrief",
        "username": "daybrief_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
)
ANSWERS = {b"sendMessage": MESSAGE, b"editMessageText": MESSAGE, b"getMe": ME}


class Book:
    """What has arrived and what is handed out. `delay` is in seconds."""

    def __init__(self, delay: float, *, chats: bool) -> None:
        self.delay = delay
        self.with_chats = chats
        self.connections = 0
        self.arrived = array("q")
        self.chats = array("q")
        self.handed: list[tuple[int, int]] = []
        self._updates: list[dict[str, Any]] = []
        self._poll: asyncio.Transport | None = None
        self._poll_ends: asyncio.TimerHandle | None = None

    def note(self, request: bytes) -> None:
        """A message has arrived."""
        self.arrived.append(time.monotonic_ns())
        if self.with_chats:
            found = _CHAT.search(request)
            self.chats.append(int(found[1]) if found else 0)

    def poll(self, transport: asyncio.Transport) -> None:
        """Somebody asks for updates, and waits for one."""
        if self._poll_ends is not None:
            self._poll_ends.cancel()
        self._poll = transport
        self._poll_ends = asyncio.get_running_loop().call_later(LONGEST_POLL_SECONDS, self._hand_over)
        if self._updates:
            self._hand_over()

    def bring(self, update: dict[str, Any]) -> None:
        """A person has done something."""
        self._updates.append(update)
        if self._poll is not None:
            self._hand_over()

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry out one order; its answer."""
        match order:
            case {"order": "tally"}:
                return {"messages": len(self.arrived), "connections": self.connections}
            case {"order": "moments"}:
                return {"messages": list(self.arrived), "chats": list(self.chats), "updates": self.handed}
            case {"order": "update", "update": update}:
                self.bring(update)
                return {}
        return {"error": "no such order"}

    def _hand_over(self) -> None:
        """Give all updates to the one who waits. What is handed over is never asked for again: all of it is kept."""
        transport, self._poll = self._poll, None
        if transport is None or transport.is_closing():
            return
        updates, self._updates = self._updates, []
        transport.write(answered(updates))
        now = time.monotonic_ns()
        self.handed += [(update["update_id"], now) for update in updates]


class Connection(asyncio.Protocol):
    """One connection of a client, that sends its next request when it has its answer."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._received = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._book.connections += 1

    def data_received(self, data: bytes) -> None:
        received = self._received + data if self._received else data
        while received and (end := request_end(received)) is not None:
            self._answer(received[:end])
            received = received[end:]
        self._received = received

    def _answer(self, request: bytes) -> None:
        method = request[: request.find(b" HTTP/")].rpartition(b"/")[2].partition(b"?")[0]
        if method == b"getUpdates":
            self._book.poll(self._transport)
            return
        if method == b"sendMessage":
            self._book.note(request)
        answer = ANSWERS.get(method, TRUE)
        if self._book.delay:
            asyncio.get_running_loop().call_later(self._book.delay, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def serve(book: Book) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(book), "127.0.0.1", 0)
    orders = asyncio.StreamReader(limit=2**20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    _say({"port": server.sockets[0].getsockname()[1]})
    while line := await orders.readline():
        _say(book.obey(json.loads(line)))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class PeerServer:
    """The server from outside: use it as a context. `delay` is in milliseconds."""

    def __init__(self, delay: int = 0, *, core: int | None = None, chats: bool = False) -> None:
        self._command = [sys.executable, "-m", "tests.benchmarks.peer_server", "--ms", str(delay)]
        self._command += ["--core", str(core)] if core is not None else []
        self._command += ["--chats"] if chats else []
        self._process: subprocess.Popen[str]
        self.api = ""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.api = f"http://127.0.0.1:{self._heard()['port']}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def ask(self, order: str, **more: Any) -> Any:
        """Give an order and return its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order} | more) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ms", type=int, default=0, help="answer after so many milliseconds")
    parser.add_argument("--core", type=int, help="run on this core")
    parser.add_argument("--chats", action="store_true", help="note for whom each message is")
    told = parser.parse_args()
    if told.core is not None:
        os.sched_setaffinity(0, {told.core})
    asyncio.run(serve(Book(told.ms / 1000, chats=told.chats)))


if __name__ == "__main__":
    main()
