"""Statements that are asked again and again, compiled once: SQLAlchemy's own SQL, types and values, without its way.

The library looks a statement up, and builds a context around it, each time; that was half of what a simulated day cost.
A statement that is made anew each time goes the usual way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler

SEEN_OFTEN = 3
MOST = 2_000
Process = Callable[[Any], Any] | None


class Answer(IteratorResult[Any]):
    """The rows of an answer, all here; `rowcount` is how many were changed."""

    def __init__(self, names: Sequence[str], rows: Iterable[Any], rowcount: int) -> None:
        super().__init__(SimpleResultMetaData(names), iter(rows))
        self.rowcount = rowcount


class Kept:
    """One statement, for parameters named as in `given`."""

    def __init__(self, statement: Executable, given: Mapping[str, Any], dialect: Dialect) -> None:
        kept: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(given) or None)  # type: ignore[attr-defined]
        self.plain = not (kept.insert_prefetch or kept.update_prefetch)
        self.returns = bool(kept._result_columns)
        # Lists that the statement itself holds are written out once.
        first = kept.construct_params(dict(given))
        whole = kept._process_parameters_for_postcompile(first)
        self._sql, order = whole.statement, whole.positiontup or []
        processors: dict[str, Process] = {**kept._bind_processors, **whole.processors}
        known = first | whole.additional_parameters
        self._values = [None if name in given else _done(processors.get(name), known[name]) for name in order]
        self._places = [(at, name, processors.get(name)) for at, name in enumerate(order) if name in given]
        self._names = [column.keyname for column in kept._result_columns]
        self._columns = [column.type._cached_result_processor(dialect, None) for column in kept._result_columns]

    def execute(self, connection: Any, given: Mapping[str, Any]) -> Answer:
        """Ask it once."""
        cursor = connection.cursor()
        cursor.execute(self._sql, self._bound(given))
        names = self._names or [column[0] for column in cursor.description or ()]
        return Answer(names, self._rows(cursor.rows), cursor.rowcount)

    def execute_many(self, connection: Any, given: Sequence[Mapping[str, Any]]) -> Answer:
        """Ask it for each."""
        cursor = connection.cursor()
        cursor.executemany(self._sql, [self._bound(one) for one in given])
        return Answer((), (), cursor.rowcount)

    def _bound(self, given: Mapping[str, Any]) -> list[Any]:
        values = self._values.copy()
        for at, name, process in self._places:
            values[at] = given[name] if process is None else process(given[name])
        return values

    def _rows(self, rows: Iterable[Any]) -> Iterable[Any]:
        if not any(self._columns):
            return rows
        return [
            tuple(
                value if process is None else process(value) for value, process in zip(row, self._columns, strict=True)
            )
            for row in rows
        ]


class Shelf:
    """What was compiled, for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._seen: dict[int, tuple[Executable, int]] = {}
        self._kept: dict[tuple[Executable, tuple[str, ...]], Kept] = {}

    def execute(self, connection: Connection, statement: Executable, given: Any) -> Any:
        """What comes of a statement on a connection that is in a transaction."""
        if not self._is_known(statement):
            return connection.execute(statement, given)
        many = isinstance(given, list)
        named = (given[0] if many else given) or {}
        key = statement, tuple(named)
        kept = self._kept.get(key) or self._kept.setdefault(key, Kept(statement, named, self._dialect))
        if not kept.plain or (many and kept.returns):
            return connection.execute(statement, given)
        file = connection.connection.dbapi_connection
        return kept.execute_many(file, given) if many else kept.execute(file, given or {})

    def _is_known(self, statement: Executable) -> bool:
        """Whether this very statement was asked before: one that is made anew each time never is."""
        if len(self._seen) > MOST:
            self._seen = {id(one): (one, times) for one, times in self._seen.values() if times >= SEEN_OFTEN}
        one, times = self._seen.get(id(statement), (statement, 0))
        if times < SEEN_OFTEN:
            self._seen[id(statement)] = (one, times + 1)
        return times >= SEEN_OFTEN


def _done(process: Process, value: Any) -> Any:
    return value if process is None else process(value)
