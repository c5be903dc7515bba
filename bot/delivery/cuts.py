"""Which editions are to be cut now. Pure.

An edition of (newsletter, slot, local date) is cut ten minutes before its first reader is due, wherever that reader
lives, and again each hour while readers are still to come. Whether a new cut says anything new is for the caller to
compare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.readers.schedule import instant, known_zone, slots_of
from briefings.model import Newsletter, Slot

LEAD = timedelta(minutes=10)
AGAIN = timedelta(hours=1)
DAYS_AROUND = 2
"""Local dates on earth differ from UTC's by one, and a cut's readers may be due on the far side of it."""

Cut = tuple[str, date, Slot]
"""Newsletter (slug), local date, slot."""


@dataclass(frozen=True, slots=True)
class Choice:
    """That there are readers in `zone` with these times (None: switched off) who chose `newsletter` (a slug)."""

    zone: str
    morning: time | None
    evening: time | None
    newsletter: str


@dataclass(frozen=True, slots=True)
class Group:
    """Readers in `zone` to whom these newsletters (slugs) come at wall time `at`, their `slot`."""

    zone: str
    at: time
    slot: Slot
    newsletters: frozenset[str]


def groups(choices: Iterable[Choice], newsletters: Sequence[Newsletter]) -> list[Group]:
    """The readers' choices by zone and time; a newsletter that the list no longer has is passed over."""
    listed = {newsletter.slug: newsletter for newsletter in newsletters}
    found: dict[tuple[str, time, Slot], set[str]] = {}
    for choice in choices:
        newsletter = listed.get(choice.newsletter)
        if newsletter is None or not known_zone(choice.zone):
            continue
        slots = slots_of(newsletter, choice.morning, choice.evening)
        times = ((Slot.MORNING, choice.morning), (Slot.EVENING, choice.evening))
        for slot, at in [(slot, at) for slot, at in times if at is not None and slot in slots]:
            found.setdefault((choice.zone, at, slot), set()).add(choice.newsletter)
    return [Group(zone, at, slot, frozenset(slugs)) for (zone, at, slot), slugs in found.items()]


def cuts_due(found: Iterable[Group], newsletters: Sequence[Newsletter], after: datetime, now: datetime) -> list[Cut]:
    """The editions with a time to be cut in (after, now], soonest readers first."""
    days_of = {newsletter.slug: newsletter.days for newsletter in newsletters}
    days = [now.date() + timedelta(days=ahead) for ahead in range(-DAYS_AROUND, DAYS_AROUND + 1)]
    dues: dict[Cut, tuple[datetime, datetime]] = {}
    for group in found:
        for day in days:
            due = instant(day, group.at, group.zone)
            for slug in group.newsletters:
                if day.isoweekday() in days_of.get(slug, ()):
                    first, last = dues.get((slug, day, group.slot), (due, due))
                    dues[slug, day, group.slot] = (min(first, due), max(last, due))
    ripe = [(first, cut) for cut, (first, last) in dues.items() if _ripe(first, last, after, now)]
    return [cut for _, cut in sorted(ripe)]


def _ripe(first: datetime, last: datetime, after: datetime, now: datetime) -> bool:
    start = first - LEAD
    if now < start:
        return False
    newest = start + AGAIN * ((now - start) // AGAIN)
    # A reader due in the very minute of a cut still gets that cut; one who is due earlier does not.
    final = start + AGAIN * ((last - start) // AGAIN)
    return after < min(newest, final) <= now
