"""The operator is told of people who wait for an answer, by the bot's own steps."""

from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.town import Town

ANN = 11


async def test_a_bot_that_does_not_get_through_what_an_outage_left_says_so_once(early: Town) -> None:
    """Down for three hours; for half an hour after the start nobody is answered. A restart that does it is no news."""
    early.telegram.person(ANN, "Ann")
    await early.close_bot()
    early.telegram.send_text(ANN, ANN, "/status")
    early.clock.advance(hours=3)
    await early.open_bot(listening=False)
    await early.bot.inbox.store([one.body for one in early.telegram.updates.waiting], early.clock.now())
    for minutes in range(30):
        await early.bot.watch()
        await early.bot.tell()
        assert len(told(early)) == (minutes >= 5)
        early.clock.advance(minutes=1)
    await early.close_bot()
    await early.open_bot()
    await early.answered()
    await early.bot.watch()
    await early.bot.tell()
    (behind,) = told(early)
    assert "since: 2026-11-24 11:55 UTC\nwaiting: 1" in behind


def told(town: Town) -> list[str]:
    """What the operator was told of the inbox."""
    return [text for text in town.texts(ADMIN) if text.startswith("inbox.")]
