"""A send that falls behind says when the last reader will have theirs."""

from datetime import UTC, datetime, timedelta

from bot.delivery.lateness import Behind, Lookout, finish, finishes
from bot.delivery.pace import Pace
from tests.clock import ManualClock

SEVEN = datetime(2026, 11, 24, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_what_waits_takes_its_time_by_the_rate() -> None:
    """And begins when Telegram's silence ends, if it wants one; without a limit nothing is to wait for."""
    assert finish(2800, 28, SEVEN, None) == SEVEN + timedelta(seconds=100)
    assert finish(2800, 28, SEVEN, SEVEN + MINUTE) == SEVEN + timedelta(seconds=160)
    assert finish(2800, 28, SEVEN, SEVEN - MINUTE) == SEVEN + timedelta(seconds=100)
    assert finish(2800, None, SEVEN, None) == SEVEN


def test_whoever_was_due_later_waits_for_those_before() -> None:
    """The longest waiting go first."""
    backlog = [(SEVEN + MINUTE, 280), (SEVEN, 560)]
    assert finishes(backlog, 28, SEVEN + MINUTE, None) == [
        Behind(SEVEN, 560, SEVEN + timedelta(seconds=80)),
        Behind(SEVEN + MINUTE, 280, SEVEN + timedelta(seconds=90)),
    ]


def test_a_send_that_falls_behind_is_told_once_and_again_when_it_moves() -> None:
    """By more than ten minutes either way; one that is on time, or is done, is nobody's worry."""
    lookout = Lookout()

    def told(*minutes: int) -> list[int]:
        sends = [Behind(SEVEN + n * MINUTE, 9, SEVEN + last * MINUTE) for n, last in enumerate(minutes)]
        return [(one.due_at - SEVEN) // MINUTE for one in lookout.look(sends)]

    assert told(5, 6) == []
    assert told(6, 6) == [0]
    assert told(16, 8) == [1]
    assert told(17, 8) == [0]
    assert told(7, 8) == []
    assert told(6, 30) == [0, 1]
    assert told() == []
    assert told(6) == [0]


async def test_the_estimate_for_two_thousand_readers_holds() -> None:
    """Within a twentieth of when the last message really goes at 28 a second, however far the send has come."""
    clock = ManualClock(SEVEN)
    pace = Pace(clock, 28)
    estimates = []
    for sent in range(2_000):
        if sent % 400 == 0:
            estimates.append(finish(2_000 - sent, pace.per_second, clock.now(), pace.flood_until))
        await pace.broadcast_turn(sent)
    took = clock.now() - SEVEN
    assert timedelta(seconds=60) < took < timedelta(seconds=80)
    for estimate in estimates:
        assert abs(estimate - clock.now()) <= 0.05 * took
