"""What is measured of a process of its own, and that nothing else is."""

import sys

import pytest

from tests.benchmarks.batch import BatchError, repeated, run

ECHO = "import sys; sys.stdout.write(sys.stdin.read())"
RECORDS = [{"id": "tram", "title": "Tram zu – für immer"}]


def test_articles_are_repeated_in_their_order_under_new_ids() -> None:
    """A batch may be larger than what there is, or smaller."""
    articles = [{"id": "a", "title": "Tram"}, {"id": "b", "title": "Bus"}]
    assert [record["title"] for record in repeated(articles, 3)] == ["Tram", "Bus", "Tram"]
    assert len({record["id"] for record in repeated(articles, 3)}) == 3
    assert len(repeated(articles, 1)) == 1


def test_a_process_is_charged_with_its_own_memory_alone() -> None:
    """Ours, which is larger while it runs, does not count; what it holds itself does."""
    ours = bytearray(b"x") * 150_000_000
    answers, small = run([sys.executable, "-c", ECHO], RECORDS)
    _, large = run([sys.executable, "-c", f"held = bytearray(b'x') * 80_000_000; {ECHO}"], RECORDS)
    assert answers == RECORDS
    assert len(ours) == 150_000_000
    assert small["peak_bytes"] < 60_000_000
    assert 80_000_000 < large["peak_bytes"] < 150_000_000


def test_a_process_is_charged_with_its_cpu_time() -> None:
    """All of it, from its start on."""
    busy = f"import time\nwhile time.process_time() < 0.3: pass\n{ECHO}"
    assert 0.3 <= run([sys.executable, "-c", busy], RECORDS)[1]["cpu_seconds"] < 5


def test_a_process_runs_on_one_core() -> None:
    """The libraries that start threads are told."""
    told = "import json, os; print(json.dumps({'threads': os.environ['OMP_NUM_THREADS']}))"
    assert run([sys.executable, "-c", told], RECORDS)[0] == [{"threads": "1"}]


@pytest.mark.parametrize("program", ["", "print(1); print(2)", f"{ECHO}; sys.exit(3)"])
def test_a_process_that_does_not_answer_each_record_is_not_measured(program: str) -> None:
    """Too few answers, too many, or a failure after all of them."""
    with pytest.raises(BatchError, match=r"The batch of 1 records got \d answers and exit status \d"):
        run([sys.executable, "-c", program], RECORDS)
