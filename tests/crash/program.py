"""The real program beside a stand-in for Telegram and the sample newsroom, by the machine's own clock."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import insert, select, text, update

from bot.delivery.model import PartState
from bot.demo.standin import StandIn
from bot.readers.model import ChatKind, Standing
from bot.store.migrate import upgrade
from bot.store.tables import deliveries, parts, readers, subscriptions
from briefings.clock import SystemClock
from briefings.sample.server import SampleServer
from briefings.store.database import Database

DAY = timedelta(days=1)


class Program:
    """Use it as a context: it owns the two servers, the database, and every process that it starts."""

    def __init__(self, folder: Path) -> None:
        clock = SystemClock()
        self.telegram = StandIn(clock)
        self.newsroom = SampleServer(clock, clock.now().date() - DAY)
        self.url = f"sqlite:///{folder / 'daybrief.db'}"
        self.catalogue = folder / "catalogue.toml"
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.telegram.start()
        await self.newsroom.start()
        self.catalogue.write_text(self.newsroom.catalogue_toml(), encoding="utf-8")
        await upgrade(self.url)
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()
        await self.newsroom.stop()
        await self.telegram.stop()

    async def start(self, **settings: str) -> None:
        """Run `python -m bot run`; `settings` go before those that join it to this test's servers."""
        own = {
            "DAYBRIEF_TELEGRAM_TOKEN": self.telegram.token,
            "DAYBRIEF_TELEGRAM_API": self.telegram.url,
            "DAYBRIEF_DATABASE": self.url,
            "DAYBRIEF_CATALOGUE": str(self.catalogue),
            "DAYBRIEF_ALLOW_LOOPBACK": "1",
            "DAYBRIEF_LOG_LEVEL": "WARNING",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBRIEF_")}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=kept | own | settings,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL, 5)

    async def stop(self, seconds: float) -> int:
        """Ask it to end, as a service manager does; its exit code, which must come within `seconds`."""
        return await self._end(signal.SIGTERM, seconds)

    async def ended(self, seconds: float) -> tuple[int, str]:
        """Wait until it ends by itself: its exit code and what it said to the operator."""
        assert self.process is not None
        async with asyncio.timeout(seconds):
            _, said = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, said.decode()

    async def owe(self, people: Sequence[int]) -> None:
        """Readers who are owed a briefing of this morning now, and nothing else today."""
        now = datetime.now(UTC)
        database = await Database.open(self.url)
        async with database.write() as connection:
            for number, one in enumerate(people, start=1):
                self.telegram.person(one, f"Reader {number}")
                await connection.execute(insert(readers), _reader(number, one, now))
                await connection.execute(insert(subscriptions), _subscription(number, now))
                await connection.execute(insert(deliveries), _delivery(number, now))
        await database.close()

    async def states(self) -> dict[int, str]:
        """Chat -> the state of its one message; empty while none is made."""
        query = (
            select(readers.c.chat_id, parts.c.state)
            .join(deliveries, deliveries.c.id == parts.c.delivery_id)
            .join(readers, readers.c.id == deliveries.c.reader_id)
        )
        database = await Database.open(self.url)
        try:
            async with database.read() as connection:
                return {row.chat_id: row.state for row in await connection.execute(query)}
        finally:
            await database.close()

    async def hurry(self) -> None:
        """As if the minutes of waiting were over: leases have ended, and what is in doubt may go again."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        database = await Database.open(self.url)
        async with database.write() as connection:
            sending, doubtful = parts.c.state == PartState.SENDING, parts.c.state == PartState.UNCERTAIN
            await connection.execute(update(parts).where(sending).values(lease_until=past))
            await connection.execute(update(parts).where(doubtful).values(not_before=past))
        await database.close()

    async def integrity(self) -> str:
        """What SQLite says of the file."""
        database = await Database.open(self.url)
        try:
            async with database.read() as connection:
                return str(await connection.scalar(text("PRAGMA integrity_check")))
        finally:
            await database.close()

    async def _end(self, how: signal.Signals, seconds: float) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        code, said = await self.ended(seconds)
        assert "Traceback" not in said, said
        return code


def _reader(number: int, chat: int, now: datetime) -> dict[str, object]:
    # A morning half a day away, so that the planner owes nothing while the test runs.
    elsewhen = (now + timedelta(hours=12)).strftime("%H:%M")
    return {
        "id": number,
        "chat_id": chat,
        "kind": ChatKind.PRIVATE,
        "zone": "UTC",
        "morning": elsewhen,
        "standing": Standing.ACTIVE,
        "created_at": now,
        "changed_at": now,
    }


def _subscription(number: int, now: datetime) -> dict[str, object]:
    return {"reader_id": number, "newsletter": "charlotte", "since": now}


def _delivery(number: int, now: datetime) -> dict[str, object]:
    return {
        "id": number,
        "reader_id": number,
        "local_date": now.date(),
        "slot": "morning",
        "due_at": now,
        "expires_at": now + timedelta(hours=6),
        "lane": 1,
        "late": False,
        "state": PartState.PLANNED,
        "planned_at": now,
    }
