"""An outage is found out by few, and costs nobody an attempt."""

from bot.delivery.breaker import IN_A_ROW, Breaker


def failed(breaker: Breaker, times: int, now: float = 0.0) -> list[float | None]:
    return [breaker.failed(now) for _ in range(times)]


def test_five_failures_in_a_row_hold_the_broadcast_for_two_seconds():
    """One that gets through in between begins the row anew."""
    breaker = Breaker()
    assert failed(breaker, IN_A_ROW - 1) == [None] * 4
    breaker.reached()
    assert failed(breaker, IN_A_ROW) == [None, None, None, None, 2.0]
    assert breaker.broken
    assert breaker.free_at() == 2.0
    assert [breaker.room(now, 0) for now in (0.0, 1.9, 2.0)] == [0, 0, 1]


def test_what_was_on_its_way_when_it_began_makes_it_no_longer():
    """They failed for the same reason."""
    breaker = Breaker()
    failed(breaker, IN_A_ROW)
    assert failed(breaker, 20, 1.0) == [None] * 20
    assert breaker.free_at() == 2.0


def test_after_a_hold_one_tries_and_each_failure_doubles_it_up_to_a_minute():
    """So an hour without a network is sixty requests."""
    breaker, now, held = Breaker(), 0.0, []
    failed(breaker, IN_A_ROW)
    for _ in range(7):
        now = breaker.free_at()
        assert breaker.room(now, 1) == 0
        held.append(breaker.failed(now))
    assert held == [4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_one_that_gets_through_lets_all_go():
    """As many as one likes, and the next outage begins at two seconds."""
    breaker = Breaker()
    failed(breaker, IN_A_ROW)
    breaker.failed(2.0)
    breaker.reached()
    assert not breaker.broken
    assert breaker.room(2.0, 8) is None
    assert failed(breaker, IN_A_ROW, 3.0)[-1] == 2.0
