"""What befalls the bot and what people do on one day, drawn from one seeded source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from tests.simulation.wire import Spell, Trouble

DAY_SECONDS = 86_400
SOMETIME = 0.2
"""The share of the troubles that come at any time."""


class Event(StrEnum):
    """What happens at a moment."""

    SPELL = "the line is bad"
    FAIR = "the line is good again"
    KILL = "the process is killed"
    KILL_SOON = "the process is killed within its next work"
    KILL_SENDING = "the process is killed while a message is on its way"
    STOP = "the process is stopped"
    START = "the process begins"
    STEP = "the machine's clock is set wrong"
    STEP_BACK = "the machine's clock is right again"
    ACT = "somebody changes a wish"
    TODAY = "somebody wants a briefing now"
    LEAVE = "somebody blocks the bot or throws it out"
    RETURN = "somebody lets the bot in again"
    MOVE = "a group becomes a supergroup"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One line of the agenda."""

    at: datetime
    number: int
    event: Event
    seconds: float = 0.0
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How much happens in a day: how many acts of people, and how probable each mishap is."""

    acts: int = 6
    todays: int = 2
    spells: float = 0.8
    kills: float = 0.5
    outages: float = 0.08
    steps: float = 0.1
    leaves: float = 0.7
    moves: float = 0.1


class _Day:
    """A day that fills with entries."""

    def __init__(self, random: Random, begins: datetime, dues: Sequence[datetime]) -> None:
        self.random = random
        self.entries: list[Entry] = []
        self._begins = begins
        self._dues = dues

    def add(self, event: Event, at: datetime, seconds: float = 0.0, spell: Spell | None = None) -> None:
        self.entries.append(Entry(at, len(self.entries), event, seconds, spell))

    def sometime(self) -> datetime:
        """Any moment of the day."""
        return self._begins + timedelta(seconds=self.random.uniform(0, DAY_SECONDS))

    def awkward(self) -> datetime:
        """Mostly just before somebody is due."""
        if not self._dues or self.random.random() < SOMETIME:
            return self.sometime()
        return self.random.choice(self._dues) - timedelta(seconds=self.random.uniform(0, 20))


def agenda(random: Random, day: datetime, dues: Sequence[datetime], habits: Habits) -> list[Entry]:
    """What happens on a day that begins at `day`; trouble likes the moments at which somebody is due."""
    page = _Day(random, day, dues)
    for event, count in ((Event.ACT, habits.acts), (Event.TODAY, habits.todays)):
        for _ in range(count):
            page.add(event, page.sometime())
    for event, chance in ((Event.LEAVE, habits.leaves), (Event.RETURN, habits.leaves), (Event.MOVE, habits.moves)):
        if random.random() < chance:
            page.add(event, page.sometime())
    for trouble, chance in (
        (_spell, habits.spells),
        (_kill, habits.kills),
        (_outage, habits.outages),
        (_step, habits.steps),
    ):
        if random.random() < chance:
            trouble(page)
    return sorted(page.entries)


def _spell(page: _Day) -> None:
    trouble = page.random.choice(tuple(Trouble))
    seconds, share = page.random.choice((60, 300, 1200, 2400)), page.random.choice((0.2, 0.5, 1.0))
    if trouble is Trouble.UNREACHABLE:
        share = 1.0
    if trouble is Trouble.FLOOD:
        seconds, share = 60, 0.3
    begins = page.awkward()
    page.add(Event.SPELL, begins, spell=Spell(trouble, share))
    page.add(Event.FAIR, begins + timedelta(seconds=seconds))


def _kill(page: _Day) -> None:
    ways = (Event.KILL, Event.KILL_SOON, Event.KILL_SENDING, Event.KILL_SENDING, Event.STOP)
    page.add(page.random.choice(ways), page.awkward(), page.random.choice((1, 5, 30, 600)))


def _outage(page: _Day) -> None:
    page.add(Event.KILL, page.awkward(), page.random.uniform(1, 11) * 3600)


def _step(page: _Day) -> None:
    begins = page.awkward()
    page.add(Event.STEP, begins, page.random.choice((-3600, 3600)))
    page.add(Event.STEP_BACK, begins + timedelta(hours=page.random.uniform(0.5, 5)))
