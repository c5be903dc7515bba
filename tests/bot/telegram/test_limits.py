"""One chat gets twenty answers a minute, then one kind sentence, then silence until it is calm."""

import pytest

from bot.readers.model import Address, ChatKind
from bot.telegram.counter import Counter
from bot.telegram.limits import ACTIONS, CALM, Verdict, verdict
from bot.telegram.screen import Ask


@pytest.mark.parametrize(
    ("count", "quiet", "wanted"),
    [
        (1, False, Verdict.WELCOME),
        (ACTIONS, False, Verdict.WELCOME),
        (ACTIONS + 1, False, Verdict.WARN),
        (ACTIONS + 1, True, Verdict.SILENT),
        (CALM + 1, True, Verdict.SILENT),
        (CALM, True, Verdict.WELCOME),
    ],
)
def test_the_limit_is_exact_and_the_silence_lasts_until_calm(count, quiet, wanted):
    """The twentieth is answered, the twenty-first warned."""
    assert verdict(count, quiet=quiet) is wanted


async def test_a_burst_gets_twenty_answers_and_one_sentence(clock):
    """Thirty at once, a while of calm, and the next is answered again."""
    moments = []

    class Received:
        async def received_since(self, _chat_id, moment, up_to=None):
            return sum(1 for at, update_id in moments if at >= moment and update_id <= up_to)

    counter = Counter(Received())

    async def action(number):
        moments.append((clock.now(), number))
        return await counter.verdict(
            Ask(number, Address(5), ChatKind.PRIVATE, clock.now(), user_id=5),
        )

    first = [await action(number) for number in range(30)]
    assert first == [Verdict.WELCOME] * 20 + [Verdict.WARN] + [Verdict.SILENT] * 9
    clock.advance(seconds=30)
    assert await action(31) is Verdict.SILENT
    clock.advance(seconds=61)
    assert await action(32) is Verdict.WELCOME
