"""Deleting many rows while others wait for as little as possible.

What is to go is looked for outside of any change, however long that takes, and deleted in small steps: each a
transaction of its own that holds the database for some milliseconds and asks again whether the rows may go.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, delete, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.database import Database

STEP = 250
"""Rows in a transaction: of a million rows one took 30 ms of CPU at most (`tests/benchmarks/bench_purge.py`)."""

Before = Callable[[AsyncConnection, ColumnElement[bool]], Coroutine[Any, Any, object]]


@dataclass(frozen=True, slots=True)
class Rule:
    """The rows of `table` that `which` selects go.

    `walk`: no index finds them, so that each look goes on where the last one ended. `before` is done ahead of a step,
    within its transaction, and hears which rows go with it.
    """

    table: Table
    which: ColumnElement[bool]
    walk: bool = False
    before: Before | None = None


async def forget(database: Database, rule: Rule) -> int:
    """Delete all that the rule selects, step by step; returns how many rows."""
    count, last = 0, None
    while rows := await _found(database, rule, last):
        gone = await database.change(_step(rule, rows))
        if not (gone or rule.walk):
            break
        count, last = count + gone, rows[-1]
    return count


async def _found(database: Database, rule: Rule, last: Row[Any] | None) -> list[Row[Any]]:
    keys = rule.table.primary_key.columns.values()
    some = select(*keys).where(rule.which).limit(STEP)
    if rule.walk:
        some = some.order_by(*keys)
        if last is not None:
            here = [literal(value, key.type) for value, key in zip(last, keys, strict=True)]
            some = some.where(tuple_(*keys) > tuple_(*here))
    async with database.read() as connection:
        return list((await connection.execute(some)).all())


def _step(rule: Rule, rows: list[Row[Any]]) -> Callable[[AsyncConnection], Coroutine[Any, Any, int]]:
    # As a case, the rule is no reason for the database to look by another index than that of the keys.
    goes = and_(_any_of(rule.table, rows), case((rule.which, 1), else_=0) == 1)

    async def work(connection: AsyncConnection) -> int:
        if rule.before is not None:
            await rule.before(connection, goes)
        return int((await connection.execute(delete(rule.table).where(goes))).rowcount)

    return work


def _any_of(table: Table, rows: list[Row[Any]]) -> ColumnElement[bool]:
    keys = table.primary_key.columns.values()
    if len(keys) == 1:
        return keys[0].in_([row[0] for row in rows])
    # A list of tuples is looked for in the whole table, but for the column that stands first in its key.
    first = keys[0].in_(sorted({row[0] for row in rows}))
    return and_(first, tuple_(*keys).in_([tuple(row) for row in rows]))
