"""Brings a database to this program's schema: forward only, all steps in one transaction, or nothing at all.

A database that a newer Daybrief wrote, or that another program owns, is refused with one sentence and left alone.
Alembic is loaded only where there is something to change: a bot that runs for months need not carry it.
"""

import asyncio
import sqlite3
from pathlib import Path
from urllib.parse import quote

import structlog
from sqlalchemy import Connection, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from briefings.errors import StoreError
from briefings.store.database import Database, shown

log = structlog.get_logger()


class NotYetError(StoreError):
    """There is no database yet, or one of an older version: `daybrief run` makes what is missing."""


INI = Path(__file__).with_name("alembic.ini")
VERSION_TABLE = "alembic_version"
KNOWN = ("0001", "0002", "0003", "0004", "0005")
"""The versions of the schema, oldest first: the files of `bot.store.migrations.versions`."""


async def upgrade(url: str) -> bool:
    """Bring the database at `url` (made if it does not exist) up to date; True when anything changed.

    Raises StoreError with one sentence when it cannot be opened, is newer than this program, or is not ours.
    """
    database = await Database.open(url)
    try:
        return await upgrade_open(database, shown(url))
    finally:
        await database.close()


async def upgrade_open(database: Database, name: str = "of this bot") -> bool:
    """The same for a database that is open already (one in memory, above all); `name` is for the sentences."""
    try:
        async with database.write() as connection:
            return await connection.run_sync(_upgrade, name)
    except DBAPIError as error:
        raise StoreError(f"The database {name} cannot be changed: {error.orig}.") from error


async def open_as_it_is(url: str) -> Database:
    """Open the database at `url` to look at it; what only reads changes nothing, and makes no file.

    Raises StoreError with one sentence where it cannot be read, NotYetError where it is missing or of an older version.
    """
    name = shown(url)
    try:
        await asyncio.to_thread(_look_at_its_version, url, name)
    except (DBAPIError, ArgumentError) as error:
        raise StoreError(f"The database {name} cannot be opened: {getattr(error, 'orig', error)}.") from error
    return await Database.open(url)


def newest() -> str:
    """The version of the schema that this program knows."""
    return KNOWN[-1]


def version(connection: Connection) -> str | None:
    """The version of the schema that a database has; None when it has none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 (a name of this file's own)
    return None if found is None else str(found)


def refusal(connection: Connection, name: str) -> str | None:
    """Why this database is not ours to change, in one sentence; None when it is."""
    tables = set(inspect(connection).get_table_names())
    if tables and VERSION_TABLE not in tables:
        return f"The database {name} is not Daybrief's: it holds the table {min(tables)} and no version. Name another."
    found = version(connection)
    if found is None and tables - {VERSION_TABLE}:
        return f"The database {name} holds tables but an empty version. Restore it from a backup."
    if found is not None and found not in KNOWN:
        return (
            f"The database {name} has schema {found} and this Daybrief knows up to {newest()}: "
            "it was made by a newer one or by another program. Update Daybrief or name another database."
        )
    return None


def _look_at_its_version(url: str, name: str) -> None:
    file = Path(make_url(url).database or "")
    if not file.is_file():
        kind = NotYetError if file.parent.is_dir() else StoreError
        raise kind(f"The database {name} cannot be opened: there is no such file. `daybrief migrate` makes it.")
    address = f"file:{quote(str(file))}?mode=ro"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    with engine.connect() as connection:
        if (sentence := refusal(connection, name)) is not None:
            raise StoreError(sentence)
        found = version(connection)
    if found != newest():
        raise NotYetError(
            f"The database {name} has schema {found or 'none'} and this Daybrief reads {newest()}: "
            "make a backup, stop the bot, and run `daybrief migrate`."
        )


def _upgrade(connection: Connection, name: str) -> bool:
    sentence = refusal(connection, name)
    if sentence:
        raise StoreError(sentence)
    before = version(connection)
    if before == newest():
        return False
    _run(connection)
    log.info("database.migrated", before=before, after=newest())
    return True


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 (eleven megabytes that only a change of the schema needs)
    from alembic.config import Config  # noqa: PLC0415 (likewise)

    config = Config(str(INI))
    config.attributes["connection"] = connection
    command.upgrade(config, newest())
