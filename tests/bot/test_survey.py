"""What `daybrief stats` prints and what /admin shows are the same figures, of the same look at the database."""

from collections import deque
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot import figures
from bot.config import Settings
from bot.delivery.outcome import AnswerLost, MessageRefused, RecipientRefused
from bot.stats import show
from bot.store.fates import fates
from bot.store.marks import FLOOD_UNTIL, raise_instant
from bot.store.migrate import upgrade
from bot.survey import NEVER_MADE, survey
from bot.telegram.screens.office import overview
from bot.telegram.text import plain
from briefings.catalogue import load
from briefings.store.database import Database
from briefings.store.holding import Hold
from tests.bot.delivery.conftest import Ledger
from tests.bot.delivery.looking import store_edition
from tests.bot.delivery.making import NOON, add_readers, make_brief, make_edition
from tests.clock import ManualClock

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database of this version's schema, as an operator has one."""
    address = f"sqlite:///{tmp_path / 'daybrief.db'}"
    await upgrade(address)
    return address


async def bad_day(database: Database) -> None:
    """Of eight readers one blocked the bot, one is in doubt, one text is refused; two wait for a held edition."""
    ledger = Ledger(database, ManualClock(NOON))
    await ledger.planner.tick(NOON - MINUTE)
    await add_readers(ledger.readers, range(1, 7), "denver")
    await add_readers(ledger.readers, range(7, 9), "am-pm")
    edition, other = make_edition("denver", make_brief("d1")), make_edition("am-pm", make_brief("a1"))
    for one in (edition, other):
        ledger.newsroom.publish(one)
        await store_edition(ledger, one)
    await ledger.preparer.hold_back(other.id, Hold.OPERATOR)
    await ledger.plan(NOON)
    assert await fates(database, edition.id, NOON) == {"planned": 6}
    ledger.telegram.by_chat = {
        1: deque([RecipientRefused("bot was blocked [by the user]")]),
        2: deque([AnswerLost("no answer"), AnswerLost("no answer")]),
        3: deque([MessageRefused("message is odd")]),
    }
    await ledger.sender.drain()
    ledger.clock.advance(minutes=2)
    await ledger.sender.drain()
    ledger.clock.advance(hours=6)
    await ledger.outbox.expire(ledger.clock.now())
    async with database.write() as connection:
        await raise_instant(connection, FLOOD_UNTIL, NOON + timedelta(hours=9))


async def test_stats_and_the_operators_screen_show_the_same(url: str, tmp_path: Path) -> None:
    """Every figure of the one stands on the other, with every reason, and the silence."""
    now = NOON + timedelta(hours=7)
    database = await Database.open(url)
    await bad_day(database)
    found = await survey(database, 28, now)
    await database.close()
    newsletters = load().newsletters
    console = Console(record=True, width=250, file=(tmp_path / "out").open("w"))
    assert await show(Settings(database=url), console, now) is found.ledger.even is True
    console.file.close()
    printed, screen = console.export_text(), plain(overview(found, newsletters).text)
    for one in found.troubles:
        assert one.reason in printed
        assert one.reason in screen
    for remark in figures.remarks(found):
        assert remark in printed
        assert remark in screen
    for table in (figures.standings(found), figures.choices(found, newsletters)):
        for name, count in table.rows:
            assert f"{name} {count}" in screen
            assert [name, count] in [line.strip().rsplit(None, 1) for line in printed.splitlines()]
    for row in figures.ledger(found).rows:
        assert " ".join(" ".join(row).split()) in [" ".join(line.split()) for line in printed.splitlines()]
        assert f"{row[0]}: {row[1]} planned = {row[2]} sent + {row[3]} failed + {row[4]} uncertain" in screen


async def test_a_bad_day_is_told_by_how_it_ended_and_why(url: str) -> None:
    """The uncertain message, the refused text, the reader who left, what nobody could be given; of a day only."""
    database = await Database.open(url)
    await bad_day(database)
    found = await survey(database, 28, NOON + timedelta(hours=7))
    later = await survey(database, 28, NOON + timedelta(days=2))
    await database.close()
    told = {(one.state.value, one.reason): (one.messages, one.texts) for one in found.troubles}
    assert told["failed", "bot was blocked [by the user]"] == (1, 1)
    assert told["expired", NEVER_MADE["expired"]] == (2, 0)
    assert {state for state, _ in told} == {"failed", "uncertain", "expired"}
    assert "message is odd" in {reason for _, reason in told}
    assert (found.silent_until, later.silent_until) == (NOON + timedelta(hours=9), None)
    assert later.troubles == ()
    assert found.ledger.even
