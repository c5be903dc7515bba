"""What a reader's own words do to a briefing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.delivery.briefing import Item
from bot.delivery.wanted import wanted
from bot.readers.model import Address, ChatKind, Reader, Standing
from tests.bot.delivery.making import make_brief

READER = Reader(1, Address(1), ChatKind.PRIVATE, Standing.ACTIVE, datetime(2026, 11, 1, tzinfo=UTC))
HEADLINES = ("Snow closes the pass", "Harbor vote delayed", "Ferry crews strike", "Snowfall ends")


def items() -> tuple[Item, ...]:
    return tuple(
        Item(replace(make_brief(f"story-{number}"), headline=headline), ("denver",))
        for number, headline in enumerate(HEADLINES)
    )


def headlines(found: Sequence[Item]) -> list[str]:
    return [item.brief.headline for item in found]


def test_without_words_nothing_changes() -> None:
    """Most readers have none."""
    assert wanted(items(), READER) == items()


def test_a_muted_word_keeps_its_stories_out() -> None:
    """As a whole word; the others keep their order."""
    assert headlines(wanted(items(), replace(READER, muted=("snow",)))) == list(HEADLINES[1:])


def test_a_followed_word_puts_its_stories_first() -> None:
    """In their own order."""
    found = headlines(wanted(items(), replace(READER, followed=("ferry", "harbor"))))
    assert found == [HEADLINES[1], HEADLINES[2], HEADLINES[0], HEADLINES[3]]


def test_a_followed_story_is_first_whatever_words_are_in_it() -> None:
    """Who follows one story of an affair may have enough of the rest."""
    story = items()[0].brief.story
    found = headlines(wanted(items(), replace(READER, muted=("snow", "ferry"), stories=(story,))))
    assert found == [HEADLINES[0], HEADLINES[1], HEADLINES[3]]


def test_what_is_in_the_lines_counts_too() -> None:
    """Not the headline alone."""
    brief = items()[1].brief
    word = brief.lede.text.split()[-1].strip(".").lower()
    assert brief not in [item.brief for item in wanted(items()[1:2], replace(READER, muted=(word,)))]
