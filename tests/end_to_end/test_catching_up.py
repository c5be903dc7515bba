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
    """Two readers of Charlotte; Ann hears nothing until 8:00 of a day."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        town.telegram.person(person, name)
    await settled(town, BEN, "charlotte", evening=None)
    await settled(town, ANN, "charlotte", evening=None, **wishes)
    await town.live_until(at(until, "8:00", NEW_YORK))


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
    assert all(not day or day & told for day in theirs)
    early.clock.advance(minutes=2)
    before = len(early.texts(ANN))
    await early.write(ANN, ANN, "/catchup")
    again = early.texts(ANN)[before:]
    assert headlines(again).isdisjoint(told)


async def test_the_first_briefing_after_a_pause_comes_by_itself(early: Town) -> None:
    """On the day that was said, with what was new since."""
    back = FIRST_DAY + DAY
    await away(early, back, paused_until=back)
    assert len(early.briefings(ANN)) == 1
    assert len(early.briefings(BEN)) == 2
