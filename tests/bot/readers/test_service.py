from dataclasses import replace

import pytest

from bot.readers.model import Address, ChatKind, Standing, Step
from bot.readers.service import ReaderService
from bot.store.inbox import Inbox
from bot.store.readers import ReaderStore


@pytest.fixture
def service(database, clock):
    return ReaderService(ReaderStore(database), clock)


async def test_the_first_word_makes_a_reader(service, clock):
    """New, with the usual hours and nothing chosen."""
    reader = await service.meet(Address(7), ChatKind.PRIVATE, "en")
    assert (reader.standing, reader.newsletters, reader.created_at) == (Standing.NEW, (), clock.now())
    assert await service.meet(Address(7), ChatKind.PRIVATE, "en") == reader
    assert await service.find(Address(7)) == reader


@pytest.mark.parametrize(
    ("wishes", "standing"),
    [
        ({"zone": "America/Denver", "newsletters": ("denver",)}, Standing.ACTIVE),
        ({"zone": None, "newsletters": ("denver",)}, Standing.NEW),
        ({"zone": "America/Denver", "newsletters": ()}, Standing.NEW),
        ({"zone": "America/Denver", "newsletters": ("denver",), "step": Step.PLACE}, Standing.ACTIVE),
    ],
)
async def test_one_who_returns_goes_on_where_they_stood(service, wishes, standing):
    """A reader who was set up gets briefings again; one who was not finishes /start."""
    reader = await service.meet(Address(7), ChatKind.PRIVATE, "en")
    await service.save(replace(reader, standing=Standing.ACTIVE, **wishes))
    await service.refused(reader.id, "bot was blocked by the user", for_ever=False)
    assert (await service.find(Address(7))).standing is Standing.BLOCKED
    assert (await service.meet(Address(7), ChatKind.PRIVATE, "en")).standing is standing


async def test_gone_and_left_are_remembered(service):
    """A deleted account is gone, a chat that was left is blocked."""
    reader = await service.meet(Address(7), ChatKind.PRIVATE, "en")
    await service.refused(reader.id, "user is deactivated", for_ever=True)
    assert (await service.find(Address(7))).standing is Standing.GONE
    group = await service.meet(Address(-9), ChatKind.GROUP, "en")
    await service.left(Address(-9))
    assert (await service.find(group.address)).standing is Standing.BLOCKED


async def test_a_group_that_moves_is_met_under_its_new_kind(service):
    """A supergroup is the same reader with a new id and kind."""
    reader = await service.meet(Address(-9), ChatKind.GROUP, "en")
    await service.moved(-9, -1009)
    met = await service.meet(Address(-1009), ChatKind.SUPERGROUP, "en")
    assert (met.id, met.kind) == (reader.id, ChatKind.SUPERGROUP)


async def test_forgetting_leaves_nothing(service, database, clock):
    """All rows go, and what went is counted; commands of the chat too."""
    reader = await service.meet(Address(7), ChatKind.PRIVATE, "en")
    await service.save(replace(reader, newsletters=("denver", "markets")))
    inbox = Inbox(database)
    await inbox.store([{"update_id": 1, "message": {"chat": {"id": 7}}}], clock.now())
    await inbox.handled(1, clock.now())
    gone = await service.erase(reader.id)
    assert (gone.count("subscriptions"), gone.count("inbox"), gone.count("parts")) == (2, 1, 0)
    assert await service.find(Address(7)) is None
    assert (await service.held(reader.id)).tables == {}
    assert await inbox.received_since(7, clock.now()) == 0
