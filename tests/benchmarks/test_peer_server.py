"""The stand-in of the benchmarks: it counts what has arrived, whoever sent it and however it came."""

import asyncio
import json
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.benchmarks.peer_server import MESSAGE, Book, Connection, PeerServer, answered, request_end

HEAD = b"POST /bot1:A/sendMessage HTTP/1.1\r\nHost: here\r\n"
WITH_LENGTH = HEAD + b'Content-Length: 13\r\n\r\n{"chat_id":7}'
IN_CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"


class Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return False


@pytest.mark.parametrize("request_", [WITH_LENGTH, IN_CHUNKS, HEAD + b"\r\n"])
def test_a_request_ends_where_it_says(request_: bytes) -> None:
    """With a length, in chunks or without a body; whatever follows is the next, and no beginning is enough."""
    assert request_end(request_) == len(request_)
    assert request_end(request_ + b"POST /") == len(request_)
    assert all(request_end(request_[:end]) is None for end in range(len(request_)))


@pytest.mark.parametrize(
    "body", [b'{"chat_id": -75, "text": "1"}', b"text=1&chat_id=-75", b'name="chat_id"\r\n\r\n-75\r\n--x']
)
def test_it_notes_for_whom_a_message_is(body: bytes) -> None:
    """As JSON, as a form, in parts."""
    book = Book(0, chats=True)
    book.note(body)
    assert list(book.chats) == [-75]


def test_messages_that_come_together_or_in_pieces_are_counted_once_each() -> None:
    """The network cuts where it likes."""
    book, wire = Book(0, chats=False), Wire()
    connection = Connection(book)
    connection.connection_made(wire)
    twice = WITH_LENGTH + IN_CHUNKS
    for start in range(0, len(twice), 11):
        connection.data_received(twice[start : start + 11])
    connection.data_received(twice)
    assert wire.written == [MESSAGE] * 4
    assert book.obey({"order": "tally"}) == {"messages": 4, "connections": 1}


async def test_an_update_is_handed_to_the_one_who_asks_and_to_nobody_else() -> None:
    """One that came before the question waits for it; it is handed over once, and the moment is noted."""
    book, wire = Book(0, chats=False), Wire()
    connection = Connection(book)
    connection.connection_made(wire)
    book.obey({"order": "update", "update": {"update_id": 1}})
    connection.data_received(b"POST /bot1:A/getUpdates HTTP/1.1\r\n\r\n")
    connection.data_received(b"POST /bot1:A/getUpdates HTTP/1.1\r\n\r\n")
    assert wire.written == [answered([{"update_id": 1}])]
    book.obey({"order": "update", "update": {"update_id": 2}})
    assert wire.written[1:] == [answered([{"update_id": 2}])]
    assert [number for number, _ in book.handed] == [1, 2]


def test_the_process_answers_after_the_delay_and_tells_what_has_come() -> None:
    """From outside: a message over HTTP, the tally and the moments over the pipe; it ends with the context."""
    with PeerServer(30, chats=True) as server, closing(HTTPConnection(urlsplit(server.api).netloc)) as client:
        client.request("POST", "/bot1:A/sendMessage", body=json.dumps({"chat_id": 5}))
        answer = json.loads(client.getresponse().read())
        moments = server.ask("moments")
        assert server.ask("tally") == {"messages": 1, "connections": 1}
    assert answer["result"]["message_id"]
    assert moments["chats"] == [5]
    assert len(moments["messages"]) == 1
