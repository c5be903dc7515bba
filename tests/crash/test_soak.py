"""Two processes write to one database: nobody is turned away as locked, nothing that was acknowledged is lost."""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from sqlite3 import connect

import pytest

from bot.store.migrate import upgrade
from briefings.store.database import Database
from tests.crash.forge import KILLED, ROOT

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1}
FAR = 10_000_000


async def worker(url: str, first: int, seconds: float) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.soaked",
        url,
        str(first),
        str(seconds),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("seconds", [1, pytest.param(600, marks=pytest.mark.slow)])
async def test_two_writers_and_a_kill_lose_nothing(tmp_path: Path, seconds: int) -> None:
    """One writes to the end without an error, the other is killed while it writes; what was acknowledged is there."""
    file = tmp_path / "daybrief.db"
    url = f"sqlite:///{file}"
    await upgrade(url)
    lasting, dying = await worker(url, 1, seconds), await worker(url, FAR, 10 * seconds)
    assert dying.stdout is not None
    first = await dying.stdout.readline()
    kept, said = await lasting.communicate()
    assert lasting.returncode == 0, said.decode()
    dying.kill()
    rest, said = await dying.communicate()
    assert dying.returncode == KILLED, said.decode()
    assert said == b""

    acknowledged = [int(line) for line in (kept + first + rest).splitlines() if line.isdigit()]
    with connect(file) as connection:
        found = {one for (one,) in connection.execute("SELECT update_id FROM inbox")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert min(acknowledged) < FAR <= max(acknowledged)
    assert set(acknowledged) <= found


async def test_every_connection_syncs_fully(tmp_path: Path) -> None:
    """However many are open at once, and those of a second look: write-ahead log, full sync, patience, foreign keys."""
    database = await Database.open(f"sqlite:///{tmp_path / 'daybrief.db'}")
    seen = []
    for _ in range(2):
        async with AsyncExitStack() as stack:
            connections = [await stack.enter_async_context(database.read()) for _ in range(12)]
            connections.append(await stack.enter_async_context(database.write()))
            for one in connections:
                asked = {name: await one.exec_driver_sql(f"PRAGMA {name}") for name in PRAGMAS}
                seen.append({name: found.scalar_one() for name, found in asked.items()})
        await database.engine.dispose()
    await database.close()
    assert seen == [PRAGMAS] * 26
