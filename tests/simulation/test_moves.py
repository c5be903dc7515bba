"""Groups become supergroups while the bot is away, in trouble, or listening."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.simulation.faults import Habits
from tests.simulation.loop import run
from tests.simulation.town import Town

SPRING = datetime(2026, 3, 1, tzinfo=UTC)


def test_who_asks_in_a_group_that_moves_while_the_bot_is_away_is_heard(tmp_path: Path) -> None:
    """A seed that failed: the old chat could not be asked for its admins, and its words made a stranger of it."""
    town = Town(tmp_path, 6, SPRING, 16, Habits(outages=1, kills=0, spells=0))
    run(town.live(4))
    assert not town.oracle.wrong, "\n".join(town.oracle.wrong)


@pytest.mark.parametrize("seed", [1, 3])
def test_busy_groups_that_move_among_outages_and_kills_are_heard(tmp_path: Path, seed: int) -> None:
    """A wish every hour, a move every day, and a process that is often away or killed."""
    town = Town(tmp_path, seed, SPRING, 24, Habits(acts=24, outages=0.6, kills=0.6, spells=0, moves=1, leaves=0))
    run(town.live(5))
    assert not town.oracle.wrong, "\n".join(town.oracle.wrong)
    assert all(chat.moved_to for number, chat in town.wire.scene.chats.items() if -(10**12) < number < 0)
