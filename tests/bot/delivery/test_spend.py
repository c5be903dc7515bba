"""A purse for each day: never overdrawn, never forgotten."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.spend import Purse, Spent

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def test_ten_messages_cost_a_star():
    """And the next day has Stars of its own."""
    purse = Purse(3)
    assert purse.left(NOON) == 30
    purse.take(29, NOON)
    assert (purse.left(NOON), purse.spent(NOON)) == (1, Spent(TODAY, 29))
    purse.take(1, NOON)
    assert purse.left(NOON) == 0
    assert purse.left(NOON + DAY) == 30


def test_what_was_not_sent_is_given_back():
    """But never more than was taken."""
    purse = Purse(3)
    purse.take(10, NOON)
    purse.take(-4, NOON)
    assert purse.left(NOON) == 24
    purse.take(-100, NOON)
    assert purse.left(NOON) == 30


def test_a_closed_purse_stays_closed_for_the_day():
    """Whatever comes back of what was on its way."""
    purse = Purse(3)
    purse.take(5, NOON)
    purse.close(NOON)
    purse.take(-5, NOON)
    assert purse.left(NOON) == 0
    assert purse.spent(NOON) == Spent(TODAY, 30)
    assert purse.left(NOON + DAY) == 30


def test_a_restart_remembers():
    """Also that it was closed; a day that is over is of no concern, and what is known already is not undone."""
    purse = Purse(3)
    purse.remember(None)
    purse.remember(Spent(TODAY, 30))
    assert purse.left(NOON) == 0
    purse.remember(Spent(TODAY - DAY, 5))
    assert purse.left(NOON) == 0
    assert Purse(3, spent=Spent(TODAY - DAY, 30)).left(NOON) == 30


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-3, 30)), max_size=40))
def test_no_day_is_overdrawn_by_who_asks_first(moves):
    """Whatever is taken and given back, at whatever hour, also of a clock that is set back."""
    purse, now, spent = Purse(5), NOON, 0
    for count, hours in moves:
        now += timedelta(hours=hours)
        before = purse.spent(now).tenths
        purse.take(min(count, purse.left(now)), now)
        spent = purse.spent(now).tenths
        assert 0 <= spent <= 50
        assert spent - before <= max(0, count)
