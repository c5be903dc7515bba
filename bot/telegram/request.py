"""How python-telegram-bot reaches Telegram: one aiohttp session behind its `BaseRequest`.

The library's own client collapses at 64 requests in flight (httpcore walks all connections for each request); this
one does not. What it raises tells the sender what it must know: whether a message can have arrived. No exception and
no log line holds an address, because the address holds the bot's token.
"""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 600
"""More than may be in flight, so that nobody waits for a connection; Telegram refuses a bot's next beyond 1,000."""
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
WRITE_SECONDS = 20.0

_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
_JSON_HEADERS = {"Content-Type": "application/json"}
_LOST = (aiohttp.ClientError, OSError, TimeoutError, RuntimeError)


Exchange = Callable[[str, bytes], Awaitable[tuple[int, bytes]]]
"""From an address and a JSON body to the status and the body of the answer; raises NeverSent or AnswerMissing."""


class NeverSent(NetworkError):  # noqa: N818 (named for what it says of the message)
    """The request certainly did not go out: no connection was made."""


class AnswerMissing(TimedOut):
    """The request went out and no whole answer came back: nobody knows what Telegram did."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class Refused(NetworkError):  # noqa: N818 (named for what it says of the message)
    """Telegram answered with another status than success.

    The library maps answers to classes by status alone and drops the parameters; a sender needs all three.
    `description` is None when the body was not the Bot API's JSON (a gateway in between answered).
    """

    def __init__(self, status: int, description: str | None, parameters: dict[str, Any]) -> None:
        super().__init__(description or f"HTTP {status} without an answer of the Bot API")
        self.status = status
        self.description = description
        self.parameters = parameters


class TelegramRequest(BaseRequest):
    """Requests to a Bot API server; may serve both of a Bot's roles at once. All timeouts are in seconds.

    With `exchange`, requests go through it instead of over the network, and files cannot be sent.
    """

    def __init__(
        self,
        *,
        connections: int = CONNECTIONS,
        read_timeout: float = READ_SECONDS,
        exchange: Exchange | None = None,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._instead = exchange
        self._session: aiohttp.ClientSession | None = None
        self._usual = _timeout(read_timeout, WRITE_SECONDS, CONNECT_SECONDS, CONNECT_SECONDS)

    @property
    def read_timeout(self) -> float:
        """How long an answer may take unless the caller says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._connections))

    async def shutdown(self) -> None:
        """Close the session and its connections; a second call changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer of a successful request; raises AnswerMissing when it is not the Bot API's."""
        answer = _parsed(payload)
        if answer is None or "result" not in answer:
            raise AnswerMissing("an answer that is not the Bot API's")
        return answer

    async def do_request(  # noqa: PLR0917 (the library's signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; raises NeverSent, AnswerMissing or Refused, and nothing else."""
        if self._session is None:
            raise NeverSent("the session is closed")
        timeout = _timeout(
            _given(read_timeout, self._read_timeout),
            _given(write_timeout, WRITE_SECONDS),
            _given(connect_timeout, CONNECT_SECONDS),
            _given(pool_timeout, CONNECT_SECONDS),
        )
        if self._instead is not None:
            return _success(*await self._instead(url, _json(request_data.parameters if request_data else {})))
        return _success(*await self._exchange(self._session, method, url, _body(request_data), timeout))

    async def post_json(self, url: str, body: bytes) -> tuple[int, bytes]:
        """Send one body of JSON as it is, past all of the library; raises as `do_request` does."""
        if self._session is None:
            raise NeverSent("the session is closed")
        if self._instead is not None:
            return _success(*await self._instead(url, body))
        content = {"data": body, "headers": _JSON_HEADERS}
        return _success(*await self._exchange(self._session, "POST", url, content, self._usual))

    @staticmethod
    async def _exchange(
        session: aiohttp.ClientSession,
        method: str,
        url: str,
        content: dict[str, Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 (the four limits of a caller, not one deadline)
    ) -> tuple[int, bytes]:
        try:
            # A redirect would carry the token in the address to another host.
            async with session.request(method, url, timeout=timeout, allow_redirects=False, **content) as response:
                return response.status, await response.read()
        # `from None`: the originals hold the address.
        except _NEVER_SENT as error:
            raise NeverSent(f"no connection ({type(error).__name__})") from None
        except _LOST as error:
            raise AnswerMissing(f"no answer ({type(error).__name__})") from None


def message_id(payload: bytes) -> int:
    """The receipt in the answer to a message; raises AnswerMissing where there is none."""
    answer = _parsed(payload)
    if answer is None or "result" not in answer:
        raise AnswerMissing("an answer that is not the Bot API's")
    result = answer["result"]
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return int(result["message_id"])
    raise AnswerMissing("an answer without a message")


def _success(status: int, payload: bytes) -> tuple[int, bytes]:
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise _refusal(status, payload)
    return status, payload


def _given(value: Any, default: float) -> float | None:
    chosen: float | None = default if value is BaseRequest.DEFAULT_NONE else value
    return chosen


def _timeout(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    # aiohttp counts waiting for a free connection into `connect`; a slow trickle is bounded by the sum of all.
    acquire = None if connect is None or pool is None else connect + pool
    total = None if acquire is None or read is None or write is None else acquire + read + write
    return aiohttp.ClientTimeout(total=total, connect=acquire, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if data.contains_files:
        return {"data": _form(data)}
    return {"data": _json(data.parameters), "headers": _JSON_HEADERS}


def _json(parameters: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(parameters)
    except TypeError:
        # orjson refuses halves of surrogate pairs; escaped, they come back as Telegram's own verdict on the text.
        return json.dumps(parameters).encode()


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


def _parsed(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def _refusal(status: int, payload: bytes) -> Refused:
    answer = _parsed(payload)
    if answer is None or not isinstance(answer.get("description"), str):
        return Refused(status, None, {})
    parameters = answer.get("parameters")
    return Refused(status, answer["description"], parameters if isinstance(parameters, dict) else {})
