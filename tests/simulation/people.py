"""The readers of a simulation, and what they ask for as the months go by: real commands, in their own words."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.simulation.model import Wish
from tests.simulation.newsroom import NEWSLETTERS

PLACES = {
    "Denver": "America/Denver",
    "Berlin": "Europe/Berlin",
    "Lord Howe": "Australia/Lord_Howe",
}
"""Clocks that change in spring and autumn, north and south, by an hour and by half an hour."""
MORNINGS = (time(7), time(7), time(7), time(2, 15), time(11))
"""The fourth of them does not exist on some days, and twice on others."""
EVENINGS = (time(18), time(13))
"""So late a morning and so early an evening can be missed in one outage; the newer of them is what counts then."""
TITLES = {one.slug: one.title for one in NEWSLETTERS}
FIRST_PERSON, FIRST_GROUP = 1001, -2001
PER_GROUP = 8
"""Every so many-th reader is a group."""


@dataclass(slots=True)
class Somebody:
    """A chat that reads. `admin` is who speaks; `expected` is what the bot must have understood so far."""

    reader: int
    chat: int
    admin: int
    expected: Wish
    here: bool = True
    paused_on: date | None = None

    @property
    def group(self) -> bool:
        return self.chat < 0


def wish(random: Random) -> Wish:
    """What a new reader wants."""
    morning, evening = random.choice(MORNINGS), random.choice(EVENINGS)
    on = random.choices(("morning", "evening", "both"), (5, 2, 3))[0]
    return Wish(
        zone=random.choice(list(PLACES.values())),
        morning=morning if on != "evening" else None,
        evening=evening if on != "morning" else None,
        days=frozenset(random.choices(((1, 3, 5), range(1, 6), range(1, 8)), (5, 3, 2))[0]),
        newsletters=frozenset(random.sample(sorted(TITLES), random.randint(1, 3))),
    )


def something(random: Random, one: Somebody, now: datetime) -> tuple[str, Wish]:
    """What somebody types now, and what is wished then."""
    known = one.expected
    kinds = (_time, _time, _place, _place, _days, _pause, _resume, _slot, _list, _list)
    return random.choice(kinds)(random, known, now.astimezone(ZoneInfo(known.zone)).date())


def _time(random: Random, known: Wish, _today: date) -> tuple[str, Wish]:
    if random.random() < 0.6:
        at = random.choice(MORNINGS)
        return f"/time {at:%H:%M}", replace(known, morning=at)
    at = random.choice(EVENINGS)
    return f"/time evening {at:%H:%M}", replace(known, evening=at)


def _place(random: Random, known: Wish, _today: date) -> tuple[str, Wish]:
    name = random.choice(list(PLACES))
    return f"/timezone {name}", replace(known, zone=PLACES[name])


def _days(random: Random, known: Wish, _today: date) -> tuple[str, Wish]:
    if random.random() < 0.5:
        return "/days weekdays", replace(known, days=frozenset(range(1, 6)))
    return "/days every day", replace(known, days=frozenset(range(1, 8)))


def _pause(random: Random, known: Wish, today: date) -> tuple[str, Wish]:
    days = random.randint(1, 4)
    return f"/pause {days} days", replace(known, paused_until=today + timedelta(days=days))


def _resume(_random: Random, known: Wish, today: date) -> tuple[str, Wish]:
    paused = known.paused_until is not None and known.paused_until > today
    return "/resume", replace(known, paused_until=today if paused else known.paused_until)


def _slot(_random: Random, known: Wish, _today: date) -> tuple[str, Wish]:
    """Switch off the one of two slots, or on the missing one."""
    if known.morning is not None and known.evening is not None:
        return "/time evening off", replace(known, evening=None)
    if known.evening is None:
        return "/time evening 18:00", replace(known, evening=time(18))
    return "/time morning 7:00", replace(known, morning=time(7))


def _list(random: Random, known: Wish, _today: date) -> tuple[str, Wish]:
    more, chosen = sorted(set(TITLES) - known.newsletters), sorted(known.newsletters)
    if more and (len(chosen) == 1 or random.random() < 0.5):
        slug = random.choice(more)
        return f"/subscribe {TITLES[slug]}", replace(known, newsletters=known.newsletters | {slug})
    slug = random.choice(chosen)
    return f"/unsubscribe {TITLES[slug]}", replace(known, newsletters=known.newsletters - {slug})
