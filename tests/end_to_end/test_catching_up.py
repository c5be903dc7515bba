"""Who was away is told in one briefing what the days brought, once."""

import re
from datetime import date, timedelta

from bot.readers.model import UNTIL_RESUMED
from tests.end_to_end.settled import settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BEN = 11, 22
HEADLINE = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
DAY = timedelta(days=1)


async def away(town: Town, until: date, **wishes: date) -> None:
    """Two readers of Charlotte; Ann hears nothing until half past seven of a day."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        town.telegram.person(person, name)
    await settled(town, BEN, "charlotte", evening=None)
    await settled(town, ANN, "charlotte", evening=None, **wishes)
    await pass_until(town, until)


async def pass_until(town: Town, day: date) -> None:
    """Until 7:30 of a day, in long steps."""
    await town.live_until(at(FIRST_DAY, "7:00", NEW_YORK))
    await town.live_until(at(day, "7:30", NEW_YORK), timedelta(minutes=60), poll_every=360)


def headlines(texts: list[str]) -> set[str]:
    """Of these briefings; an update is called by its story."""
    return {line.removeprefix("Update: ") for text in texts for line in HEADLINE.findall(text)}


async def test_catching_up_tells_what_each_day_told_the_others_and_nothing_twice(early: Town) -> None:
    """Also what is no news any more today; asked again, it has nothing left."""
    await away(early, FIRST_DAY + 2 * DAY, paused_until=UNTIL_RESUMED)
    assert early.briefings(ANN) == []
    await early.write(ANN, ANN, "/length 6")
    await early.write(ANN, ANN, "/catchup")
    first = [text for text in early.texts(ANN) if text.startswith("What you missed, up to Thursday, November 26")]
    assert len(first) == 1
    told = headlines(early.texts(ANN))
    theirs = [headlines([text]) for _, text in early.briefings(BEN)]
    assert len(theirs) == 3
    assert sum(map(bool, theirs)) >= 2
    assert all(not day or day & told for day in theirs)
    early.clock.advance(minutes=2)
    before = len(early.texts(ANN))
    await early.write(ANN, ANN, "/catchup")
    again = early.texts(ANN)[before:]
    assert headlines(again).isdisjoint(told)


async def test_the_first_briefing_after_a_pause_tells_of_the_days_before_it(early: Town) -> None:
    """Once: the next one is of its own day. It tells what the other was told in each of the days."""
    back = FIRST_DAY + 2 * DAY
    await away(early, back, paused_until=back, length=6)
    ((_, first),) = early.briefings(ANN)
    assert first.startswith("Good morning. Thursday, November 26")
    theirs = [headlines([text]) for _, text in early.briefings(BEN)]
    assert len(theirs) == 3
    assert sum(map(bool, theirs)) >= 2
    assert all(not day or day & headlines([first]) for day in theirs)
    await pass_until(early, back + DAY)
    assert headlines([early.briefings(ANN)[-1][1]]).isdisjoint(headlines([first]))


async def test_resume_ends_a_pause_and_the_next_briefing_catches_up(early: Town) -> None:
    """Like one whose end was said before."""
    await away(early, FIRST_DAY + DAY, paused_until=UNTIL_RESUMED, length=6)
    await early.write(ANN, ANN, "/resume")
    await pass_until(early, FIRST_DAY + 2 * DAY)
    told = headlines([text for _, text in early.briefings(ANN)])
    theirs = [headlines([text]) for _, text in early.briefings(BEN)]
    assert len(early.briefings(ANN)) == 1
    assert sum(map(bool, theirs)) >= 2
    assert all(not day or day & told for day in theirs)


async def test_who_was_not_away_hears_nothing_of_old_when_catching_up(early: Town) -> None:
    """What a briefing left out is not missed."""
    await away(early, FIRST_DAY + DAY)
    await early.write(ANN, ANN, "/today")
    before = headlines(early.texts(ANN))
    await early.write(ANN, ANN, "/catchup")
    assert headlines(early.texts(ANN)) == before
