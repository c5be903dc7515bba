"""Finds what past editions told. The words are looked for in what each brief keeps of itself, folded.

The briefs are read from the newest on, until there are enough: a word that is told often is found at once, and one that
nothing tells costs a look at all that is kept (90 days), which takes hundredths of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from briefings.folding import in_words
from briefings.model import Brief
from briefings.store.codec import brief_from_json
from briefings.store.database import Database
from briefings.store.tables import briefs, editions

A_LOOK = 100
"""Rows that are read at a time: most are what is asked for."""
MOST_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A brief, and the newsletter (slug) and local date of the edition that told it first."""

    brief: Brief
    newsletter: str
    day: date


async def search(database: Database, words: Sequence[str], most: int) -> list[Found]:
    """The newest version of each story in which all the words, folded, stand; the newest first, at most so many.

    What is held back from readers is not found.
    """
    found: dict[str, Found] = {}
    wanted = [f" {word} " for typed in words for word in in_words(typed).split()]
    if not wanted:
        return []
    query = _with(wanted)
    for look in range(MOST_LOOKS):
        async with database.read() as connection:
            rows = list(await connection.execute(query.limit(A_LOOK).offset(look * A_LOOK)))
        for row in rows:
            found.setdefault(row.story, Found(brief_from_json(row.content), row.newsletter, row.date))
        if len(found) >= most or len(rows) < A_LOOK:
            break
    return list(found.values())[:most]


def _with(words: Sequence[str]) -> Select[Any]:
    # A brief is written for an edition, in its moment; ids are hashes in quotes, no part of another can look like one.
    its_own = func.instr(editions.c.briefs, literal('"').concat(briefs.c.id).concat('"')) > 0
    return (
        select(briefs.c.story, briefs.c.content, editions.c.newsletter, editions.c.date)
        .join(editions, and_(editions.c.cut == briefs.c.written_at, its_own))
        .where(editions.c.held.is_(False), *(briefs.c.said.contains(word, autoescape=True) for word in words))
        .order_by(briefs.c.written_at.desc(), briefs.c.id, editions.c.newsletter)
    )
