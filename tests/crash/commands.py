"""What fifty people ask, from a seed: the first minute, then anything, and each for one briefing now.

A line is typed, or it is the payload of a button. Typed answers to questions are chosen so that they would mean
something else if they were taken twice: a time that would do for the morning and the evening, a city that is also a
newsletter.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from bot.delivery.desk import Asked, ShownBriefing
from bot.readers.model import Address, ChatKind, Reader
from bot.readers.service import ReaderService
from bot.store.migrate import upgrade
from bot.store.readers import ReaderStore
from bot.telegram.callbacks import VERSION, Verb, pack
from bot.telegram.desk import Desk
from bot.telegram.handlers import COMMANDS, buttons, words
from bot.telegram.screen import Ask
from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.model import Slot
from briefings.opening import open_newsroom
from briefings.store.database import Database

NEWSLETTERS = ("am-pm", "denver", "charlotte", "markets", "closer", "sports", "login")
FIRST = ("am-pm", "denver")
OTHERS = ("charlotte", "markets", "closer", "sports", "login")
LINES = 20
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_COMMANDS = {f"/{one.COMMAND}": one for one in COMMANDS}

Outcome = dict[int, tuple[Reader, frozenset[str]]]
"""Chat -> its reader and newsletters."""


def script(chance: Random) -> list[str]:
    """The lines of one person."""
    first = chance.choice(FIRST)
    lines = [f"/start {first}", pack(Verb.DONE, "s"), chance.choice(("12:30", "7:15", "noon"))]
    lines += [chance.choice(("12:30", "19:15"))] if first == "am-pm" else []
    lines.append(chance.choice(("denver", "charlotte", "Chicago")))
    settled = len(lines)
    while len(lines) < LINES - 1:
        lines += _anything(chance)
    lines = lines[: LINES - 1]
    lines.insert(chance.randint(settled, LINES - 1), chance.choice(("/today", pack(Verb.NOW))))
    return lines


def is_press(line: str) -> bool:
    """Whether the line is a button's."""
    return line.startswith(f"{VERSION}:")


def asks_now(line: str) -> bool:
    """Whether the line asks for a briefing now."""
    return line in ("/today", pack(Verb.NOW))


def _anything(chance: Random) -> list[str]:
    """One command, or a button that asks and the words that answer."""
    slug = chance.choice(OTHERS)
    minutes = chance.choice(("00", "15", "30", "45"))
    return chance.choice(
        [
            [f"/subscribe {slug}"],
            [f"/unsubscribe {slug}"],
            [slug],
            [pack(Verb.TOGGLE, "l", f"{chance.choice('+-')}{slug}")],
            [pack(Verb.ADD, slug)],
            [f"/time {chance.randint(5, 11)}:{minutes}"],
            [f"/time evening {chance.randint(17, 21)}:{minutes}"],
            ["/time evening off"],
            [pack(Verb.TIME, "evening", f"18{minutes}")],
            [f"/days {chance.choice(('weekdays', 'every day', 'mon wed fri'))}"],
            [pack(Verb.THESE_DAYS, chance.choice(("135", "67", "1234567")))],
            ["/pause 2w"],
            [pack(Verb.PAUSE_FOR, "7")],
            ["/resume"],
            ["/timezone Chicago"],
            ["/status"],
            ["what is this"],
            [pack(Verb.OTHER_TIME, "morning"), f"12:{minutes}"],
            [pack(Verb.OTHER_TIME, "evening"), f"12:{minutes}"],
            [pack(Verb.OTHER_PLACE), slug if slug == "charlotte" else "denver"],
            ["/timezone", "charlotte"],
        ]
    )


class Counted:
    """Briefings that are only counted, by reader and the update that asked."""

    def __init__(self) -> None:
        self.asked: set[tuple[int, int]] = set()

    async def ask_now(
        self,
        reader: Reader,
        update_id: int,
        *,
        catch_up: bool = False,  # noqa: ARG002 (the desk's signature)
    ) -> Asked:
        self.asked.add((reader.id, update_id))
        return Asked(len(self.asked))

    async def shown(self, delivery_id: int) -> ShownBriefing | None:
        raise AssertionError(delivery_id)

    async def had(self, _reader_id: int, _since: date) -> set[tuple[date, Slot]]:
        return set()

    async def last(self, _reader_id: int) -> datetime | None:
        return None

    async def asked_since(self, _reader_id: int, _moment: datetime) -> int:
        return 0


async def told_once(scripts: Mapping[int, Sequence[str]], url: str, catalogue: Catalogue, clock: Clock) -> Outcome:
    """What becomes of everybody in a database of its own, when each line is handled once, and nothing dies."""
    await upgrade(url)
    database = await Database.open(url)
    briefings, numbers = Counted(), itertools.count(1)
    async with open_newsroom(catalogue, database, clock, Random(7), contact="", allow_loopback=True) as news:
        desk = Desk(catalogue, ReaderService(ReaderStore(database), clock), news, briefings, clock)
        for chat_id, lines in scripts.items():
            for line in lines:
                await _handle(Ask(next(numbers), Address(chat_id), ChatKind.PRIVATE, clock.now(), chat_id), line, desk)
    outcome = await outcome_of(database, scripts)
    await database.close()
    return outcome


async def outcome_of(database: Database, chats: Iterable[int]) -> Outcome:
    """Chat -> its reader, without what depends on who came first."""
    store = ReaderStore(database)
    found = {chat_id: await store.find(Address(chat_id)) for chat_id in chats}
    return {
        chat_id: (replace(one, id=0, created_at=LONG_AGO, newsletters=()), frozenset(one.newsletters))
        for chat_id, one in found.items()
        if one is not None
    }


async def _handle(ask: Ask, line: str, desk: Desk) -> None:
    if is_press(line):
        await buttons.handle(replace(ask, pressed=line, message_id=1), desk)
        return
    name, _, rest = line.partition(" ")
    command = _COMMANDS.get(name)
    if command is None:
        await words.handle(replace(ask, words=line), desk)
    else:
        await command.handle(replace(ask, words=rest), desk)
