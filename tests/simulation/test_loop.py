"""The simulation's own footing: time that passes by waiting, and a database that dies with its process."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from briefings.store.database import Database
from tests.simulation.inline import Killed, Power, inline
from tests.simulation.loop import LoopClock, Stuck, run

START = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_year_of_waiting_takes_no_time_and_keeps_the_order() -> None:
    """Sleepers wake at their own instants, to the microsecond, whoever began to sleep first."""
    clock = LoopClock(START)
    woken: list[datetime] = []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(clock.now())

    async def sleepers() -> None:
        await asyncio.gather(*(sleeper(seconds) for seconds in (31_536_000.000001, 31_536_000, 0.5)))

    run(sleepers())
    year = timedelta(days=365)
    assert woken == [START + timedelta(seconds=0.5), START + year, START + year + timedelta(microseconds=1)]


def test_waiting_for_nobody_is_noticed() -> None:
    """A simulation that can never go on says so instead of hanging."""

    async def wait() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Stuck):
        run(wait())


def test_a_killed_process_leaves_what_it_committed_and_nothing_else(tmp_path: Path) -> None:
    """Wherever in a transaction it ends: all of it is there, or nothing."""

    async def write(power: Power, value: int) -> None:
        with inline(power):
            database = await Database.open(f"sqlite:///{tmp_path / 'killed.db'}")
        try:
            async with database.write() as connection:
                await connection.execute(text("CREATE TABLE IF NOT EXISTS kept (value INTEGER)"))
                await connection.execute(text("INSERT INTO kept VALUES (:value)"), {"value": value})
                await connection.execute(text("INSERT INTO kept VALUES (:value)"), {"value": value})
        finally:
            await database.close()

    async def left() -> list[int]:
        power = Power()
        await write(power, 0)
        for calls in range(1, 12):
            doomed = Power()
            doomed.end_after(calls, lambda: None)
            try:
                await write(doomed, calls)
            except Killed:
                assert not doomed.on
        with inline(power):
            database = await Database.open(f"sqlite:///{tmp_path / 'killed.db'}")
        async with database.read() as connection:
            values = list(await connection.scalars(text("SELECT value FROM kept")))
        await database.close()
        return values

    values = run(left())
    assert values
    assert all(values.count(value) == 2 for value in values)
    assert len(set(values)) < 12, "some were killed before they committed"
