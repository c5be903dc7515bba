"""A source takes back what a briefing told: those who had it, and nobody else, see and hear it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.content import shown_lines
from bot.store.looks import LedgerLooks
from briefings.model import Article, Brief
from briefings.store.articles import ArticleStore
from tests.end_to_end.settled import settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BOB, CAY = 11, 22, 33
DAY = timedelta(days=1)
MORNING = at(FIRST_DAY, "7:00", NEW_YORK)
LATER = timedelta(minutes=5)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as made:
        await made.open_bot()
        for person, name in ((ANN, "Ann"), (BOB, "Bob"), (CAY, "Cay")):
            made.telegram.person(person, name)
        yield made


async def told_first(town: Town, chat: int) -> tuple[Brief, Article]:
    """The first brief with a figure that the last briefing of a chat showed, and the article it comes from."""
    message = [one for one in town.telegram.sent(chat) if one.get("reply_markup")][-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    kept = await LedgerLooks(town.bot.database).kept(int(data.split(":")[2]))
    assert kept is not None
    briefs = [await town.bot.news.brief(line.brief) for line in shown_lines(kept.content)]
    brief = next(one for one in briefs if one is not None and any(sign.isdigit() for sign in one.lede.text))
    articles = await town.bot.news.articles([brief.lede.article])
    return brief, articles[brief.lede.article]


def figure(text: str) -> str:
    return next(word for word in text.replace("$", " ").replace(",", " ").split() if word.isdigit())


async def live(town: Town, until: datetime) -> None:
    """In steps so long as nothing between matters."""
    await town.live_until(until, step=timedelta(minutes=20), poll_every=360)


async def arrives(town: Town, article: Article) -> None:
    """A newer version of an article comes in, and the bot looks."""
    town.clock.advance(seconds=LATER.total_seconds())
    await ArticleStore(town.bot.database).keep([article], [], town.clock.now())
    await town.bot.correct()


def changed(brief: Brief, article: Article) -> tuple[Article, str]:
    """The article with another figure in the line that was told, everywhere; and the line as it is now."""
    old = figure(brief.lede.text)
    lines = tuple(line.replace(old, "777") for line in article.paragraphs)
    return replace(article, paragraphs=lines), brief.lede.text.replace(old, "777")


@pytest.fixture
async def morning(town: Town) -> Town:
    """Ann and Bob had the same briefing, Cay another one."""
    await settled(town, ANN, "denver")
    await settled(town, BOB, "denver")
    await settled(town, CAY, "charlotte")
    await live(town, MORNING)
    return town


async def test_the_message_is_edited_in_place(morning):
    """With its buttons, for everybody who got it; nothing new is sent."""
    brief, article = await told_first(morning, ANN)
    before = {chat: morning.telegram.sent(chat)[-1] for chat in (ANN, BOB, CAY)}
    new, line = changed(brief, article)
    await arrives(morning, new)
    for chat in (ANN, BOB):
        now = morning.telegram.sent(chat)[-1]
        assert now["message_id"] == before[chat]["message_id"]
        assert f"{line} (corrected)" in now["text"]
        assert brief.lede.text not in now["text"]
        assert now["reply_markup"] == before[chat]["reply_markup"]
    assert morning.telegram.sent(CAY)[-1] == before[CAY]
    assert not morning.telegram.limits.violations


async def test_those_who_had_it_are_told_in_the_next_briefing_and_only_once(morning):
    """And who had another one hears nothing of it."""
    brief, article = await told_first(morning, ANN)
    new, line = changed(brief, article)
    await arrives(morning, new)
    await live(morning, MORNING + DAY)
    for chat, count in ((ANN, 1), (BOB, 1), (CAY, 0)):
        told = morning.briefings(chat)[-1][1]
        assert told.count("Correction: I told you") == count
        assert (line.rstrip(".")[:60] in told) == bool(count)
    await live(morning, MORNING + 2 * DAY)
    assert "Correction" not in morning.briefings(ANN)[-1][1]


async def test_a_withdrawn_report_is_marked_and_told(morning):
    """Its headline stays readable, its lines do not."""
    brief, article = await told_first(morning, ANN)
    gone = replace(article, title=f"RETRACTED: {article.title}", paragraphs=("The report has been retracted.",))
    await arrives(morning, gone)
    now = morning.telegram.sent(ANN)[-1]["text"]
    assert f"{brief.headline} (withdrawn)" in now
    assert "The source no longer says this." in now
    assert brief.lede.text not in now
    await live(morning, MORNING + DAY)
    assert f"{article.publisher} has withdrawn what I told you: \u201c" in morning.briefings(ANN)[-1][1]


async def test_what_turns_out_to_be_right_gets_its_own_words_back(morning):
    """And nobody is told of either."""
    brief, article = await told_first(morning, ANN)
    before = morning.telegram.sent(ANN)[-1]["text"]
    new, _ = changed(brief, article)
    await arrives(morning, new)
    await arrives(morning, article)
    assert morning.telegram.sent(ANN)[-1]["text"] == before
    await live(morning, MORNING + DAY)
    assert "Correction" not in morning.briefings(ANN)[-1][1]


async def test_a_message_that_was_deleted_is_told_all_the_same(morning):
    """What cannot be edited was read all the same."""
    brief, article = await told_first(morning, ANN)
    await morning.bot.gateway.bot.delete_message(ANN, morning.telegram.sent(ANN)[-1]["message_id"])
    new, _ = changed(brief, article)
    await arrives(morning, new)
    await live(morning, MORNING + DAY)
    assert "Correction: I told you" in morning.briefings(ANN)[-1][1]


async def test_what_was_made_and_has_not_left_is_made_anew(town):
    """It leaves with the right words, and needs no correction."""
    await settled(town, ANN, "denver")
    await settled(town, BOB, "denver")
    await town.live_until(MORNING - timedelta(minutes=5))
    town.clock.set(MORNING)
    await town.bot.tick()
    edition = await town.bot.news.latest("denver")
    assert edition is not None
    brief = next(one for one in edition.briefs if any(sign.isdigit() for sign in one.lede.text))
    article = (await town.bot.news.articles([brief.lede.article]))[brief.lede.article]
    new, _ = changed(brief, article)
    await ArticleStore(town.bot.database).keep([new], [], town.clock.now())
    town.clock.advance(seconds=1)
    await town.bot.correct()
    await town.bot.tick()
    await town.bot.sender.drain()
    told = town.briefings(ANN)[-1][1]
    assert brief.lede.text not in told
    assert "777" in told
    assert "(corrected)" not in told
