"""Operators' screens fit, whatever there is to show."""

from datetime import UTC, date, datetime, timedelta

from bot.delivery.model import PartState
from bot.delivery.reconcile import Account, Reconciliation, Send, Waited
from bot.survey import Survey, Trouble
from bot.telegram.callbacks import LONGEST_BYTES
from bot.telegram.office import FailingSource, Feeding, Opened
from bot.telegram.screen import Screen
from bot.telegram.screens.office import asked_to_withdraw, edition, editions, feeding, overview
from bot.telegram.text import plain
from briefings.model import Kind, Newsletter, Slot
from briefings.store.holding import Hold
from briefings.store.shelf import Shelved

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ODD = Account(3, 1, 0, 0, 0, 0)
EVEN = Account(30, 24, 1, 2, 1, 2)


def newsletters(count: int) -> list[Newsletter]:
    days = frozenset(range(1, 8))
    return [
        Newsletter(
            f"town-{n}", f"Town {n} of the far and windy coast", "News.", Kind.CITY, "UTC", (Slot.MORNING,), days, ()
        )
        for n in range(count)
    ]


def shelved(number: int, held: Hold | None = None) -> Shelved:
    return Shelved(f"e-{number:016x}", f"town-{number}", date(2026, 11, 24), Slot.MORNING, NOON, 6, held)


def surveyed(sends: tuple[Send, ...], *, even: bool, troubles: tuple[Trouble, ...] = ()) -> Survey:
    ledger = Reconciliation(sends, EVEN, EVEN, even, [])
    return Survey({"active": 12, "blocked": 1}, {"town-0": 9}, ledger, {NOON: NOON}, NOON, troubles)


def fits(screen: Screen) -> str:
    """The words, of a message that Telegram takes."""
    said = plain(screen.text)
    assert 0 < len(said) <= 4096
    assert sum(len(row) for row in screen.keyboard) <= 100
    assert all(0 < len(row) <= 8 for row in screen.keyboard)
    assert all(len((one.data or "").encode()) <= LONGEST_BYTES for row in screen.keyboard for one in row)
    return said


def test_the_overview_reconciles_the_newest_sends_and_shows_every_odd_one() -> None:
    """Three newest, the odd ones with NO, the sums; silence and an uneven ledger stand first."""
    sends = tuple(Send(NOON - timedelta(hours=n), ODD if n == 8 else EVEN, Waited(1, 3)) for n in range(10))
    trouble = Trouble(PartState.FAILED, "bot was blocked by the user", 12, 1)
    unmade = Trouble(PartState.EXPIRED, "never made", 1, 0)
    said = fits(overview(surveyed(sends, even=False, troubles=(trouble, unmade)), newsletters(2)))
    assert said.startswith("Telegram wants silence until 2026-11-24 12:00 UTC.\nIt does not add up")
    assert said.count("\ndue ") == 4
    whole = "30 planned = 24 sent + 1 failed + 2 uncertain + 1 expired + 2 pending"
    assert f"due 2026-11-24 12:00 UTC: {whole}; p50 s 1; p99 s 3; last reader (UTC) at about 12:00" in said
    assert "3 planned = 1 sent + 0 failed + 0 uncertain + 0 expired + 0 pending; adds up NO" in said
    assert "failed: bot was blocked by the user (12 messages, 1 text)\nexpired: never made (1 message)" in said


def test_the_overview_fits_with_three_hundred_newsletters_and_long_reasons() -> None:
    """What is too long is cut at a word."""
    troubles = tuple(Trouble(PartState.FAILED, "Bad Request: " + "x " * 900, n, n) for n in range(10))
    sends = tuple(Send(NOON - timedelta(hours=n), ODD, None) for n in range(20))
    assert "…" in fits(overview(surveyed(sends, even=False, troubles=troubles), newsletters(300)))
    assert "Nothing went amiss" in fits(overview(surveyed((), even=True), newsletters(1)))


def test_sources_come_a_page_at_a_time_and_a_page_that_is_gone_is_the_last() -> None:
    """With the reason, how often, and since when; or that it was never read."""
    failing = tuple(
        FailingSource(f"Post {n}", ("Denver", "AM/PM"), "no answer " * 90, n + 1, NOON if n else None)
        for n in range(30)
    )
    found = Feeding(90, failing, {"Denver": "nothing new has come for too long"})
    first, last = feeding(found, 1), feeding(found, 999)
    said = fits(first)
    assert said.startswith("30 of 90 sources cannot be read.\nPost 0 (Denver, AM/PM): no answer")
    assert "(never read yet, 1 time)" in said
    assert "(since Nov 24, 12:00 UTC, 2 times)" in said
    assert "Short of news: Denver: nothing new has come for too long" in said
    assert "Post 29" in fits(last)
    assert [one.text for one in first.keyboard[0]] == ["Further"]
    assert [one.text for one in last.keyboard[0]] == ["Back"]
    assert fits(feeding(Feeding(4, (), {}), 1)).endswith("Every newsletter has news enough.")


def test_editions_come_a_page_at_a_time_with_their_state() -> None:
    """Those of newsletters that have none yet have no button."""
    found = {"town-0": shelved(0), "town-1": shelved(1, Hold.REFUSED), "town-40": shelved(40)}
    first = editions(found, newsletters(300), 1)
    said = fits(first)
    assert "Tue Nov 24, morning, cut Nov 24, 12:00 UTC, 6 stories, stopped, Telegram refused its messages" in said
    assert [len(row) for row in first.keyboard] == [2, 1, 3]
    assert "Town 299" in fits(editions(found, newsletters(300), 999))
    assert fits(editions({}, [], 1))


def test_each_state_of_an_edition_has_its_orders() -> None:
    """What is withdrawn has none; what is held or stopped can be released or withdrawn."""
    listed = newsletters(1)[0]
    wanted = {None: "Hold", Hold.OPERATOR: "Release", Hold.REFUSED: "Release", Hold.WITHDRAWN: None}
    for held, first in wanted.items():
        found = Opened(shelved(0, held), listed, "e-" + 16 * "0", None, {PartState.SENT: 3})
        screen = edition(found)
        assert "Briefings made of it: 3 sent" in fits(screen)
        labels = [one.text for row in screen.keyboard for one in row]
        assert (first in labels, "Withdraw" in labels) == (first is not None, first is not None)
        assert ("Older" in labels, "Newer" in labels) == (True, False)
    gone = Opened(shelved(0), None, None, None, {PartState.PLANNED: 1})
    assert "Preview" not in [one.text for row in edition(gone).keyboard for one in row]
    assert "1 briefing made of it" in fits(asked_to_withdraw(gone))
