"""A silence that Telegram asked for is kept by the bot that starts anew, whatever request was refused."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.readers.model import Address
from bot.store.marks import FLOOD_UNTIL, raise_instant, read_instant
from bot.telegram.gateway import Gateway
from bot.telegram.screen import Screen
from tests.end_to_end.town import Town

ANN = 11
HELLO = Screen(("Hello",))
REQUESTS: dict[str, Callable[[Gateway], Awaitable[object]]] = {
    "sendMessage": lambda gateway: gateway.say(Address(ANN), HELLO),
    "editMessageText": lambda gateway: gateway.edit(Address(ANN), 1, HELLO),
    "answerCallbackQuery": lambda gateway: gateway.toast("1", "Done"),
    "getUpdates": lambda gateway: gateway.updates(None, 0),
    "setMyCommands": lambda gateway: gateway.set_menu([("start", "A story, and the list")]),
}


@pytest.fixture
async def deaf(tmp_path: Path) -> AsyncIterator[Town]:
    """A bot that has started and fetches no updates by itself."""
    async with Town(tmp_path) as town:
        town.telegram.person(ANN, "Ann")
        await town.open_bot(listening=False)
        yield town


@pytest.mark.parametrize("method", REQUESTS)
async def test_a_bot_that_starts_within_a_silence_asks_for_nothing_before_its_end(deaf: Town, method: str) -> None:
    """Nothing at all, though nothing of the refused request is left in the ledger."""
    deaf.telegram.faults.answer(429, method=method, retry_after=90)
    await REQUESTS[method](deaf.bot.gateway)
    end = deaf.clock.now() + timedelta(seconds=90)
    await deaf.close_bot()
    deaf.clock.advance(seconds=20)
    so_far = len(deaf.telegram.calls)
    await deaf.open_bot(listening=False)
    assert [call.method for call in deaf.telegram.calls[so_far:]] == ["getMe"]
    assert deaf.telegram.calls[so_far].at == end


async def test_a_shorter_silence_does_not_shorten_the_one_that_is_kept(deaf: Town) -> None:
    """Several requests may be refused at once, each with its own number."""
    began = deaf.clock.now()
    for seconds in (90, 5):
        deaf.telegram.faults.answer(429, method="getUpdates", retry_after=seconds)
        await deaf.bot.gateway.updates(None, 0)
    async with deaf.bot.database.write() as connection:
        assert await read_instant(connection, FLOOD_UNTIL) == began + timedelta(seconds=90)
        await raise_instant(connection, FLOOD_UNTIL, began + timedelta(seconds=91))
        assert await read_instant(connection, FLOOD_UNTIL) == began + timedelta(seconds=91)
