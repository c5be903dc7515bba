"""Whether the newsletters are fed, looked at between the cuts: who runs the bot is to know before the readers do.

One message names all newsletters that are short by then, and one all that recovered. What comes and goes within
minutes is not told at all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.alarm import Alarm
from briefings.model import Newsletter
from briefings.supply import Shortage, Supply, shortage

EVERY = timedelta(minutes=5)
SETTLED = timedelta(minutes=15)
"""What is short for less is tried again first; what is well for less may be short again."""
AT_MOST_EVERY = timedelta(hours=1)
SOON = timedelta(hours=1)
"""A cut so near that nobody waits with the message."""
AHEAD = tuple(timedelta(hours=hours) for hours in (1, 3, 6, 12, 24))
"""How far ahead somebody must be going to get a newsletter, for its shortage to be told."""


class News(Protocol):
    """Who knows how the newsletters are fed (`briefings.pipeline`)."""

    async def supplies(self) -> Mapping[str, Supply]: ...


class Cuts(Protocol):
    """Who knows which newsletters will be cut within a time (`bot.delivery.plan`)."""

    def cuts_ahead(self, now: datetime, within: timedelta) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell: those that are short and why, and those that recovered."""

    short: Mapping[str, Shortage]
    over: Sequence[str]


class Ledger:
    """Remembers which newsletters are short since when, and what was told of it. Pure."""

    def __init__(self) -> None:
        self._since: dict[str, datetime] = {}
        self._well_since: dict[str, datetime] = {}
        self._told: set[str] = set()
        self._last: datetime | None = None

    def look(self, short: Mapping[str, Shortage], soon: Collection[str], now: datetime) -> Told:
        """What is to be told now, when these are short; `soon` are those that cannot wait for the hour to be over."""
        self._since = {slug: min(self._since.get(slug, now), now) for slug in short}
        self._well_since = {slug: min(self._well_since.get(slug, now), now) for slug in self._told if slug not in short}
        over = sorted(slug for slug, since in self._well_since.items() if now - since >= SETTLED)
        self._told.difference_update(over)
        new = {slug for slug, since in self._since.items() if slug not in self._told and now - since >= SETTLED}
        if not new or not (self._may_speak(now) or new & set(soon)):
            return Told({}, over)
        self._last = now
        self._told |= new
        return Told({slug: short[slug] for slug in sorted(new)}, over)

    def knows(self, slug: str) -> bool:
        """Whether the operator was told that this one is short."""
        return slug in self._told

    def _may_speak(self, now: datetime) -> bool:
        return self._last is None or not timedelta(0) <= now - self._last < AT_MOST_EVERY


class SupplyWatch:
    """Looks every five minutes; called as often as you like."""

    def __init__(self) -> None:
        self._ledger = Ledger()
        self._looked: datetime | None = None

    async def look(
        self, news: News, cuts: Cuts, newsletters: Sequence[Newsletter], alarm: Alarm, now: datetime
    ) -> None:
        """Tell of newsletters that somebody will get within a day and that could not be made now."""
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        self._looked = now
        wanted = cuts.cuts_ahead(now, AHEAD[-1])
        supplies = await news.supplies() if wanted else {}
        found = {one.slug: shortage(one, supplies[one.slug], now) for one in newsletters if one.slug in supplies}
        short = {slug: why for slug, why in found.items() if why is not None and slug in wanted}
        told = self._ledger.look(short, cuts.cuts_ahead(now, SOON), now)
        if told.short:
            named = "; ".join(f"{slug}: {why}" for slug, why in told.short.items())
            alarm.again("supply.short", newsletters=named, next_cut=_when(cuts, set(told.short), now))
        if told.over:
            alarm.again("supply.recovered", newsletters=", ".join(told.over))

    def thin(self, briefs: Mapping[str, int], alarm: Alarm) -> None:
        """Tell of editions that were cut with so few stories (by slug), unless their shortage was told before."""
        new = {slug: count for slug, count in briefs.items() if not self._ledger.knows(slug)}
        if new:
            alarm("edition.thin", newsletters=", ".join(f"{slug}: {count}" for slug, count in sorted(new.items())))


def _when(cuts: Cuts, slugs: set[str], now: datetime) -> str:
    hours = next((within for within in AHEAD if slugs & set(cuts.cuts_ahead(now, within))), AHEAD[-1])
    return f"within {hours // timedelta(hours=1)} h"
