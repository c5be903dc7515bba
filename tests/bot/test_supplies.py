"""Who runs the bot hears of a shortage before the readers do, once, in one message, and when it is over."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.alarm import Alarm
from bot.delivery.outcome import Outcome, Sent
from bot.readers.model import Address
from bot.supplies import AT_MOST_EVERY, EVERY, SETTLED, SupplyWatch
from bot.telegram.screen import Screen
from bot.telegram.text import plain
from briefings.model import Kind, Newsletter, Slot
from briefings.supply import Supply
from tests.clock import ManualClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SLUGS = ("denver", "markets", "sports")
NEWSLETTERS = [
    Newsletter(slug, slug.title(), "News.", Kind.TOPIC, "UTC", (Slot.MORNING,), frozenset(range(1, 8)), ())
    for slug in SLUGS
]


class Desk:
    """The newsroom, the cuts to come (in hours) and the admin's chat; time passes in steps of a look."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.alarm = Alarm(self.clock, (1,))
        self.watch = SupplyWatch()
        self.failing: set[str] = set()
        self.hours = dict.fromkeys(SLUGS, 8.0)
        self.said: list[str] = []

    async def supplies(self) -> Mapping[str, Supply]:
        now = self.clock.now()
        return {slug: Supply(4, 4, 4 if slug in self.failing else 0, now, 40) for slug in SLUGS}

    def cuts_ahead(self, now: datetime, within: timedelta) -> Collection[str]:
        assert now == self.clock.now()
        return frozenset(slug for slug, hours in self.hours.items() if timedelta(hours=hours) <= within)

    async def say(self, _address: Address, screen: Screen) -> Outcome:
        self.said.append(plain(screen.text))
        return Sent(1)

    async def live(self, span: timedelta) -> list[str]:
        """What was said in that time."""
        until, self.said = self.clock.now() + span, []
        while self.clock.now() < until:
            await self.watch.look(self, self, NEWSLETTERS, self.alarm, self.clock.now())
            await self.alarm.tell(self)
            self.clock.advance(minutes=1)
        return self.said


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_newsletters_that_run_short_are_told_together_before_their_cut(desk: Desk) -> None:
    """Once, with what is wrong and how much time is left; and together when they recovered."""
    assert await desk.live(timedelta(hours=2)) == []
    desk.failing = {"markets", "denver"}
    (said,) = await desk.live(timedelta(hours=6))
    assert "denver: none of its sources can be read; markets: none of its" in said
    assert "next_cut: within 12 h" in said
    assert "daybrief doctor" in said
    desk.failing = set()
    (said,) = await desk.live(timedelta(hours=6))
    assert "denver, markets" in said
    assert "have enough again" in said
    assert await desk.live(timedelta(hours=6)) == []


async def test_what_comes_and_goes_is_not_told(desk: Desk) -> None:
    """A minute without a network is no news, and a minute with one is no recovery."""
    for _ in range(20):
        desk.failing = {"denver"}
        assert await desk.live(EVERY) == []
        desk.failing = set()
        assert await desk.live(EVERY) == []
    desk.failing = {"denver"}
    assert len(await desk.live(2 * SETTLED)) == 1
    for _ in range(20):
        desk.failing = set()
        assert await desk.live(EVERY) == []
        desk.failing = {"denver"}
        assert await desk.live(EVERY) == []


async def test_more_that_run_short_within_the_hour_are_told_at_its_end(desk: Desk) -> None:
    """Twelve newsletters that fail one after the other are no flood; but one that is cut soon does not wait."""
    desk.failing = {"denver"}
    assert len(await desk.live(SETTLED + EVERY)) == 1
    desk.failing = {"denver", "markets"}
    assert await desk.live(AT_MOST_EVERY - SETTLED) == []
    (said,) = await desk.live(AT_MOST_EVERY / 2)
    assert "markets" in said
    assert "denver" not in said
    desk.failing, desk.hours["sports"] = set(SLUGS), 0.5
    (said,) = await desk.live(SETTLED + EVERY)
    assert "next_cut: within 1 h" in said


async def test_a_newsletter_that_nobody_gets_is_not_told(desk: Desk) -> None:
    """Nor one whose next edition is days away."""
    desk.hours = {"denver": 30.0}
    desk.failing = set(SLUGS)
    assert await desk.live(timedelta(hours=3)) == []


async def test_thin_editions_are_told_together_unless_their_shortage_was(desk: Desk) -> None:
    """An operator who was warned need not hear that it came so."""
    desk.failing = {"denver"}
    await desk.live(2 * SETTLED)
    desk.watch.thin({"denver": 0}, desk.alarm)
    desk.watch.thin({}, desk.alarm)
    await desk.alarm.tell(desk)
    assert len(desk.said) == 1
    desk.watch.thin({"sports": 1, "denver": 0, "markets": 2}, desk.alarm)
    await desk.alarm.tell(desk)
    assert "newsletters: markets: 2, sports: 1" in desk.said[-1]
