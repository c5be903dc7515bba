"""The whole bot for benchmarks, and a database of readers who are all due in the same minute.

`python -m tests.benchmarks.our_bot FOLDER API lanes|no-lanes` runs it until it is terminated, on what `settle` has put
into FOLDER, from BEFORE the minute on. It is `daybrief run` but for the hour; its log goes into FOLDER.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from pydantic import SecretStr
from sqlalchemy import text, update

from bot.config import Settings
from bot.daybrief import Rhythm
from bot.delivery.line import Lane
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.logs import configure
from bot.store.migrate import upgrade_open
from bot.store.owed import OwedStore
from bot.store.tables import deliveries
from bot.wiring import run_until_stopped
from briefings.catalogue import load
from briefings.clock import FastClock
from tests.benchmarks.bench_plan import DUE, READERS, SUBSCRIPTIONS, morning_in, opened
from tests.benchmarks.peer_senders import TOKEN

ZONES = ("UTC", "America/New_York", "America/Denver", "Europe/London", "Asia/Tokyo")
BEFORE = timedelta(seconds=30)
NEWSLETTERS = 3
FIRST_CHAT = 10_000_000
LANES, NO_LANES = "lanes", "no-lanes"
OTHERS = "update readers set chat_id = chat_id + :first, zone = 'UTC', morning = '03:00' where id > :readers"
"""Those who write are due at another time, so that what they get is an answer."""


async def settle(folder: Path, readers: int, speakers: int) -> None:
    """A database with `readers` who are due at DUE, and `speakers` who are not."""
    newsletters = load(folder / "catalogue.toml").newsletters
    zones = [[zone, morning_in(zone)] for zone in ZONES]
    now = (DUE - timedelta(days=1)).replace(tzinfo=None).isoformat(" ", "microseconds")
    path = folder / "daybrief.db"
    async with opened(path) as database:
        await upgrade_open(database, path.name)
        async with database.write() as connection:
            values = {"count": readers + speakers, "zones": json.dumps(zones), "zone_count": len(zones), "now": now}
            await connection.execute(text(READERS), values)
            await connection.execute(text(OTHERS), {"first": FIRST_CHAT - readers, "readers": readers})
            slugs = json.dumps([one.slug for one in newsletters[:3]])
            await connection.execute(text(SUBSCRIPTIONS), {"slugs": slugs, "now": now})
        await Planner(database, newsletters).tick(DUE - timedelta(minutes=1))


@contextmanager
def without_lanes() -> Iterator[None]:
    """Answers to people have no lane of their own: they go with the broadcast."""
    owe = OwedStore.ask

    async def ask(store: OwedStore, reader_id: int, update_id: int, day: date, now: datetime) -> int:
        number = await owe(store, reader_id, update_id, day, now)
        async with store._database.write() as connection:
            await connection.execute(update(deliveries).where(deliveries.c.id == number).values(lane=Lane.BROADCAST))
        return number

    with patch.object(Pace, "reply_turn", Pace.broadcast_turn), patch.object(OwedStore, "ask", ask):
        yield


def serve(folder: Path, api: str, *, lanes: bool) -> None:
    """Run the bot until it is terminated."""
    settings = Settings(
        telegram_token=SecretStr(TOKEN),
        telegram_api=api,
        database=f"sqlite:///{folder / 'daybrief.db'}",
        catalogue=folder / "catalogue.toml",
        allow_loopback=True,
    )
    with ExitStack() as stack:
        if not lanes:
            stack.enter_context(without_lanes())
        configure("INFO", stack.enter_context((folder / "log").open("w", encoding="utf-8")))
        asyncio.run(run_until_stopped(settings, FastClock(DUE - BEFORE, 1.0), Rhythm()))


def main(arguments: Sequence[str]) -> None:
    """Read the command line and serve."""
    folder, api, lanes = arguments
    serve(Path(folder), api, lanes=lanes == LANES)


if __name__ == "__main__":
    main(sys.argv[1:])
