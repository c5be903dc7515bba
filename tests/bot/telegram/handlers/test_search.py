"""/search: pages of what past editions told."""

from datetime import date, timedelta

import pytest

from briefings.store.search import Found

DAY = timedelta(days=1)


@pytest.fixture
def past(news, brief):
    """Twenty stories about a harbor, the newest first."""
    news.past = [Found(brief(number), "denver", date(2026, 11, 24) - number * DAY) for number in range(20)]
    return news.past


async def test_stories_are_told_a_page_at_a_time(settled, past):
    """Headline, newsletter, date and outlets; eight on a page, and the way on and back."""
    await settled.say("/search Harbor  V\u00f3te")
    assert settled.text.startswith(
        'Stories with "harbor vote"\n\nHarbor council delays vote 0\nDenver, Tuesday, November 24'
    )
    assert "Harbor Post (https://news.example/1)" in settled.text
    assert settled.text.count("Harbor council delays vote") == 8
    assert settled.buttons == ["Older"]
    await settled.tap("Older")
    assert "vote 8\n" in settled.text
    assert settled.buttons == ["Newer", "Older"]
    await settled.tap("Older")
    assert settled.text.count("Harbor council delays vote") == 4
    assert settled.buttons == ["Newer"]
    await settled.tap("Newer")
    assert "vote 15\n" in settled.text


async def test_anybody_may_search_before_anything_else(chat, past):
    """Looking makes no reader."""
    await chat.say("/search harbor")
    assert chat.text.count("Harbor council delays vote") == 8
    assert await chat.reader() is None


@pytest.mark.parametrize("typed", ["", "x", "...", "%", "\u200b", "harbor " * 9])
async def test_what_is_no_word_gets_one_sentence_with_an_example(chat, past, typed):
    """Nothing is searched."""
    await chat.say(f"/search {typed}")
    assert "Try /search harbor vote." in chat.text
    assert "Stories" not in chat.text


async def test_words_that_nothing_has_are_said_back(chat, past):
    """Every word has to occur; a payload that was made up finds nothing either."""
    await chat.say("/search harbor zeppelin")
    assert chat.text == 'No edition of the last 90 days has "harbor zeppelin" in a story.'
    await chat.press("1:find:9:%")
    assert chat.text.startswith("No edition of the last 90 days")


async def test_words_too_long_for_a_button_have_one_page(chat, past):
    """A payload holds 64 bytes."""
    await chat.say("/search harbor council delays vote until january ferry grant lapses")
    assert chat.buttons == []
