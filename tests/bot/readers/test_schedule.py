from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.readers.model import UNTIL_RESUMED, Address, ChatKind, Reader, Standing
from bot.readers.schedule import (
    home_zone,
    instant,
    known_zone,
    nearest_slot,
    newsletters_due,
    next_delivery,
    occurrences,
    slots_of,
    zone_of,
)
from briefings.model import Kind, Newsletter, Slot

MORNING, EVENING = Slot.MORNING, Slot.EVENING
WEEKDAYS = frozenset({1, 2, 3, 4, 5})
DAILY = frozenset(range(1, 8))
TUESDAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


def newsletter(slug: str, *slots: Slot, days: frozenset[int] = DAILY, zone: str = "America/Denver") -> Newsletter:
    return Newsletter(slug, slug.title(), "News.", Kind.TOPIC, zone, slots, days, ())


AM_PM = newsletter("am-pm", MORNING, EVENING)
MARKETS = newsletter("markets", MORNING, days=WEEKDAYS)
CLOSER = newsletter("closer", EVENING, days=WEEKDAYS)
LIST = (AM_PM, MARKETS, CLOSER)
READER = Reader(
    id=1,
    address=Address(7),
    kind=ChatKind.PRIVATE,
    standing=Standing.ACTIVE,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    newsletters=("am-pm", "markets", "closer"),
    zone="America/Denver",
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (TUESDAY, time(7), "America/Denver", utc(2026, 11, 24, 14)),
        (TUESDAY, time(7, 30), "Asia/Kathmandu", utc(2026, 11, 24, 1, 45)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", utc(2026, 3, 8, 7, 30)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2026, 11, 1), time(1, 30, fold=1), "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2028, 2, 29), time(7), "UTC", utc(2028, 2, 29, 7)),
    ],
    ids=["plain", "odd offset", "in the gap", "first of two", "fold is ignored", "leap day"],
)
def test_a_wall_time_is_one_instant(day, at, zone, expected):
    """A time in the gap is read with the offset before it, a repeated time means the first."""
    assert instant(day, at, zone) == expected


def test_a_jump_over_midnight_is_keyed_by_the_intended_date():
    """In Greenland 23:30 of one day may fall on the next; it is still that day's, and the next day has its own."""
    found = occurrences(time(23, 30), "America/Nuuk", utc(2026, 3, 28), utc(2026, 3, 31, 12))
    assert [day for day, _ in found] == [date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
    jumped = dict(found)[date(2026, 3, 28)]
    assert jumped.astimezone(ZoneInfo("America/Nuuk")).date() == date(2026, 3, 29)


def test_a_window_is_open_behind_and_closed_ahead():
    """Windows that follow each other share no instant and miss none."""
    due = utc(2026, 11, 24, 14)
    assert occurrences(time(7), "America/Denver", due - timedelta(seconds=1), due) == [(TUESDAY, due)]
    assert occurrences(time(7), "America/Denver", due, due + timedelta(hours=1)) == []


def transitions(zone: str) -> list[datetime]:
    """The instants at which a zone's offset changes in 2025 to 2028, to the minute."""
    info = ZoneInfo(zone)
    days = [utc(2025, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 2)]
    found = []
    for before, after in pairwise(days):
        low, high = before, after
        if low.astimezone(info).utcoffset() == high.astimezone(info).utcoffset():
            continue
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) / 2
            same = middle.astimezone(info).utcoffset() == before.astimezone(info).utcoffset()
            low, high = (middle, high) if same else (low, middle)
        found.append(high)
    return found


def test_no_clock_change_skips_or_doubles_a_day():
    """All zones by name, all changes 2025 to 2028, 36 hours either side, every quarter of an hour: each date once."""
    zones = available_timezones()
    changes = [(zone, change) for zone in zones for change in transitions(zone)]
    checked = 0
    for zone, change in changes:
        start, end = change - timedelta(hours=36), change + timedelta(hours=36)
        for quarter in range(96):
            at = time(quarter // 4, quarter % 4 * 15)
            due = occurrences(at, zone, start, end)
            dates = [day for day, _ in due]
            assert all(keeps_the_rule(moment, day, at, zone) for day, moment in due), (zone, change, at)
            assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(dates)), (zone, change, at)
            assert len(dates) in {2, 3, 4}, (zone, change, at)
            checked += len(dates)
    assert len(zones) >= 590
    assert len(changes) >= 1600
    assert checked >= 3 * 95 * len(changes)


def keeps_the_rule(moment: datetime, day: date, at: time, zone: str) -> bool:
    """The wall shows the time, and for the first time; or it never shows it, and shows one later by the gap."""
    wanted, local = datetime.combine(day, at), moment.astimezone(ZoneInfo(zone))
    shown = local.replace(tzinfo=None, fold=0)
    if shown == wanted:
        return local.fold == 0
    before = (moment - timedelta(days=1)).astimezone(ZoneInfo(zone)).utcoffset()
    after = (moment + timedelta(days=1)).astimezone(ZoneInfo(zone)).utcoffset()
    return before is not None and after is not None and shown - wanted == after - before > timedelta(0)


def test_windows_side_by_side_find_each_date_once():
    """However the time is cut into looks, each date is found once, also over a change of the clock."""
    moment, found = utc(2026, 3, 6), []
    while moment < utc(2026, 3, 11):
        found += occurrences(time(2, 30), "America/New_York", moment, moment + timedelta(minutes=7))
        moment += timedelta(minutes=7)
    assert [day for day, _ in found] == [date(2026, 3, day) for day in range(6, 11)]


def test_unknown_zones_are_known_to_be_unknown():
    """Whatever stands in the row, asking is safe."""
    assert known_zone("America/Denver")
    assert not any(known_zone(name) for name in (None, "", "Mars/Base", "../etc/passwd", "/etc", "America"))


@pytest.mark.parametrize(
    ("one", "morning", "evening", "slots"),
    [
        (AM_PM, time(7), time(18), (MORNING, EVENING)),
        (AM_PM, time(7), None, (MORNING,)),
        (CLOSER, time(7), time(18), (EVENING,)),
        (CLOSER, time(7), None, (MORNING,)),
        (MARKETS, None, time(18), (EVENING,)),
        (MARKETS, None, None, ()),
    ],
)
def test_a_newsletter_whose_slot_is_off_comes_in_the_one_that_is_on(one, morning, evening, slots):
    """Nothing chosen is lost by switching a slot off, and nothing comes twice."""
    assert slots_of(one, morning, evening) == slots


@pytest.mark.parametrize(
    ("reader", "slot", "day", "slugs"),
    [
        (READER, MORNING, TUESDAY, ("am-pm", "markets")),
        (READER, EVENING, TUESDAY, ("am-pm", "closer")),
        (READER, MORNING, SATURDAY, ("am-pm",)),
        (replace(READER, days=WEEKDAYS), MORNING, SATURDAY, ()),
        (replace(READER, evening=None), MORNING, TUESDAY, ("am-pm", "markets", "closer")),
        (replace(READER, paused_until=SATURDAY), MORNING, TUESDAY, ()),
        (replace(READER, paused_until=TUESDAY), MORNING, TUESDAY, ("am-pm", "markets")),
        (replace(READER, newsletters=("old", "markets")), MORNING, TUESDAY, ("markets",)),
    ],
)
def test_what_is_due_follows_both_calendars(reader, slot, day, slugs):
    """The newsletter's days, the reader's days, the pause, and the slots that are on, in the list's order."""
    assert newsletters_due(reader, LIST, slot, day) == slugs


def test_the_next_delivery_is_the_nearest_slot():
    """Between morning and evening it is the evening; after that tomorrow's morning."""
    noon = utc(2026, 11, 24, 19)
    due = next_delivery(READER, LIST, noon)
    assert (due.day, due.slot, due.at, due.newsletters) == (
        TUESDAY,
        EVENING,
        utc(2026, 11, 25, 1),
        ("am-pm", "closer"),
    )
    after = next_delivery(READER, LIST, due.at)
    assert (after.day, after.slot) == (date(2026, 11, 25), MORNING)


def test_a_slot_that_was_had_is_not_promised_again():
    """A clock time that is put off to later today brings no second morning; the evening is next, then tomorrow."""
    reader = replace(READER, morning=time(9))
    now, had = utc(2026, 11, 24, 15), {(TUESDAY, MORNING)}
    assert next_delivery(reader, LIST, now).at == utc(2026, 11, 24, 16)
    assert (next_delivery(reader, LIST, now, had).day, next_delivery(reader, LIST, now, had).slot) == (TUESDAY, EVENING)
    tomorrow = next_delivery(replace(reader, evening=None), LIST, now, had)
    assert (tomorrow.day, tomorrow.slot) == (date(2026, 11, 25), MORNING)


def test_what_comes_once_a_week_and_was_had_comes_in_a_week():
    """The look ahead reaches the next time also of what was had on the first day of it."""
    weekly = newsletter("weekly", MORNING, days=frozenset({2}))
    reader = replace(READER, newsletters=("weekly",), morning=time(23))
    due = next_delivery(reader, (weekly,), utc(2026, 11, 24, 15), {(TUESDAY, MORNING)})
    assert due.day == date(2026, 12, 1)


def test_a_weekly_newsletter_is_found_a_week_ahead():
    """The rarest newsletter still has a next time, just after this week's."""
    weekly = newsletter("weekly", MORNING, days=frozenset({2}))
    reader = replace(READER, newsletters=("weekly",))
    assert next_delivery(reader, (weekly,), utc(2026, 11, 24, 14)).day == date(2026, 12, 1)


@pytest.mark.parametrize(
    "reader",
    [
        replace(READER, zone=None),
        replace(READER, newsletters=()),
        replace(READER, morning=None, evening=None),
        replace(READER, paused_until=UNTIL_RESUMED),
        replace(READER, days=frozenset()),
    ],
)
def test_nothing_is_next_where_nothing_comes(reader):
    """No zone, no choice, no slot, no end of the pause, no day."""
    assert next_delivery(reader, LIST, utc(2026, 11, 24, 12)) is None


def test_a_pause_ends_with_the_first_day_after_it():
    """The date of the pause is that of the first briefing."""
    due = next_delivery(replace(READER, paused_until=date(2026, 12, 8)), LIST, utc(2026, 11, 24, 12))
    assert (due.day, due.slot) == (date(2026, 12, 8), MORNING)


@pytest.mark.parametrize(
    ("reader", "now", "slot"),
    [
        (READER, utc(2026, 11, 24, 16), MORNING),
        (READER, utc(2026, 11, 24, 22), EVENING),
        (replace(READER, morning=None), utc(2026, 11, 24, 13), EVENING),
        (replace(READER, morning=None, evening=None), utc(2026, 11, 24, 13), MORNING),
        (replace(READER, morning=None, evening=None), utc(2026, 11, 25, 1), EVENING),
        (replace(READER, morning=time(0), evening=None), utc(2026, 11, 25, 1), MORNING),
    ],
)
def test_a_briefing_asked_for_takes_the_nearest_slot(reader, now, slot):
    """By the reader's own clock times, else by noon."""
    assert nearest_slot(reader, LIST, now) is slot


def test_a_reader_without_a_zone_lives_where_its_first_newsletter_does():
    """Until the reader says; and in UTC when nothing says."""
    stranger = replace(READER, zone=None)
    assert home_zone(READER, LIST) == "America/Denver"
    assert home_zone(stranger, (newsletter("am-pm", MORNING, zone="America/New_York"),)) == "America/New_York"
    assert home_zone(stranger, ()) == "UTC"


def test_a_zone_is_read_once_however_many_others_come_between():
    """The readers' zones are looked at every few seconds; their files are not read again each time."""
    first = zone_of("Asia/Kolkata")
    for zone in sorted(available_timezones())[:50]:
        zone_of(zone)
    assert zone_of("Asia/Kolkata") is first
