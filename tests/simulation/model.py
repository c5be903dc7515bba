"""What is owed to whom, in plain words: a local date and a slot for each reader, by what the reader wishes.

It knows nothing of groups, indexes, transactions or states: it asks of each reader, one after another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefings.model import Newsletter, Slot

GIVE_UP = timedelta(hours=6)
LATE = timedelta(minutes=2)
LAG = timedelta(seconds=75)
"""What a new process may look at once more."""
DAY = timedelta(days=1)

Key = tuple[int, date, str]
"""Reader, local date, slot."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one reader wants now. `coming` is false for those who blocked the bot, threw it out or are not set up."""

    zone: str
    morning: time | None
    evening: time | None
    days: frozenset[int] = frozenset(range(1, 8))
    paused_until: date | None = None
    newsletters: frozenset[str] = frozenset()
    coming: bool = True

    def slots(self) -> Iterator[tuple[Slot, time]]:
        """The slots that are on."""
        for slot, at in ((Slot.MORNING, self.morning), (Slot.EVENING, self.evening)):
            if at is not None:
                yield slot, at

    def wants(self, slot: Slot, day: date, newsletters: Iterable[Newsletter]) -> bool:
        """Whether there is anything for this reader in a slot of a day."""
        if not self.coming or day.isoweekday() not in self.days or (self.paused_until and day < self.paused_until):
            return False
        on = {one for one, _ in self.slots()}
        return any(
            slot in one.slots or not on & set(one.slots)
            for one in newsletters
            if one.slug in self.newsletters and day.isoweekday() in one.days
        )


@dataclass(slots=True)
class Owed:
    """A briefing that must be accounted for. Instants by the bot's own clock."""

    due_at: datetime
    looked_at: datetime
    late: bool
    judged: bool = False


def due(day: date, at: time, zone: str) -> datetime:
    """The instant of a wall time: before a gap by the offset of before it, and the first of two."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


class Model:
    """Mirrors each look of the bot at its clock."""

    def __init__(self, newsletters: Iterable[Newsletter]) -> None:
        self._newsletters = tuple(newsletters)
        self._until: datetime | None = None
        self.owed: dict[Key, Owed] = {}
        self._new_process = True

    def restarted(self) -> None:
        """The bot began anew: what it remembered beside its database is gone."""
        self._new_process = True

    def look(self, now: datetime, wishes: dict[int, Wish]) -> tuple[dict[Key, Owed], set[Key]]:
        """What this look must find, and what it may find besides."""
        if self._until is None:
            return {}, set()
        begins = self._begin(now)
        must: dict[Key, Owed] = {}
        if begins is None:
            return {}, set()
        may = self._may(self._until, now, wishes) if self._new_process else set()
        found = sorted(self._due(begins, now, wishes), key=lambda one: one[1], reverse=True)
        for key, due_at in found:
            late = now - due_at > LATE
            if key not in self.owed and not (late and self._has_newer(key[0], due_at, now, must)):
                must[key] = Owed(due_at, now, late)
        return must, may - set(must)

    def looked(self, now: datetime, found: dict[Key, Owed]) -> None:
        """The look took place, and this is what it found."""
        if self._until is None or self._begin(now) is not None:
            self._until = now
        self.owed |= found
        self._new_process = False

    def next_due(self, now: datetime, wishes: dict[int, Wish]) -> list[datetime]:
        """All instants within the next day at which somebody may be due."""
        pairs = {(wish.zone, at) for wish in wishes.values() if wish.coming for _, at in wish.slots()}
        return sorted({moment for zone, at in pairs for moment, _ in _moments(zone, at, now, now + DAY)})

    def wanted(self, now: datetime, wishes: dict[int, Wish]) -> list[datetime]:
        """When each reader is due within the next day."""
        return [moment for _, moment in self._due(now, now + DAY, wishes)]

    def _begin(self, now: datetime) -> datetime | None:
        assert self._until is not None
        if self._until > now + GIVE_UP:
            return now - LATE
        return max(self._until, now - GIVE_UP) if self._until < now else None

    def _due(self, after: datetime, now: datetime, wishes: dict[int, Wish]) -> Iterator[tuple[Key, datetime]]:
        known: dict[tuple[str, time], list[tuple[datetime, date]]] = {}
        for reader, wish in wishes.items():
            for slot, at in wish.slots():
                pair = (wish.zone, at)
                if pair not in known:
                    known[pair] = _moments(*pair, after, now)
                for moment, day in known[pair]:
                    if wish.wants(slot, day, self._newsletters):
                        yield (reader, day, slot.value), moment

    def _may(self, until: datetime, now: datetime, wishes: dict[int, Wish]) -> set[Key]:
        return {key for key, _ in self._due(until - LAG, min(until, now), wishes)}

    def _has_newer(self, reader: int, due_at: datetime, now: datetime, besides: dict[Key, Owed]) -> bool:
        days = [due_at.date() + timedelta(days=ahead) for ahead in range(-2, 4)]
        keys = [(reader, day, slot.value) for day in days for slot in Slot]
        known = [owed for key in keys if (owed := self.owed.get(key) or besides.get(key)) is not None]
        return any(due_at < one.due_at <= now for one in known)


def _moments(zone: str, at: time, after: datetime, until: datetime) -> list[tuple[datetime, date]]:
    """The instants of a daily wall time with after < instant <= until, and their dates."""
    day, last = after.date() - 2 * DAY, until.date() + 2 * DAY
    found = []
    while day <= last:
        moment = due(day, at, zone)
        if after < moment <= until:
            found.append((moment, day))
        day += DAY
    return found
