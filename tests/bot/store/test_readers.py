from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.readers.model import Address, ChatKind, Standing, Step
from bot.readers.quiet import Quiet
from bot.store.inbox import Inbox
from bot.store.readers import newcomer
from bot.store.tables import subscriptions

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 12, tzinfo=UTC)

slugs = st.lists(st.sampled_from(["am-pm", "markets", "denver", "closer"]), unique=True)
times = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))


async def test_a_reader_is_found_where_it_was_added(readers, reader):
    """A chat and topic is one reader."""
    assert await readers.find(Address(7)) == reader
    assert await readers.find(Address(7, 3)) is None
    assert (await readers.get(reader.id)) == reader


async def test_a_chat_is_added_once(readers, reader):
    """Two first words make one reader."""
    again = await readers.find_or_add(newcomer(Address(7), ChatKind.PRIVATE, "de", LATER), LATER)
    assert again == reader


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(
    wishes=st.fixed_dictionaries(
        {
            "newsletters": slugs.map(lambda chosen: tuple(sorted(chosen))),
            "morning": times,
            "evening": times,
            "days": st.frozensets(st.integers(1, 7)),
            "paused_until": st.none() | st.dates(),
            "step": st.none() | st.sampled_from(Step),
            "quiet": st.none() | st.builds(Quiet, times.filter(bool), times.filter(bool)),
            "zone": st.sampled_from([None, "America/Denver"]),
            "place": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        }
    )
)
async def test_what_is_saved_is_what_is_found(readers, reader, wishes):
    """Every wish survives the way to the database and back."""
    wanted = replace(reader, length=6, standing=Standing.ACTIVE, **wishes)
    await readers.save(replace(wanted, newsletters=()), NOW)
    assert await readers.save(wanted, NOW)
    assert await readers.find(reader.address) == wanted


async def test_a_subscription_keeps_its_first_day(readers, reader, database):
    """Saving again does not make old subscriptions new."""
    await readers.save(replace(reader, newsletters=("denver", "markets")), NOW)
    await readers.save(replace(reader, newsletters=("denver", "sports")), LATER)
    async with database.read() as connection:
        rows = await connection.execute(select(subscriptions.c.newsletter, subscriptions.c.since))
        assert dict(rows.all()) == {"denver": NOW, "sports": LATER}


async def test_saving_an_erased_reader_brings_nobody_back(readers, reader):
    """A handler that was slow cannot undo /forget."""
    ghost = replace(reader, id=99, newsletters=("denver",))
    assert not await readers.save(ghost, NOW)


async def test_a_chat_leaves_with_all_its_topics(readers):
    """A bot that is removed from a forum is removed from every topic."""
    for thread in (0, 5, 6):
        await readers.find_or_add(newcomer(Address(-100, thread), ChatKind.SUPERGROUP, "en", NOW), NOW)
    assert await readers.stand(Address(-100), Standing.BLOCKED, "removed", NOW) == 3
    found = await readers.find(Address(-100, 6))
    assert found.standing is Standing.BLOCKED


async def test_a_moved_chat_keeps_its_reader(readers):
    """A group that becomes a supergroup loses nothing."""
    old = await readers.find_or_add(newcomer(Address(-5), ChatKind.GROUP, "en", NOW), NOW)
    await readers.moved(-5, -1005, NOW)
    moved = await readers.find(Address(-1005))
    assert moved == replace(old, address=Address(-1005), kind=ChatKind.SUPERGROUP)
    assert [one.id for one in await readers.of_chat(-1005)] == [old.id]


async def test_a_move_onto_a_known_chat_keeps_the_known_reader(readers):
    """Where both ids have chosen newsletters, the new one stays, the old one is gone: nobody gets two briefings."""
    old = await readers.find_or_add(newcomer(Address(-5), ChatKind.GROUP, "en", NOW), NOW)
    new = await readers.find_or_add(newcomer(Address(-1005), ChatKind.SUPERGROUP, "en", NOW), NOW)
    new = replace(new, newsletters=("denver",))
    await readers.save(new, NOW)
    await readers.moved(-5, -1005, NOW)
    assert (await readers.get(old.id)).standing is Standing.GONE
    assert (await readers.find(Address(-1005))) == new


async def test_a_move_onto_a_chat_that_chose_nothing_brings_the_choices_along(readers):
    """A first word in the new chat, handled before the move, costs nobody their newsletters."""
    old = await readers.find_or_add(newcomer(Address(-5), ChatKind.GROUP, "en", NOW), NOW)
    await readers.save(replace(old, newsletters=("denver",)), NOW)
    await readers.find_or_add(newcomer(Address(-1005), ChatKind.SUPERGROUP, "en", NOW), NOW)
    await readers.moved(-5, -1005, NOW)
    assert (await readers.find(Address(-1005))).newsletters == ("denver",)
    assert [reader.id for reader in await readers.of_chat(-1005)] == [old.id]


async def test_many_are_got_at_once(readers, reader):
    """Unknown ids are simply not there."""
    await readers.save(replace(reader, newsletters=("denver",), morning=time(6, 45), paused_until=date.max), NOW)
    found = await readers.get_many([reader.id, 99])
    assert list(found) == [reader.id]
    assert found[reader.id].newsletters == ("denver",)
    assert found[reader.id].paused_until == date.max


async def test_a_change_and_the_note_that_it_was_made_are_one(readers, reader, database):
    """What asked for it is noted in the same transaction: both are kept, or neither."""
    inbox = Inbox(database)
    await inbox.store([{"update_id": one, "message": {"chat": {"id": 7}}} for one in (1, 2, 3)], NOW)
    await readers.save(replace(reader, length=6), NOW, asked_by=1)
    assert not await readers.save(replace(reader, id=99), NOW, asked_by=2)
    broken = replace(reader, length=1, newsletters=(None,))
    with pytest.raises(IntegrityError):
        await readers.save(broken, NOW, asked_by=3)
    assert [(row.update_id, row.applied) for row in await inbox.waiting(10)] == [(1, True), (2, False), (3, False)]
    assert (await readers.get(reader.id)).length == 6
