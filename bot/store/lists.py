"""Lists as one value of a statement, as JSON: however many the items are, the statement stays the same.

A database takes only so many values in a statement (SQLite, as it was once built, 999), and a statement that is
written anew for each length costs more than what it does. PostgreSQL has the like (`jsonb_array_elements`).
"""

from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, TableValuedAlias, bindparam, func, select


def rows_of(name: str) -> TableValuedAlias:
    """The items of the list that is bound as `name`, one a row, in its column `value`."""
    return func.json_each(bindparam(name, type_=JSON())).table_valued("value", name=f"{name}_row")


def listed(name: str) -> Select[tuple[Any]]:
    """The items of the list that is bound as `name`, for `column.in_(...)`."""
    return select(rows_of(name).c.value)


def item(rows: TableValuedAlias, place: int) -> ColumnElement[Any]:
    """Of items that are lists themselves, what stands at a place, counted from 0."""
    return func.json_extract(rows.c.value, f"$[{place}]")
