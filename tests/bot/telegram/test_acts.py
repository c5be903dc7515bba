"""An answer is carried out in order, a press is answered once, and what was not sent is tried again."""

from typing import Any

import pytest

from bot.delivery.outcome import AnswerLost, Flood, NotSent, RecipientRefused, Sent
from bot.readers.model import Address, ChatKind
from bot.telegram.acts import Acts
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast

ONE, TWO = Screen(("one",)), Screen(("two",))


class Mouth:
    """Notes what is said; gives the prepared outcomes first."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.said = []

    def _next(self):
        return self.outcomes.pop(0) if self.outcomes else Sent(1)

    async def say(self, address, screen):
        self.said.append(("say", address, screen))
        return self._next()

    async def edit(self, _address, message_id, screen):
        self.said.append(("edit", message_id, screen))
        return self._next()

    async def toast(self, callback_id, text):
        self.said.append(("toast", callback_id, text))


def ask(clock, message_id=None):
    return Ask(1, Address(5), ChatKind.PRIVATE, clock.now(), user_id=5, message_id=message_id)


async def test_a_press_is_answered_first_and_once(clock):
    """The notice goes ahead of the rest, the rest keeps its order; a second notice has no press to answer."""
    mouth = Mouth()
    answer = Answer((Edit(ONE), Toast("noted"), Say(TWO), Toast("again")))
    await Acts(mouth, clock).carry_out(answer, ask(clock, 9), "q")
    assert mouth.said == [("toast", "q", "noted"), ("edit", 9, ONE), ("say", Address(5), TWO)]


async def test_a_press_without_a_notice_is_answered_silently(clock):
    """The spinner ends in any case."""
    mouth = Mouth()
    await Acts(mouth, clock).carry_out(Answer(), ask(clock, 9), "q")
    assert mouth.said == [("toast", "q", None)]


async def test_an_edit_without_a_message_is_said(clock):
    """And a notice without a press is dropped."""
    mouth = Mouth()
    await Acts(mouth, clock).carry_out(Answer((Toast("noted"), Edit(ONE))), ask(clock))
    assert mouth.said == [("say", Address(5), ONE)]


@pytest.mark.parametrize(
    ("outcomes", "tries", "seconds"),
    [
        ([NotSent("x"), NotSent("x")], 3, 3),
        ([Flood(7)], 2, 7),
        ([Flood(900)], 2, 60),
        ([NotSent("x")] * 9, 4, 7),
        ([AnswerLost("x")], 1, 0),
        ([RecipientRefused("x")], 1, 0),
    ],
)
async def test_only_what_was_certainly_not_sent_is_tried_again(outcomes, tries, seconds, clock):
    """With growing pauses, or Telegram's; a doubt is not, because the person may have the answer."""
    mouth, start = Mouth(*outcomes), clock.now()
    await Acts(mouth, clock).carry_out(Answer((Say(ONE),)), ask(clock))
    assert len(mouth.said) == tries
    assert (clock.now() - start).total_seconds() == seconds
