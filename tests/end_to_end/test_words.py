"""A muted word keeps its stories out of the briefing, a followed one puts them first."""

import re

from bot.readers.words import names_in, plain_word
from briefings.folding import occurs
from tests.end_to_end.settled import settled
from tests.end_to_end.town import Town

ANN, BEN = 11, 22
HEADLINE = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def headlines(town: Town, chat: int) -> list[str]:
    """Of the newest briefing."""
    return HEADLINE.findall(town.briefings(chat)[-1][1])


def own_name(headline: str, others: list[str]) -> str | None:
    """A name that stands in this headline alone."""
    names = (plain_word(name) for name in names_in(headline, 4))
    return next((name for name in names if name and not any(occurs([name], other) for other in others)), None)


async def test_a_muted_story_stays_out_and_a_followed_one_comes_first(early: Town) -> None:
    """Both are named by a word of their headlines; what was kept out is counted, and is not under More."""
    for person, name in ((ANN, "Ann"), (BEN, "Ben")):
        early.telegram.person(person, name)
        await settled(early, person, "charlotte", "tampa-bay")
    await early.write(BEN, BEN, "/today")
    usual = headlines(early, BEN)
    named = {one: name for one in usual if (name := own_name(one, [two for two in usual if two != one]))}
    unwanted, *_, favourite = named
    await early.write(ANN, ANN, f"/mute {named[unwanted]}")
    await early.write(ANN, ANN, f"/follow {named[favourite]}")
    await early.write(ANN, ANN, "/today")
    hers = headlines(early, ANN)
    assert unwanted not in hers
    assert hers[0] == favourite != usual[0]
    assert "story was kept out by your words" in early.briefings(ANN)[-1][1]
