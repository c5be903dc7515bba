"""A group that became a supergroup is one chat, by whichever id it is called, and leaves nothing behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.readers.model import Address, ChatKind, Standing
from bot.store.holdings import Holdings
from bot.store.inbox import Inbox
from bot.store.purge import purge
from bot.store.readers import newcomer
from bot.store.tables import inbox, moves
from bot.store.tables import readers as table

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD, NEW = Address(-5), Address(-1005)


@pytest.fixture
async def group(readers):
    """A group with newsletters, before it moves."""
    met = await readers.find_or_add(newcomer(OLD, ChatKind.GROUP, "en", NOW), NOW)
    chosen = replace(met, newsletters=("denver",), zone="America/Denver", standing=Standing.ACTIVE)
    await readers.save(chosen, NOW)
    return chosen


async def count(database, what):
    async with database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(what))


async def test_the_old_id_leads_to_the_reader_at_the_new_one(readers, group):
    """However it is asked for; nobody is made."""
    await readers.moved(-5, -1005, NOW)
    assert await readers.home(OLD) == await readers.home(NEW) == NEW
    assert (await readers.find(OLD)).id == group.id
    assert (await readers.find_or_add(newcomer(OLD, ChatKind.GROUP, "en", NOW), NOW)).id == group.id
    assert [one.id for one in await readers.of_chat(-5)] == [group.id]
    assert await readers.stand(OLD, Standing.BLOCKED, "removed", NOW) == 1
    assert (await readers.find(NEW)).standing is Standing.BLOCKED


async def test_a_first_word_from_before_the_move_makes_a_reader_where_the_chat_is_now(readers):
    """The group was not known when it moved."""
    await readers.moved(-5, -1005, NOW)
    met = await readers.find_or_add(newcomer(OLD, ChatKind.GROUP, "en", NOW), NOW)
    assert met.address == NEW
    assert await readers.find(NEW) == met


async def test_a_move_that_is_heard_again_changes_nothing(readers, group):
    """Both chats say it, a refused message may say it, and a replay says it all once more."""
    for _ in range(3):
        await readers.moved(-5, -1005, NOW)
        assert await readers.of_chat(-1005) == [replace(group, address=NEW, kind=ChatKind.SUPERGROUP)]


async def test_a_chat_that_moves_to_itself_stays(readers, group, database):
    """Nonsense is no move."""
    await readers.moved(-5, -5, NOW)
    assert await readers.find(OLD) == group
    assert await count(database, moves) == 0


async def test_who_is_erased_leaves_nothing_under_the_old_id(readers, group, database):
    """Neither the ids, nor the numbers of what was typed there, nor a reader that gave way to the new chat's."""
    await Inbox(database).store([{"update_id": 1, "message": {"chat": {"id": -5}}}], NOW)
    await Inbox(database).handled(1, NOW)
    new = await readers.find_or_add(newcomer(NEW, ChatKind.SUPERGROUP, "en", NOW), NOW)
    await readers.save(replace(new, newsletters=("markets",)), NOW)
    await readers.moved(-5, -1005, NOW)
    held = await Holdings(database).of(new.id)
    assert [(row["old_chat_id"], row["new_chat_id"]) for row in held["moves"]] == [(-5, -1005)]
    assert len(held["inbox"]) == 1
    await Holdings(database).erase(new.id)
    assert [await count(database, what) for what in (table, moves, inbox)] == [0, 0, 0]


async def test_a_move_is_remembered_for_a_month(readers, group, database):
    """Whoever uses the old id later is told by Telegram once more."""
    await readers.moved(-5, -1005, NOW)
    await purge(database, NOW + timedelta(days=29))
    assert await readers.home(OLD) == NEW
    await purge(database, NOW + timedelta(days=31))
    assert await readers.home(OLD) == OLD
    assert (await readers.find(NEW)).id == group.id
