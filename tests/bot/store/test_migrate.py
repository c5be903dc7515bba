from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

import bot.store.tables  # noqa: F401 (hangs the bot's tables on the metadata)
from bot.store import migrate
from bot.store.migrate import newest, upgrade, upgrade_open, version
from briefings.errors import StoreError
from briefings.store.database import Database
from briefings.store.tables import metadata


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'daybrief.db'}"


async def _execute(url: str, *statements: str) -> None:
    database = await Database.open(url)
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await database.close()


async def test_a_migrated_database_equals_the_tables(url):
    """Nothing is left to migrate: columns, types, defaults, indexes and constraints are those of the metadata."""
    assert await upgrade(url)

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    database = await Database.open(url)
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(version) == newest()
    await database.close()


async def test_the_second_run_changes_nothing(url):
    """A database that is up to date is left alone."""
    assert await upgrade(url)
    assert not await upgrade(url)


async def test_a_database_in_memory_is_migrated_while_open():
    """The open database itself is brought up to date."""
    database = await Database.open("sqlite://")
    assert await upgrade_open(database)
    assert not await upgrade_open(database)
    await database.close()


async def test_a_newer_schema_is_refused_and_left_alone(url):
    """An older program never touches what a newer one wrote."""
    await upgrade(url)
    await _execute(url, "update alembic_version set version_num = '9999'")
    with pytest.raises(StoreError, match="schema 9999 and this Daybrief knows up to 0001"):
        await upgrade(url)


async def test_a_foreign_database_is_refused(url):
    """A file of another program is named as such and not written to."""
    await _execute(url, "create table songs (id integer)")
    with pytest.raises(StoreError, match="not Daybrief's: it holds the table songs"):
        await upgrade(url)


async def test_an_empty_version_beside_tables_is_refused(url):
    """A version that was lost is not guessed."""
    await upgrade(url)
    await _execute(url, "delete from alembic_version")
    with pytest.raises(StoreError, match="Restore it from a backup"):
        await upgrade(url)


async def test_a_step_that_breaks_leaves_nothing_behind(url, monkeypatch):
    """All of a migration is one transaction: the version is n or n+1, never between."""

    def breaks(*_: object) -> None:
        raise RuntimeError("the power went")

    real = migrate.command.upgrade
    monkeypatch.setattr(migrate.command, "upgrade", lambda *given: (real(*given), breaks()))
    with pytest.raises(RuntimeError):
        await upgrade(url)
    monkeypatch.undo()
    database = await Database.open(url)
    async with database.read() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    await database.close()
    assert await upgrade(url)
