"""Payloads mutated or borrowed from somebody else's messages: nobody reaches another reader's data."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.readers.model import Address
from bot.store.holdings import Holdings
from bot.store.tables import readers
from bot.telegram.callbacks import LONGEST_BYTES, Verb, pack, unpack
from bot.telegram.screen import Answer, Edit, Say
from bot.telegram.text import plain
from briefings.store.database import Database
from tests.bot.telegram.handlers.examples import EXAMPLES

MINE, THEIRS = 51, 41
"""Deliveries: of who presses, and of the reader whose buttons are borrowed."""
SECRET = "What Ann alone was told"
"""Stands in the other reader's briefings alone."""
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz:+-_ /\u00e9\U0001f600\x00"


def borrowed(random: Random, theirs: int) -> str:
    """A payload as the bot makes them, about the other reader's deliveries and the other reader as often as not."""
    verb = random.choice(list(Verb))
    args = random.choice(EXAMPLES[verb])
    named = {"{delivery}": random.choice((THEIRS, THEIRS, MINE, 999)), "{reader}": random.choice((theirs, 1, 77))}
    return pack(verb, *(str(named.get(arg, arg)) for arg in args))


def mutated(random: Random, data: str) -> str:
    """The payload with up to three signs changed, cut out, put in, doubled, or its pieces in another order."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) + 1)
        match random.randrange(5):
            case 0:
                data = data[:at] + random.choice(SIGNS) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + random.randint(1, 4) :]
            case 2:
                data = data[:at] + random.choice(SIGNS) + data[at:]
            case 3:
                data += data[at:]
            case _:
                pieces = data.split(":")
                random.shuffle(pieces)
                data = ":".join(pieces)
    return data


def payloads(random: Random, theirs: int, count: int) -> Iterator[str]:
    """As many of the one as of the other."""
    for number in range(count):
        data = borrowed(random, theirs)
        yield mutated(random, data) if number % 2 else data


def said(answer: Answer) -> str:
    """All that the answer shows."""
    return " ".join(plain(act.screen.text) for act in answer.acts if isinstance(act, Say | Edit))


async def held(database: Database, reader_id: int) -> dict[str, list[dict[str, object]]]:
    """All rows about the reader, of every table that has any."""
    return await Holdings(database).of(reader_id)


def test_every_verb_has_examples() -> None:
    """A button that is added without them would not be tried; and each example is one that the bot could make."""
    assert set(EXAMPLES) == set(Verb)
    for verb, examples in EXAMPLES.items():
        for args in examples:
            data = pack(verb, *(arg.format(delivery="9" * 12, reader="9" * 12) for arg in args))
            assert unpack(data)
            assert len(data.encode()) <= LONGEST_BYTES


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
async def test_borrowed_and_mutated_payloads_change_nothing_of_another_reader(
    *, someone: Any, briefings: Any, brief: Any, delivery: Any, database: Database, count: int
) -> None:
    """Ben has Ann's buttons, and made some of his own: of hers nothing changes, and nothing is shown."""
    ann, ben, random = someone(5), someone(6), Random(count)
    for chat, listed in ((ann, "denver-markets"), (ben, "denver-login")):
        await chat.say(f"/start {listed}")
        for label in ("Done (2)", "7:00", "Yes, Denver"):
            await chat.tap(label)
    hers = await ann.known()
    stories = [replace(brief(number), headline=f"{SECRET} {number}") for number in (1, 2, 3)]
    briefings.kept[THEIRS] = delivery(Address(5), stories[:2], stories[2:])
    before = await held(database, hers.id)
    assert before["readers"]
    for data in payloads(random, hers.id, count):
        if await ben.reader() is None:
            await ben.say("/start denver-login")
        answer = await ben.press(data)
        assert SECRET not in said(answer), data
        del ben.messages[8:]
    assert await held(database, hers.id) == before
    assert not [asked for asked in briefings.asked if asked[0] == hers.id]
    async with database.read() as connection:
        assert sorted(await connection.scalars(select(readers.c.chat_id))) in ([5], [5, 6])
