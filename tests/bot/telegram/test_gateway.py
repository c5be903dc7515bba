"""The gateway says what became of each message, against a strict stand-in for Telegram."""

import pytest
from aiohttp import web

from bot.delivery.lease import Text
from bot.delivery.outcome import (
    AnswerLost,
    Flood,
    MessageRefused,
    Moved,
    NotSent,
    PaymentRefused,
    RecipientRefused,
    Sent,
    TokenRefused,
)
from bot.delivery.pace import Pace
from bot.errors import SecondPollerError, TokenError, UnreachableError
from bot.readers.model import Address
from bot.telegram.body import body, prepared
from bot.telegram.gateway import Gateway, PollFailed
from bot.telegram.screen import Button, Screen
from bot.telegram.text import Bold, Quote

ADA = Address(5)
TOPIC = Address(-1009, 44)
KEYS = ((Button("Sources", "1:src:1"), Button("More", url="https://a.example")),)
CARD = Screen((Bold("A & B"), "\n<i>"), KEYS)


def message(words="x", to=ADA, keys=(), *, as_plain=False, paid=False):
    """The body of a briefing's message."""
    return body(prepared(Text("t", words, words, keys)), to, 1, as_plain=as_plain, paid=paid)


async def test_a_screen_is_sent_with_its_formatting_and_buttons(telegram, gateway):
    """Escaped once, no preview, and the receipt is Telegram's id."""
    said = await gateway.say(ADA, CARD)
    (message,) = telegram.sent(5)
    assert said == Sent(message["message_id"])
    assert message["text"] == "A & B\n<i>"
    assert [entity["type"] for entity in message["entities"]] == ["bold"]
    row = message["reply_markup"]["inline_keyboard"][0]
    assert [(key["text"], key.get("callback_data")) for key in row] == [("Sources", "1:src:1"), ("More", None)]
    assert telegram.calls[-1].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_topic_is_answered_in_the_topic(telegram, gateway):
    """The thread goes with the message."""
    assert isinstance(await gateway.say(TOPIC, CARD), Sent)
    assert len(telegram.sent(-1009, 44)) == 1


async def test_a_part_is_sent_as_rendered_or_as_plain_words(telegram, gateway):
    """HTML is parsed; without it the words stand as they are."""
    assert isinstance(await gateway.deliver(message("<b>x</b>", keys=KEYS)), Sent)
    assert isinstance(await gateway.deliver(message("<b>x</b>", as_plain=True)), Sent)
    assert [message["text"] for message in telegram.sent(5)] == ["x", "<b>x</b>"]


async def test_broken_formatting_is_told_apart(gateway):
    """So that the sender can try the plain words, once."""
    broken = await gateway.deliver(message("<b>x"))
    assert isinstance(broken, MessageRefused)
    assert broken.entities
    assert isinstance(await gateway.deliver(message("x" * 5000)), MessageRefused)


async def test_a_screen_whose_formatting_is_refused_goes_out_as_plain_words(telegram, gateway):
    """The answer is worth more than its bold words."""
    telegram.faults.answer(400, method="sendMessage", description="Bad Request: can't parse entities: odd")
    assert isinstance(await gateway.say(ADA, CARD), Sent)
    (message,) = telegram.sent(5)
    assert message["text"] == "A & B\n<i>"
    assert "entities" not in message
    assert "reply_markup" in message


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ({"code": 429, "retry_after": 9}, Flood(9.0)),
        ({"code": 500}, NotSent("Internal Server Error: restart")),
        ({"code": 502}, AnswerLost("HTTP 502 without an answer of the Bot API")),
        ({"code": 403}, RecipientRefused("Forbidden: bot was blocked by the user")),
        ({"code": 401}, TokenRefused("Unauthorized")),
    ],
)
async def test_each_answer_becomes_its_outcome(telegram, gateway, order, wanted):
    """Nothing is raised."""
    code = order.pop("code")
    telegram.faults.answer(code, method="sendMessage", **order)
    assert await gateway.deliver(message("x")) == wanted


@pytest.mark.parametrize("code", [400, 403])
async def test_a_payment_that_is_refused_says_nothing_of_message_or_reader(telegram, gateway, code):
    """Only of a message that might have cost something; other refusals keep their meaning."""
    text = "Bad Request: BALANCE_TOO_LOW"
    for paid, wanted in ((True, PaymentRefused), (False, MessageRefused if code == 400 else RecipientRefused)):
        telegram.faults.answer(code, method="sendMessage", description=text)
        assert isinstance(await gateway.deliver(message(paid=paid)), wanted)
    telegram.faults.answer(403, method="sendMessage")
    assert isinstance(await gateway.deliver(message(paid=True)), RecipientRefused)


async def test_a_lost_answer_is_doubt_and_no_connection_is_none(telegram, gateway):
    """Dropped after acting: Telegram has it and we do not know; a dead server: certainly not sent."""
    telegram.faults.drop_after(method="sendMessage")
    assert isinstance(await gateway.deliver(message("x")), AnswerLost)
    telegram.faults.truncate(method="sendMessage")
    assert isinstance(await gateway.deliver(message("y")), AnswerLost)
    assert len(telegram.sent(5)) == 2
    await telegram.stop()
    assert isinstance(await gateway.deliver(message("z")), NotSent)


async def test_a_moved_group_tells_its_new_id(telegram, gateway):
    """The sender writes there from now on."""
    new = telegram.migrate(-7)
    assert await gateway.deliver(message(to=Address(-7))) == Moved(new)


async def test_who_asked_in_a_group_before_it_moved_is_known_and_answered_where_it_is_now(telegram):
    """Its admins are the same people, its old chat takes no answer, and its messages have other numbers."""
    known = []

    async def moved(old, new):
        known.append((old, new))

    async with Gateway(telegram.token, telegram.url, on_moved=moved) as gateway:
        await gateway.say(Address(-7), Screen(("The old list.",)))
        old = telegram.sent(-7)[0]["message_id"]
        new = telegram.migrate(-7)
        assert await gateway.is_admin(-7, 5) is True
        assert await gateway.is_admin(-7, 6) is False
        answers = (
            await gateway.say(Address(-7), Screen(("There you go.",))),
            await gateway.edit(Address(-7), old, Screen(("The new list.",))),
            await gateway.send_file(Address(-7), "all.json", b"{}"),
        )
    assert all(isinstance(one, Sent) for one in answers)
    assert [one.get("text") for one in telegram.sent(new)] == ["There you go.", "The new list.", None]
    assert known == [(-7, new)] * 5


async def test_an_edit_redraws_the_message(telegram, gateway):
    """In place, buttons too; doing it twice is as good as once."""
    sent = await gateway.say(ADA, CARD)
    edited = Screen(("New",))
    assert await gateway.edit(ADA, sent.message_id, edited) == sent
    assert await gateway.edit(ADA, sent.message_id, edited) == sent
    (message,) = telegram.sent(5)
    assert message["text"] == "New"
    assert "reply_markup" not in message


async def test_an_edit_of_a_missing_message_becomes_a_new_one(telegram, gateway):
    """The person gets the answer in any case."""
    assert isinstance(await gateway.edit(ADA, 999, CARD), Sent)
    assert len(telegram.sent(5)) == 1


async def test_an_edit_that_fails_otherwise_says_so(telegram, gateway):
    """No second message is sent on doubt."""
    sent = await gateway.say(ADA, CARD)
    telegram.faults.drop_after(method="editMessageText")
    assert isinstance(await gateway.edit(ADA, sent.message_id, Screen(("New",))), AnswerLost)
    telegram.faults.answer(429, method="editMessageText", retry_after=3)
    assert await gateway.edit(ADA, sent.message_id, Screen(("Newer",))) == Flood(3.0)
    assert len(telegram.sent(5)) == 1


async def test_a_location_is_asked_for_with_a_key_that_goes_away(telegram, gateway):
    """The question shows the key; the next plain answer takes it away."""
    await gateway.say(ADA, Screen(("Where are you?",), ask_location=True))
    keyboard = telegram.chats[5].reply_keyboard
    assert keyboard["keyboard"][0][0]["request_location"] is True
    assert keyboard["one_time_keyboard"] is True
    await gateway.say(ADA, Screen(("Thanks.",)))
    assert telegram.chats[5].reply_keyboard is None


async def test_a_location_question_with_buttons_shows_both(telegram, gateway):
    """One message cannot carry both, so a short second one offers the key; groups have no such key."""
    question = Screen(("Where are you?",), KEYS, ask_location=True)
    await gateway.say(ADA, question)
    assert len(telegram.sent(5)) == 2
    assert telegram.chats[5].reply_keyboard is not None
    sent = await gateway.say(ADA, CARD)
    await gateway.edit(ADA, sent.message_id, question)
    assert len(telegram.sent(5)) == 4
    await gateway.say(Address(-7), Screen(("Where?",), ask_location=True))
    assert len(telegram.sent(-7)) == 1


async def test_too_long_a_screen_is_cut_rather_than_refused(telegram, gateway):
    """Whatever a handler draws arrives."""
    assert isinstance(await gateway.say(ADA, Screen((Quote(("word " * 2000,)),))), Sent)
    assert len(telegram.sent(5)[0]["text"]) <= 4096


async def test_a_press_is_answered_with_a_notice_or_silently(telegram, gateway):
    """A notice is cut to what Telegram shows; one that comes too late is nobody's loss."""
    sent = await gateway.say(ADA, CARD)
    telegram.press(5, 5, sent.message_id, "Sources")
    (update,) = await gateway.updates(None, 0)
    query = update["callback_query"]["id"]
    await gateway.toast(query, "long " * 100)
    assert len(telegram.toasts[0].text) == 200
    await gateway.toast(query, None)
    await gateway.toast("unknown", None)
    assert len(telegram.toasts) == 1


async def test_a_file_is_sent_as_a_document(telegram, gateway):
    """With its name and its words, into the topic."""
    assert isinstance(await gateway.send_file(TOPIC, "mydata.json", b"{}", "Everything."), Sent)
    (message,) = telegram.sent(-1009, 44)
    assert message["document"]["file_name"] == "mydata.json"
    assert message["caption"] == "Everything."


async def test_only_those_whom_telegram_calls_admins_are(telegram, gateway):
    """A member is not, a stranger is not, and a silent Telegram is no yes."""
    assert await gateway.is_admin(-7, 5)
    assert not await gateway.is_admin(-7, 6)
    assert not await gateway.is_admin(-7, 999)
    assert await gateway.is_admin(-7, 999) is False
    telegram.faults.answer(500, method="getChatMember")
    assert await gateway.is_admin(-7, 5) is None


async def test_a_bot_that_starts_within_a_silence_waits_for_its_end(telegram, clock):
    """Being told to wait is no reason not to start."""
    telegram.faults.answer(429, method="getMe", retry_after=30)
    began = clock.now()
    async with Gateway(telegram.token, telegram.url, pace=Pace(clock), clock=clock) as gateway:
        assert await gateway.me() == telegram.bot["username"]
    assert (clock.now() - began).total_seconds() == 30


async def test_updates_come_raw_and_one_that_is_odd_blocks_nobody(telegram, gateway):
    """As Telegram sent them, even what the library could not parse."""
    telegram.send_text(5, 5, "hello")
    telegram.updates.add("message", {"odd": True}, telegram.clock.now())
    batch = await gateway.updates(None, 0)
    assert [set(update) for update in batch] == [{"update_id", "message"}] * 2
    assert batch[1]["message"] == {"odd": True}
    assert await gateway.updates(batch[-1]["update_id"] + 1, 0) == []


async def test_a_second_poller_and_a_refused_token_are_raised(telegram, gateway):
    """They need a person; other trouble is a value."""
    telegram.faults.answer(409, method="getUpdates")
    with pytest.raises(SecondPollerError):
        await gateway.updates(None, 0)
    telegram.faults.answer(401, method="getUpdates")
    with pytest.raises(TokenError):
        await gateway.updates(None, 0)
    telegram.faults.answer(429, method="getUpdates", retry_after=4)
    assert await gateway.updates(None, 0) == PollFailed("Too Many Requests: retry after 4", 4.0)
    telegram.faults.answer(502, method="getUpdates")
    assert isinstance(await gateway.updates(None, 0), PollFailed)


async def test_the_bot_introduces_itself_and_sets_its_menu(telegram, gateway):
    """The username comes from Telegram; a menu that is refused is only logged."""
    assert await gateway.me() == telegram.bot["username"]
    await gateway.set_menu([("start", "A story, and the list")])
    await gateway.set_menu([("Not a name", "")])
    assert telegram.commands[next(iter(telegram.commands))] == [
        {"command": "start", "description": "A story, and the list"}
    ]


async def test_a_wrong_token_and_a_missing_server_have_their_own_words(telegram):
    """An operator is told which of the two it is, and never shown the token."""
    wrong = telegram.token[:-1] + "x"
    async with Gateway(wrong, telegram.url) as gateway:
        with pytest.raises(TokenError) as caught:
            await gateway.me()
        assert wrong not in str(caught.value)
    async with Gateway(telegram.token, "http://127.0.0.1:1") as gateway:
        with pytest.raises(UnreachableError):
            await gateway.me()


async def test_a_server_that_answers_nonsense_is_found_out():
    """Not a Bot API: no bot, no updates, and a message of which nobody knows."""
    app = web.Application()

    async def answer(_request):
        return web.json_response({"ok": True, "result": {"odd": True}})

    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with Gateway("1:x", f"http://127.0.0.1:{runner.addresses[0][1]}/") as gateway:
            with pytest.raises(UnreachableError):
                await gateway.me()
            assert isinstance(await gateway.updates(None, 0), PollFailed)
            assert isinstance(await gateway.deliver(message("x")), AnswerLost)
            assert not await gateway.is_admin(-7, 5)
    finally:
        await runner.cleanup()


async def test_answers_wait_for_their_turn_and_a_flood_holds_everybody(telegram, clock):
    """What is said, and what is edited in a group, asks the pace first; the broadcast asks for itself."""

    class Pace:
        def __init__(self) -> None:
            self.turns, self.held = [], []

        async def reply_turn(self, chat_id):
            self.turns.append(chat_id)

        async def silence_over(self):
            self.turns.append("silence")

        def hold(self, until):
            self.held.append((until - clock.now()).total_seconds())

    pace = Pace()
    async with Gateway(telegram.token, telegram.url, pace=pace, clock=clock) as gateway:
        sent = await gateway.say(ADA, CARD)
        await gateway.edit(ADA, sent.message_id, Screen(("New",)))
        await gateway.deliver(message("x"))
        assert pace.turns == [5, "silence"]
        sent = await gateway.say(Address(-7), CARD)
        await gateway.edit(Address(-7), sent.message_id, Screen(("New",)))
        assert pace.turns[2:] == [-7, -7, "silence"]
        telegram.faults.answer(429, method="sendMessage", retry_after=9)
        await gateway.say(ADA, CARD)
        assert pace.held == [9.0]
