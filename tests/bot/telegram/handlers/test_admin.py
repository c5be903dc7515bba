"""Operators look at editions and keep them back; to everybody else there is nothing there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.readers.model import ChatKind
from bot.telegram.callbacks import LONGEST_BYTES, Verb, pack, unpack
from bot.telegram.handlers import COMMANDS, OPERATORS, admin
from bot.telegram.screen import Toast
from briefings.store.database import Database
from briefings.store.tables import editions
from tests.bot.operators import CUT, OPERATOR, edition, edition_id, office
from tests.bot.telegram.handlers.examples import EXAMPLES

FIRST, SECOND = edition_id(1), edition_id(2)
PRESSES = [pack(verb, *args) for verb in (Verb.OFFICE, Verb.EDITION) for args in EXAMPLES[verb]]


@pytest.fixture
async def operator(someone: Any, desk: Any, database: Database, clock: Any, brief: Any) -> Any:
    """The operator's chat; of Denver there are two editions, of the other newsletters none."""
    chat = someone(OPERATOR)
    chat.desk = replace(desk, office=office(database, desk.catalogue, clock))
    for number in (1, 2):
        one = edition(number, brief(number), cut=CUT + timedelta(minutes=number))
        await chat.desk.office.news.editions.keep(one)
    return chat


async def opened(chat: Any, *labels: str) -> str:
    """What the screen says after /admin and these buttons."""
    chat._see(await admin.handle(chat.ask(), chat.desk), None)
    for label in labels:
        await chat.tap(label)
    return str(chat.text)


async def test_one_screen_shows_it_all_in_place(operator: Any) -> None:
    """Readers and deliveries first, then sources, then editions; each is a press away."""
    said = await opened(operator)
    assert "all that is kept: 0 planned = 0 sent + 0 failed + 0 uncertain + 0 expired + 0 pending" in said
    await operator.tap("Sources")
    assert operator.text.startswith("0 of ")
    await operator.tap("Editions")
    assert "Denver: Tue Nov 24, morning, cut Nov 24, 11:52 UTC, 1 story, open to readers" in operator.text
    assert "Markets: none yet" in operator.text
    await operator.tap("Overview")
    assert operator.text == said
    assert len(operator.messages) == 1


async def test_an_edition_is_held_released_and_withdrawn(operator: Any) -> None:
    """Each order says what it did, and what can be done next."""
    await opened(operator, "Editions", "Denver", "Hold")
    assert operator.toast == "Held."
    assert ", held\n" in operator.text
    await operator.tap("Release")
    assert operator.toast == "Released: readers who still wait get it."
    assert operator.desk.office.preparer.free == [SECOND]
    await operator.tap("Withdraw")
    assert "Withdraw this edition for good?" in operator.text
    await operator.tap("Keep")
    assert "open to readers" in operator.text
    await operator.tap("Withdraw")
    await operator.tap("Withdraw")
    assert operator.toast == "Withdrawn."
    assert not {"Hold", "Release", "Withdraw"} & set(operator.buttons)


async def test_orders_given_twice_or_from_an_old_screen_change_nothing_more(operator: Any) -> None:
    """The button names the edition and what is wanted of it, so an old one means what it says."""
    await opened(operator)
    said = []
    for order in ("release", "hold", "hold", "withdraw", "withdraw", "hold", "release"):
        await operator.press(pack(Verb.EDITION, order, FIRST))
        said.append(operator.toast)
    final = "It was withdrawn, and that is for good."
    assert said == [
        *("It is not held.", "Held.", "It is held already."),
        *("Withdrawn.", "It is withdrawn already.", final, final),
    ]
    newest = await operator.desk.office.news.editions.latest("denver")
    assert newest.id == SECOND, "the other edition is untouched"


async def test_a_preview_replaces_the_screen_and_a_copy_is_a_message(operator: Any) -> None:
    """What a reader would get, and a way back."""
    await opened(operator, "Editions", "Denver", "Send to me")
    assert "Headline 2" in operator.text
    assert operator.buttons == []
    del operator.messages[1:]
    await operator.tap("Preview")
    assert "Headline 2" in operator.text
    await operator.tap("Back to the edition")
    await operator.tap("Older")
    await operator.tap("Preview")
    assert "Headline 1" in operator.text
    assert len(operator.messages) == 1


async def test_an_edition_that_is_not_kept_any_more_says_so_and_shows_the_others(
    operator: Any, database: Database
) -> None:
    """From whatever button; nothing breaks and nothing is changed."""
    await opened(operator)
    async with database.write() as connection:
        await connection.execute(delete(editions).where(editions.c.id == SECOND))
    for order in ("open", "preview", "send", "hold", "release", "ask", "withdraw"):
        await operator.press(pack(Verb.EDITION, order, SECOND))
        assert operator.toast == admin.NOT_KEPT
        assert operator.text.startswith("The newest edition of each newsletter")


async def test_an_edition_of_a_newsletter_that_left_the_list_can_be_held_but_not_drawn(
    operator: Any, brief: Any
) -> None:
    """Its readers may still be owed it."""
    await operator.desk.office.news.editions.keep(edition(3, brief(3), newsletter="harbor"))
    await opened(operator)
    await operator.press(pack(Verb.EDITION, "open", edition_id(3)))
    assert "harbor (not on the list any more)" in operator.text
    assert "Preview" not in operator.buttons
    for order in ("preview", "send"):
        await operator.press(pack(Verb.EDITION, order, edition_id(3)))
        assert operator.toast == admin.NOT_DRAWN
    await operator.tap("Hold")
    assert operator.toast == "Held."


@pytest.mark.parametrize(
    ("chat_id", "kind"), [(5, ChatKind.PRIVATE), (-100, ChatKind.SUPERGROUP), (-9, ChatKind.GROUP)]
)
@pytest.mark.parametrize("nobody", [False, True])
async def test_to_a_stranger_and_in_a_group_its_buttons_are_out_of_date(
    *, operator: Any, someone: Any, chat_id: int, kind: ChatKind, nobody: bool
) -> None:
    """Also to an operator in a group (the one who presses is always the same here), and where nobody is an operator."""
    there = someone(chat_id, kind)
    there.desk = replace(operator.desk, office=None) if nobody else operator.desk
    for data in (*PRESSES, pack(Verb.EDITION, "withdraw", FIRST)):
        ask = there.ask(pressed=data, message_id=0)
        asked = replace(ask, user_id=chat_id if kind is ChatKind.PRIVATE else OPERATOR)
        press = unpack(data)
        assert press is not None
        answer = await (admin.turn if press.verb is Verb.OFFICE else admin.order)(asked, there.desk, press)
        assert answer.acts == (Toast("That button is out of date."),)
    found = await operator.desk.office.open(FIRST)
    assert found.edition.held is None


async def test_who_presses_counts_not_whose_chat_it_is(operator: Any) -> None:
    """A payload that was passed on, and a channel's post without a person, open nothing."""
    press = unpack(pack(Verb.EDITION, "hold", FIRST))
    assert press is not None
    for user in (None, 8):
        asked = replace(operator.ask(pressed="x", message_id=0), user_id=user)
        answer = await admin.order(asked, operator.desk, press)
        assert answer.acts == (Toast("That button is out of date."),)
        assert (await admin.handle(asked, operator.desk)).acts == answer.acts


@pytest.mark.parametrize(
    "data",
    [
        *("1:office:overview", "1:office:secrets:1", "1:office:sources:0", "1:office:sources:1000"),
        *("1:ed:hold", "1:ed:hold:e-", "1:ed:hold:e-XYZ", f"1:ed:drop:{FIRST}", f"1:ed:hold:{FIRST}0", "1:ed:hold:*"),
    ],
)
async def test_a_payload_that_nobody_made_is_out_of_date_to_an_operator_too(operator: Any, data: str) -> None:
    """Nothing is guessed from half an id."""
    await operator.press(data)
    assert operator.toast == "That button is out of date."


def test_the_longest_payload_fits_and_no_menu_names_the_command() -> None:
    """64 bytes; and /help lists what is for everybody."""
    assert len(pack(Verb.EDITION, "withdraw", FIRST).encode()) <= LONGEST_BYTES
    assert not set(OPERATORS) & set(COMMANDS)
