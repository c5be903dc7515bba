"""A day of fifty readers around the world, the bot killed twice in it: each briefing once, in its minute."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.reconcile import Account, reconcile
from bot.readers.model import Address, ChatKind, Standing
from bot.store.tables import parts
from briefings.model import Newsletter, Slot
from tests.end_to_end.town import FIRST_DAY, MINUTE, Town

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
END = START + timedelta(days=1)
POLL_EVERY = 240
READERS = 50
SAME_MINUTE = 6
ZONES = (
    "America/New_York",
    "America/Denver",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Pacific/Honolulu",
    "Pacific/Marquesas",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Adelaide",
    "Pacific/Auckland",
)
"""Whole hours, half hours and a quarter from UTC, on both sides of the date line."""
TITLES = re.compile(
    r"^(?:Nothing in )?(.+?)(?:: \d+ stor(?:y|ies), | is worth your time | this (?:morning|evening): )", re.MULTILINE
)


@dataclass(frozen=True)
class Wish:
    """What one reader wants; the `Address` is a private chat, a group or a topic of a forum."""

    address: Address
    kind: ChatKind
    zone: str
    morning: time | None
    evening: time | None
    newsletters: tuple[str, ...]
    length: int


def address(number: int) -> tuple[Address, ChatKind]:
    """Each eighth reader is a group, each of those but the first two a topic of its own forum."""
    if number % 8 != 7:
        return Address(1000 + number), ChatKind.PRIVATE
    return Address(-1_000_000_000_000 - number, 9 if number > 16 else 0), ChatKind.SUPERGROUP


def wish(number: int, slugs: tuple[str, ...]) -> Wish:
    """Different for each number; the first few share a minute, as many people do at seven."""
    where, kind = address(number)
    morning, evening = time(5 + number % 5, number * 7 % 60), time(17 + number % 4, number * 11 % 60)
    several = tuple(slugs[(number * 5 + number // 7 + step * 3) % len(slugs)] for step in range(1 + number % 4))
    chosen = slugs if number % 10 == 3 else several
    length = (1, 3, 6)[number // 3 % 3]
    if number < SAME_MINUTE:
        return Wish(where, kind, ZONES[0], time(7, 11), None, chosen, length)
    zone = ZONES[number % len(ZONES)]
    on = (None if number % 3 == 2 else morning, None if number % 3 == 1 else evening)
    return Wish(where, kind, zone, *on, chosen, length)


def promised(wish: Wish, newsletters: tuple[Newsletter, ...]) -> Iterator[tuple[datetime, Slot, frozenset[str]]]:
    """When this reader is owed what within the day: instants, slots and titles, by the words of the promise.

    A newsletter comes in its own slots as far as they are on, else in the slot that is on. No clock changes that day.
    """
    on = {slot: at for slot, at in ((Slot.MORNING, wish.morning), (Slot.EVENING, wish.evening)) if at}
    for slot, at in on.items():
        titles = frozenset(
            one.title
            for one in newsletters
            if one.slug in wish.newsletters and (slot in one.slots or not set(one.slots) & set(on))
        )
        for ahead in range(-1, 3):
            due = datetime.combine(FIRST_DAY + timedelta(days=ahead), at, ZoneInfo(wish.zone)).astimezone(UTC)
            if titles and START < due <= END:
                yield due, slot, titles


async def settle_in(town: Town, wishes: list[Wish]) -> None:
    """Everybody's chat exists, and everybody has finished choosing."""
    for one in wishes:
        chat = one.address.chat_id
        if one.kind is ChatKind.PRIVATE:
            town.telegram.person(chat, f"Reader {chat}")
        else:
            town.telegram.group(chat, f"Group {chat}", forum=bool(one.address.thread_id))
        if one.address.thread_id:
            town.telegram.topic(chat, one.address.thread_id, "News")
        reader = await town.bot.readers.meet(one.address, one.kind, "en")
        wanted = {name: getattr(one, name) for name in ("zone", "morning", "evening", "newsletters", "length")}
        await town.bot.readers.save(replace(reader, standing=Standing.ACTIVE, **wanted))


async def live_until(town: Town, moment: datetime, minutes: Iterable[datetime]) -> None:
    """Live through the `minutes` that somebody waits for, and the one before each; the others pass five at a time."""
    for due in sorted(minutes):
        if town.clock.now() < due <= moment:
            await town.live_until(due - MINUTE, poll_every=POLL_EVERY)
            await town.live_until(due, MINUTE, POLL_EVERY)
    await town.live_until(moment, poll_every=POLL_EVERY)


async def restart(town: Town) -> None:
    """The process ends with whatever it owed, and the next one begins at once, as `run` does."""
    await town.close_bot()
    await town.open_bot()
    await town.bot.tick()
    await town.bot.sender.drain()


async def pending(town: Town) -> int:
    return (await reconcile(town.bot.database)).whole.pending


def told(town: Town, where: Address) -> list[tuple[datetime, Slot, frozenset[str]]]:
    """What came, as `promised` has it: the minute, the slot and the newsletters that the heading names."""
    found = []
    for moment, text in town.briefings(where.chat_id, where.thread_id or None):
        match = TITLES.search(text)
        assert match, text[:300]
        titles = frozenset(re.split(r", | and | or ", match[1]))
        slot = Slot.MORNING if text.startswith("Good morning") else Slot.EVENING
        found.append((moment.replace(second=0), slot, titles))
    return found


async def test_each_of_fifty_readers_gets_each_briefing_once_in_its_minute(tmp_path: Path) -> None:
    """Twenty-four hours around the world, to the minute; the bot is restarted twice with briefings in its hands."""
    async with Town(tmp_path, START) as town:
        await town.open_bot()
        newsletters = town.bot.news.catalogue.newsletters
        slugs = tuple(one.slug for one in newsletters)
        wishes = [wish(number, slugs) for number in range(READERS)]
        await settle_in(town, wishes)
        await town.bot.tick()
        owed = {one.address: sorted(promised(one, newsletters)) for one in wishes}
        minutes = Counter(due for dues in owed.values() for due, *_ in dues)
        shared = minutes.most_common(1)[0][0]
        late = min(due for due in minutes if due > shared + timedelta(hours=9))

        await live_until(town, shared - MINUTE, minutes)
        town.clock.set(shared)
        await town.bot.tick()
        assert await pending(town) == minutes[shared] >= SAME_MINUTE, "made, and not sent, when the bot is killed"
        await restart(town)
        assert not await pending(town)

        await live_until(town, late - MINUTE, minutes)
        town.clock.set(late)
        await town.bot.planner.tick(late)
        assert await pending(town) == minutes[late] >= 1, "planned, and not made, when the bot is killed"
        await restart(town)
        await live_until(town, END, minutes)

        assert {one.address: told(town, one.address) for one in wishes} == owed
        assert not town.telegram.limits.violations
        await assert_it_adds_up(town, sum(minutes.values()))


async def assert_it_adds_up(town: Town, briefings: int) -> None:
    """All that was planned was sent, part for part, and Telegram holds exactly these messages."""
    assert (await reconcile(town.bot.database)).whole == Account(briefings, briefings, 0, 0, 0, 0)
    async with town.bot.database.read() as connection:
        rows = list(await connection.execute(select(parts.c.state, parts.c.attempts)))
    assert set(rows) == {("sent", 1)}
    assert sum(call.method == "sendMessage" for call in town.telegram.calls) == len(rows) > briefings
    assert all(call.ok and call.answered for call in town.telegram.calls)
