"""The whole bot at its beginning and its end."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, insert

from bot.config import Settings
from bot.daybrief import BITE, LONGEST_PAUSE, MADE_AHEAD, Daybrief, Rhythm
from bot.demo.standin import StandIn
from bot.errors import SecondPollerError, TokenError
from bot.readers.model import ChatKind, Standing
from bot.store.tables import deliveries, readers, sends
from bot.wiring import wired
from briefings.clock import Clock, SystemClock
from briefings.sample.server import SampleServer
from tests.clock import ManualClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
async def daybrief(tmp_path: Path) -> AsyncIterator[tuple[Daybrief, StandIn]]:
    """The bot by the machine's clock, with a stand-in and the sample newsroom."""
    async with opened(tmp_path, SystemClock()) as both:
        yield both


@asynccontextmanager
async def opened(tmp_path: Path, clock: Clock, **more: Any) -> AsyncIterator[tuple[Daybrief, StandIn]]:
    """The same by any clock, with more settings."""
    newsroom = SampleServer(clock, clock.now().date() - timedelta(days=1))
    async with StandIn(clock) as telegram:
        await newsroom.start()
        (tmp_path / "catalogue.toml").write_text(newsroom.catalogue_toml(), encoding="utf-8")
        settings = Settings(
            telegram_token=SecretStr(telegram.token),
            **({"telegram_api": telegram.url} | more),
            database=f"sqlite:///{tmp_path / 'daybrief.db'}",
            catalogue=tmp_path / "catalogue.toml",
            allow_loopback=True,
        )
        async with wired(settings, clock, Random(7)) as whole:
            yield whole, telegram
        await newsroom.stop()


@pytest.mark.parametrize("method", ["getMe", "setMyCommands"])
async def test_a_bot_that_is_stopped_before_telegram_answers_ends_at_once(
    daybrief: tuple[Daybrief, StandIn], method: str
) -> None:
    """A server that takes the first questions and says nothing does not keep the process."""
    whole, telegram = daybrief
    hanging = telegram.faults.stall(method=method)
    stop = asyncio.Event()
    running = asyncio.create_task(whole.run(stop, Rhythm()))
    await hanging.reached.wait()
    stop.set()
    async with asyncio.timeout(2):
        await running


async def test_a_bot_that_is_up_before_its_network_starts_when_telegram_answers(tmp_path: Path) -> None:
    """It tries again, ever less often, for a minute at most."""
    clock = ManualClock(NOON)
    async with opened(tmp_path, clock) as (whole, telegram):
        telegram.faults.drop_before(method="getMe", times=9)
        assert await whole.reached() == "daybrief_demo_bot"
        assert clock.now() - NOON == timedelta(seconds=1 + 2 + 4 + 8 + 16 + 32 + 3 * LONGEST_PAUSE)


async def test_a_wrong_token_ends_the_bot_as_soon_as_somebody_says_so(tmp_path: Path) -> None:
    """Trying again would not make it right."""
    clock = ManualClock(NOON)
    async with opened(tmp_path, clock) as (whole, telegram):
        telegram.faults.drop_before(method="getMe")
        telegram.faults.answer(401, method="getMe")
        with pytest.raises(TokenError):
            await whole.run(asyncio.Event(), Rhythm())
        assert clock.now() - NOON == timedelta(seconds=1)


async def test_a_bot_without_a_network_ends_when_it_is_told_to(tmp_path: Path, unused_tcp_port: int) -> None:
    """However long the next try is away."""
    stop, clock = asyncio.Event(), ManualClock(NOON)
    async with opened(tmp_path, clock, telegram_api=f"http://127.0.0.1:{unused_tcp_port}") as (whole, _):
        running = asyncio.create_task(whole.run(stop, Rhythm()))
        while clock.now() < NOON + timedelta(hours=1):  # noqa: ASYNC110 (the clock has no event for an hour that passed)
            await asyncio.sleep(0)
        stop.set()
        async with asyncio.timeout(5):
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


async def test_what_is_owed_is_made_in_bites_and_not_far_ahead_of_the_sender(
    daybrief: tuple[Daybrief, StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on until nothing is left; what would wait an hour is made when its turn is nearer."""
    whole, _ = daybrief
    bites: list[int | None] = []
    owed, waiting = 3 * MADE_AHEAD + 7, 0

    async def prepare(_now: datetime, most: int | None = None) -> int:
        nonlocal owed, waiting
        bites.append(most)
        made = min(owed, most or owed)
        owed, waiting = owed - made, waiting + made
        return made

    async def count(_most: int) -> int:
        return waiting

    monkeypatch.setattr(whole.preparer, "prepare", prepare)
    monkeypatch.setattr(whole.outbox, "waiting", count)
    await whole.prepare()
    assert bites == [BITE] * (MADE_AHEAD // BITE)
    await whole.prepare()
    assert waiting == MADE_AHEAD
    for _ in range(3):
        waiting = 0
        await whole.prepare()
    assert (owed, waiting) == (0, 7)


async def test_a_send_that_falls_behind_is_told_with_the_time_of_its_last_reader(tmp_path: Path) -> None:
    """Once, with the minute; when Telegram then wants silence for an hour, again."""
    clock = ManualClock(NOON)
    async with opened(tmp_path, clock, messages_per_second=1, admins=(9,)) as (whole, telegram):
        telegram.person(9, "Operator")
        await whole.gateway.me()
        await owe(whole, 420)
        await whole.watch()
        await whole.watch()
        await whole.tell()
        whole.pace.hold(NOON + timedelta(hours=1))
        await whole.watch()
        clock.advance(hours=1)
        await whole.tell()
        async with whole.database.write() as connection:
            await connection.execute(delete(deliveries))
        await whole.watch()
        said = [message["text"] for message in telegram.sent(9)]
    assert [line.splitlines()[0] for line in said] == ["delivery.behind", "What else happened within the hour"]
    assert "due_at: 2026-11-24 12:00 UTC\nwaiting: 420\nlast_at: 2026-11-24 12:07 UTC" in said[0]
    assert "delivery.behind: 1 more since 12:00 UTC" in said[1]
    assert "last_at: 2026-11-24 13:07 UTC" in said[1]


async def owe(whole: Daybrief, count: int) -> None:
    """So many readers, owed a briefing at noon that is not made yet."""
    people = [{"id": number, "chat_id": number} for number in range(1, count + 1)]
    about = {"kind": ChatKind.PRIVATE, "standing": Standing.ACTIVE, "created_at": NOON, "changed_at": NOON}
    owed = {"local_date": NOON.date(), "slot": "morning", "due_at": NOON, "expires_at": NOON + timedelta(hours=6)}
    owed |= {"lane": 1, "state": "planned", "planned_at": NOON}
    async with whole.database.write() as connection:
        await connection.execute(insert(readers), [one | about for one in people])
        await connection.execute(insert(deliveries), [{"reader_id": one["id"]} | owed for one in people])
        await connection.execute(insert(sends), {"due_at": NOON, "lane": 1, "planned": count})


def test_the_running_bot_carries_no_library_that_only_others_need() -> None:
    """Reading feeds, writing briefs, changing the schema and the map of the world belong to others, or to later."""
    heavy = ("alembic", "trafilatura", "lxml", "feedparser", "tzfpy", "numpy", "torch", "briefings.writing.encoder")
    code = f"import sys, bot.__main__, bot.wiring; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
