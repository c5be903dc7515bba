"""Statements that are compiled once answer as SQLAlchemy itself does."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Text, bindparam, insert, select, update

from bot.store.lists import listed
from bot.store.tables import metadata, texts
from briefings.store.columns import Instant
from briefings.store.database import Database
from tests.simulation.inline import Power, inline
from tests.simulation.kept import SEEN_OFTEN
from tests.simulation.loop import run

MADE_AT = datetime(2026, 3, 1, 7, tzinfo=UTC)
NEW = insert(texts)
FOUND = select(texts.c.id, texts.c.keyboard, texts.c.made_at).where(
    texts.c.id.in_(listed("ids")), texts.c.made_at <= bindparam("now", type_=Instant()), texts.c.html.in_(("a", "b"))
)
CHANGED = update(texts).where(texts.c.id == bindparam("which")).values(plain=bindparam("words", type_=Text()))


async def answers(file: Path) -> tuple[list[Any], list[int]]:
    """What the same question, and the same change, brings again and again."""
    with inline(Power()):
        database = await Database.open(f"sqlite:///{file}")
    rows, counts = [], []
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    for time in range(2 * SEEN_OFTEN):
        made = [
            {"id": f"{time}{html}", "html": html, "plain": "", "keyboard": [[html]], "made_at": MADE_AT}
            for html in "abc"
        ]
        async with database.write() as connection:
            await connection.execute(NEW, made)
            counts.append((await connection.execute(CHANGED, {"which": "0a", "words": f"{time}"})).rowcount)
            found = await connection.execute(FOUND, {"ids": ["0a", "0b", "0c"], "now": MADE_AT})
            rows.append([(row.id, row.keyboard, row.made_at) for row in found])
    await database.close()
    return rows, counts


def test_a_statement_that_was_compiled_before_answers_the_same(tmp_path: Path) -> None:
    """Values, types, lists within the statement, many rows at once, and the number of rows that were changed."""
    rows, counts = run(answers(tmp_path / "kept.db"))
    assert rows == [[("0a", [["a"]], MADE_AT), ("0b", [["b"]], MADE_AT)]] * (2 * SEEN_OFTEN)
    assert counts == [1] * (2 * SEEN_OFTEN)
