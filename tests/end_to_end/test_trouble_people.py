"""People who try the bot's patience: floods of commands, borrowed buttons, hands that are not an admin's, replays."""

import re

import pytest

from bot.readers.model import Address, ChatKind
from bot.store.inbox import Inbox
from bot.store.tables import inbox
from bot.telegram.callbacks import Verb, pack
from bot.telegram.errand import NOT_ADMIN, TOO_MANY, UNSURE
from bot.telegram.handlers.sources import NOT_KEPT
from tests.end_to_end.settled import account, delivery_ids, later, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BEN, CLEO = 11, 22, 33
GROUP = -100_555


async def all_at_once(town: Town, person: int, *texts: str) -> None:
    """Somebody writes faster than the bot can answer."""
    for text in texts:
        town.telegram.send_text(person, person, text)
    await town.answered()


async def test_twenty_todays_bring_six_briefings_at_most_and_harm_nobody_else(early: Town) -> None:
    """One after the other: six briefings, then a sentence each; Ben's morning comes on time all the same."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        early.telegram.person(person, name)
        await settled(early, person, "charlotte" if person == BEN else "tampa-bay", evening=None)
    for _ in range(20):
        await early.write(ANN, ANN, "/today")
    now = [text for text in early.texts(ANN) if text.startswith(("Good morning", "Nothing"))]
    refused = [text for text in early.texts(ANN) if text.startswith("That was 6 in an hour")]
    assert len(now) == 6
    assert len(refused) == 14
    await early.close_bot()
    early.clock.advance(minutes=2)
    await early.open_bot()
    await early.write(ANN, ANN, "/today")
    assert early.texts(ANN)[-1].startswith("That was 6 in an hour"), "the count survives a restart"
    assert not early.telegram.limits.violations
    early.clock.set(at(FIRST_DAY, "6:59", NEW_YORK))
    await early.bot.tick()
    await later(early, minutes=1)
    ((moment, _),) = early.briefings(BEN)
    assert moment.replace(second=0) == at(FIRST_DAY, "7:00", NEW_YORK)


async def test_twenty_todays_at_once_are_one_briefing(early: Town) -> None:
    """While one is on its way there is no second; none of the presses is lost without a word."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    await all_at_once(early, ANN, *["/today"] * 20)
    assert len(early.briefings(ANN)) == 1
    assert len(early.texts(ANN)) == 20
    assert (await account(early)).planned == 1


async def test_thirty_commands_in_a_minute_get_twenty_answers_and_one_kind_sentence(early: Town) -> None:
    """The rest is silence, for a restarted bot too; a minute later everything is as before, and Ben never waited."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        early.telegram.person(person, name)
        await settled(early, person)
    early.telegram.send_text(BEN, BEN, "/status")
    await all_at_once(early, ANN, *["/settings"] * 30)
    kind = [text for text in early.texts(ANN) if text == TOO_MANY]
    assert len(early.texts(ANN)) == 21
    assert len(kind) == 1
    assert len(early.texts(BEN)) == 1
    await early.close_bot()
    early.clock.advance(seconds=1)
    await early.open_bot()
    await early.write(ANN, ANN, "/help")
    assert len(early.texts(ANN)) <= 22, "a restart costs one more kind sentence at most"
    early.clock.advance(minutes=2)
    await early.write(ANN, ANN, "/status")
    assert early.texts(ANN)[-1].startswith("You get Charlotte")
    assert not early.telegram.limits.violations


async def test_the_same_update_delivered_twice_is_applied_once(early: Town) -> None:
    """Telegram repeats what it thinks was lost, after a restart too: one answer, one briefing."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    number = early.telegram.send_text(ANN, ANN, "/today")
    raw = early.telegram.updates.waiting[-1]
    await early.answered()
    await early.close_bot()
    early.telegram.updates.waiting.append(raw)
    await early.open_bot()
    assert await early.bot.inbox.store([raw.body], early.clock.now()) == 0
    await early.answered()
    assert raw.id == number
    assert len(early.briefings(ANN)) == 1
    assert (await account(early)).planned == 1


async def test_a_crash_between_storing_and_handling_loses_no_choice(early: Town) -> None:
    """What Telegram was told has arrived is handled by the next life of the bot, in order."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN, "charlotte")
    await early.close_bot()
    for text in ("/subscribe markets", "/time 8:15", "/unsubscribe charlotte"):
        early.telegram.send_text(ANN, ANN, text)
    await early.open_bot(listening=False)
    stored = [update.body for update in early.telegram.updates.waiting]
    await early.bot.inbox.store(stored, early.clock.now())
    await early.close_bot()
    early.telegram.updates.forget()
    await early.open_bot()
    await early.answered()
    reader = await early.bot.readers.find(Address(ANN))
    assert reader is not None
    assert reader.newsletters == ("markets",)
    assert f"{reader.morning:%H:%M}" == "08:15"
    assert len(early.texts(ANN)) == 3


async def test_an_update_handled_but_not_marked_changes_nothing_when_it_is_handled_again(early: Town) -> None:
    """A crash after the answer and before the mark: the briefing asked for is not made twice, choices stay."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN, "charlotte")
    early.telegram.send_text(ANN, ANN, "/today")
    early.telegram.send_text(ANN, ANN, "/subscribe markets")
    raw = [update.body for update in early.telegram.updates.waiting]
    await early.answered()
    await early.close_bot()
    await early.open_bot(listening=False)
    async with early.bot.database.write() as connection:
        await connection.execute(inbox.delete())
    await Inbox(early.bot.database).store(raw, early.clock.now())
    await early.close_bot()
    await early.open_bot()
    await early.answered()
    assert len(early.briefings(ANN)) == 1
    reader = await early.bot.readers.find(Address(ANN))
    assert reader is not None
    assert reader.newsletters == ("charlotte", "markets")


@pytest.mark.parametrize("verb", [Verb.SOURCES, Verb.MORE, Verb.CLOSE])
async def test_a_borrowed_button_shows_nothing_of_another_chat(early: Town, verb: Verb) -> None:
    """Ben presses Ann's Sources, More and Close by their data: he gets a notice and not a word of hers."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        early.telegram.person(person, name)
    await settled(early, ANN)
    await settled(early, BEN, "tampa-bay")
    await later(early, minutes=5)
    (hers,) = await delivery_ids(early, ANN)
    (mine,) = early.telegram.sent(BEN)
    await forge(early, BEN, mine["message_id"], pack(verb, str(hers)))
    assert early.telegram.toasts[-1].text == NOT_KEPT
    assert early.telegram.sent(BEN) == [mine]
    (told,) = await delivery_ids(early, BEN)
    await forge(early, BEN, mine["message_id"], pack(Verb.SOURCES, str(told)))
    assert len(early.texts(BEN)) == 2, "his own are shown"
    for headline in re.findall(r"^\d+\. (.+)$", early.briefings(ANN)[0][1], flags=re.MULTILINE):
        assert headline not in "".join(early.texts(BEN))


async def test_a_member_who_is_no_admin_changes_nothing_by_buttons(early: Town) -> None:
    """Settings, times, newsletters, a briefing now: a notice, and everything is as it was."""
    for person, name in ((BEN, "Ben"), (CLEO, "Cleo")):
        early.telegram.person(person, name)
    early.telegram.group(GROUP, "Neighbours", admins=(BEN,), members=(CLEO,))
    before = await settled(early, GROUP, kind=ChatKind.SUPERGROUP)
    await early.write(GROUP, BEN, "/settings")
    screen = early.telegram.sent(GROUP)[-1]
    payloads = [
        pack(Verb.DROP, "charlotte"),
        pack(Verb.ADD, "denver"),
        pack(Verb.TOGGLE, "l", "-charlotte"),
        pack(Verb.TIME, "morning", "0830"),
        pack(Verb.PAUSE_FOR, "ever"),
        pack(Verb.THESE_DAYS, "67"),
        pack(Verb.NOW),
        pack(Verb.OTHER_TIME, "morning"),
        pack(Verb.OPEN_SETTINGS),
    ]
    for payload in payloads:
        await forge(early, GROUP, screen["message_id"], payload, CLEO)
        assert early.telegram.toasts[-1].text == NOT_ADMIN
    assert early.telegram.sent(GROUP) == [screen]
    assert await early.bot.readers.find(Address(GROUP)) == before
    assert (await account(early)).planned == 0
    await forge(early, GROUP, screen["message_id"], pack(Verb.TIME, "morning", "0830"), BEN)
    after = await early.bot.readers.find(Address(GROUP))
    assert after is not None
    assert f"{after.morning:%H:%M}" == "08:30", "the admin may"


async def test_an_admin_is_not_taken_for_a_stranger_while_telegram_cannot_say(early: Town) -> None:
    """Where Telegram does not answer who runs the group, nothing changes and nobody is told a falsehood."""
    early.telegram.person(BEN, "Ben")
    early.telegram.group(GROUP, "Neighbours", admins=(BEN,))
    before = await settled(early, GROUP, kind=ChatKind.SUPERGROUP)
    early.telegram.faults.answer(502, method="getChatMember")
    await early.write(GROUP, BEN, "/time 8:15")
    assert await early.bot.readers.find(Address(GROUP)) == before
    assert early.texts(GROUP) == [UNSURE]
    await early.write(GROUP, BEN, "/time 8:15")
    assert await early.bot.readers.find(Address(GROUP)) != before


async def forge(town: Town, chat: int, message_id: int, data: str, person: int | None = None) -> None:
    """Press a button that was never there: Telegram lets a client send any data."""
    message = town.telegram.chats[chat].messages[message_id]
    rows = message.setdefault("reply_markup", {}).setdefault("inline_keyboard", [])
    rows.append([{"text": "forged", "callback_data": data}])
    try:
        town.telegram.press(chat, person or chat, message_id, data)
    finally:
        rows.pop()
    await town.answered()
