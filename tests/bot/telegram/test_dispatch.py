"""What people do in chats reaches the right handler, from the right people, in the right place, once."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.readers.model import Address, ChatKind, Standing, Step
from bot.readers.service import ReaderService
from bot.store.inbox import Inbox
from bot.store.readers import ReaderStore
from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.dispatch import UNKNOWN, WORDS_ONLY, Dispatcher
from bot.telegram.errand import NOT_ADMIN, SORRY, TOO_MANY
from bot.telegram.membership import Membership
from bot.telegram.registry import registry
from bot.telegram.screen import Answer, Button, Edit, Say, Screen, Toast
from briefings.catalogue import load

KEYS = ((Button("Change", "admins"), Button("Look", "everyone"), Button("Break", "break")),)


def module(name, audience, handle):
    return SimpleNamespace(COMMAND=name, DESCRIPTION=name, AUDIENCE=audience, handle=handle)


class NothingSent:
    """Nobody had a briefing yet."""

    async def had(self, _reader_id, _since):
        return set()


class Bot:
    """A bot of small handlers against the stand-in: `asked` holds what they were asked, `serve` does all updates."""

    def __init__(self, telegram, gateway, database, clock) -> None:
        self.telegram, self.gateway, self.clock = telegram, gateway, clock
        self.asked = []
        self.inbox = Inbox(database)
        self.readers = ReaderService(ReaderStore(database), clock)
        book = registry(
            [
                module("set", Audience.ADMINS, self._answers("set")),
                module("look", Audience.EVERYONE, self._answers("look")),
                module("break", Audience.EVERYONE, self._breaks),
            ],
            SimpleNamespace(
                handle=self._pressed, audience_of=lambda data: Audience("everyone" if data != "admins" else data)
            ),
            module("words", Audience.ADMINS, self._answers("words")),
            module("location", Audience.ADMINS, self._answers("location")),
        )
        desk = Desk(load(), self.readers, None, NothingSent(), clock)
        self.dispatcher = Dispatcher(
            gateway, desk, inbox=self.inbox, membership=Membership(self.readers), registry=book, clock=clock
        )
        self.offset = None

    def _answers(self, name):
        async def handle(ask, _desk):
            self.asked.append((name, ask))
            return Answer((Say(Screen((name,), KEYS)),))

        return handle

    async def _breaks(self, _ask, _desk):
        raise ValueError("broken on purpose")

    async def _pressed(self, ask, desk):
        self.asked.append(("press", ask))
        if ask.pressed == "break":
            await self._breaks(ask, desk)
        return Answer((Edit(Screen(("pressed",))), Toast("done")))

    async def serve(self):
        """Fetch, store and handle all that waits; the reasons of those that failed."""
        batch = await self.gateway.updates(self.offset, 0)
        await self.inbox.store(batch, self.clock.now())
        failed = []
        for row in await self.inbox.waiting(1000):
            self.offset = row.update_id + 1
            reason = await self.dispatcher.handle(row)
            await self.inbox.handled(row.update_id, self.clock.now())
            failed += [reason] if reason else []
        return failed

    def texts(self, chat_id, thread_id=None):
        return [message["text"] for message in self.telegram.sent(chat_id, thread_id)]

    @property
    def answered_presses(self):
        return [call.parameters.get("text") for call in self.telegram.calls if call.method == "answerCallbackQuery"]


@pytest.fixture
async def bot(telegram, gateway, database, clock):
    """The bot, ready to serve."""
    made = Bot(telegram, gateway, database, clock)
    async with made.dispatcher:
        yield made


async def test_a_command_reaches_its_handler_with_its_words(bot, clock):
    """Whatever the capitals and the spacing; the answer goes to the chat."""
    bot.telegram.send_text(5, 5, "/LOOK@daybrief_demo_bot  denver\nmarkets ")
    assert await bot.serve() == []
    ((name, ask),) = bot.asked
    assert name == "look"
    assert ask.words == "denver\nmarkets"
    assert (ask.address, ask.kind, ask.user_id, ask.language) == (Address(5), ChatKind.PRIVATE, 5, "en")
    assert ask.at == clock.now()
    assert ask.pressed is ask.message_id is ask.location is None
    assert bot.texts(5) == ["look"]


async def test_words_locations_and_unknown_commands_reach_their_handlers(bot):
    """In a private chat everything is answered, even a sticker."""
    bot.telegram.send_text(5, 5, "denver")
    bot.telegram.send_location(5, 5, 39.7, -105.0)
    bot.telegram.send_text(5, 5, "/unknown thing")
    bot.telegram.post(bot.telegram.chats[5], bot.telegram.messages(5)[0] | {"text": None, "photo": []})
    assert await bot.serve() == []
    assert [(name, ask.words) for name, ask in bot.asked] == [
        ("words", "denver"),
        ("location", ""),
        ("words", "/unknown thing"),
    ]
    assert bot.asked[1][1].location == (39.7, -105.0)
    assert bot.texts(5)[-1] == WORDS_ONLY


async def test_a_press_is_carried_out_on_its_message_and_answered_once(bot):
    """The message is redrawn, the notice shown."""
    bot.telegram.send_text(5, 5, "/look")
    await bot.serve()
    message = bot.telegram.sent(5)[0]["message_id"]
    bot.telegram.press(5, 5, message, "Look")
    assert await bot.serve() == []
    ask = bot.asked[-1][1]
    assert (ask.pressed, ask.message_id, ask.user_id) == ("everyone", message, 5)
    assert bot.texts(5) == ["pressed"]
    assert bot.answered_presses == ["done"]


async def test_in_a_group_only_admins_change_things(bot):
    """A member is told so, an admin is served, and everyone may look."""
    for who in (6, 5):
        bot.telegram.send_text(-7, who, "/set")
        await bot.serve()
    bot.telegram.send_text(-7, 6, "/look")
    await bot.serve()
    assert bot.texts(-7) == [NOT_ADMIN, "set", "look"]
    assert [(name, ask.user_id) for name, ask in bot.asked] == [("set", 5), ("look", 6)]


async def test_in_a_group_only_admins_press_what_changes_things(bot):
    """A member gets a notice; the message stays; rights are asked anew at every press."""
    bot.telegram.send_text(-7, 5, "/look")
    await bot.serve()
    message = bot.telegram.sent(-7)[0]["message_id"]
    bot.telegram.press(-7, 6, message, "Change")
    await bot.serve()
    assert bot.texts(-7) == ["look"]
    bot.telegram.press(-7, 6, message, "Look")
    await bot.serve()
    bot.telegram.demote(-7, 5)
    bot.telegram.send_text(-7, 6, "/look")
    await bot.serve()
    bot.telegram.press(-7, 5, bot.telegram.sent(-7)[-1]["message_id"], "Change")
    await bot.serve()
    assert bot.answered_presses == [NOT_ADMIN, "done", NOT_ADMIN]


async def test_an_anonymous_admin_and_a_channels_post_speak_for_the_chat(bot):
    """Only admins can do either, so nobody need be asked."""
    bot.telegram.send_text(-1008, 5, "/set denver")
    group = bot.telegram.chats[-7]
    anonymous = bot.telegram.keep(
        group, {"text": "/set", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}, None
    )
    bot.telegram.post(group, anonymous)
    assert await bot.serve() == []
    assert [(ask.kind, ask.user_id) for _, ask in bot.asked] == [(ChatKind.CHANNEL, None), (ChatKind.GROUP, None)]
    assert not [call for call in bot.telegram.calls if call.method == "getChatMember"]


async def test_somebody_else_speaking_as_a_channel_is_no_admin(bot):
    """A group's member may post in the name of their own channel; that is not the group's."""
    group = bot.telegram.chats[-7]
    message = bot.telegram.keep(
        group, {"text": "/set", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}, None
    )
    bot.telegram.post(group, message | {"sender_chat": {"id": -1008, "type": "channel", "title": "Town"}})
    await bot.serve()
    assert bot.texts(-7) == [NOT_ADMIN]


async def test_a_group_is_not_disturbed_in_its_talk(bot):
    """Words between people and other bots' commands get no answer; a mention, a reply or our name do."""
    bot.telegram.promote(-7)
    for said in ("hello all", "/look@other_bot", "/unknown", "/unknown@daybrief_demo_bot", "@daybrief_demo_bot denver"):
        bot.telegram.send_text(-7, 5, said)
    assert await bot.serve() == []
    assert [(name, ask.words) for name, ask in bot.asked] == [("words", "/unknown"), ("words", "denver")]
    assert bot.texts(-7) == ["words", UNKNOWN, "words"]


async def test_a_members_mention_is_passed_over_silently(bot):
    """Words from one who may not change anything are not worth a scolding."""
    bot.telegram.send_text(-7, 6, "@daybrief_demo_bot denver")
    await bot.serve()
    assert bot.asked == []
    assert bot.texts(-7) == []


async def test_a_topic_is_answered_in_the_topic(bot):
    """Commands and presses, and the reader is the topic."""
    bot.telegram.send_text(-1009, 5, "/set", thread_id=44)
    await bot.serve()
    bot.telegram.press(-1009, 5, bot.telegram.sent(-1009)[0]["message_id"], "Change")
    await bot.serve()
    assert [ask.address for _, ask in bot.asked] == [Address(-1009, 44)] * 2
    assert bot.texts(-1009, 44) == ["pressed"]


async def test_a_broken_handler_gets_one_kind_sentence(bot):
    """The person is told, the row is marked, the press is answered once, the next update is served."""
    bot.telegram.send_text(5, 5, "/break")
    bot.telegram.send_text(5, 5, "/look")
    assert await bot.serve() == ["ValueError"]
    assert bot.texts(5) == [SORRY, "look"]
    bot.telegram.press(5, 5, bot.telegram.sent(5)[-1]["message_id"], "Break")
    assert await bot.serve() == ["ValueError"]
    assert bot.answered_presses == [SORRY]


async def test_nobody_wears_the_bot_out(bot, clock):
    """Twenty answers, one kind sentence, silence; a press in the silence still ends its spinner; later all is well."""
    for _ in range(25):
        bot.telegram.send_text(5, 5, "/look")
    await bot.serve()
    assert bot.texts(5) == ["look"] * 20 + [TOO_MANY]
    bot.telegram.press(5, 5, bot.telegram.sent(5)[0]["message_id"], "Look")
    await bot.serve()
    assert bot.answered_presses == [None]
    clock.advance(seconds=61)
    bot.telegram.send_text(5, 5, "/look")
    await bot.serve()
    assert len(bot.texts(5)) == 22


async def test_a_block_and_a_return_are_noticed(bot):
    """Blocked: nothing more is sent; back: briefings go on. A stranger's block makes no reader."""
    reader = await bot.readers.meet(Address(5), ChatKind.PRIVATE, "en")
    bot.telegram.block(5)
    bot.telegram.block(6)
    assert await bot.serve() == []
    assert (await bot.readers.find(Address(5))).standing is Standing.BLOCKED
    bot.telegram.unblock(5)
    bot.telegram.unblock(6)
    assert await bot.serve() == []
    assert (await bot.readers.find(Address(5))).standing is reader.standing
    assert await bot.readers.find(Address(6)) is None


async def test_being_thrown_out_is_noticed_and_so_is_the_right_to_write(bot):
    """A group without the bot gets nothing; one where it may write again does, one where it may not does not."""
    await bot.readers.meet(Address(-7), ChatKind.GROUP, "en")
    bot.telegram.promote(-7)
    bot.telegram.kick(-7)
    assert await bot.serve() == []
    assert (await bot.readers.find(Address(-7))).standing is Standing.BLOCKED
    bot.telegram.restrict(-7)
    assert await bot.serve() == []
    assert (await bot.readers.find(Address(-7))).standing is Standing.BLOCKED
    bot.telegram.demote(-7)
    assert await bot.serve() == []
    assert (await bot.readers.find(Address(-7))).standing is Standing.NEW


async def test_what_is_asked_in_a_group_before_it_moves_is_asked_where_it_is_now(bot):
    """By the same people, with the same rights; the pressed message is another one's number there."""
    bot.telegram.send_text(-7, 5, "/look")
    await bot.serve()
    message = bot.telegram.sent(-7)[0]["message_id"]
    bot.telegram.send_text(-7, 5, "/set")
    bot.telegram.send_text(-7, 6, "/set")
    bot.telegram.press(-7, 5, message, "Change")
    new = bot.telegram.migrate(-7)
    await bot.readers.moved(-7, new)
    assert await bot.serve() == []
    assert [(name, ask.address, ask.kind, ask.message_id) for name, ask in bot.asked[1:]] == [
        ("set", Address(new), ChatKind.SUPERGROUP, None),
        ("press", Address(new), ChatKind.SUPERGROUP, None),
    ]
    assert bot.texts(new) == ["set", NOT_ADMIN, "pressed"]
    assert bot.answered_presses == ["done"]
    tried = [call.chat_id for call in bot.telegram.calls if call.chat_id is not None]
    assert tried.count(-7) == 1, "the old chat is not asked for anything after the first answer"


@pytest.mark.parametrize(
    "odd",
    [
        {"message": {"odd": True}},
        {"message": {"chat": {"id": 5, "type": "private"}, "date": "noon", "message_id": 1}},
        {"callback_query": {"id": 7}},
        {"callback_query": "odd"},
        {"my_chat_member": {"chat": {}}},
    ],
)
async def test_an_odd_update_fails_alone(bot, odd):
    """It is marked with a reason; the next one is served."""
    row = SimpleNamespace(update_id=1, chat_id=5, content={"update_id": 1} | odd, applied=False)
    reason = await bot.dispatcher.handle(row)
    assert reason is None or reason.startswith("unreadable update")
    bot.telegram.send_text(5, 5, "/look")
    assert await bot.serve() == []
    assert bot.texts(5) == ["look"]


async def test_a_press_under_no_message_is_only_answered(bot):
    """Nothing is done, the spinner ends."""
    user = {"id": 5, "is_bot": False, "first_name": "Ada"}
    raw = {"update_id": 1, "callback_query": {"id": "1", "from": user, "chat_instance": "1", "data": "everyone"}}
    assert await bot.dispatcher.handle(SimpleNamespace(update_id=1, chat_id=5, content=raw, applied=False)) is None
    assert bot.asked == []
    assert [call.method for call in bot.telegram.calls][-1] == "answerCallbackQuery"


async def test_a_failure_of_our_own_outside_handlers_marks_the_update(bot, monkeypatch):
    """The reason is the error's name; nothing is swallowed."""

    async def break_(_change):
        raise RuntimeError("database gone")

    monkeypatch.setattr(bot.dispatcher._membership, "changed", break_)
    bot.telegram.block(5)
    assert await bot.serve() == ["RuntimeError"]


async def test_what_an_earlier_life_did_is_answered_and_not_done_again(bot):
    """The handler is not asked; the person hears what is now understood, and a press is answered too."""
    reader = await bot.readers.meet(Address(5), ChatKind.PRIVATE, "en")
    zone, active = "America/Denver", Standing.ACTIVE
    for text in ("/set", "denver"):
        update = bot.telegram.send_text(5, 5, text)
        known = replace(reader, newsletters=("denver",), zone=zone, standing=active)
        batch = await bot.gateway.updates(update, 0)
        await bot.inbox.store(batch, bot.clock.now())
        await bot.readers.during(update).save(known)
        (row,) = await bot.inbox.waiting(10)
        assert row.applied
        assert await bot.dispatcher.handle(row) is None
        await bot.inbox.handled(update, bot.clock.now())
        assert bot.texts(5)[-1].startswith("Denver, mornings at 7:00")
    assert bot.asked == []


async def test_an_applied_answer_to_a_question_is_followed_by_the_next_question(bot):
    """Of somebody in the first minute; an unknown chat has nothing to be told."""
    reader = await bot.readers.meet(Address(5), ChatKind.PRIVATE, "en")
    await bot.readers.save(replace(reader, newsletters=("denver",), step=Step.PLACE))
    for chat in (5, 6):
        bot.telegram.send_text(chat, chat, "12:30")
    await bot.inbox.store(await bot.gateway.updates(None, 0), bot.clock.now())
    for row in await bot.inbox.waiting(10):
        assert await bot.dispatcher.handle(replace(row, applied=True)) is None
    assert bot.texts(5) == ["Denver time?"]
    assert bot.texts(6) == []
    assert bot.asked == []
