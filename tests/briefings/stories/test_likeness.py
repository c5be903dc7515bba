from datetime import UTC, datetime, timedelta

import pytest

from briefings.stories.likeness import Likenesses, Reading, Telling

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BRIDGE = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office said."
AGAIN = "Drivers lose the Harlow Bridge on Friday for 14 months of repairs to its deck, officials said."
FINAL = "The Otters beat the Herons 3-1 in the final at Milbrook Park before a crowd of 21,000."


def telling(name, title, text, *, age=0.0, dated=True):
    """An invented article of some hours ago."""
    return Telling(name, title, (text,), NOON - timedelta(hours=age) if dated else None)


TOLD = [
    telling("a", "Harlow Bridge closes Friday", BRIDGE, age=5),
    telling("b", "Harlow Bridge to shut for 14 months", AGAIN, age=3),
    telling("c", "Otters win the cup", FINAL),
]


def test_only_pairs_with_a_fresh_article_are_looked_at():
    """What has its story was compared when it came."""
    assert set(Likenesses(TOLD).pairs([0, 1, 2])) == {(0, 1)}
    assert set(Likenesses(TOLD).pairs([1])) == {(0, 1)}
    assert Likenesses(TOLD).pairs([2]) == Likenesses(TOLD).pairs([]) == {}


def test_likeness_falls_with_the_days_between_and_ends_at_the_gate():
    """The next day's article is less likely of the same event; that of the next week never is."""
    near, far, gone = (
        Likenesses([TOLD[0], telling("b", "Harlow Bridge to shut for 14 months", AGAIN, age=age)]).of(0, 1)
        for age in (5, 50, 100)
    )
    assert near > far > gone == 0.0


def test_an_unknown_date_counts_as_the_longest_time_between():
    """Neither alike at any date nor never."""
    undated = telling("b", "Harlow Bridge to shut for 14 months", AGAIN, dated=False)
    latest = telling("b", "Harlow Bridge to shut for 14 months", AGAIN, age=5 + 72)
    assert Likenesses([TOLD[0], undated]).of(0, 1) == pytest.approx(Likenesses([TOLD[0], latest]).of(0, 1))


def test_kinship_knows_no_dates():
    """An affair may run for weeks."""
    late = telling("b", "Harlow Bridge to shut for 14 months", AGAIN, age=500)
    both = Likenesses([TOLD[0], late])
    assert both.of(0, 1) == 0.0
    assert both.kinship(0, 1) == pytest.approx(Likenesses(TOLD[:2]).kinship(0, 1), rel=0.01)


def test_a_word_that_everybody_uses_leads_to_no_pairs():
    """A crowded window costs no more for each article."""
    few, crowd = ([telling(str(n), "Harlow", "In town.") for n in range(count)] for count in (20, 130))
    assert len(Likenesses(few).pairs(range(20))) == 20 * 19 / 2
    assert Likenesses(crowd).pairs(range(130)) == {}


def test_reading_remembers_words_and_changes_nothing():
    """A text that was corrected is read anew; what left the window is forgotten."""
    reading = Reading()
    first = reading.of(TOLD)
    assert all(again is before for again, before in zip(reading.of(TOLD), first, strict=True))
    assert Likenesses(TOLD, reading).pairs([0, 1, 2]) == Likenesses(TOLD).pairs([0, 1, 2])
    corrected = telling("a", "Harlow Bridge stays open", FINAL, age=5)
    assert reading.of([corrected])[0] != first[0]
    reading.forget_all_but(TOLD[1:])
    again = reading.of(TOLD)
    assert again[0] is not first[0]
    assert again[1] is first[1]
