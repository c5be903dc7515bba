"""The small wordings that many screens share: lists, clock times, dates, what a reader gets. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.readers.model import EVERY_DAY, UNTIL_RESUMED, ChatKind, Reader
from bot.readers.questions import chosen, slots_used
from bot.readers.schedule import Due, wall_time
from bot.readers.spans import MONTHS
from bot.readers.weekdays import NAMES, say_days
from bot.telegram.wording import counted, home_first, listed, one_line
from briefings.model import Newsletter, Slot

LONGEST_ECHO = 40
"""Characters of a person's own words that an answer repeats."""


def echo(words: str) -> str:
    """What a person typed, short enough to repeat."""
    return one_line(words, LONGEST_ECHO)


def clock(at: time) -> str:
    """Says "7:00", "18:30"."""
    return f"{at.hour}:{at.minute:02}"


def full_date(day: date) -> str:
    """Says "Tuesday, December 8"."""
    return f"{NAMES[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def moment(at: datetime, now: datetime, zone: str) -> str:
    """A coming or past instant in the reader's time: "tomorrow, Wednesday November 25, 7:00"."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    near = {0: "today, ", 1: "tomorrow, ", -1: "yesterday, "}.get((local.date() - today).days, "")
    day = f"{NAMES[local.weekday()]} {MONTHS[local.month - 1]} {local.day}"
    return f"{near}{day}, {clock(local.time())}"


UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def ago(then: datetime, now: datetime) -> str:
    """Says "just now", "12 minutes ago", "3 hours ago", "2 days ago"."""
    passed = now - then
    if passed < timedelta(minutes=1):
        return "just now"
    unit, length = next(one for one in UNITS if passed >= one[1])
    return f"{counted(passed // length, unit)} ago"


def zone_name(reader: Reader) -> str:
    """What the reader's time is called: the place as they named it, else the city of the zone."""
    return reader.place or (reader.zone or "").rpartition("/")[2].replace("_", " ")


def subject(kind: ChatKind) -> str:
    """Who gets the briefings, at the start of a sentence: "You get", "This chat gets"."""
    return "You get" if kind is ChatKind.PRIVATE else "This chat gets"


def titles(newsletters: Sequence[Newsletter]) -> str:
    """Their titles as a list in words."""
    return listed([newsletter.title for newsletter in home_first(newsletters)])


def times(reader: Reader, newsletters: Sequence[Newsletter]) -> str:
    """Says "mornings at 7:00 and evenings at 18:00 Denver time", of the slots in which something comes."""
    said = []
    for slot in slots_used(reader, newsletters) or tuple(Slot):
        at = wall_time(reader, slot)
        if at is not None:
            said.append(f"{slot}s at {clock(at)}")
    place = f" {zone_name(reader)} time" if reader.zone else ""
    days = "" if reader.days == EVERY_DAY else f", {say_days(reader.days)}"
    return listed(said) + place + days


def getting(reader: Reader, newsletters: Sequence[Newsletter]) -> str:
    """Says "Denver and Markets, mornings at 7:00 Denver time."."""
    mine = chosen(reader, newsletters)
    return f"{titles(mine)}, {times(reader, newsletters)}." if mine else "Nothing is chosen."


def next_line(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> str:
    """When the next briefing comes, or why none does."""
    if not chosen(reader, newsletters):
        return "Choose with /subscribe."
    if is_paused(reader, now):
        return paused_line(reader)
    if due is None or reader.zone is None:
        return "Nothing chosen comes on these days. Change them with /days."
    return f"Next: {moment(due.at, now, reader.zone)}."


def is_paused(reader: Reader, now: datetime) -> bool:
    """Whether the reader's local date lies before the end of a pause."""
    if reader.paused_until is None:
        return False
    return reader.paused_until > now.astimezone(ZoneInfo(reader.zone or "UTC")).date()


def paused_line(reader: Reader) -> str:
    """Until when nothing comes: "Paused until Tuesday, December 8"."""
    if reader.paused_until is None or reader.paused_until == UNTIL_RESUMED:
        return "Paused until you say /resume."
    return f"Paused until {full_date(reader.paused_until)}. The first briefing after that catches you up."
