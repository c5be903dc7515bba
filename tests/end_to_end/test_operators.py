"""Who runs the bot keeps an edition from its readers, lets it go, or takes it back before it leaves."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.telegram.dispatch import UNKNOWN
from briefings.model import Slot
from tests.end_to_end.settled import account, later, part_states, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ADMIN, ANN, BEN = 9, 11, 22
GROUP = -100_555
SEVEN = at(FIRST_DAY, "7:00", NEW_YORK)


@pytest.fixture
async def cut(tmp_path: Path) -> AsyncIterator[Town]:
    """6:51; Ann gets Charlotte at seven, Ben also Tampa Bay; both editions are cut, nothing is planned yet."""
    async with Town(tmp_path, at(FIRST_DAY, "6:45", NEW_YORK), admins=(ADMIN,)) as town:
        for one in (ADMIN, ANN, BEN):
            town.telegram.person(one, f"Person {one}")
        await town.open_bot()
        await settled(town, ANN, "charlotte", length=1)
        await settled(town, BEN, "charlotte", "tampa-bay")
        await town.bot.tick()
        await later(town, minutes=6)
        yield town


async def handled(town: Town) -> None:
    """What was written and pressed is done; the broadcast has not moved meanwhile."""
    await town.telegram.settled()
    while await town.bot.inbox.backlog():  # noqa: ASYNC110 (the bot has no event for tests to wait on)
        await asyncio.sleep(0)


async def order(town: Town, *labels: str, title: str = "Charlotte") -> str:
    """Press through /admin to the newsletter's newest edition and give orders; what the screen says then."""
    town.telegram.send_text(ADMIN, ADMIN, "/admin")
    await handled(town)
    for label in ("Editions", title, *labels):
        message = town.telegram.sent(ADMIN)[-1]
        town.telegram.press(ADMIN, ADMIN, message["message_id"], label)
        await handled(town)
    return town.texts(ADMIN)[-1]


async def headline(town: Town, newsletter: str) -> str:
    """The top story of the newest edition of this morning."""
    found = await town.bot.news.newest_cut(newsletter, FIRST_DAY, Slot.MORNING)
    assert found is not None
    return found.briefs[0].headline


async def test_a_held_edition_reaches_nobody_and_once_released_everybody_once(cut: Town) -> None:
    """Ann has nothing else and waits; Ben gets his other newsletter in time. The ledger adds up throughout."""
    charlotte, tampa = await headline(cut, "charlotte"), await headline(cut, "tampa-bay")
    with capture_logs() as logs:
        said = await order(cut, "Hold")
    assert ", held\n" in said
    assert [(one["operator"], one["why"]) for one in logs if one["event"] == "operator.hold"] == [(ADMIN, "operator")]
    cut.clock.set(SEVEN)
    await later(cut, minutes=1)
    assert cut.briefings(ANN) == []
    ((_, bens),) = cut.briefings(BEN)
    assert tampa in bens
    assert charlotte not in bens
    assert (await account(cut)).pending == 1

    assert "open to readers" in await order(cut, "Release")
    await later(cut, minutes=1)
    await later(cut, minutes=1)
    ((_, anns),) = cut.briefings(ANN)
    assert charlotte in anns
    assert len(cut.briefings(BEN)) == 1
    assert (await account(cut)).sent == 2


async def test_what_was_made_of_a_withdrawn_edition_and_has_not_left_never_does(cut: Town) -> None:
    """It is asked first; then the waiting messages are taken back, and nothing brings the edition back."""
    charlotte = await headline(cut, "charlotte")
    cut.clock.set(SEVEN)
    await cut.bot.tick()
    assert await part_states(cut) == {"planned": 2}
    assert "2 briefings made of it" in await order(cut, "Withdraw")
    assert await part_states(cut) == {"planned": 2}, "only asked"
    said = await order(cut, "Withdraw", "Withdraw")
    assert "withdrawn for good" in said
    assert "Release" not in str(cut.telegram.sent(ADMIN)[-1]["reply_markup"])
    assert await part_states(cut) == {}
    await later(cut, minutes=1)
    await later(cut, minutes=1)
    assert cut.briefings(ANN) == []
    assert [charlotte in text for _, text in cut.briefings(BEN)] == [False]
    whole = await account(cut)
    assert (whole.sent, whole.pending) == (1, 1)


async def test_an_edition_in_the_operators_own_chat_is_what_a_reader_gets(cut: Town) -> None:
    """Word for word, as a preview and as a message."""
    preview = await order(cut, "Preview")
    await order(cut, "Send to me")
    sent = cut.texts(ADMIN)[-1]
    cut.clock.set(SEVEN)
    await later(cut, minutes=1)
    await settled(cut, ADMIN, "charlotte", zone="America/New_York")
    await cut.write(ADMIN, ADMIN, "/today")
    assert preview == sent
    assert await headline(cut, "charlotte") in sent
    assert sent.splitlines()[1:] == cut.texts(ADMIN)[-1].splitlines()[1:], "but for the greeting"


async def test_to_everybody_else_admin_is_a_command_that_does_not_exist(cut: Town) -> None:
    """A stranger, a group, an operator in that group, its admin: word for word what any unknown command gets."""
    cut.telegram.group(GROUP, "Neighbours", admins=(ADMIN, BEN))
    name = (await cut.bot.gateway.me()).removeprefix("@")
    for chat, person in ((ANN, ANN), (GROUP, BEN), (GROUP, ADMIN)):
        answers = []
        for typed in ("/admin", "/xdmin", f"/admin@{name} now", f"/xdmin@{name} now"):
            before = len(cut.texts(chat))
            cut.clock.advance(seconds=4)
            await cut.write(chat, person, typed)
            answers.append([text.replace("/xdmin", "/admin") for text in cut.texts(chat)[before:]])
        assert answers[0::2] == answers[1::2]
        assert any(answers)
        assert chat == ANN or UNKNOWN in answers[2]
    assert "admin" not in [one["command"] for menu in cut.telegram.commands.values() for one in menu]
