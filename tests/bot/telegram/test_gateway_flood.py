"""Whatever Telegram refuses for a while, everybody waits, and a restarted bot would too."""

from datetime import timedelta

import pytest
import structlog

from bot.delivery.lease import Text
from bot.delivery.outcome import Flood
from bot.delivery.pace import Pace
from bot.delivery.retry import LONGEST_FLOOD
from bot.readers.model import Address
from bot.telegram.body import body, prepared
from bot.telegram.gateway import Gateway, PollFailed
from bot.telegram.screen import Screen

ADA = Address(5)
CARD = Screen(("Hello",))
BRIEFING = body(prepared(Text("t", "x", "x", ())), ADA, 1, as_plain=False, paid=False)

REQUESTS = {
    "sendMessage": lambda gateway: gateway.deliver(BRIEFING),
    "editMessageText": lambda gateway: gateway.edit(ADA, 1, CARD),
    "sendDocument": lambda gateway: gateway.send_file(ADA, "mydata.json", b"{}"),
    "answerCallbackQuery": lambda gateway: gateway.toast("1", "Done"),
    "getChatMember": lambda gateway: gateway.is_admin(-7, 5),
    "getUpdates": lambda gateway: gateway.updates(None, 0),
    "setMyCommands": lambda gateway: gateway.set_menu([("start", "A story, and the list")]),
}


@pytest.fixture
def pace(clock):
    return Pace(clock)


@pytest.fixture
def kept():
    return []


@pytest.fixture
async def gateway(telegram, clock, pace, kept):
    async def keep(until):
        kept.append(until)

    async with Gateway(telegram.token, telegram.url, pace=pace, clock=clock, on_flood=keep) as made:
        await made.me()
        yield made


@pytest.mark.parametrize("method", REQUESTS)
async def test_a_429_of_any_request_is_a_silence_for_all_and_is_kept(telegram, pace, gateway, kept, method):
    """Not only that of a briefing: the limit is the bot's, not the request's."""
    telegram.faults.answer(429, method=method, retry_after=9)
    await REQUESTS[method](gateway)
    assert pace.flood_until == telegram.clock.now() + timedelta(seconds=9)
    assert kept == [pace.flood_until]


async def test_a_429_of_a_briefing_and_of_the_first_question_is_one_too(telegram, clock, pace, gateway, kept):
    """The sender hears of it by the outcome as well; the start waits for the end."""
    telegram.faults.answer(429, method="sendMessage", retry_after=9)
    assert await gateway.deliver(BRIEFING) == Flood(9.0)
    assert kept == [pace.flood_until] == [clock.now() + timedelta(seconds=9)]
    telegram.faults.answer(429, method="getMe", retry_after=30)
    async with Gateway(
        telegram.token, telegram.url, pace=Pace(clock), clock=clock, on_flood=gateway._on_flood
    ) as other:
        await other.me()
    assert kept[1:] == [clock.now()]


async def test_only_a_429_is_a_silence(telegram, pace, gateway, kept):
    """Other refusals concern the request."""
    for code in (400, 403, 500, 502):
        telegram.faults.answer(code, method="sendMessage")
        await gateway.say(ADA, CARD)
    telegram.faults.answer(502, method="getUpdates")
    assert isinstance(await gateway.updates(None, 0), PollFailed)
    assert pace.flood_until is None
    assert kept == []


async def test_an_endless_silence_ends_after_a_day(telegram, clock, pace, gateway, kept):
    """A number that no calendar holds is a mistake of the server's, and must not be one of ours."""
    telegram.faults.answer(429, method="sendMessage", retry_after=10**15)
    assert isinstance(await gateway.say(ADA, CARD), Flood)
    assert kept == [pace.flood_until] == [clock.now() + LONGEST_FLOOD]


async def test_a_silence_that_cannot_be_kept_holds_all_the_same(telegram, clock, pace):
    """And what Telegram said of the message stays certain; the trouble is logged."""

    async def broken(_until):
        raise OSError("the disk is full")

    async with Gateway(telegram.token, telegram.url, pace=pace, clock=clock, on_flood=broken) as gateway:
        telegram.faults.answer(429, method="sendMessage", retry_after=9)
        with structlog.testing.capture_logs() as logs:
            assert await gateway.deliver(BRIEFING) == Flood(9.0)
    assert pace.flood_until == clock.now() + timedelta(seconds=9)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["flood.not_kept"]


async def test_the_menu_waits_for_the_end_of_a_silence(telegram, clock, pace, gateway):
    """A start within a silence asks for nothing before its time."""
    end = clock.now() + timedelta(seconds=9)
    pace.hold(end)
    await gateway.set_menu([("start", "A story, and the list")])
    assert telegram.calls[-1].method == "setMyCommands"
    assert telegram.calls[-1].at == end
