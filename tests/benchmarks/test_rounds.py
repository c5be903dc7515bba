"""How programs are run in turn, and how their figures are read."""

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks.bench_pace import figures
from tests.benchmarks.bench_reply import ASKED, update, waits, words
from tests.benchmarks.peer_senders import Spent
from tests.benchmarks.rounds import Entrant, compete, middle, missing, on_core, rotated

SECOND = 1_000_000_000


def test_everybody_runs_once_a_round_and_begins_in_turn() -> None:
    """So that nobody always runs on the machine as the same other left it."""
    assert list(rotated("abc", 2)) == [(0, "a"), (0, "b"), (0, "c"), (1, "b"), (1, "c"), (1, "a")]


def test_the_middle_of_each_figure_counts() -> None:
    """The best rate and the least CPU need not be of one round."""
    assert middle([Spent(1, 30), Spent(3, 10), Spent(2, 40)]) == Spent(2, 30)


def test_a_program_that_did_not_send_all_is_no_entrant() -> None:
    """What is fast because it lost messages must not be measured."""
    program = 'print(\'{{"rate": 1, "cpu": 1}}\')'
    with pytest.raises(AssertionError, match="0 messages have arrived, not 1"):
        compete({"one": Entrant((sys.executable, "-c", program), 1)}, 1, 0)


def test_a_core_is_left_as_it_was_found() -> None:
    """The benchmark's own process may use them all again."""
    before = os.sched_getaffinity(0)
    with on_core(min(before)):
        assert os.sched_getaffinity(0) == {min(before)}
    assert os.sched_getaffinity(0) == before


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """With the way to get it."""
    assert "requirements-peers.lock" in (missing("aiogram", tmp_path / "python") or "")
    assert missing("this one", Path(sys.executable)) is None


def test_the_fullest_second_may_begin_anywhere() -> None:
    """Three within a second between the beginnings of two."""
    moments = [0, 900_000_000, 1_400_000_000, 1_900_000_000, 3 * SECOND]
    assert figures(moments, 2) == ("5", "66.67%", "3", "2", "1100")


def test_who_has_no_answer_waits_until_the_end() -> None:
    """And is told apart; what the broadcast sends is nobody's answer."""
    command = next(number for number in range(1, 9) if words(number) != ASKED)
    asked = next(number for number in range(1, 9) if words(number) == ASKED)
    chats = [17, update(command, "/x")["message"]["chat"]["id"]]
    moments = {"chats": chats, "messages": [0, 3 * SECOND], "updates": [(command, 2 * SECOND), (asked, 4 * SECOND)]}
    assert waits(moments, 10 * SECOND) == {"a command": [(1.0, True)], "a briefing now": [(6.0, False)]}
