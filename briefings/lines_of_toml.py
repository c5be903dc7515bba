"""Where a key stands in a TOML file of nested array tables, for messages. Pure.

The standard reader forgets lines. This looks at table headers and at `key =` at the start of lines, which is all that
a catalogue has; where it is not sure it names the line of the table.
"""

import re

HEADER = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]")
KEY = re.compile(r"\s*([\w-]+)\s*=")


def line_of(text: str, location: tuple[int | str, ...]) -> int:
    """The line (from 1) of a location such as ("newsletter", 2, "source", 0, "feed").

    A place in a list of values, such as ("newsletter", 2, "days", 0), is where the list's key stands.
    """
    table = _table(text, location)
    names = [step for step in location if isinstance(step, str)]
    key = names[len(table)] if len(names) > len(table) else None
    table_line = 1
    for number, path, name in _keys(text):
        if path == table and name is None:
            table_line = number
        elif path == table and name == key:
            return number
    return table_line


def _table(text: str, location: tuple[int | str, ...]) -> tuple[int, ...]:
    """The indices of the innermost table of a location; the place in a list of values is none."""
    headers = {header.group(1) for line in text.splitlines() if (header := HEADER.match(line))}
    indices: list[int] = []
    name = ""
    for step in location:
        if isinstance(step, str):
            name = f"{name}.{step}".lstrip(".")
        elif name in headers:
            indices.append(step)
    return tuple(indices)


def _keys(text: str) -> list[tuple[int, tuple[int, ...], str | None]]:
    """(line, indices of the table, key or None for the table's own header), in order."""
    found: list[tuple[int, tuple[int, ...], str | None]] = []
    path: tuple[int, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            path = _next(path, depth=header.group(1).count(".") + 1)
            found.append((number, path, None))
        elif key := KEY.match(line):
            found.append((number, path, key.group(1)))
    return found


def _next(path: tuple[int, ...], depth: int) -> tuple[int, ...]:
    """The indices of the table that follows `path` at `depth`."""
    if len(path) < depth:
        return (*path, *(0 for _ in range(depth - len(path))))
    return (*path[: depth - 1], path[depth - 1] + 1)
