"""One database, two ways in: `read` for looking and `write` for changing, each a transaction.

SQLite runs with WAL and full sync, so that an acknowledged write survives a crash of the process and of the machine
(sqlite.org/pragma.html), and writers queue here instead of failing with "database is locked": a transaction that
reads first and writes later would be refused at once, whatever the busy timeout (its SQLITE_BUSY_SNAPSHOT).

What the sender does for every message goes another way: `look` and `change` take the whole of it to the database's own
thread. A statement of an asynchronous connection costs four changes of thread, and was measured at 0.17 ms where the
same statement took 0.01 in its thread.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from briefings.errors import StoreError
from briefings.store.steady import SteadyConnection
from briefings.whole import whole

BUSY_TIMEOUT_MS = 5_000
IN_MEMORY = (None, "", ":memory:")
WRITES = {"daybrief_write": True}
LARGEST_LOG = 32 * 2**20
"""Bytes of disk that the write-ahead log keeps once it was written back; a migration may need more for a moment."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    f"journal_size_limit={LARGEST_LOG}",
)
JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}

Result = TypeVar("Result")
Work = Callable[[AsyncConnection], Coroutine[Any, Any, Result]]
"""Reads or writes through the connection it is given, and waits for nothing else."""


class Database:
    """An open database; make it with `Database.open`. Without a `desk`, work is done on connections like all others."""

    def __init__(self, engine: AsyncEngine, desk: "Desk | None" = None) -> None:
        self.engine = engine
        self._desk = desk
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
        # A database in memory is one connection, and stays where it is.
        return cls(engine, None if engine.url.database in IN_MEMORY else Desk(engine.url))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to look with; what it sees is one moment of the database."""
        async with SteadyConnection(self.engine) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection to change with: all of the block is committed, or nothing of it."""
        async with self._writing, SteadyConnection(self.engine) as connection:
            await connection.run_sync(_begin_to_write)
            yield connection
            await connection.commit()

    async def look(self, work: Work[Result]) -> Result:
        """What `work` finds; what it sees is one moment of the database."""
        if self._desk is not None:
            return await self._desk.do(work, {})
        async with self.read() as connection:
            return await work(connection)

    async def change(self, work: Work[Result]) -> Result:
        """What `work` returns; all that it changes is committed, or nothing of it.

        Who is cancelled meanwhile goes only when that is decided.
        """
        if self._desk is not None:
            async with self._writing:
                return await self._desk.do(work, WRITES)
        async with self.write() as connection:
            return await work(connection)

    async def close(self) -> None:
        """Let what is under way finish, and close every connection."""
        await whole(self._close())

    async def _close(self) -> None:
        if self._desk is not None:
            await self._desk.close()
        await self.engine.dispose()


class AtOnce:
    """A connection whose answers are there when they are asked for: what is written for the other kind runs on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Any = None) -> Any:
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        return self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> Any:
        return self._connection.scalars(statement, parameters)


class Desk:
    """A thread with a connection of its own, where a whole transaction is done in one go."""

    def __init__(self, address: URL) -> None:
        self._engine = _prepared(create_engine(address.set(drivername="sqlite"), **JSON))
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def do(self, work: Work[Result], options: dict[str, Any]) -> Result:
        """Do it in a transaction of its own; who is cancelled waits for its end."""
        return await whole(asyncio.get_running_loop().run_in_executor(self._thread, self._do, work, options))

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()

    def _do(self, work: Work[Result], options: dict[str, Any]) -> Result:
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            return _finished(work(cast("AsyncConnection", AtOnce(connection))))


def _finished(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns that has nothing to wait for."""
    try:
        work.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    work.close()
    raise RuntimeError("work for the database waits for something else")


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
    engine = create_async_engine(address.set(drivername="sqlite+aiosqlite"), **JSON)
    _prepared(engine.sync_engine)
    return engine


def _prepared(engine: Engine) -> Engine:
    event.listen(engine, "connect", begun)
    event.listen(engine, "begin", _on_begin)
    return engine


def begun(connection: Any, _record: Any) -> None:
    """A new connection of the driver is set up for this database."""
    # The driver would open transactions by itself, and only before the first change; `_on_begin` opens them.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_to_write(connection: Connection) -> None:
    connection.execution_options(**WRITES).begin()


def _on_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("daybrief_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _ask_plainly(address: URL) -> None:
    """Raise if there is no such folder, or a file that is not a database; makes the file where there is none."""
    with closing(sqlite3.connect(address.database or ":memory:")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
