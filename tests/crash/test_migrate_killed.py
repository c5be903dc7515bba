"""A migration that is killed leaves the schema before it or the one after it, whole."""

import signal
from pathlib import Path
from random import Random
from sqlite3 import connect

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store.migrate import INI
from briefings.store.database import Database
from tests.crash.forge import KILLED
from tests.crash.program import SPEED, Program

Schema = tuple[str | None, frozenset[str]]
"""The version, and every statement that made a table or an index."""

STEPS = tuple(reversed([step.revision for step in ScriptDirectory.from_config(Config(str(INI))).walk_revisions()]))


def schema(file: Path) -> Schema:
    """What a database file holds now, without its rows."""
    if not file.exists():
        return None, frozenset()
    with connect(file) as connection:
        made = frozenset(str(sql) for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL"))
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone() if made else None
    connection.close()
    return (found[0] if found else None), made


async def bring_to(url: str, version: str | None) -> None:
    """Make a database that an older program left."""
    database = await Database.open(url)

    def upgrade(connection: Connection) -> None:
        config = Config(str(INI))
        config.attributes["connection"] = connection
        command.upgrade(config, version or "base")

    async with database.write() as connection:
        if version is not None:
            await connection.run_sync(upgrade)
    await database.close()


@pytest.mark.parametrize("before", [None, *STEPS[:-1]])
async def test_a_killed_migration_is_done_or_was_never_begun(
    program: Program, before: str | None, request: pytest.FixtureRequest
) -> None:
    """At each step and at random moments, from each schema there was: version n or the newest, and nothing between."""
    kills = max(8, request.config.getoption("--kills") // 4)
    ahead = len(STEPS) - (STEPS.index(before) + 1 if before else 0)
    chance, whole = Random(kills), set()
    await bring_to(program.url, before)
    left = schema(program.file)
    for number in range(kills):
        if number < ahead:
            assert await program.start("migrate", killed_at=("migrate.middle", number + 1)).ended() == KILLED
            assert schema(program.file) == left
            continue
        life = program.start("migrate")
        await program.clock.sleep(chance.uniform(0, 0.15) * SPEED)
        life.signal(signal.SIGKILL)
        await life.ended()
        whole.add(schema(program.file))
        if schema(program.file) != left:
            program.file.unlink()
            for more in ("-wal", "-shm"):
                program.file.with_name(program.file.name + more).unlink(missing_ok=True)
            await bring_to(program.url, before)
    assert await program.start("migrate").ended() == 0
    done = schema(program.file)
    assert done[0] == STEPS[-1]
    assert whole <= {left, done}
    assert program.integrity() == "ok"
