"""Sources that die, lie or lead astray; no news at all; a bot that was not running when the morning came."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from briefings.model import Brief, Story
from tests.end_to_end.settled import account, attempts, later, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN, BEN = 11, 22
SEVEN = at(FIRST_DAY, "7:00", NEW_YORK)
LATE = "This one is late"


@pytest.fixture
async def astray() -> AsyncIterator[str]:
    """The address of a server with a feed that is gone, one that is a web page, and one that leads round in a ring."""

    async def gone(_request: web.Request) -> web.Response:
        return web.Response(status=410)

    async def page(_request: web.Request) -> web.Response:
        words = "<html><head><title>Please log in</title></head><body><h1>Please log in</h1></body></html>"
        return web.Response(text=words, content_type="text/html")

    async def ring(request: web.Request) -> web.Response:
        turn = int(request.query.get("turn", "0")) + 1
        return web.Response(status=301, headers={"Location": f"/ring?turn={turn}"})

    app = web.Application()
    app.add_routes([web.get("/gone", gone), web.get("/page", page), web.get("/ring", ring)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def with_sources(town: Town, slug: str, feeds: list[str]) -> Path:
    """The town's list with the first sources of a newsletter at other addresses."""
    head, mark, rest = town.newsroom.catalogue_toml().partition(f'slug = "{slug}"')
    own, end, others = rest.partition("\n[[newsletter]]\n")
    for feed in feeds:
        own = re.sub(r'^feed = "http[^"#]*/feeds/[^"]*"$', f'feed = "{feed}"', own, count=1, flags=re.MULTILINE)
    path = town.folder / "astray.toml"
    path.write_text(head + mark + own + end + others, encoding="utf-8")
    return path


async def test_sources_that_fail_for_good_cost_the_others_nothing(tmp_path: Path, astray: str) -> None:
    """Gone, a web page, a ring of redirects, nobody there: the morning comes from the rest and /status tells."""
    async with Town(tmp_path, at(FIRST_DAY, "6:55", NEW_YORK)) as town:
        feeds = [f"{astray}/gone", f"{astray}/page", f"{astray}/ring"]
        town.settings["catalogue"] = with_sources(town, "charlotte", feeds)
        await town.open_bot()
        await town.bot.tick()
        town.telegram.person(ANN, "Ann")
        await settled(town, ANN)
        await town.write(ANN, ANN, "/status")
        assert "3 not answering" in town.texts(ANN)[-1]
        assert "newest" in town.texts(ANN)[-1]
        await later(town, minutes=5)
        ((_, text),) = town.briefings(ANN)
        assert re.search(r"^1\. ", text, flags=re.MULTILINE), "there are stories"
        report = {source.source.feed: source.error for source in (await town.bot.news.poll(force=True)).sources}
        assert [report[feed] for feed in feeds] == [
            "It is gone for good (410).",
            report[feeds[1]],
            "It redirects more than 5 times.",
        ]
        assert report[feeds[1]], "a web page is no feed"


async def test_without_any_news_the_reader_gets_an_honest_empty_briefing(tmp_path: Path) -> None:
    """The newsroom is down from the start: a marked sample for newcomers, an empty briefing that says why."""
    async with Town(tmp_path, at(FIRST_DAY, "6:55", NEW_YORK)) as town:
        town.settings["catalogue"] = with_sources(town, "charlotte", [])
        await town.newsroom.stop()
        await town.open_bot()
        await town.bot.tick()
        for person, name in ((ANN, "Ann"), (BEN, "Ben")):
            town.telegram.person(person, name)
        await settled(town, ANN)
        await town.write(BEN, BEN, "/start")
        assert "sample" in town.texts(BEN)[-1].lower()
        assert "Why it matters:" in town.texts(BEN)[-1]
        await later(town, minutes=5)
        ((moment, text),) = town.briefings(ANN)
        assert moment == SEVEN
        assert "The sources of Charlotte could not be read." in text
        assert "Nothing in" not in text
        await town.write(ANN, ANN, "/today")
        assert len(town.briefings(ANN)) == 2
        await town.write(ANN, ANN, "/status")
        assert "not answering" in town.texts(ANN)[-1]
        assert (await account(town)).sent == 2


@pytest.mark.parametrize(("hours", "told"), [(2, 1), (7, 0)])
async def test_a_bot_that_was_stopped_over_the_morning_is_late_once_or_not_at_all(
    early: Town, hours: int, told: int
) -> None:
    """Two hours late it says so; after six there is none, and the next morning is on time; never two."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    await early.close_bot()
    early.clock.set(SEVEN + timedelta(hours=hours))
    await early.open_bot()
    for _ in range(3):
        await later(early, seconds=15)
    assert len(early.briefings(ANN)) == told
    assert all(LATE in text for _, text in early.briefings(ANN))
    await early.close_bot()
    early.clock.set(SEVEN + timedelta(days=1, minutes=-5))
    await early.open_bot()
    await early.bot.tick()
    await later(early, minutes=5)
    assert attempts(early, ANN) == told + 1
    assert LATE not in early.briefings(ANN)[-1][1]
    assert early.briefings(ANN)[-1][0] == SEVEN + timedelta(days=1)


async def test_a_briefing_planned_before_the_stop_and_found_too_late_expires(early: Town) -> None:
    """What was owed and could not be sent within six hours is expired, visibly, and not sent."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    early.clock.set(SEVEN)
    await early.bot.tick()
    await early.close_bot()
    early.clock.advance(hours=7)
    await early.open_bot()
    for _ in range(2):
        await later(early, seconds=15)
    assert not early.briefings(ANN)
    assert (await account(early)).expired == 1
    assert "delivery.overdue" in "".join(early.texts(9))


async def test_a_story_that_breaks_the_writer_costs_the_newsletter_nothing_else(
    early: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other stories of the newsletter are told, on time."""
    news = early.bot.news
    writer, broken = news._writer, set[str]()

    class Breaking:
        async def write(self, story: Story) -> Brief:
            if not broken or story.id in broken:
                broken.add(story.id)
                raise RuntimeError("no writer was ready for that")
            return await writer.write(story)

    monkeypatch.setattr(news, "_writer", Breaking())
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    await later(early, minutes=5)
    ((_, text),) = early.briefings(ANN)
    assert broken
    assert re.search(r"^1\. ", text, flags=re.MULTILINE)
