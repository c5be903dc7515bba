"""A town of readers through months of trouble: nothing is lost, nothing comes twice, everything is accounted for.

Each run is drawn from its seed alone, so a seed that fails, fails again: `Town(folder, seed, SPRING).live(30)`.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from structlog.testing import capture_logs
from telegram.error import TelegramError

from bot.delivery.outcome import NotSent, Outcome
from bot.telegram.answers import outcome_of
from bot.telegram.request import AnswerMissing
from tests.simulation.faults import Entry, Event, Habits
from tests.simulation.loop import run
from tests.simulation.town import Town
from tests.simulation.wire import Spell, Trouble

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)
"""In both months clocks change in some of the readers' zones; in the first two of them forwards, in the second back."""
FEW = 8
"""Readers of most months: what befalls the bot in a day is the same, however many they are."""
BROKEN = {
    "delivery.not_made",
    "edition.failed",
    "flood.not_kept",
    "gateway.failed",
    "handler.broke",
    "inbox.failed",
    "update.broke",
}
"""What the bot logs when it fails itself and goes on."""


def lived(folder: Path, seed: int, start: datetime, days: int, people: int) -> Town:
    """A town after so many days, in which everything was right."""
    town = Town(folder, seed, start, people)
    with capture_logs() as logs:
        run(town.live(days))
    assert not town.oracle.wrong, "\n".join(town.oracle.wrong)
    assert not town.wire.scene.limits.violations
    assert not BROKEN & {one["event"] for one in logs}
    late = sorted(town.oracle.lateness)
    # Of eight people's month some ninety came in fair weather: one whose answer was lost is more than one in a hundred.
    assert late[int((len(late) - 1) * 0.99)] <= 60
    return town


@pytest.mark.parametrize(
    ("seed", "people"),
    [
        (1, 100),
        *((seed, FEW) for seed in range(2, 5)),
        *(pytest.param(seed, FEW, marks=pytest.mark.slow) for seed in range(5, 11)),
    ],
)
def test_a_month_of_trouble_loses_nothing_and_doubles_nothing(tmp_path: Path, seed: int, people: int) -> None:
    """Kills, lost answers, silences, outages, wrong clocks, and people who change their minds: four seeds, or ten."""
    town = lived(tmp_path, seed, _season(seed), 30, people)
    assert town.oracle.ends["sent"] > people * 30 / 4
    assert town.lives > 5, "it was killed and stopped"
    assert town.wire.met.total() > 10, "the line was bad"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(11, 21))
def test_ten_more_months(tmp_path: Path, seed: int) -> None:
    """The same with other luck, a hundred readers in each."""
    lived(tmp_path, seed, _season(seed), 30, 100)


def _season(seed: int) -> datetime:
    return AUTUMN if seed % 2 == 0 else SPRING


def test_a_year_of_a_hundred_readers(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Every change of clocks, and what the bot forgets after months."""
    if not pytestconfig.getoption("--years"):
        pytest.skip("takes minutes; --years runs it")
    lived(tmp_path, 100, datetime(2026, 1, 1, tzinfo=UTC), 365, 100)


def test_a_seed_says_all(tmp_path: Path) -> None:
    """Two runs of one seed are the same to the last request; another seed is another story."""
    traces = []
    for name, seed in (("first", 7), ("second", 7), ("third", 8)):
        folder = tmp_path / name
        folder.mkdir()
        town = Town(folder, seed, SPRING, 8)
        run(town.live(2))
        traces.append(town.wire.trace())
    assert traces[0] == traces[1] != traces[2]


def careless(error: TelegramError) -> Outcome:
    """What an answer means to a bot that takes a lost one for a message that was not sent."""
    return NotSent("lost") if isinstance(error, AnswerMissing) else outcome_of(error)


@pytest.mark.parametrize(
    ("where", "fault", "lost", "complaint"),
    [
        ("bot.telegram.gateway.outcome_of", careless, 0.3, "times, with 0 doubts"),
        ("bot.delivery.plan.GIVE_UP", timedelta(minutes=30), 0, "is owed and not planned"),
        ("bot.delivery.plan.GIVE_UP", timedelta(hours=12), 0, "is planned and not owed"),
        ("bot.delivery.plan.LATE_AFTER", timedelta(hours=12), 0, "is planned and not owed"),
    ],
)
def test_what_would_be_wrong_is_seen(tmp_path: Path, where: str, fault: Any, lost: float, complaint: str) -> None:
    """A bot with a planted fault does not pass."""
    with patch(where, fault):
        town = Town(tmp_path, 3, SPRING, 16, Habits(outages=1, kills=0, spells=0))
        town.note(Entry(SPRING, 0, Event.SPELL, spell=Spell(Trouble.DROP_AFTER, lost)))
        town.note(Entry(SPRING + timedelta(days=3), 0, Event.FAIR))
        run(town.live(4))
    assert any(complaint in sentence for sentence in town.oracle.wrong)
