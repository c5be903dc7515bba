"""Our own way to deliver, for benchmarks: briefings that are planned and made, and the sender that works them off.

`python -m tests.benchmarks.our_sender FOLDER ROUND API IN_FLIGHT [PER_SECOND SECONDS]` sends what `settle` has put into
FOLDER, from a copy of it, as `daybrief run` does: leases, durable receipts, log lines. Limits are lifted and all of it
is sent; or it keeps the pace of PER_SECOND, and stops after SECONDS. Prints one line of JSON as
`tests.benchmarks.peer_senders` does.
"""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.delivery.briefing import Briefing
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.delivery.send import Sender
from bot.logs import configure
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.telegram import markup
from bot.telegram.gateway import Gateway
from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.render import Rendered, render
from bot.telegram.request import CONNECTIONS, TelegramRequest
from bot.telegram.text import html
from briefings.clock import FastClock
from briefings.model import Brief, Slot
from briefings.store.database import Database
from tests.benchmarks.bench_plan import DUE, LIST, opened
from tests.benchmarks.bench_plan import settle as settle_readers
from tests.benchmarks.peer_senders import TOKEN, WARM_UP, Spent, clocks, spent
from tests.bot.delivery.making import Newsroom, make_brief, make_edition, make_point
from tests.clock import ManualClock

FULL = "full.db"
WARM = "warm.db"
STORIES = (2, 2, 1)
"""Of each of the three newsletters: a message of some 2,300 characters."""
LEDE = (
    "The council voted nine to two on Monday night to keep the old library open through the winter, and to pay for it."
)
WHY = "It is the only warm room in the north of the town that is open after six, and two hundred people use it daily."


async def settle(folder: Path, count: int) -> dict[str, Any]:
    """Fill `folder` with that many briefings that wait, and as many as a warm-up takes; one of them, as it is sent."""
    configure("WARNING")
    await _fill(folder / WARM, WARM_UP)
    drawn = await _fill(folder / FULL, count)
    keyboard = briefing_keyboard(1_234_567, something_left_out=bool(drawn.left_out))
    return {"text": html(drawn.parts[0].text), "reply_markup": markup.inline(keyboard)}


async def _fill(path: Path, count: int) -> Rendered:
    await settle_readers(path, count, 1)
    drawn: list[Rendered] = []

    def draw(briefing: Briefing) -> Rendered:
        drawn.append(render(briefing))
        return drawn[-1]

    async with opened(path) as database:
        assert await Planner(database, LIST).tick(DUE) == count
        made = await _preparer(database, draw).prepare(DUE)
    assert made == count, made
    return drawn[0]


def _preparer(database: Database, draw: Any) -> Preparer:
    return Preparer(
        OwedStore(database),
        editions=_newsroom(),
        newsletters=LIST,
        render=draw,
        keyboard_of=briefing_keyboard,
        alert=_alert,
    )


def _newsroom() -> Newsroom:
    newsroom = Newsroom(ManualClock(DUE))
    for newsletter, stories in zip(LIST, STORIES, strict=True):
        briefs = [_brief(f"{newsletter.slug}-{number}") for number in range(stories)]
        newsroom.publish(make_edition(newsletter.slug, *briefs, day=date(2026, 11, 24), slot=Slot.MORNING, cut=DUE))
    return newsroom


def _brief(name: str) -> Brief:
    points = (make_point(f"Of {name}, the mayor said that the money is there until March.", label="Yes, but"),)
    lede, why = make_point(f"{LEDE} ({name})"), make_point(f"{WHY} ({name})", label="Why it matters")
    return replace(make_brief(name), headline=f"The library stays open, says {name}", lede=lede, why=why, points=points)


async def work_off(path: Path, api: str, in_flight: int) -> Spent:
    """Send all that waits in that file, limits lifted, after a warm-up on a file of its own."""
    clock = FastClock(DUE, 1.0)
    pace = Pace(clock, None)
    async with Gateway(TOKEN, api, pace=pace, clock=clock, request=_request(in_flight)) as gateway:
        await _drain(_warm(path), gateway, pace, clock, in_flight)
        return await _drain(path, gateway, pace, clock, in_flight)


async def _drain(path: Path, gateway: Gateway, pace: Pace, clock: FastClock, in_flight: int) -> Spent:
    async with opened(path) as database:
        sender = _sender(database, gateway, pace, clock, in_flight)
        began = clocks()
        took = spent(began, await sender.drain())
        assert await _states(database) == {"sent"}
        return took


async def keep_pace(path: Path, api: str, in_flight: int, per_second: int, seconds: float) -> Spent:
    """Send what waits in that file at a pace, for so long."""
    clock, stop = FastClock(DUE, 1.0), asyncio.Event()
    pace, request = Pace(clock, per_second), _request(in_flight)
    async with Gateway(TOKEN, api, pace=pace, clock=clock, request=request) as gateway, opened(path) as database:
        sender = _sender(database, gateway, pace, clock, in_flight)
        began = clocks()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        await sender.run(stop)
        assert await _states(database) <= {"sent", "planned"}
        return spent(began, await _sent(database))


def _request(in_flight: int) -> TelegramRequest:
    return TelegramRequest(connections=max(in_flight, CONNECTIONS))


def _sender(database: Database, gateway: Gateway, pace: Pace, clock: FastClock, in_flight: int) -> Sender:
    return Sender(Outbox(database), gateway, pace, clock=clock, random=lambda: 0.5, alert=_alert, in_flight=in_flight)


async def _states(database: Database) -> set[str]:
    async with database.read() as connection:
        rows = await connection.execute(text("select distinct state from parts union select state from deliveries"))
        return {state for (state,) in rows}


async def _sent(database: Database) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(text("select count(*) from parts where state = 'sent'")) or 0)


def _warm(path: Path) -> Path:
    return path.with_name(f"warm-{path.name}")


def _alert(event: str, **facts: object) -> None:
    raise AssertionError(f"{event}: {facts}")


def main(arguments: Sequence[str]) -> None:
    """Send what waits and print what it took."""
    folder, number, api, in_flight, *paced = arguments
    path = Path(folder) / f"round-{number}.db"
    shutil.copy(Path(folder) / FULL, path)
    shutil.copy(Path(folder) / WARM, _warm(path))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        configure("INFO", nowhere)
        if paced:
            work = keep_pace(path, api, int(in_flight), int(paced[0]), float(paced[1]))
        else:
            work = work_off(path, api, int(in_flight))
        took = asyncio.run(work)
    sys.stdout.write(json.dumps(asdict(took)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
