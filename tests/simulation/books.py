"""A second look into the bot's database, beside the bot: what it wishes, owes and wrote, by plain SQL."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tests.simulation.model import Key, Wish


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a delivery, as the bot has it on its books."""

    id: int
    delivery_id: int
    key: Key
    expires_at: datetime
    state: str
    doubts: int
    delivery_state: str


PART = (
    "SELECT p.id, d.id, d.reader_id, d.local_date, d.slot, d.expires_at, p.state, p.doubts, d.state "
    "FROM parts p JOIN deliveries d ON d.id = p.delivery_id "
)

STATE = "SELECT d.state FROM deliveries d WHERE d.reader_id = ? AND d.local_date = ? AND d.slot = ?"
PARTS = PART + "WHERE d.reader_id = ? AND d.local_date = ? AND d.slot = ? ORDER BY p.number"


class Books:
    """Reads the file of the database at `path`; it never writes."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)

    def close(self) -> None:
        self._file.close()

    def ask(self, sql: str, *values: Any) -> list[Any]:
        """The rows that a query finds."""
        return self._file.execute(sql, values).fetchall()

    def version(self) -> str:
        """Another one when anybody wishes something else: nothing is changed without a note of when."""
        return str(self.ask("SELECT group_concat(changed_at || standing) FROM readers")[0][0])

    def wishes(self) -> dict[int, Wish]:
        """What every reader wants, as it is kept."""
        chosen: dict[int, set[str]] = {}
        for reader, newsletter in self.ask("SELECT reader_id, newsletter FROM subscriptions"):
            chosen.setdefault(reader, set()).add(newsletter)
        rows = self.ask("SELECT id, zone, morning, evening, days, paused_until, standing FROM readers ORDER BY id")
        return {
            reader: Wish(
                zone,
                _time(morning),
                _time(evening),
                frozenset(int(day) for day in days),
                date.fromisoformat(paused) if paused else None,
                frozenset(chosen.get(reader, ())),
                standing == "active",
            )
            for reader, zone, morning, evening, days, paused, standing in rows
        }

    def last_id(self) -> int:
        """The newest delivery."""
        return int(self.ask("SELECT coalesce(max(id), 0) FROM deliveries")[0][0])

    def planned_since(self, last_id: int) -> dict[Key, datetime]:
        """The deliveries of slots that are newer than one, and when they are due."""
        sql = "SELECT reader_id, local_date, slot, due_at FROM deliveries WHERE id > ? AND lane = 1"
        return {_key(*row[:3]): instant(row[3]) for row in self.ask(sql, last_id)}

    def sending_to(self, chat: int) -> list[Part]:
        """What is on its way to a chat, by the books, or to where it has moved; what was leased last comes first."""
        sql = PART + "JOIN readers r ON r.id = d.reader_id WHERE p.state = 'sending' AND r.chat_id IN "
        sql += "(?, (SELECT new_chat_id FROM moves WHERE old_chat_id = ?)) ORDER BY p.lease_until DESC"
        return [_part(row) for row in self.ask(sql, chat, chat)]

    def parts_of(self, key: Key) -> tuple[str | None, list[Part]]:
        """The state of a delivery (None: there is none) and its messages."""
        which = key[0], str(key[1]), key[2]
        found = self.ask(STATE, *which)
        rows = self.ask(PARTS, *which)
        return (found[0][0] if found else None), [_part(row) for row in rows]

    def changed_at(self, reader: int) -> datetime:
        """When the reader's row was written last."""
        return instant(self.ask("SELECT changed_at FROM readers WHERE id = ?", reader)[0][0])

    def open(self) -> bool:
        """Whether anything is to be sent, is being sent, or may be sent once more."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state IN ('planned', 'sending')) OR EXISTS "
            "(SELECT 1 FROM parts WHERE state = 'uncertain' AND doubts < 2 AND not_before < '9')"
        )
        return bool(self.ask(sql)[0][0])

    def unmade(self) -> bool:
        """Whether something is owed that is not made yet."""
        sql = "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'planned' AND rendered_at IS NULL)"
        return bool(self.ask(sql)[0][0])

    def uneven(self) -> list[datetime]:
        """The instants of which more or fewer deliveries are there than were counted as they were planned."""
        there = "SELECT due_at, count(*) FROM deliveries WHERE lane = 1 GROUP BY due_at"
        counted = "SELECT due_at, planned FROM sends WHERE lane = 1"
        found = self.ask(f"SELECT * FROM ({there} EXCEPT {counted}) UNION SELECT * FROM ({counted} EXCEPT {there})")  # noqa: S608 (two sentences of this method's own)
        return [instant(row[0]) for row in found]

    def handled(self) -> bool:
        """Whether the bot has done all that it was asked."""
        return not self.ask("SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'waiting')")[0][0]

    def silence(self) -> datetime | None:
        """Until when the bot knows that it must be silent."""
        found = self.ask("SELECT value FROM marks WHERE name = 'flood_until'")
        return instant(found[0][0]) if found else None


def instant(text: str) -> datetime:
    """An instant as the database keeps it."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _key(reader: int, day: str, slot: str) -> Key:
    return reader, date.fromisoformat(day), slot


def _part(row: tuple[Any, ...]) -> Part:
    part, delivery, reader, day, slot, expires_at, state, doubts, delivery_state = row
    return Part(part, delivery, _key(reader, day, slot), instant(expires_at), state, doubts, delivery_state)
