"""Somebody types the bot's name in another chat and quotes a brief there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.store.tables import inbox, readers
from tests.end_to_end.town import Town

ANN, BOB = 11, 22


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """News of this morning, and people who never met the bot."""
    async with Town(tmp_path) as made:
        await made.open_bot()
        made.telegram.person(ANN, "Ann", started=False)
        made.telegram.person(BOB, "Bob", started=False)
        for slug in ("am-pm", "denver", "markets"):
            day = made.clock.now().date()
            newsletter = made.bot.news.catalogue.get(slug)
            assert newsletter is not None
            await made.bot.news.cut(slug, day, newsletter.slots[0])
        yield made


async def offered(town: Town, words: str) -> list[dict[str, Any]]:
    """What the bot offers to who types that."""
    query = town.telegram.ask_inline(ANN, words)
    async with asyncio.timeout(10):
        await town.telegram.settled()
        await town.bot.quotes.answered()
    results = town.telegram.inline_queries[query].results
    assert results is not None
    return results


async def test_the_name_alone_offers_the_top_story_of_each_newsletter(town):
    """Each story once, with its newsletter in the line below."""
    results = await offered(town, "")
    assert len(results) >= 2
    assert len({one["title"] for one in results}) == len(results)
    assert all(one["description"].partition(":")[0] in {"AM/PM", "Denver", "Markets"} for one in results)


async def test_a_newsletter_s_name_offers_its_edition(town):
    """In its order."""
    edition = await town.bot.news.latest("denver")
    assert edition is not None
    assert [one["title"] for one in await offered(town, "Denver")] == [one.headline for one in edition.briefs]


async def test_other_words_are_looked_for(town):
    """In all that was told."""
    edition = await town.bot.news.latest("markets")
    assert edition is not None
    words = " ".join(edition.briefs[0].headline.split()[:3])
    assert edition.briefs[0].headline in [one["title"] for one in await offered(town, words)]


@pytest.mark.parametrize("words", ["nosuchwordanywhere", "%", "<b>", "x" * 255, "'; DROP TABLE briefs", "\u202e"])
async def test_what_nothing_says_offers_nothing(town, words):
    """And breaks nothing."""
    assert await offered(town, words) == []
    assert len(await offered(town, "denver")) > 0


async def test_what_is_chosen_stands_there_with_its_outlets_and_a_way_to_the_newsletter(town):
    """A link that starts the bot with it."""
    query = town.telegram.ask_inline(ANN, "denver")
    await town.telegram.settled()
    await town.bot.quotes.answered()
    edition = await town.bot.news.latest("denver")
    assert edition is not None
    brief = edition.briefs[0]
    message = town.telegram.choose_inline(BOB, ANN, query, brief.headline)
    assert message["text"].startswith(f"{brief.headline}\n{brief.lede.text}\n")
    assert brief.outlets[0].url in [entity.get("url") for entity in message["entities"]]
    (row,) = message["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Get Denver", "url": f"https://t.me/{town.bot.gateway.username}?start=denver"}]


async def test_nothing_is_kept_of_what_was_typed(town):
    """Neither in the inbox nor as a reader; the next update is heard as ever."""
    await offered(town, "denver")
    async with town.bot.database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(inbox)) == 0
        assert await connection.scalar(select(func.count()).select_from(readers)) == 0
    await town.write(BOB, BOB, "/help")
    assert len(town.texts(BOB)) == 1
