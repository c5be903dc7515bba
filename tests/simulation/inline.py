"""SQLite without threads: each call is done at once, in the loop, so that a run can be repeated to the call.

The driver stands where `sqlite+aiosqlite` does in production; SQLAlchemy, the statements and the file are the same.
It also knows how to die: at a chosen call, as a process that is killed there does.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self
from unittest.mock import patch

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.concurrency import await_only

NO_SYNC = "PRAGMA synchronous=OFF"


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

        async def _async_soft_close(self) -> None:
            """SQLAlchemy asks this of a driver's cursor in an asynchronous engine."""

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def commit(self) -> None:
            super().commit()
            power.count()

    return Connection


class _Nothing:
    def __await__(self) -> Generator[Any, None, None]:
        return
        yield


NOTHING = _Nothing()


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect for the standard driver, which takes itself for asynchronous."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, _url: Any) -> Any:
        return AsyncAdaptedQueuePool

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        # SQLAlchemy wants to see one switch of tasks in whatever is asynchronous.
        await_only(NOTHING)
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]

    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        await_only(NOTHING)
        super().do_executemany(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]


registry.register("sqlite.inline", __name__, "InlineDialect")


@contextmanager
def inline(power: Power) -> Iterator[None]:
    """Whatever database is opened within lives on `power` and has no threads, in a loop that has none either."""

    def engine(url: Any, **given: Any) -> AsyncEngine:
        address = make_url(url)
        return create_async_engine(address.set(drivername="sqlite+inline"), creator=_maker(power, address), **given)

    def plain(url: Any, **given: Any) -> Engine:
        return create_engine(url, creator=_maker(power, make_url(url)), **given)

    where = "briefings.store.database"
    with patch(f"{where}.create_async_engine", engine), patch(f"{where}.create_engine", plain, create=True):
        yield


def _maker(power: Power, address: URL) -> Callable[[], sqlite3.Connection]:
    return lambda: power.connect(address.database or ":memory:")
