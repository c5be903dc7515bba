"""The pace of the whole bot against the limits of Telegram: ten thousand briefings, and people who ask meanwhile."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.bot.delivery.making import most_within
from tests.simulation.books import Books
from tests.simulation.life import Life
from tests.simulation.loop import LoopClock, run
from tests.simulation.newsroom import Newsroom
from tests.simulation.settling import settle
from tests.simulation.wire import Request, Wire

START = datetime(2026, 11, 24, 6, 59, 30, tzinfo=UTC)
SEVEN = START + timedelta(seconds=30)
RECIPIENTS = 10_000
CURIOUS = range(900_001, 900_041)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Counted(Wire):
    """Telegram reduced to its limits: what is within them is taken. `taken` are the moments, by chat."""

    def __init__(self, clock: LoopClock) -> None:
        super().__init__(clock, Random(11))
        self.taken: list[tuple[datetime, int]] = []

    def carried_out(self, request: Request) -> Any:
        if request.method != "sendMessage":
            return super().carried_out(request)
        now, chat, limits = self.clock.true(), request.asked["chat_id"], self.scene.limits
        limits.waiting(now, chat)
        limits.message(now, chat, group=False)
        self.taken.append((now, chat))
        return {"message_id": len(self.taken)}


async def broadcast(folder: Path, count: int) -> tuple[Counted, dict[int, datetime]]:
    """A morning of so many readers; what Telegram saw, and when each of the curious asked."""
    clock = LoopClock(START)
    telegram = Counted(clock)
    life = Life(folder / "pace.db", clock, telegram, Newsroom(clock), Random(5))
    await life.begin()
    books = Books(folder / "pace.db")
    await settle(life.bot.database, range(1, count + 1), SEVEN)
    await life.step()
    await clock.until(SEVEN + SECOND)
    await life.step()
    life.send()
    asked: dict[int, datetime] = {}
    pause = count / 28 / len(CURIOUS)
    for one in CURIOUS:
        telegram.scene.person(one, f"Curious {one}")
        telegram.scene.send_text(one, one, "/help")
        asked[one] = clock.true()
        await clock.sleep(pause)
        await life.step()
    while books.open() and clock.true() < SEVEN + timedelta(minutes=15):
        await clock.sleep(1)
        await life.step()
    books.close()
    await life.stop()
    return telegram, asked


def test_ten_thousand_go_out_in_seven_minutes_and_nobody_who_asks_waits(tmp_path: Path) -> None:
    """No limit is ever touched, no second holds more than 28, and an answer comes within a second."""
    telegram, asked = run(broadcast(tmp_path, RECIPIENTS))
    moments = [moment for moment, _ in telegram.taken]
    broadcasts = [(moment, chat) for moment, chat in telegram.taken if chat <= RECIPIENTS]
    assert not telegram.scene.limits.violations
    assert most_within(moments, SECOND) <= 28
    assert set(Counter(chat for _, chat in broadcasts).values()) == {1}
    assert len(broadcasts) == RECIPIENTS
    assert broadcasts[-1][0] - broadcasts[0][0] <= 7 * MINUTE
    answered = {chat: moment for moment, chat in telegram.taken if chat > RECIPIENTS}
    assert max(answered[one] - asked[one] for one in CURIOUS) <= SECOND
