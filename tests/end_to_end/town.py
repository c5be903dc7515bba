"""A town for whole-way tests: a strict Telegram, the sample newsroom and the real bot, by one clock that tests move.

The bot receives and answers by itself, as in life. Time passes only in `live_until`, which takes the bot's own steps
(poll, tick, send).
"""

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.daybrief import Daybrief
from bot.demo.standin import StandIn
from bot.wiring import wired
from briefings.sample.server import SampleServer
from tests.clock import ManualClock

FIRST_DAY = date(2026, 11, 24)
NEW_YORK = ZoneInfo("America/New_York")
DENVER = ZoneInfo("America/Denver")
MINUTE = timedelta(minutes=1)
STEP = 5 * MINUTE
POLL_EVERY = 30


def at(day: date, wall: str, zone: ZoneInfo) -> datetime:
    """The instant of a wall time such as "7:00"."""
    hour, minute = wall.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC)


class Town:
    """Use it as a context; `open_bot` and `close_bot` are a start and a stop of the bot's process.

    `settings` go before those that join the bot to this town.
    """

    def __init__(self, folder: Path, start: datetime | None = None, **settings: Any) -> None:
        self.folder = folder
        self.settings = settings
        self.clock = ManualClock(start or at(FIRST_DAY, "6:20", NEW_YORK))
        self.telegram = StandIn(self.clock)
        self.newsroom = SampleServer(self.clock, FIRST_DAY)
        self.bot: Daybrief
        self._running: AsyncExitStack | None = None

    async def __aenter__(self) -> Self:
        await self.telegram.start()
        await self.newsroom.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close_bot()
        await self.newsroom.stop()
        await self.telegram.stop()

    async def open_bot(self, *, listening: bool = True) -> None:
        """Start the bot on the town's database, and let it hear the news once.

        One that does not listen has no use for Telegram but to send: each pause of a poll in vain would move the clock.
        """
        self._running = AsyncExitStack()
        self.bot = await self._running.enter_async_context(wired(self._settings(), self.clock, Random(7)))
        await self.bot.gateway.me()
        await self.bot.show_menus()
        for work in (self.bot.receiver.run(), self.bot.lanes.run()) if listening else ():
            self._running.push_async_callback(_end, asyncio.create_task(work))
        await self.bot.poll()

    async def close_bot(self) -> None:
        """Stop the bot as a restart would."""
        if self._running is not None:
            running, self._running = self._running, None
            await running.aclose()

    async def write(self, chat: int, person: int, text: str, topic: int | None = None) -> None:
        """A person writes, and the bot has answered when this returns."""
        self.telegram.send_text(chat, person, text, topic)
        await self.answered()

    async def press(self, chat: int, person: int, label: str, topic: int | None = None) -> None:
        """A person presses the newest button of that label, and the bot has answered when this returns."""
        for message in reversed(self.telegram.messages(chat, topic)):
            if label in _labels(message):
                self.telegram.press(chat, person, message["message_id"], label)
                await self.answered()
                return
        raise AssertionError(f"no button {label!r}; the last message is {self.telegram.messages(chat, topic)[-1]}")

    async def answered(self) -> None:
        """Wait until every update was received and handled, and what was asked for now is sent."""
        await self.telegram.settled()
        while await self.bot.inbox.backlog():  # noqa: ASYNC110 (the bot has no event for tests to wait on)
            await asyncio.sleep(0)
        await self.bot.sender.drain()

    async def live_until(self, moment: datetime, step: timedelta = STEP, poll_every: int = POLL_EVERY) -> None:
        """Let time pass step by step; the bot polls now and then (`poll_every`, in minutes), ticks and sends."""
        while self.clock.now() < moment:
            now = self.clock.now()
            self.clock.set(min(moment, now.replace(second=0, microsecond=0) + step))
            if (self.clock.now().hour * 60 + self.clock.now().minute) % poll_every == 0:
                await self.bot.poll()
            await self.bot.tick()
            await self.bot.sender.drain()
            await self.bot.tell()

    def texts(self, chat: int, topic: int | None = None) -> list[str]:
        """What the bot's messages in a chat say now, oldest first."""
        return [message["text"] for message in self.telegram.sent(chat, topic)]

    def briefings(self, chat: int, topic: int | None = None) -> list[tuple[datetime, str]]:
        """(when, text) of the briefings that a chat was sent."""
        return [
            (datetime.fromtimestamp(message["date"], UTC), message["text"])
            for message in self.telegram.sent(chat, topic)
            if message["text"].startswith(("Good morning", "Good evening"))
        ]

    def _settings(self) -> Settings:
        catalogue = self.folder / "catalogue.toml"
        if "catalogue" not in self.settings:
            catalogue.write_text(self.newsroom.catalogue_toml(), encoding="utf-8")
        values: dict[str, Any] = {
            "telegram_token": self.telegram.token,
            "telegram_api": self.telegram.url,
            "database": f"sqlite:///{self.folder / 'daybrief.db'}",
            "catalogue": catalogue,
            "allow_loopback": True,
        }
        return Settings(**(values | self.settings))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]
