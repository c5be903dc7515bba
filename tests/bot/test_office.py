"""What operators are shown of sources and editions is what there is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram.office import Done
from bot.telegram.text import plain
from briefings.catalogue import load
from briefings.feeds.update import FeedState
from briefings.model import Brief, Outlet, Point, Span
from briefings.store.database import Database
from briefings.store.feeds import FeedStore
from briefings.store.holding import Hold
from briefings.supply import Shortage
from tests.bot.operators import CUT, OPERATOR, edition, edition_id, office
from tests.clock import ManualClock

LEDE = Point("The council put off the ferry vote.", (Span(0, 0, 35),), "a1")
OUTLETS = (Outlet("Harbor Post", "https://news.example/1", "a1"),)
BRIEF = Brief("b", "s", "Ferry vote put off", LEDE, None, (), OUTLETS, ("a1",), CUT, "labels")


@pytest.fixture
def there(database: Database, clock: ManualClock) -> Any:
    return office(database, load(), clock)


async def test_failing_sources_come_with_reason_and_since_those_first_that_never_answered(there: Any) -> None:
    """A source that serves several newsletters is named once, with all of them."""
    first, second, third = there.catalogue.sources()[:3]
    store = FeedStore(there.database)
    for source, failures, since in ((first, 2, CUT), (second, 1, None), (third, 0, CUT)):
        await store.save(FeedState(source.feed, failures=failures, failure="no answer", succeeded_at=since))
    found = await there.feeding()
    assert found.sources == len(there.catalogue.sources())
    assert [(one.name, one.times, one.since) for one in found.failing] == [
        (second.name, 1, None),
        (first.name, 2, CUT),
    ]
    assert found.failing[0].newsletters
    assert found.failing[0].reason == "no answer"
    assert not found.short


async def test_newsletters_that_run_short_are_named_with_what_they_lack(there: Any) -> None:
    """The same judgement as the alarm's."""
    stale = replace(there.news.fed["denver"], newest=CUT - timedelta(days=3))
    there.news.fed |= {"denver": stale, "markets": replace(there.news.fed["markets"], failing=99)}
    assert (await there.feeding()).short == {"Denver": Shortage.STALE.value, "Markets": Shortage.UNREAD.value}


async def test_an_edition_is_drawn_as_its_readers_get_it_also_an_empty_one(there: Any) -> None:
    """A thin day says so; what is not kept is not drawn."""
    await there.news.editions.keep(edition(1, BRIEF))
    await there.news.editions.keep(replace(edition(2, BRIEF, cut=CUT + timedelta(hours=1)), briefs=()))
    (drawn,) = await there.drawn(edition_id(1))
    assert "Headline 1" in plain(drawn.text)
    (empty,) = await there.drawn(edition_id(2))
    assert "Headline" not in plain(empty.text)
    assert await there.drawn(edition_id(3)) == ()


async def test_every_order_is_logged_with_who_gave_it_and_what_came_of_it(there: Any) -> None:
    """At a level that is logged however little is."""
    await there.news.editions.keep(edition(1, BRIEF))
    with capture_logs() as logs:
        await there.hold(edition_id(1), OPERATOR)
        await there.release(edition_id(1), OPERATOR)
        await there.withdraw(edition_id(1), OPERATOR)
        await there.release(edition_id(1), OPERATOR)
    assert {(one["operator"], one["edition"], one["log_level"]) for one in logs} == {
        (OPERATOR, edition_id(1), "warning")
    }
    assert [(one["event"], one.get("why"), one["done"]) for one in logs] == [
        ("operator.hold", "operator", "changed"),
        ("operator.release", None, "changed"),
        ("operator.hold", "withdrawn", "changed"),
        ("operator.release", None, "for_good"),
    ]


async def test_what_telegram_refused_can_be_released(there: Any) -> None:
    """By whoever finds that the fault was not in it; its refusals are counted from the beginning."""
    await there.news.editions.keep(edition(1, BRIEF))
    await there.preparer.hold_back(edition_id(1), Hold.REFUSED)
    assert (await there.open(edition_id(1))).edition.held is Hold.REFUSED
    assert (await there.release(edition_id(1), OPERATOR)).done is Done.CHANGED
    assert there.preparer.free == [edition_id(1)]
    assert (await there.open(edition_id(1))).edition.held is None


async def test_orders_about_an_edition_that_is_not_kept_do_nothing(there: Any) -> None:
    """Each says so."""
    for order in (there.hold, there.release, there.withdraw):
        assert (await order(edition_id(9), OPERATOR)).done is Done.NOT_KEPT
    assert await there.open(edition_id(9)) is None
