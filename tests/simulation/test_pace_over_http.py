"""The same ten thousand in real time, over HTTP, beside the stand-in that enforces the limits: six minutes."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.daybrief import Daybrief
from bot.demo.standin import StandIn
from bot.wiring import wired
from briefings.clock import SystemClock
from tests.bot.delivery.making import most_within
from tests.simulation.life import STEPS
from tests.simulation.newsroom import Newsroom
from tests.simulation.settling import settle

RECIPIENTS = 10_000
CURIOUS = range(900_001, 900_021)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
JITTER = timedelta(milliseconds=20)
"""By so much the moment at which the stand-in reads a request may differ from that at which it was sent."""


async def step(bot: Daybrief) -> None:
    for name in STEPS:
        await getattr(bot, name)()


async def curious(telegram: StandIn) -> list[float]:
    """Somebody asks every few seconds; the seconds until each was answered."""
    waits = []
    for one in CURIOUS:
        telegram.person(one, f"Curious {one}")
        began = telegram.clock.now()
        telegram.send_text(one, one, "/help")
        await telegram.wait_for_sent(one, 1, 30)
        waits.append((telegram.clock.now() - began).total_seconds())
        await asyncio.sleep(RECIPIENTS / 28 / len(CURIOUS))
    return waits


async def broadcast(bot: Daybrief, telegram: StandIn) -> list[float]:
    """The next minute comes, and with it everybody's briefing; how long the curious waited."""
    soon = telegram.clock.now() + timedelta(seconds=90)
    morning = soon.replace(second=0, microsecond=0)
    for one in range(1, RECIPIENTS + 1):
        telegram.person(one, f"Reader {one}")
    await settle(bot.database, range(1, RECIPIENTS + 1), morning)
    await bot.gateway.me()
    stop = asyncio.Event()
    working = [asyncio.create_task(work) for work in (bot.receiver.run(), bot.lanes.run(), bot.sender.run(stop))]
    while telegram.clock.now() < morning:
        await step(bot)
        await asyncio.sleep(1)
    asking = asyncio.create_task(curious(telegram))
    while sum(call.method == "sendMessage" for call in telegram.calls) < RECIPIENTS + len(CURIOUS):
        await step(bot)
        await asyncio.sleep(1)
    waits = await asking
    stop.set()
    for task in working:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return waits


@pytest.mark.slow
async def test_ten_thousand_go_out_in_seven_minutes_over_http(tmp_path: Path) -> None:
    """No limit is ever touched, no second holds more than 28, and an answer comes within a second."""
    clock = SystemClock()
    newsroom = Newsroom(clock)
    parts: dict[str, Any] = {"load": lambda _path: newsroom.catalogue, "open_newsroom": newsroom.opened}
    async with StandIn(clock) as telegram:
        settings = Settings(
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.url,
            database=f"sqlite:///{tmp_path / 'pace.db'}",
        )
        with patch.multiple("bot.wiring", **parts):
            async with wired(settings, clock, Random(5)) as bot:
                waits = await broadcast(bot, telegram)
        calls = [call for call in telegram.calls if call.method == "sendMessage"]
    sent = [call.at for call in calls if call.chat_id is not None and call.chat_id <= RECIPIENTS]
    assert not telegram.limits.violations
    assert most_within([call.at for call in calls], SECOND - JITTER) <= 28
    assert set(Counter(call.chat_id for call in calls).values()) == {1}
    assert len(sent) == RECIPIENTS
    assert sent[-1] - sent[0] <= 7 * MINUTE
    assert max(waits) <= 1
