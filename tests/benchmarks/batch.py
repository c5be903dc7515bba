"""What a batch of articles costs: `python -m briefings brief` as a process of its own, on one core."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from briefings.errors import BriefingsError
from tests.benchmarks import alone
from tests.benchmarks.writers import Record

RECORDS = 1000
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""More threads only wait for each other on small matrices, and that would count as CPU time."""

_PROJECT = Path(__file__).parents[2]


class BatchError(BriefingsError):
    """The process that was to be measured did not answer."""


def batch(articles: Sequence[Record], count: int, weights: Path | None) -> dict[str, Any]:
    """Return what it takes to write the briefs of `count` articles, the start and the weights' loading included.

    Raises BatchError where the process ends early; it has said why on standard error.
    """
    command = [sys.executable, "-m", "briefings", "brief"]
    if weights:
        command += ["--weights", str(weights.resolve())]
    answers, used = run(command, repeated(articles, count))
    return {
        "records": count,
        "errors": sum("error" in answer for answer in answers),
        "cpu_seconds": used["cpu_seconds"],
        "cpu_ms": 1000 * used["cpu_seconds"] / count,
        "peak_mb": used["peak_bytes"] / 1e6,
    }


def repeated(articles: Sequence[Record], count: int) -> list[Record]:
    """Return as many records as are asked for, under new ids: the articles in their order, again and again."""
    return [article | {"id": f"batch-{number}"} for number, article in enumerate(islice(cycle(articles), count))]


def run(command: Sequence[str], records: Sequence[Record]) -> tuple[list[Record], dict[str, float]]:
    """Return the answers of a command to JSON Lines, and what it used (see `alone`), other children left out."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered, report = (Path(folder, name) for name in ("asked", "answered", "report"))
        asked.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        with asked.open("rb") as source, answered.open("wb") as target:
            measured = [sys.executable, "-I", alone.__file__, str(report), *command]
            ended = subprocess.run(
                measured, stdin=source, stdout=target, env=os.environ | ONE_CORE, cwd=_PROJECT, check=False
            )
        answers = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
        if ended.returncode or len(answers) != len(records):
            raise BatchError(
                f"The batch of {len(records)} records got {len(answers)} answers and exit status {ended.returncode}."
            )
        return answers, json.loads(report.read_text(encoding="utf-8"))
