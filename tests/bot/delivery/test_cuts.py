from datetime import UTC, date, datetime, time, timedelta

from bot.delivery.cuts import Choice, Group, cuts_due, groups
from briefings.model import Slot
from tests.bot.delivery.making import NEWSLETTERS, TUESDAY

MORNING, EVENING = Slot.MORNING, Slot.EVENING
SEVEN, EIGHT, SIX_PM = time(7), time(8), time(18)


def utc(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def group(zone: str, at: time, *slugs: str, slot: Slot = MORNING) -> Group:
    return Group(zone, at, slot, frozenset(slugs))


def cut_times(found: list[Group], start: datetime, end: datetime) -> list[tuple[datetime, tuple[str, date, Slot]]]:
    """The minutes of a span at which something is cut, looking each minute."""
    times, minute = [], timedelta(minutes=1)
    while start < end:
        times += [(start + minute, cut) for cut in cuts_due(found, NEWSLETTERS, start, start + minute)]
        start += minute
    return times


def test_choices_become_groups():
    """Readers with equal times are one group; a newsletter whose slot is off stands in the one that is on."""
    found = groups(
        [
            Choice("UTC", SEVEN, SIX_PM, "denver"),
            Choice("UTC", SEVEN, None, "closer"),
            Choice("UTC", SEVEN, SIX_PM, "am-pm"),
            Choice("UTC", None, None, "denver"),
            Choice("Mars/Base", SEVEN, None, "denver"),
            Choice("UTC", SEVEN, None, "no-longer-listed"),
        ],
        NEWSLETTERS,
    )
    assert set(found) == {
        group("UTC", SEVEN, "denver", "closer", "am-pm"),
        group("UTC", SIX_PM, "am-pm", slot=EVENING),
    }


def test_an_edition_is_cut_ten_minutes_before_its_only_readers():
    """Once, and not again when nobody is to come."""
    found = [group("UTC", SEVEN, "denver")]
    assert cut_times(found, utc(0), utc(23)) == [(utc(6, 50), ("denver", TUESDAY, MORNING))]


def test_it_is_cut_again_each_hour_while_readers_are_to_come():
    """From the first zone to the last."""
    found = [group("America/New_York", SEVEN, "denver"), group("America/Denver", EIGHT, "denver")]
    times = [moment for moment, _ in cut_times(found, utc(0), utc(23))]
    assert times == [utc(11, 50), utc(12, 50), utc(13, 50), utc(14, 50)]


def test_the_local_date_names_the_edition():
    """Auckland's Wednesday is cut while UTC still has Tuesday."""
    found = [group("Pacific/Auckland", SEVEN, "denver")]
    assert cut_times(found, utc(12), utc(23)) == [(utc(17, 50), ("denver", date(2026, 11, 25), MORNING))]


def test_days_without_the_newsletter_have_no_cut():
    """Markets rests on Saturday, Denver does not."""
    found = [group("UTC", SEVEN, "denver", "markets")]
    names = [cut[0] for _, cut in cut_times(found, utc(0, day=28), utc(23, day=28))]
    assert names == ["denver"]


def test_the_soonest_readers_are_first():
    """When time is short, the edition that is due first is cut first."""
    found = [group("UTC", time(7, 5), "markets"), group("UTC", SEVEN, "denver")]
    cuts = cuts_due(found, NEWSLETTERS, utc(6), utc(7))
    assert [slug for slug, _, _ in cuts] == ["denver", "markets"]


def test_a_late_look_cuts_once():
    """Three missed hours need one cut."""
    found = [group("America/New_York", SEVEN, "denver"), group("America/Los_Angeles", EIGHT, "denver")]
    assert len(cuts_due(found, NEWSLETTERS, utc(11), utc(15))) == 1
