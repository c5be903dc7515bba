"""The real program beside a stand-in for Telegram and the sample newsroom; its clock and theirs run fast."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection, connect
from typing import Self

from sqlalchemy import insert

from bot.demo.standin import Limits, StandIn
from bot.readers.model import ChatKind, Standing
from bot.store.marks import PLANNED_UNTIL, set_instant
from bot.store.migrate import upgrade
from bot.store.tables import readers, subscriptions
from briefings.clock import FastClock
from briefings.sample.server import SampleServer
from briefings.store.database import Database
from tests.crash.forge import Forge, Life

FIRST_DAY = date(2026, 11, 24)
BEGINS = datetime(2026, 11, 25, 12, tzinfo=UTC)
SPEED = 30.0
"""A lease of a minute is over in two seconds; the machine may be as slow as that, a live worker renews its own."""
NEWSLETTER = "charlotte"
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the ledger. `copies` is how often it is in its chat."""

    id: int
    chat_id: int
    state: str
    doubts: int
    token: int
    attempts: int
    message_id: int | None


class Program:
    """Use it as a context: it owns the two servers and the database. Lives of the program come from `forge`."""

    def __init__(self, folder: Path, forge: Forge, newsletters: Sequence[str] = (NEWSLETTER,)) -> None:
        self._folder = folder
        self._forge = forge
        self._number = itertools.count(1)
        self._origin = time.monotonic()
        self.clock = FastClock(BEGINS, SPEED)
        self.telegram = StandIn(self.clock, limits=Limits(enabled=False), query_seconds=DAY_SECONDS)
        self.newsroom = SampleServer(self.clock, FIRST_DAY)
        self.newsletters = newsletters
        self.file = folder / "daybrief.db"
        self.url = f"sqlite:///{self.file}"
        self.catalogue = folder / "catalogue.toml"

    async def __aenter__(self) -> Self:
        await self.telegram.start()
        await self.newsroom.start()
        self.catalogue.write_text(only(self.newsletters, self.newsroom.catalogue_toml()), encoding="utf-8")
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.newsroom.stop()
        await self.telegram.stop()

    def start(
        self,
        *command: str,
        killed_at: tuple[str, int] | None = None,
        real_time: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> Life:
        """Begin a life; `settings` go before those that join it to this test's servers."""
        clock = None if real_time else (BEGINS.isoformat(), self._origin, SPEED)
        said = self._folder / f"said-{next(self._number)}.txt"
        return self._forge.start(self.joined() | dict(settings or {}), said, *command, killed_at=killed_at, clock=clock)

    def joined(self) -> dict[str, str]:
        """The settings that join the program to this test's servers, as it reads them from its environment."""
        return {
            "DAYBRIEF_TELEGRAM_TOKEN": self.telegram.token,
            "DAYBRIEF_TELEGRAM_API": self.telegram.url,
            "DAYBRIEF_DATABASE": self.url,
            "DAYBRIEF_CATALOGUE": str(self.catalogue),
            "DAYBRIEF_ALLOW_LOOPBACK": "1",
            "DAYBRIEF_LOG_LEVEL": "WARNING",
        }

    async def settle(self, people: Sequence[int]) -> None:
        """Readers of one newsletter whose morning is this minute, in the newest schema; the planner has not seen it."""
        await upgrade(self.url)
        now = self.clock.now()
        due_at = now.replace(second=0, microsecond=0)
        morning = due_at.strftime("%H:%M")
        database = await Database.open(self.url)
        async with database.write() as connection:
            for number, one in enumerate(people, start=1):
                self.telegram.person(one, f"Reader {number}")
            rows = [_reader(number, one, morning, now) for number, one in enumerate(people, start=1)]
            await connection.execute(insert(readers), rows)
            chosen = [{"reader_id": row["id"], "newsletter": NEWSLETTER, "since": now} for row in rows]
            await connection.execute(insert(subscriptions), chosen)
            await set_instant(connection, PLANNED_UNTIL, due_at - timedelta(minutes=1))
        await database.close()

    async def until(self, ready: Callable[[], bool], seconds: float = 120) -> None:
        """Look at the ledger until `ready()`, for at most so many seconds of the machine's time."""
        async with asyncio.timeout(seconds):
            while not ready():
                await self.clock.sleep(2)

    def parts(self) -> list[Part]:
        """The ledger's messages."""
        query = (
            "SELECT parts.id, chat_id, parts.state, doubts, token, attempts, message_id FROM parts "
            "JOIN deliveries ON deliveries.id = parts.delivery_id JOIN readers ON readers.id = reader_id"
        )
        with self.opened() as connection:
            return [Part(*row) for row in connection.execute(query)]

    def in_flight(self) -> set[tuple[int, int]]:
        """(part, token) of the messages that somebody holds, or held when the process died."""
        with self.opened() as connection:
            return set(connection.execute("SELECT id, token FROM parts WHERE state = 'sending'"))

    def count(self, table: str, where: str = "1") -> int:
        """How many rows of a table."""
        with self.opened() as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])  # noqa: S608 (a test's own words)

    def integrity(self) -> str:
        """What SQLite says of the file."""
        with self.opened() as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])

    def copies(self) -> Counter[int]:
        """Chat -> how many briefings the bot put into it."""
        return Counter({chat_id: len(chat.own) for chat_id, chat in self.telegram.chats.items() if chat.own})

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """The database, for looking."""
        with closing(connect(self.file, timeout=20)) as connection:
            yield connection


def only(slugs: Sequence[str], catalogue: str) -> str:
    """Some newsletters of a catalogue."""
    mark = "[[newsletter]]"
    return "".join(mark + one for one in catalogue.split(mark) if any(f'slug = "{slug}"' in one for slug in slugs))


def _reader(number: int, chat: int, morning: str, now: datetime) -> dict[str, object]:
    return {
        "id": number,
        "chat_id": chat,
        "kind": ChatKind.PRIVATE,
        "zone": "UTC",
        "morning": morning,
        "standing": Standing.ACTIVE,
        "created_at": now,
        "changed_at": now,
    }
