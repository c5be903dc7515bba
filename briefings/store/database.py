"""One database, two ways in: `read` for looking and `write` for changing, each a transaction.

SQLite runs with WAL and full sync, so that an acknowledged write survives a crash of the process and of the machine
(sqlite.org/pragma.html), and writers queue here instead of failing with "database is locked": a transaction that
reads first and writes later would be refused at once, whatever the busy timeout (its SQLITE_BUSY_SNAPSHOT).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import orjson
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from briefings.errors import StoreError

BUSY_TIMEOUT_MS = 5_000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON")


class Database:
    """An open database; make it with `Database.open`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open `url` (`sqlite:///file.db`, `sqlite://` in memory); raises StoreError with one sentence."""
        engine = _engine(url)
        try:
            # Asked plainly first: the driver's thread would outlive a connection that never was.
            _ask_plainly(engine.url)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"The database {shown(url)} cannot be opened: {str(error).rstrip('.')}.") from error
        return cls(engine)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to look with; what it sees is one moment of the database."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection to change with: all of the block is committed, or nothing of it."""
        async with self._writing, self.engine.connect() as connection:
            writer = await connection.execution_options(daybrief_write=True)
            async with writer.begin():
                yield writer

    async def close(self) -> None:
        await self.engine.dispose()


def shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "(unreadable address)"


def _engine(url: str) -> AsyncEngine:
    try:
        address = make_url(url)
    except SQLAlchemyError as error:
        raise StoreError("The database address is not a URL; try sqlite:///daybrief.db.") from error
    if address.get_backend_name() != "sqlite":
        raise StoreError(
            f"A database of kind {address.get_backend_name()} is not supported; try sqlite:///daybrief.db."
        )
    engine = create_async_engine(
        address.set(drivername="sqlite+aiosqlite"),
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
    )
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver would open transactions by itself, and only before the first change; `_on_begin` opens them.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("daybrief_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _ask_plainly(address: URL) -> None:
    """Raise if there is no such folder, or a file that is not a database; makes the file where there is none."""
    with closing(sqlite3.connect(address.database or ":memory:")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
