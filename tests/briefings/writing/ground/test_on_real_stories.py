"""The gate on real stories: what is planted is caught, what editors wrote passes. `bench_gate` has the whole table."""

from collections import Counter
from random import Random

import pytest

from briefings.writing.ground.gate import Source, faults
from tests.benchmarks.bench_gate import extracted, highlights
from tests.briefings.writing.ground.planting import KINDS

pytestmark = pytest.mark.data


def test_planted_faults_are_caught(shared):
    """Nineteen of twenty at least; every other figure and every other quotation."""
    briefs = extracted(shared, 36)
    planted, caught = Counter(), Counter()
    random = Random(7)
    for line in (one for brief in briefs for one in brief):
        source = Source(line.article)
        for kind, plant in KINDS.items():
            wrong = plant(line.text, line.article, random)
            if wrong is not None and wrong != line.text:
                planted[kind] += 1
                caught[kind] += bool(faults(wrong, line.cited, source))
    assert planted.total() > 300
    assert caught.total() >= 0.95 * planted.total()
    assert all(caught[kind] == planted[kind] for kind in ("number", "exchanged numbers", "unit", "quotation"))


def test_true_lines_pass(shared):
    """Of the sentences that editors chose, at most one in a hundred is refused."""
    lines = list(highlights(shared, "BBC"))[:600]
    refused = [line for line in lines if faults(line.text, line.cited, Source(line.article))]
    assert len(refused) <= len(lines) / 100
