"""SQLite without threads: each call is done at once, in the loop, so that a run can be repeated to the call.

It stands where the asynchronous engine does in production; the statements, the transactions and the file are the same.
It also knows how to die: at a chosen call, as a process that is killed there does.
"""

import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast
from unittest.mock import patch

from sqlalchemy import Connection, Engine, Executable, NullPool, create_engine, event, make_url
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from briefings.store.database import JSON, Database, begun
from tests.simulation.kept import Shelf

NO_SYNC = "PRAGMA synchronous=OFF"

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class Killed(BaseException):
    """The process ends here; no handler of errors may see it."""


class Power:
    """What a process lives on. `calls` counts what it asked of its database."""

    def __init__(self) -> None:
        self.on = True
        self.calls = 0
        self.cut: Callable[[], object] = bool
        self._ends_at: int | None = None
        self._connections: list[sqlite3.Connection] = []

    def connect(self, path: str) -> sqlite3.Connection:
        """A connection that dies with the process."""
        if not self.on:
            raise Killed
        connection = sqlite3.connect(path, factory=_connection_of(self), check_same_thread=False)
        self._connections.append(connection)
        return connection

    def end_after(self, calls: int, cut: Callable[[], object]) -> None:
        """Die when so many more calls of the database are done, in the midst of whatever that is; `cut` is told."""
        self._ends_at, self.cut = self.calls + calls, cut

    def end(self) -> None:
        """Die now: what was not committed is gone, and nothing is done any more."""
        self.on = False
        for connection in self._connections:
            with suppress(sqlite3.ProgrammingError):  # it is closed already
                connection.rollback()
            connection.close()

    def count(self) -> None:
        """Another call is done."""
        if not self.on:
            raise Killed
        self.calls += 1
        if self._ends_at is not None and self.calls >= self._ends_at:
            self.end()
            self.cut()
            raise Killed


def _connection_of(power: Power) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        """Reads all rows at once, as the asynchronous driver does: they outlive the transaction."""

        def execute(self, sql: str, parameters: Any = (), /) -> Self:
            # Nobody cuts the machine's power here, so nothing need reach the disk.
            super().execute(NO_SYNC if sql.startswith("PRAGMA synchronous") else sql, parameters)
            self.rows = deque(super().fetchall() if self.description else ())
            power.count()
            return self

        def executemany(self, sql: str, parameters: Any, /) -> Self:
            super().executemany(sql, parameters)
            power.count()
            return self

        def fetchone(self) -> Any:
            return self.rows.popleft() if self.rows else None

        def fetchmany(self, size: int | None = 1) -> list[Any]:
            return [self.rows.popleft() for _ in range(min(size or 1, len(self.rows)))]

        def fetchall(self) -> list[Any]:
            rows, self.rows = list(self.rows), deque()
            return rows

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def commit(self) -> None:
            super().commit()
            power.count()

    return Connection


class _Given:
    """What the bot is given as its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, given: Any = None) -> Any:
        return _SHELF.execute(self._connection, statement, given)

    async def scalar(self, statement: Executable, given: Any = None) -> Any:
        return _SHELF.execute(self._connection, statement, given).scalar()

    async def scalars(self, statement: Executable, given: Any = None) -> Any:
        return _SHELF.execute(self._connection, statement, given).scalars()

    async def run_sync(
        self, work: Callable[Concatenate[Connection, Asked], Result], *given: Asked.args, **named: Asked.kwargs
    ) -> Result:
        return work(self._connection, *given, **named)


class InlineDatabase(Database):
    """The file at `path`, for one process. Connections stay open, one for each that is used at the same time."""

    def __init__(self, power: Power, path: str) -> None:
        super().__init__(cast("AsyncEngine", _ENGINE))
        self._power = power
        self._open = partial(power.connect, path)
        self._free: list[Connection] = []

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with self._transaction(writes=False) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._writing:
            with self._transaction(writes=True) as connection:
                yield connection

    async def close(self) -> None:
        for connection in self._free:
            with suppress(InvalidRequestError):  # it was cut off with its process
                _file(connection).close()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[AsyncConnection]:
        if not self._power.on:
            raise Killed
        connection = self._free.pop() if self._free else self._connect()
        file = _file(connection)
        # The library is not asked to begin and to end: it takes this for one transaction that never ends.
        file.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        try:
            yield cast("AsyncConnection", _Given(connection))
            file.commit()
        except BaseException:
            if self._power.on:
                file.rollback()
            raise
        finally:
            # Of a process that was killed nothing is used again.
            if self._power.on:
                self._free.append(connection)

    def _connect(self) -> Connection:
        token = _opening.set(self._open)
        try:
            return _ENGINE.connect()
        finally:
            _opening.reset(token)


def _engine() -> Engine:
    """One engine for all: what it has compiled serves every process. Its connections come from `InlineDatabase`."""
    engine = create_engine("sqlite://", poolclass=NullPool, pool_reset_on_return=None, **JSON)
    event.listen(engine, "do_connect", lambda *_given: _opening.get()())
    event.listen(engine, "connect", begun)
    return engine


_opening: ContextVar[Callable[[], sqlite3.Connection]] = ContextVar("opening")
_ENGINE = _engine()
_SHELF = Shelf(_ENGINE.dialect)


def _file(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.dbapi_connection


async def _opened(power: Power, url: str) -> Database:
    return InlineDatabase(power, make_url(url).database or ":memory:")


@contextmanager
def inline(power: Power) -> Iterator[None]:
    """Whatever database is opened within lives on `power` and has no threads, in a loop that has none either."""
    with patch.object(Database, "open", partial(_opened, power)):
        yield
