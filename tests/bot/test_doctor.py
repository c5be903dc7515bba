"""`daybrief doctor` tries everything and says what is wrong with what."""

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.config import Settings
from bot.doctor import examine, machine
from briefings.errors import CatalogueError
from briefings.writing.linear import LinearScorer
from tests.clock import ManualClock
from tests.end_to_end.town import Town

FRESH = {"well", "empty"}
"""In the early morning some of the sample's outlets have not begun."""


def settings(town: Town, tmp_path: Path, **more: object) -> Settings:
    catalogue = tmp_path / "list.toml"
    catalogue.write_text(town.newsroom.catalogue_toml(), encoding="utf-8")
    values: dict[str, object] = {
        "telegram_token": town.telegram.token,
        "telegram_api": town.telegram.url,
        "database": f"sqlite:///{tmp_path / 'doctor.db'}",
        "catalogue": catalogue,
        "allow_loopback": True,
    }
    return Settings(**(values | more))  # type: ignore[arg-type]


async def said(of: Settings, **more: Any) -> tuple[bool, str]:
    paper = io.StringIO()
    well = await examine(of, Console(file=paper, width=300), Console(file=io.StringIO()), **more)
    return well, paper.getvalue()


async def told(of: Settings, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((await said(of, as_json=True, **more))[1])
    return found


async def test_a_healthy_installation_is_listed_source_by_source(tmp_path: Path) -> None:
    """The bot's name, and a line a source with its status; nothing is made or changed."""
    async with Town(tmp_path) as town:
        well, words = await said(settings(town, tmp_path), clock=town.clock)
    assert well
    assert "@daybrief_demo_bot" in words
    assert "Front Range Post" in words
    assert "failed" not in words
    assert "full text" in words
    assert not (tmp_path / "doctor.db").exists()


async def test_machines_get_the_same_as_one_object(tmp_path: Path) -> None:
    """Every field that is documented, and nothing else on the paper."""
    async with Town(tmp_path) as town:
        found = await told(settings(town, tmp_path), clock=town.clock)
    assert set(found) == {"well", "at", "telegram", "database", "machine", "newsletters", "sources"}
    assert found["well"] is True
    assert found["telegram"] == {"wrong": False, "says": "Telegram knows this bot as @daybrief_demo_bot."}
    assert set(found["newsletters"].values()) == {None}
    for source in found["sources"]:
        assert source["status"] in FRESH
        assert source["error"] is None
        assert source["entries"] >= source["full_text"] >= 0
        assert (source["age_seconds"] is None) == (source["status"] == "empty")
        assert source["milliseconds"] >= 0


@pytest.mark.parametrize(
    ("token", "sentence"), [("123456:" + "x" * 35, "does not know this token"), (None, "Set DAYBRIEF_TELEGRAM_TOKEN")]
)
async def test_without_a_right_token_the_sources_are_tried_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str | None, sentence: str
) -> None:
    """An operator may look at the list before there is a bot."""
    monkeypatch.delenv("DAYBRIEF_TELEGRAM_TOKEN", raising=False)
    async with Town(tmp_path) as town:
        found = await told(settings(town, tmp_path, telegram_token=token), clock=town.clock)
    assert not found["well"]
    assert found["telegram"]["wrong"]
    assert sentence in found["telegram"]["says"]
    assert {source["status"] for source in found["sources"]} <= FRESH


@pytest.mark.parametrize(
    ("content", "wrong", "sentence"),
    [(None, False, "daybrief migrate"), (b"no database at all" * 100, True, "cannot be opened")],
)
async def test_a_database_that_is_not_there_or_broken_is_said(
    tmp_path: Path, content: bytes | None, wrong: bool, sentence: str
) -> None:
    """One that is missing is made by the first run; one that is broken is left as it is."""
    file = tmp_path / "doctor.db"
    if content is not None:
        file.write_bytes(content)
    async with Town(tmp_path) as town:
        found = await told(settings(town, tmp_path), clock=town.clock)
    assert (found["database"]["wrong"], found["well"]) == (wrong, not wrong)
    assert sentence in found["database"]["says"]
    assert (file.read_bytes() if file.exists() else None) == content


async def test_a_list_that_cannot_be_read_ends_it(tmp_path: Path) -> None:
    """There is nothing to try then."""
    async with Town(tmp_path) as town:
        with pytest.raises(CatalogueError, match="cannot be"):
            await said(settings(town, tmp_path, catalogue=tmp_path / "none.toml"))


def test_a_writer_without_numpy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its briefs are worse, and nothing else shows it; where all is there, nothing is said."""
    assert not any("numpy" in remark.says for remark in machine())
    monkeypatch.setattr("bot.doctor.best", LinearScorer)
    assert any("numpy is not installed" in remark.says for remark in machine())


async def test_without_a_network_it_says_that_and_not_ninety_times(tmp_path: Path, unused_tcp_port: int) -> None:
    """One sentence instead of a table of failures that are none of the sources'."""
    async with Town(tmp_path) as town:
        dead = settings(town, tmp_path, telegram_api=f"http://127.0.0.1:{unused_tcp_port}")
        await town.newsroom.stop()
        well, words = await said(dead, clock=town.clock)
    assert not well
    assert "seems to have no network" in words
    assert "Front Range Post" not in words


async def test_sources_that_are_all_dead_make_it_fail(tmp_path: Path) -> None:
    """Each with its reason and what to do; and each newsletter is named."""
    async with Town(tmp_path) as town:
        dead = settings(town, tmp_path)
        await town.newsroom.stop()
        well, words = await said(dead, clock=town.clock)
    assert not well
    assert "failed" in words
    assert "Try again in an hour" in words
    assert "denver: none of its sources can be read." in words


async def test_what_has_been_quiet_for_long_is_stale_and_its_newsletters_short(tmp_path: Path) -> None:
    """The newsroom tells of two days only; two weeks later nothing of that is news."""
    async with Town(tmp_path) as town:
        of = settings(town, tmp_path)
        later = ManualClock(town.clock.now() + timedelta(days=14))
        found = await told(of, clock=later)
    assert {source["status"] for source in found["sources"]} == {"stale", "empty"}
    assert all("has moved" in one["what_to_do"] for one in found["sources"] if one["status"] == "stale")
    assert set(found["newsletters"].values()) == {"nothing new has come for too long"}


async def test_a_source_that_hangs_has_its_time_and_no_more(tmp_path: Path) -> None:
    """The others are asked beside it."""
    async with Town(tmp_path) as town, hanging() as address:
        of = settings(town, tmp_path)
        listed = of.catalogue
        assert listed is not None
        text = listed.read_text(encoding="utf-8")
        first = text.partition('feed = "')[2].partition('"')[0]
        listed.write_text(text.replace(first, address), encoding="utf-8")
        found = await told(of, clock=town.clock, deadline=0.3)
    statuses = {source["feed"]: source for source in found["sources"]}
    assert statuses[address]["error"] == "It did not answer in full within 0.3 seconds."
    assert {one["status"] for feed, one in statuses.items() if feed != address} <= FRESH


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Who starts the tests in the background may have them ignore interrupts, which processes they start inherit."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
async def test_an_interrupt_ends_it_with_a_word_and_nothing_on_its_paper(tmp_path: Path) -> None:
    """As if it had not begun; and its child process ends, too."""
    async with Town(tmp_path) as town:
        of = settings(town, tmp_path)
        stalled = town.telegram.faults.stall(method="getMe")
        own = {
            "DAYBRIEF_TELEGRAM_TOKEN": town.telegram.token,
            "DAYBRIEF_TELEGRAM_API": town.telegram.url,
            "DAYBRIEF_DATABASE": of.database,
            "DAYBRIEF_CATALOGUE": str(of.catalogue),
            "DAYBRIEF_ALLOW_LOOPBACK": "1",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor", "--json"),
            env=dict(os.environ) | own,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            await stalled.reached.wait()
            process.send_signal(signal.SIGINT)
            out, err = await process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert err.decode().strip() == "Interrupted."


@asynccontextmanager
async def hanging() -> AsyncIterator[str]:
    """The address of a feed whose server takes the question and says nothing."""
    over = asyncio.Event()

    async def wait(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(wait, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
        over.set()
