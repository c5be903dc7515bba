"""A running stand-in with a few people and chats, and python-telegram-bot's own Bot talking to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.demo.standin import StandIn
from tests.clock import ManualClock

ANN, BEN = 1001, 1002
GROUP, FORUM, CHANNEL, TOPIC = -77, -1007, -1008, 5


@pytest.fixture
async def standin(clock: ManualClock) -> AsyncIterator[StandIn]:
    """Ann and Ben, a group that Ann administers, a forum with one topic, a channel; the bot is everywhere."""
    async with StandIn(clock) as running:
        running.person(ANN, "Ann")
        running.person(BEN, "Ben")
        running.group(GROUP, "Neighbours", admins=(ANN,), members=(BEN,))
        running.group(FORUM, "Forum", admins=(ANN,), members=(BEN,), forum=True)
        running.topic(FORUM, TOPIC, "News")
        running.channel(CHANNEL, "Channel", admins=(ANN,))
        yield running


@pytest.fixture
async def bot(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """The library's own client, pointed at the stand-in."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns at every flood wait
    async with Bot(standin.token, base_url=f"{standin.url}/bot") as client:
        yield client
