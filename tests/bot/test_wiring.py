"""The whole bot at its beginning and its end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.daybrief import Daybrief, Rhythm
from bot.demo.standin import StandIn
from bot.errors import SecondPollerError
from bot.wiring import wired
from briefings.clock import SystemClock
from briefings.sample.server import SampleServer


@pytest.fixture
async def daybrief(tmp_path: Path) -> AsyncIterator[tuple[Daybrief, StandIn]]:
    """The bot by the machine's clock, with a stand-in and the sample newsroom."""
    clock = SystemClock()
    newsroom = SampleServer(clock, clock.now().date() - timedelta(days=1))
    async with StandIn(clock) as telegram:
        await newsroom.start()
        (tmp_path / "catalogue.toml").write_text(newsroom.catalogue_toml(), encoding="utf-8")
        settings = Settings(
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.url,
            database=f"sqlite:///{tmp_path / 'daybrief.db'}",
            catalogue=tmp_path / "catalogue.toml",
            allow_loopback=True,
        )
        async with wired(settings, clock, Random(7)) as whole:
            yield whole, telegram
        await newsroom.stop()


async def test_a_bot_that_is_stopped_before_telegram_answers_ends_at_once(daybrief: tuple[Daybrief, StandIn]) -> None:
    """A server that takes the first question and says nothing does not keep the process."""
    whole, telegram = daybrief
    hanging = telegram.faults.stall(method="getMe")
    stop = asyncio.Event()
    running = asyncio.create_task(whole.run(stop, Rhythm()))
    await hanging.reached.wait()
    stop.set()
    async with asyncio.timeout(2):
        await running


async def test_news_that_cannot_be_read_at_the_start_does_not_keep_the_bot_from_answering(
    daybrief: tuple[Daybrief, StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours in the first poll is logged; people get their answers all the same."""
    whole, telegram = daybrief

    async def broken() -> None:
        raise RuntimeError("a text that nobody can read")

    monkeypatch.setattr(whole.news, "front_page", broken)
    telegram.person(5, "Ada")
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(whole.run(stop, Rhythm(ready=ready.set)))
    async with asyncio.timeout(20):
        await ready.wait()
        telegram.send_text(5, 5, "/help")
        await telegram.wait_for_sent(5, 1)
        stop.set()
        await running


async def test_a_second_poller_ends_the_bot_with_one_sentence(daybrief: tuple[Daybrief, StandIn]) -> None:
    """Not a group of exceptions, whatever else was running."""
    whole, telegram = daybrief
    telegram.updates.webhook = "https://elsewhere.example/hook"
    with pytest.raises(SecondPollerError, match="webhook"):
        await whole.run(asyncio.Event(), Rhythm())
