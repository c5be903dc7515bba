"""Trouble on demand, as a client on the wire meets it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.demo.standin import Fault, StandIn
from tests.clock import ManualClock

ANN, BEN = 1001, 1002


async def call(standin: StandIn, method: str = "sendMessage", **parameters: Any) -> tuple[int, str, str | None]:
    """Status, body and Retry-After of one call over a connection of its own."""
    content = parameters or {"chat_id": ANN, "text": "x"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{standin.url}/bot{standin.token}/{method}", json=content) as answer,
    ):
        return answer.status, await answer.text(), answer.headers.get("Retry-After")


async def test_an_error_is_answered_as_often_as_ordered(standin: StandIn):
    """429 comes with its seconds in body and header; nothing is sent; then all is well."""
    standin.faults.answer(429, method="sendMessage", retry_after=7, times=2)
    for _ in range(2):
        status, body, retry_after = await call(standin)
        assert (status, retry_after) == (429, "7")
        assert '"retry_after":7' in body
    assert (await call(standin))[0] == 200
    assert len(standin.sent(ANN)) == 1


@pytest.mark.parametrize(("code", "words"), [(500, "restart"), (403, "blocked"), (401, "Unauthorized"), (409, "other")])
async def test_errors_come_in_telegrams_words(standin: StandIn, code: int, words: str):
    """Each status has its usual text, in Telegram's JSON."""
    standin.faults.answer(code)
    status, body, _ = await call(standin)
    assert status == code
    assert words in body
    assert f'"error_code":{code}' in body


async def test_a_gateway_answers_with_a_page(standin: StandIn):
    """502 is no JSON."""
    standin.faults.answer(502)
    status, body, _ = await call(standin)
    assert status == 502
    assert body.startswith("<html>")


async def test_a_fault_can_be_for_one_chat(standin: StandIn):
    """Others pass."""
    standin.faults.answer(403, chat_id=BEN)
    assert (await call(standin))[0] == 200
    assert (await call(standin, chat_id=BEN, text="x"))[0] == 403


async def test_a_connection_dropped_before_acting_leaves_nothing(standin: StandIn):
    """No answer, no message."""
    standin.faults.drop_before()
    with pytest.raises(aiohttp.ClientError):
        await call(standin)
    assert standin.sent(ANN) == []
    assert [(record.ok, record.answered) for record in standin.calls] == [(False, False)]


async def test_a_connection_dropped_after_acting_leaves_the_message(standin: StandIn):
    """No answer, but the message is there."""
    standin.faults.drop_after()
    with pytest.raises(aiohttp.ClientError):
        await call(standin)
    assert len(standin.sent(ANN)) == 1
    assert [(record.ok, record.answered) for record in standin.calls] == [(True, False)]


async def test_half_an_answer_is_a_broken_one(standin: StandIn):
    """The length is promised and not kept."""
    standin.faults.truncate()
    with pytest.raises(aiohttp.ClientPayloadError):
        await call(standin)
    assert len(standin.sent(ANN)) == 1


@pytest.mark.parametrize(("after", "sent"), [(False, 0), (True, 1)])
async def test_a_stalled_call_goes_on_when_released(standin: StandIn, after: bool, sent: int):
    """It waits before or after the deed, and then answers as if nothing had been."""
    fault = standin.faults.stall(after=after)
    waiting = asyncio.create_task(call(standin))
    await fault.reached.wait()
    await standin.until(lambda: len(standin.sent(ANN)) == sent)
    assert not waiting.done()
    fault.release()
    assert (await waiting)[0] == 200
    assert len(standin.sent(ANN)) == 1


async def test_polling_is_left_alone_unless_it_is_named(standin: StandIn):
    """A fault for any method does not meet getUpdates."""
    standin.faults.answer(500)
    assert (await call(standin, "getUpdates", timeout=0))[0] == 200
    assert (await call(standin))[0] == 500
    standin.faults.answer(500, method="getUpdates")
    assert (await call(standin, "getUpdates", timeout=0))[0] == 500
    standin.faults.drop_after(method="getUpdates")
    standin.send_text(ANN, ANN, "x")
    with pytest.raises(aiohttp.ClientError):
        await call(standin, "getUpdates", timeout=0)
    assert len(standin.updates.waiting) == 1


async def test_polling_can_stall_and_drop(standin: StandIn):
    """GetUpdates meets stalls and breaks like any other method, when named."""
    fault = standin.faults.stall(method="getUpdates")
    waiting = asyncio.create_task(call(standin, "getUpdates", timeout=0))
    await fault.reached.wait()
    standin.faults.clear()
    assert (await waiting)[0] == 200
    standin.faults.drop_before(method="getUpdates")
    with pytest.raises(aiohttp.ClientError):
        await call(standin, "getUpdates", timeout=0)


async def test_stopping_lets_stalled_calls_go(clock: ManualClock):
    """A stand-in that stops leaves no request hanging."""
    standin = StandIn(clock)
    standin.person(ANN, "Ann")
    await standin.start()
    fault: Fault = standin.faults.stall()
    waiting = asyncio.create_task(call(standin))
    await fault.reached.wait()
    await standin.stop()
    assert (await waiting)[0] == 200
