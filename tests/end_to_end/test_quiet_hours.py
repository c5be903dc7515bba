"""Quiet hours, lived through: what would come in them comes afterwards, with what comes then."""

import re
from datetime import time, timedelta

from tests.end_to_end.settled import account, later, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BEN = 11, 22
HEADLINE = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
DAY = timedelta(days=1)
HALF_AN_HOUR = timedelta(minutes=30)


def headlines(text: str) -> set[str]:
    return {line.removeprefix("Update: ") for line in HEADLINE.findall(text)}


async def both(town: Town, slug: str, **wishes: time) -> None:
    """Two readers with the same wishes; Ann has quiet hours."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        town.telegram.person(person, name)
        await settled(town, person, slug, length=6, **wishes)
    await town.write(ANN, ANN, "/quiet 21:00-6:30")


async def test_an_evening_in_quiet_hours_comes_with_the_morning(early: Town) -> None:
    """Nothing at night; the morning tells what the other was told in the evening, and nothing twice."""
    await both(early, "am-pm", evening=time(21, 30))
    assert "Next: today, Tuesday November 24, 7:00." in early.texts(ANN)[-1]
    await early.live_until(at(FIRST_DAY, "7:00", NEW_YORK))
    await early.live_until(at(FIRST_DAY + DAY, "6:00", NEW_YORK), HALF_AN_HOUR, poll_every=60)
    await early.write(ANN, ANN, "/status")
    assert "what is due at 21:30 comes with the next briefing." in early.texts(ANN)[-1]
    assert "Next: today, Wednesday November 25, 7:00." in early.texts(ANN)[-1]
    await early.live_until(at(FIRST_DAY + DAY, "8:00", NEW_YORK), HALF_AN_HOUR)
    quiet, usual = early.briefings(ANN), early.briefings(BEN)
    assert [when.astimezone(NEW_YORK).hour for when, _ in quiet] == [7, 7]
    assert [when.astimezone(NEW_YORK).hour for when, _ in usual] == [7, 21, 7]
    evening = headlines(usual[1][1])
    assert evening
    assert evening & headlines(quiet[1][1])
    assert headlines(quiet[0][1]).isdisjoint(headlines(quiet[1][1]) - evening)


async def test_who_asks_is_answered_in_quiet_hours(early: Town) -> None:
    """They are awake."""
    await both(early, "charlotte")
    await early.live_until(at(FIRST_DAY, "22:00", NEW_YORK), step=timedelta(hours=1))
    before = len(early.texts(ANN))
    await early.write(ANN, ANN, "/today")
    assert len(early.texts(ANN)) == before + 1


async def test_after_an_outage_a_late_briefing_waits_until_it_is_not_quiet(early: Town) -> None:
    """The other has it when the bot is back; both once."""
    await both(early, "charlotte", evening=time(17, 0))
    await early.write(ANN, ANN, "/quiet 7:30-9:00")
    await early.close_bot()
    early.clock.set(at(FIRST_DAY, "8:00", NEW_YORK))
    await early.open_bot()
    await later(early, minutes=1)
    await early.bot.sender.drain()
    assert (len(early.briefings(ANN)), len(early.briefings(BEN))) == (0, 1)
    await early.live_until(at(FIRST_DAY, "9:10", NEW_YORK))
    ((when, text),) = early.briefings(ANN)
    assert timedelta(0) <= when - at(FIRST_DAY, "9:00", NEW_YORK) < timedelta(minutes=5)
    assert "This one is late" in text
    assert len(early.briefings(BEN)) == 1
    assert (await account(early)).planned == 2
