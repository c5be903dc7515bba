"""The request class says whether a message can have arrived, keeps time limits, and never shows the token."""

import asyncio
import logging
import traceback
from typing import Any

import orjson
import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.library import TelegramBot
from bot.telegram.request import AnswerMissing, NeverSent, Refused, TelegramRequest, message_id

TOKEN = "123456:CANARY-0123456789abcdefghijklmnopqrst"


def data(**values: Any):
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


@pytest.fixture
async def server():
    """A server on loopback that does what its `answer` says and notes what came."""

    class Server:
        def __init__(self) -> None:
            self.answer, self.port, self.came = None, 0, []

        @property
        def url(self):
            return f"http://127.0.0.1:{self.port}/bot{TOKEN}/sendMessage"

    made = Server()

    async def handle(request):
        if request.content_type == "application/json":
            body = await request.read()
        else:
            form = await request.post()
            body = {k: v if isinstance(v, str) else (v.filename, v.file.read()) for k, v in form.items()}
        made.came.append((request.content_type, body))
        return await made.answer(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


@pytest.fixture
async def request_():
    """A request object with an open session."""
    async with TelegramRequest() as made:
        yield made


def replies(status=200, body=b'{"ok":true,"result":{"message_id":5}}', **more: Any):
    async def answer(_request):
        return web.Response(status=status, body=body, **more)

    return answer


async def test_parameters_go_out_as_json(server, request_):
    """Nested values stay values; the answer's result comes back."""
    server.answer = replies()
    result = await request_.post(server.url, data(chat_id=5, text="é <b>", reply_markup={"inline_keyboard": []}))
    assert result == {"message_id": 5}
    kind, body = server.came[0]
    assert kind == "application/json"
    assert orjson.loads(body) == {"chat_id": 5, "text": "é <b>", "reply_markup": {"inline_keyboard": []}}


async def test_files_go_out_as_a_form(server, request_):
    """Only then: the file keeps its name and bytes, the other values their words."""
    server.answer = replies()
    await request_.post(server.url, data(chat_id=5, document=InputFile(b'{"a":1}', filename="my.json")))
    kind, form = server.came[0]
    assert kind == "multipart/form-data"
    assert form["chat_id"] == "5"
    assert form["document"] == ("my.json", b'{"a":1}')


async def test_a_half_of_a_surrogate_pair_does_not_break_the_request(server, request_):
    """It goes out escaped, so the verdict is Telegram's."""
    server.answer = replies()
    await request_.post(server.url, data(chat_id=5, text="\ud800"))
    assert b"\\ud800" in server.came[0][1]


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (403, b'{"ok":false,"description":"Forbidden: x"}', ("Forbidden: x", {})),
        (429, b'{"ok":false,"description":"Many","parameters":{"retry_after":3}}', ("Many", {"retry_after": 3})),
        (400, b'{"ok":false,"description":"Bad","parameters":7}', ("Bad", {})),
        (502, b"<html>Bad Gateway</html>", (None, {})),
        (500, b'["list"]', (None, {})),
        (500, b'{"ok":false}', (None, {})),
        (302, b"", (None, {})),
    ],
)
async def test_a_refusal_carries_status_text_and_parameters(server, request_, status, body, told):
    """All three, because a sender's decision needs all three; a redirect is not followed."""
    server.answer = replies(status, body, headers={"Location": "http://127.0.0.1:1/"})
    with pytest.raises(Refused) as caught:
        await request_.post(server.url, data(chat_id=5))
    error = caught.value
    assert (error.status, error.description, error.parameters) == (status, *told)
    assert isinstance(error, NetworkError)


async def test_no_connection_means_that_nothing_went_out(server, request_):
    """A port that nobody listens on, unusable addresses, a closed session."""
    urls = (f"http://127.0.0.1:1/bot{TOKEN}/x", f"http:///bot{TOKEN}/x", f"nonsense{TOKEN}")
    for url in urls:
        with pytest.raises(NeverSent):
            await request_.post(url, data(chat_id=5))
    await request_.shutdown()
    with pytest.raises(NeverSent):
        await request_.post(server.url, data(chat_id=5))


async def test_a_broken_connection_after_the_request_is_doubt(server, request_):
    """Dropped before any answer, or in the middle of one."""

    async def drop(request):
        request.transport.close()
        return web.Response()

    async def half(request):
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok":true,')
        request.transport.close()
        return response

    for answer in (drop, half):
        server.answer = answer
        with pytest.raises(AnswerMissing):
            await request_.post(server.url, data(chat_id=5))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"ok":true}'])
async def test_a_success_without_a_result_is_doubt(server, request_, body):
    """A page that is not the Bot API's answer proves nothing."""
    server.answer = replies(body=body)
    with pytest.raises(AnswerMissing):
        await request_.post(server.url, data(chat_id=5))


async def test_the_read_limit_given_with_a_call_is_kept(server, request_):
    """A long poll may take longer than usual, another call less."""

    async def stall(_request):
        await asyncio.Event().wait()

    server.answer = stall
    with pytest.raises(AnswerMissing) as caught:
        await request_.post(server.url, data(chat_id=5), read_timeout=0.05)
    assert isinstance(caught.value, TimedOut)


async def test_bytes_go_out_as_they_are(server, request_):
    """Past all of the library; the answer comes back as it came."""
    server.answer = replies()
    assert await request_.post_json(server.url, b'{"chat_id":5}') == (200, b'{"ok":true,"result":{"message_id":5}}')
    assert server.came == [("application/json", b'{"chat_id":5}')]
    server.answer = replies(429, b'{"ok":false,"description":"Many","parameters":{"retry_after":3}}')
    with pytest.raises(Refused) as caught:
        await request_.post_json(server.url, b"{}")
    assert (caught.value.status, caught.value.parameters) == (429, {"retry_after": 3})


async def test_bytes_that_did_not_go_out_and_answers_that_did_not_come_are_told_apart(server, request_):
    """As with every other request."""

    async def drop(request):
        request.transport.close()
        return web.Response()

    server.answer = drop
    with pytest.raises(AnswerMissing):
        await request_.post_json(server.url, b"{}")
    with pytest.raises(NeverSent):
        await request_.post_json(f"http://127.0.0.1:1/bot{TOKEN}/x", b"{}")
    await request_.shutdown()
    with pytest.raises(NeverSent):
        await request_.post_json(server.url, b"{}")


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"ok":true}', b'{"result":true}', b'{"result":{"id":1}}'])
def test_an_answer_without_a_receipt_is_doubt(answer):
    """A message is sent when its id is known."""
    assert message_id(b'{"ok":true,"result":{"message_id":41,"text":"x"}}') == 41
    with pytest.raises(AnswerMissing):
        message_id(answer)


async def test_waiting_for_a_connection_in_vain_is_not_doubt(server):
    """All connections are busy: the second request was never sent, and says so."""
    gate, came = asyncio.Event(), asyncio.Event()

    async def stall(_request):
        came.set()
        await gate.wait()
        return web.json_response({"ok": True, "result": True})

    server.answer = stall
    async with TelegramRequest(connections=1) as request:
        first = asyncio.create_task(request.post(server.url, data(chat_id=1)))
        await came.wait()
        with pytest.raises(NeverSent):
            await request.post(server.url, data(chat_id=2), connect_timeout=0.03, pool_timeout=0.03)
        gate.set()
        assert await first is True
    assert len(server.came) == 1


async def test_a_session_is_opened_and_closed_once():
    """Both roles of a bot may share it."""
    request = TelegramRequest(read_timeout=7)
    assert request.read_timeout == 7
    await request.initialize()
    session = request._session
    await request.initialize()
    assert request._session is session
    await request.shutdown()
    await request.shutdown()
    assert session.closed


async def test_the_token_is_in_no_exception_log_or_repr(server, request_, caplog):
    """Every way to fail, at DEBUG, with a token to look for."""
    caplog.set_level(logging.DEBUG)

    async def drop(request):
        request.transport.close()
        return web.Response()

    told = []
    bots = [TelegramBot(TOKEN, f"http://127.0.0.1:{port}", request_) for port in (server.port, 1)]
    bots.append(TelegramBot(TOKEN, "nonsense", request_))
    for answer in (
        drop,
        replies(401, b'{"ok":false,"description":"Unauthorized"}'),
        replies(502, b"x"),
        replies(body=b""),
    ):
        server.answer = answer
        for bot in bots:
            for call in (
                bot.raw("sendMessage", {"chat_id": 1, "text": "secret words"}),
                bot.initialize(),
                request_.post_json(bot.address("sendMessage"), b'{"text":"secret words"}'),
            ):
                try:
                    await call
                except TelegramError as error:
                    told.append("".join(traceback.format_exception(error)) + repr(error) + repr(bot))
    assert len(told) == 35
    everything = caplog.text + "".join(told)
    assert "CANARY" not in everything
    assert "secret words" not in caplog.text


async def test_requests_may_go_another_way_than_the_network():
    """With an exchange in its place, the same answers and refusals follow, and no connection is made."""
    asked = []

    async def exchange(url, body):
        asked.append((url, orjson.loads(body)))
        return (200, b'{"ok":true,"result":7}') if len(asked) == 1 else (403, b'{"ok":false,"description":"no"}')

    async with TelegramRequest(exchange=exchange) as request:
        assert await request.post("http://nowhere.invalid/botX/getMe", data(chat_id=5)) == 7
        with pytest.raises(Refused) as refused:
            await request.post("http://nowhere.invalid/botX/getMe")
        with pytest.raises(Refused):
            await request.post_json("http://nowhere.invalid/botX/getMe", b"{}")
    assert asked.pop() == asked[1]
    assert asked == [("http://nowhere.invalid/botX/getMe", {"chat_id": 5}), ("http://nowhere.invalid/botX/getMe", {})]
    assert (refused.value.status, refused.value.description) == (403, "no")
