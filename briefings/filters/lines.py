"""JSON Lines in, one JSON line out for each: a record that fails gets `{"id", "error"}` and the run goes on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

Record = dict[str, Any]


def each(lines: Iterable[bytes], answer: Callable[[Record], Record]) -> Iterator[Record]:
    """Answer record by record; blank lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        record: Record = {}
        try:
            record = _record(line, number)
            yield answer(record)
        except (ValueError, KeyError, TypeError) as error:
            yield _failure(record, error)


def together(lines: Iterable[bytes], answers: Callable[[list[Record]], Iterator[Record]]) -> Iterator[Record]:
    """Answer all records at once, for stages that compare them; unreadable lines are answered first."""
    records: list[Record] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            records.append(_record(line, number))
        except ValueError as error:
            yield _failure({}, error)
    yield from answers(records)


def encoded(records: Iterable[Record]) -> Iterator[bytes]:
    """One line of JSON a record."""
    for record in records:
        yield orjson.dumps(record) + b"\n"


def _record(line: bytes, number: int) -> Record:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"line {number} is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ValueError(f"line {number} is not a JSON object")  # noqa: TRY004 (bad input, not a programming error)
    return record


def _failure(record: Record, error: Exception) -> Record:
    reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
    return {"id": record.get("id"), "error": reason}
