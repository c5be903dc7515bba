"""Operators hear of trouble once, not in a flood, and without contents."""

from bot.alarm import MOST_WAITING, Alarm
from bot.delivery.outcome import NotSent, Outcome, Sent
from bot.readers.model import Address
from bot.telegram.screen import Screen
from bot.telegram.text import plain
from tests.clock import ManualClock


class Chats:
    """Admins' chats; `down` when Telegram cannot be reached."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self.down = False

    async def say(self, address: Address, screen: Screen) -> Outcome:
        if self.down:
            return NotSent("no connection")
        self.said.append((address.chat_id, plain(screen.text)))
        return Sent(1)


async def test_every_admin_is_told_once_an_hour(clock: ManualClock) -> None:
    """The same event again within the hour is only logged."""
    chats, alarm = Chats(), Alarm(clock, (1, 2))
    alarm("edition.failed", newsletter="denver")
    alarm("edition.failed", newsletter="markets")
    await alarm.tell(chats)
    await alarm.tell(chats)
    assert [chat for chat, _ in chats.said] == [1, 2]
    assert chats.said[0][1] == "edition.failed\nnewsletter: denver"
    clock.advance(minutes=61)
    alarm("edition.failed", newsletter="denver")
    await alarm.tell(chats)
    assert len(chats.said) == 4


async def test_what_is_said_to_be_new_is_told_within_the_hour_too(clock: ManualClock) -> None:
    """Whoever says so keeps it from being a flood."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    alarm("delivery.behind", waiting=9)
    alarm.again("delivery.behind", waiting=10)
    alarm("delivery.behind", waiting=11)
    await alarm.tell(chats)
    assert [words for _, words in chats.said] == ["delivery.behind\nwaiting: 9", "delivery.behind\nwaiting: 10"]


async def test_different_events_do_not_hide_each_other(clock: ManualClock) -> None:
    """Each is told, in order; one without facts is its name alone."""
    chats, alarm = Chats(), Alarm(clock, (1,))
    alarm("one")
    alarm("two", count=2)
    await alarm.tell(chats)
    assert [words for _, words in chats.said] == ["one", "two\ncount: 2"]


async def test_without_admins_or_without_telegram_nothing_piles_up(clock: ManualClock) -> None:
    """The log has it all; what waits is bounded and let go."""
    chats = Chats()
    alarm = Alarm(clock, ())
    for number in range(2 * MOST_WAITING):
        alarm(f"event {number}")
    await alarm.tell(chats)
    assert chats.said == []
    chats.down = True
    alarm = Alarm(clock, (1,))
    alarm("one")
    await alarm.tell(chats)
    chats.down = False
    await alarm.tell(chats)
    assert chats.said == []
