"""The whole bot, as it is wired, begun and stopped at any moment: what it held is free again, nobody is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.daybrief import Rhythm
from bot.wiring import wired
from tests.crash.elsewhere import Elsewhere
from tests.crash.forge import Forge
from tests.crash.holdings import Holdings
from tests.crash.program import SPEED, Program
from tests.crash.racing import LIVES, ROUNDS, race_many

FEWER = 5
"""Lives in a round, by default: each costs some 20 ms of the processor."""
MOMENTS = (0, 30, 100, 300, 1_000, 3_000, 8_000)
"""Turns of the event loop: while it opens, says hello, polls for the first time, sends, works."""
PEOPLE = range(1001, 1061)


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[tuple[Program, Elsewhere]]:
    """Everything around the bot, in an event loop of its own; sixty people are due."""
    program = Program(tmp_path, Forge())
    with Elsewhere() as elsewhere:
        await elsewhere.do(program.__aenter__())
        await program.settle(PEOPLE)
        yield program, elsewhere
        await elsewhere.do(program.__aexit__())


async def test_a_bot_that_is_stopped_at_any_moment_leaves_nothing(
    around: tuple[Program, Elsewhere], request: pytest.FixtureRequest
) -> None:
    """Told or cancelled, once or more often; in the end everybody has the briefing, twice only after a doubt."""
    program, elsewhere = around
    random, lives = Random(7), LIVES if request.config.getoption("--slow") else FEWER
    settings = Settings(
        telegram_token=SecretStr(program.telegram.token),
        telegram_api=program.telegram.url,
        database=program.url,
        catalogue=program.catalogue,
        allow_loopback=True,
    )

    async def live(stop: asyncio.Event) -> None:
        async with wired(settings, program.clock, Random(1), write_apart=True) as daybrief:
            await daybrief.run(stop, Rhythm(SPEED))

    await live(already())
    before = Holdings.now()
    for _ in range(ROUNDS):
        await race_many(live, random, lives, 1, MOMENTS)
        await before.regained()
    # The news is of no more interest, and writing it would take seconds of the processor.
    await elsewhere.do(program.newsroom.stop())
    stop = asyncio.Event()
    last = asyncio.create_task(live(stop))
    await program.until(lambda: [part.state for part in program.parts()] == ["sent"] * len(PEOPLE))
    stop.set()
    await last
    await before.regained()
    copies = program.copies()
    assert all(1 <= copies[part.chat_id] <= 1 + part.doubts for part in program.parts())
    assert program.integrity() == "ok"


def already() -> asyncio.Event:
    """A stop that came before the beginning."""
    stop = asyncio.Event()
    stop.set()
    return stop
