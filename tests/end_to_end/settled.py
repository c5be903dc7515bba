"""Short cuts for tests about trouble: readers who are settled already, time that passes in small steps, the ledger."""

from collections import Counter
from dataclasses import replace
from datetime import time
from typing import Any

from sqlalchemy import func, select

from bot.delivery.reconcile import Account, reconcile
from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.store.tables import deliveries, parts, readers
from tests.end_to_end.town import Town

SEVEN = time(7, 0)


async def settled(
    town: Town,
    chat: int,
    *newsletters: str,
    topic: int = 0,
    kind: ChatKind = ChatKind.PRIVATE,
    **wishes: Any,
) -> Reader:
    """A reader who has finished the first minute: mornings at 7:00 in New York, Charlotte unless told otherwise."""
    chosen: dict[str, Any] = {
        "zone": "America/New_York",
        "place": "New York",
        "morning": SEVEN,
        "standing": Standing.ACTIVE,
    }
    met = await town.bot.readers.meet(Address(chat, topic), kind, "en")
    return await town.bot.readers.save(replace(met, newsletters=newsletters or ("charlotte",), **(chosen | wishes)))


async def people(town: Town, count: int, first: int = 1001) -> list[int]:
    """So many people with a settled reader each; their ids."""
    ids = list(range(first, first + count))
    for one in ids:
        town.telegram.person(one, f"Reader {one}")
        await settled(town, one)
    return ids


async def later(town: Town, **span: float) -> None:
    """Time passes at once, and then the bot takes its steps."""
    town.clock.advance(**span)
    await town.bot.tick()
    await town.bot.tell()
    await town.bot.sender.drain()


async def account(town: Town) -> Account:
    """All deliveries by what became of them; the count comes out even."""
    whole = (await reconcile(town.bot.database)).whole
    assert whole.even
    return whole


async def standing(town: Town, chat: int, topic: int = 0) -> Standing | None:
    """Where the reader of a chat stands; None when there is none."""
    reader = await town.bot.readers.find(Address(chat, topic))
    return reader.standing if reader else None


async def part_states(town: Town) -> Counter[str]:
    """How many messages of briefings are in which state."""
    async with town.bot.database.read() as connection:
        rows = await connection.execute(select(parts.c.state, func.count()).group_by(parts.c.state))
        return Counter({str(value): int(count) for value, count in rows})


async def delivery_ids(town: Town, chat: int) -> list[int]:
    """The deliveries that were owed to a chat, oldest first."""
    query = select(deliveries.c.id).join(readers, readers.c.id == deliveries.c.reader_id)
    async with town.bot.database.read() as connection:
        return list(await connection.scalars(query.where(readers.c.chat_id == chat).order_by(deliveries.c.id)))


def attempts(town: Town, chat: int, topic: int | None = None) -> int:
    """How often the bot tried to send a message to a chat (a topic), whatever came of it."""
    calls = [call for call in town.telegram.calls if call.method == "sendMessage" and call.chat_id == chat]
    return sum(topic in (None, call.parameters.get("message_thread_id")) for call in calls)
