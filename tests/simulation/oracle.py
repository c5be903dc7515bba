"""Judges what became of everything that was owed. What is wrong is collected as sentences."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.books import Books, Part
from tests.simulation.loop import LoopClock
from tests.simulation.model import GIVE_UP, Key, Model, Owed
from tests.simulation.wire import Wire

HEADINGS = ("<b>Good morning.", "<b>Good evening.", "Good morning.", "Good evening.")
SOURCES = re.compile(r"1:src:(\d+)")
SETTLED_AFTER = GIVE_UP + timedelta(hours=1)
"""So long after its time every briefing has come to its end."""
REMEMBERED = timedelta(days=4)
"""So long the model knows what was owed: a reader who moves around the earth can meet the same date again."""
AROUND = timedelta(minutes=10)
GRACE = timedelta(seconds=60)
"""A message that was leased in time may leave so much later."""
MOST_COPIES = 2


@dataclass(slots=True)
class Span:
    """A time in which something was wrong with the world, by the true clock; `until` is None while it lasts."""

    since: datetime
    until: datetime | None = None

    def touches(self, first: datetime, last: datetime) -> bool:
        return self.since <= last and (self.until is None or self.until >= first)


class Troubles:
    """When the world was not as it should be: for everybody, and for single chats."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._away: dict[int, list[Span]] = defaultdict(list)

    def begin(self, now: datetime) -> Span:
        """Something begins that is nobody's fault but the world's."""
        self._spans.append(Span(now))
        return self._spans[-1]

    def left(self, reader: int, now: datetime) -> None:
        """The reader cannot be written to."""
        self._away[reader].append(Span(now))

    def came_back(self, reader: int, now: datetime) -> None:
        self._away[reader][-1].until = now

    def between(self, first: datetime, last: datetime) -> bool:
        """Whether anything was wrong for everybody."""
        return any(span.touches(first, last) for span in self._spans)

    def was_away(self, reader: int, first: datetime, last: datetime) -> bool:
        """Whether the reader could not be written to at some time."""
        return any(span.touches(first, last) for span in self._away[reader])


class Oracle:
    """Sees every message leave and arrive. `lateness` are seconds from the time to the first message, in fair weather.

    `ends` counts how the briefings ended.
    """

    def __init__(self, clock: LoopClock, wire: Wire, model: Model, books: Books, troubles: Troubles) -> None:
        self.wrong: list[str] = []
        self.lateness: list[float] = []
        self.ends: dict[str, int] = defaultdict(int)
        self.copies = 0
        self._clock = clock
        self._wire = wire
        self._model = model
        self._books = books
        self._troubles = troubles
        self._arrivals: dict[int, list[datetime]] = defaultdict(list)
        self._newest: dict[int, datetime] = {}
        wire.handed_over, wire.arrived = self._handed_over, self._arrived

    def say(self, *words: object) -> None:
        """Something is wrong."""
        self.wrong.append(f"{self._clock.true():%Y-%m-%d %H:%M:%S} {' '.join(str(word) for word in words)}")

    def judge(self) -> None:
        """Everything whose time is long over."""
        now = self._clock.now()
        for key, owed in list(self._model.owed.items()):
            if not owed.judged and now - max(owed.due_at, owed.looked_at) > SETTLED_AFTER:
                owed.judged = True
                self._judge(key, owed)
            if owed.judged and now - owed.due_at > REMEMBERED:
                del self._model.owed[key]

    def _handed_over(self, asked: dict[str, Any]) -> Part | None:
        """A message leaves: one of a briefing must be on the books as being sent, and not be too late."""
        sending = self._books.sending_to(asked["chat_id"])
        buttons = SOURCES.search(str(asked.get("reply_markup", "")))
        if not (buttons or asked["text"].startswith(HEADINGS)):
            return None
        # A process that was killed may have left others of this chat behind, leased and never finished.
        named = (part for part in sending if buttons is None or part.delivery_id == int(buttons[1]))
        part, now = next(named, None), self._clock.now()
        if part is None:
            self.say("chat", asked["chat_id"], "is sent a briefing without a lease")
            return None
        if now > part.expires_at + GRACE and not self._clock.error:
            self.say(part.key, "is sent when it has expired")
        owed = self._model.owed.get(part.key)
        if owed is not None:
            self._in_order(part, owed)
        return part

    def _in_order(self, part: Part, owed: Owed) -> None:
        """After a newer briefing no older one may come, but for the second copy of one that came before."""
        reader = part.key[0]
        if part.id not in self._arrivals and owed.due_at < self._newest.get(reader, owed.due_at):
            self.say(part.key, "comes after a newer one")
        self._newest[reader] = max(owed.due_at, self._newest.get(reader, owed.due_at))

    def _arrived(self, part: Part | None) -> None:
        if part is not None:
            self._arrivals[part.id].append(self._clock.now())
            self.copies += 1

    def _judge(self, key: Key, owed: Owed) -> None:
        state, parts = self._books.parts_of(key)
        trouble = self._troubles.between(owed.due_at - GIVE_UP, owed.due_at + SETTLED_AFTER)
        self.ends[state or "dropped"] += 1
        if state is None:
            if self._books.changed_at(key[0]) < owed.looked_at:
                self.say(key, "has vanished")
            return
        away = self._troubles.was_away(key[0], owed.looked_at, self._clock.true())
        excuses = {
            "sent": True,
            "uncertain": trouble,
            "expired": trouble,
            "failed": away,
            "planned": False,
            "sending": False,
        }
        for one in [state, *(part.state for part in parts)]:
            if not excuses[one]:
                self.say(key, "is", one, "for no reason")
        for part in parts:
            self._judge_part(part)
            if part.doubts and not trouble:
                self.say(key, "is in doubt for no reason")
        calm = not self._troubles.between(owed.due_at - AROUND, owed.due_at + AROUND)
        if calm and not owed.late and state == "sent":
            came = self._arrivals[parts[0].id][:1]
            self.lateness.extend((moment - owed.due_at).total_seconds() for moment in came)
        elif calm and not owed.late and not away:
            self.say(key, "is", state, "in fair weather")

    def _judge_part(self, part: Part) -> None:
        copies = len(self._arrivals[part.id])
        if copies > min(MOST_COPIES, 1 + part.doubts):
            self.say(part.key, "came", copies, "times, with", part.doubts, "doubts")
        if part.state == "sent" and copies == 0:
            self.say(part.key, "is taken for sent and never came")
