"""The small wordings that many screens share: lists, clock times, dates, what a reader gets. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.readers.model import EVERY_DAY, UNTIL_RESUMED, Reader
from bot.readers.questions import chosen, slots_used
from bot.readers.schedule import Due, wall_time
from bot.readers.weekdays import WEEKDAYS, WEEKENDS
from bot.telegram.dates import day_name, full_date, month_name
from bot.telegram.language import later, tr, trn
from bot.telegram.wording import home_first, listed, one_line
from briefings.model import Newsletter, Slot

LONGEST_ECHO = 40
"""Characters of a person's own words that an answer repeats."""


def echo(words: str) -> str:
    """What a person typed, short enough to repeat."""
    return one_line(words, LONGEST_ECHO)


def clock(at: time) -> str:
    """Says "7:00", "18:30"."""
    return f"{at.hour}:{at.minute:02}"


def moment(at: datetime, now: datetime, zone: str) -> str:
    """A coming or past instant in the reader's time: "tomorrow, Wednesday November 25, 7:00"."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    near = {0: tr("today"), 1: tr("tomorrow"), -1: tr("yesterday")}.get((local.date() - today).days)
    weekday, month = day_name(local.isoweekday()), month_name(local.month)
    day = tr("{weekday} {month} {day}", weekday=weekday, month=month, day=str(local.day))
    return ", ".join([*([near] if near else []), day, clock(local.time())])


def ago(then: datetime, now: datetime) -> str:
    """Says "just now", "12 minutes ago", "3 hours ago", "2 days ago"."""
    passed = now - then
    if (days := passed // timedelta(days=1)) > 0:
        return trn("{count} day ago", "{count} days ago", days)
    if (hours := passed // timedelta(hours=1)) > 0:
        return trn("{count} hour ago", "{count} hours ago", hours)
    if (minutes := passed // timedelta(minutes=1)) > 0:
        return trn("{count} minute ago", "{count} minutes ago", minutes)
    return tr("just now")


def zone_name(reader: Reader) -> str:
    """What the reader's time is called: the place as they named it, else the city of the zone."""
    return reader.place or (reader.zone or "").rpartition("/")[2].replace("_", " ")


def say_days(days: frozenset[int]) -> str:
    """`days` in words that follow a sentence: "every day", "on weekdays", "on Monday, Wednesday and Friday"."""
    if days == EVERY_DAY:
        return tr("every day")
    if days == WEEKDAYS:
        return tr("on weekdays")
    if days == WEEKENDS:
        return tr("on weekends")
    return tr("on {days}", days=name_days(days))


def name_days(days: frozenset[int]) -> str:
    """`days` by themselves: "every day", "weekdays", "Monday and Friday"."""
    sets = {EVERY_DAY: tr("every day"), WEEKDAYS: tr("weekdays"), WEEKENDS: tr("weekends")}
    return sets.get(days) or listed([day_name(day) for day in sorted(days)])


def titles(newsletters: Sequence[Newsletter]) -> str:
    """Their titles as a list in words."""
    return listed([newsletter.title for newsletter in home_first(newsletters)])


def times(reader: Reader, newsletters: Sequence[Newsletter]) -> str:
    """Says "mornings at 7:00 and evenings at 18:00 Denver time", of the slots in which something comes."""
    said = []
    for slot in slots_used(reader, newsletters) or tuple(Slot):
        at = wall_time(reader, slot)
        if at is not None:
            words = later("mornings at {time}") if slot is Slot.MORNING else later("evenings at {time}")
            said.append(tr(words, time=clock(at)))
    both = listed(said)
    if reader.zone:
        both = tr("{times} {place} time", times=both, place=zone_name(reader))
    return both if reader.days == EVERY_DAY else f"{both}, {say_days(reader.days)}"


def getting(reader: Reader, newsletters: Sequence[Newsletter]) -> str:
    """Says "Denver and Markets, mornings at 7:00 Denver time."."""
    mine = chosen(reader, newsletters)
    return f"{titles(mine)}, {times(reader, newsletters)}." if mine else tr("Nothing is chosen.")


def next_line(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> str:
    """When the next briefing comes, or why none does."""
    if not chosen(reader, newsletters):
        return tr("Choose with /subscribe.")
    if is_paused(reader, now):
        return paused_line(reader)
    if due is None or reader.zone is None:
        return tr("Nothing chosen comes on these days. Change them with /days.")
    return tr("Next: {moment}.", moment=moment(due.at, now, reader.zone))


def is_paused(reader: Reader, now: datetime) -> bool:
    """Whether the reader's local date lies before the end of a pause."""
    if reader.paused_until is None:
        return False
    return reader.paused_until > now.astimezone(ZoneInfo(reader.zone or "UTC")).date()


def paused_line(reader: Reader) -> str:
    """Until when nothing comes: "Paused until Tuesday, December 8"."""
    if reader.paused_until is None or reader.paused_until == UNTIL_RESUMED:
        return tr("Paused until you say /resume.")
    words = later("Paused until {day}. The first briefing after that catches you up.")
    return tr(words, day=full_date(reader.paused_until))
