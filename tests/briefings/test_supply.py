"""A newsletter that runs short is seen while there is time to act, and one that does well is let be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.model import Kind, Newsletter, Slot
from briefings.supply import LEAST, Shortage, Supply, reach, shortage

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONDAY = TUESDAY - timedelta(days=1)
HOUR = timedelta(hours=1)


def newsletter(*days: int) -> Newsletter:
    return Newsletter("quay", "Quay", "News.", Kind.CITY, "UTC", (Slot.MORNING,), frozenset(days or range(1, 8)), ())


@pytest.mark.parametrize(
    ("days", "day", "gap"),
    [((), 24, 1), ((1, 2, 3, 4, 5), 23, 3), ((1, 2, 3, 4, 5, 7), 23, 1), ((2, 7), 24, 2), ((2,), 24, 3)],
)
def test_an_edition_reaches_back_to_the_day_before_it(days: tuple[int, ...], day: int, gap: int) -> None:
    """Of the newsletter's own days; never further than three."""
    assert reach(newsletter(*days), date(2026, 11, day)) == timedelta(days=gap)


@pytest.mark.parametrize(
    ("supply", "why"),
    [
        (Supply(4, 4, 0, TUESDAY - 12 * HOUR, LEAST), None),
        (Supply(4, 4, 3, TUESDAY, 40), None),
        (Supply(4, 4, 0, None, 40), None),
        (Supply(4, 3, 3, None, 0), None),
        (Supply(4, 4, 4, TUESDAY, 40), Shortage.UNREAD),
        (Supply(4, 4, 1, TUESDAY - 12 * HOUR - HOUR / 60, 40), Shortage.STALE),
        (Supply(4, 4, 0, TUESDAY, LEAST - 1), Shortage.THIN),
    ],
)
def test_what_is_wrong_is_named(supply: Supply, why: Shortage | None) -> None:
    """The worst first; and before all sources were asked once, nothing."""
    assert shortage(newsletter(), supply, TUESDAY) is why


def test_a_weekend_is_no_shortage_for_a_newsletter_of_weekdays() -> None:
    """On Monday its newest entry may be of Sunday; on Tuesday that is too old."""
    weekdays = newsletter(1, 2, 3, 4, 5)
    supply = Supply(4, 4, 0, MONDAY - 30 * HOUR, 40)
    assert shortage(weekdays, supply, MONDAY) is None
    assert shortage(weekdays, supply, TUESDAY) is Shortage.STALE
