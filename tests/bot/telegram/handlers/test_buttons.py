"""Presses that are stale, foreign or made up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.readers.service import Held
from bot.telegram.audience import Audience
from bot.telegram.callbacks import ARGUMENTS, Verb, pack, unpack
from bot.telegram.conversation import STALE
from bot.telegram.desk import Desk
from bot.telegram.handlers import buttons
from bot.telegram.screen import Ask
from tests.bot.telegram.handlers.examples import EXAMPLES, READER

STRANGE = [
    "",
    "x",
    "0:t:s:+denver",
    "1:t:s:denver",
    "1:nothing",
    "1:time:morning:2500",
    "1:src:0",
    "1:src:1:2",
    "1:t:s:+" + "a" * 80,
]


@pytest.mark.parametrize("data", STRANGE)
async def test_what_cannot_be_read_is_a_toast_and_where_we_are(settled, data):
    """Nothing changes."""
    before = await settled.known()
    await settled.press(data, message=0)
    assert settled.toast == STALE
    assert settled.text.startswith("Newsletters: ")
    assert await settled.known() == before


async def test_in_the_middle_of_the_questions_it_is_the_open_question(chat):
    """Where we are."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    await chat.press("9:old")
    assert chat.text == "When is your morning?"


async def test_of_somebody_unknown_or_in_a_group_it_is_only_a_toast(chat, group):
    """Anyone can press in a group."""
    await group.say("/start denver")
    for who in (chat, group):
        answer = await who.press("9:old")
        assert len(answer.acts) == 1
        assert who.toast == "That button is out of date."
    assert await chat.reader() is None


@pytest.mark.parametrize(
    "data", ["1:city:atlantis", "1:city:markets", "1:place:Atlantis:US-OR", "1:add:atlantis", "1:drop:atlantis"]
)
async def test_what_is_not_there_any_more_is_stale(settled, data):
    """A city that left the list, a topic in a city's place, a place that never was."""
    before = await settled.known()
    await settled.press(data)
    assert settled.toast == STALE
    assert await settled.known() == before


async def test_a_newsletter_that_left_the_list_redraws_the_list(settled):
    """With a toast."""
    await settled.press("1:t:l:+atlantis")
    assert settled.toast == "That newsletter is not on the list any more."
    assert "Done (2)" in [one.text for row in settled.messages[0].keyboard for one in row]


async def test_back_of_a_settled_reader_is_stale(settled):
    """The questions are over."""
    await settled.press("1:back:morning")
    assert settled.toast == STALE


async def test_back_without_a_choice_is_the_list(chat):
    """There is nothing else to go back to."""
    await chat.say("/start")
    await chat.press("1:back:place")
    assert "Done (0)" in chat.buttons


async def test_a_time_pressed_on_an_old_message_does_not_skip_the_open_question(chat):
    """It is kept, and the open question is asked again."""
    await chat.say("/start denver-closer")
    for label in ("Done (2)", "7:00", "18:00"):
        await chat.tap(label)
    await chat.press("1:time:morning:0800")
    assert chat.text == "Mornings at 8:00.\nDenver time?"


async def test_pause_buttons_of_a_newcomer_ask_the_open_question(chat):
    """Nothing to pause."""
    await chat.say("/start denver")
    for data in ("1:pause", "1:for:7"):
        await chat.press(data)
        assert "Done (1)" in chat.buttons
    assert (await chat.known()).paused_until is None


async def test_an_offered_name_can_be_pressed_twice(settled):
    """The second time it is there already."""
    for _ in range(2):
        await settled.press("1:add:sports")
    assert settled.text.startswith("You get Sports already.")


def test_reading_is_for_everyone_changing_for_admins():
    """An unreadable payload changes nothing, so anyone may press it."""
    assert buttons.audience_of("1:src:7") is Audience.EVERYONE
    assert buttons.audience_of("1:what:s") is Audience.EVERYONE
    assert buttons.audience_of("garbage") is Audience.EVERYONE
    assert buttons.audience_of("1:t:s:+denver") is Audience.ADMINS
    assert buttons.audience_of("1:now") is Audience.ADMINS
    assert buttons.audience_of("1:open") is Audience.ADMINS


class Register:
    """Readers in memory, so that thousands of presses are quick."""

    def __init__(self) -> None:
        self.by_address: dict[Address, Reader] = {}

    async def find(self, address: Address) -> Reader | None:
        return self.by_address.get(address)

    async def meet(self, address: Address, kind: ChatKind, language: str) -> Reader:  # noqa: ARG002 - the service's signature
        new = Reader(len(self.by_address) + 1, address, kind, Standing.NEW, datetime(2026, 11, 1, tzinfo=UTC))
        return self.by_address.setdefault(address, new)

    async def save(self, reader: Reader) -> Reader:
        self.by_address[reader.address] = reader
        return reader

    async def held(self, reader_id: int) -> Held:
        return Held({"readers": [{"id": one.id} for one in self.by_address.values() if one.id == reader_id]})

    async def erase(self, reader_id: int) -> Held:
        held = await self.held(reader_id)
        self.by_address = {at: one for at, one in self.by_address.items() if one.id != reader_id}
        return held


GOOD = [
    pack(verb, *(arg.format(delivery=41, reader=reader) for arg in args))
    for verb, examples in EXAMPLES.items()
    for args in examples
    for reader in ((1, 2) if READER in args else (1,))
]
"""Every button that there is."""


def test_the_good_payloads_cover_every_verb():
    """So that what follows tries every button."""
    read = [unpack(data) for data in GOOD]
    assert {press.verb for press in read if press} == set(Verb)
    assert set(ARGUMENTS) <= set(Verb)


@st.composite
def mutated(draw):
    """A good payload with a few characters changed, dropped or doubled; or a good one as it is."""
    data = list(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        what = draw(st.sampled_from(["drop", "add", "change"]))
        letter = draw(st.characters() | st.sampled_from(":+-019amtz"))
        if what == "add":
            data.insert(at, letter)
        elif at < len(data):
            data[at : at + 1] = [] if what == "drop" else [letter]
    return "".join(data)


@given(pressed=st.lists(mutated(), min_size=1, max_size=4), private=st.booleans(), known=st.booleans())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_payload_breaks_anything_or_reaches_others(  # noqa: PLR0917 - fixtures
    desk, briefings, brief, delivery, pressed, private, known
):
    """Whatever is pressed: an answer that Telegram takes, and other readers stay as they are."""
    readers = Register()
    at_desk: Desk = replace(desk, readers=readers)
    bystander = replace(
        await readers.meet(Address(99), ChatKind.PRIVATE, "en"), newsletters=("denver",), zone="America/Denver"
    )
    await readers.save(bystander)
    briefings.kept[41] = delivery(bystander.address, (brief(77),))
    address = Address(5 if private else -5)
    kind = ChatKind.PRIVATE if private else ChatKind.SUPERGROUP
    if known:
        me = await readers.meet(address, kind, "en")
        await readers.save(replace(me, standing=Standing.ACTIVE, zone="America/Chicago", newsletters=("markets",)))
    for number, data in enumerate(pressed):
        ask = Ask(number, address, kind, desk.clock.now(), 7, pressed=data, message_id=3)
        answer = await buttons.handle(ask, at_desk)
        assert answer.acts
        assert "delays vote 77" not in repr(answer)
    assert readers.by_address[Address(99)] == bystander
