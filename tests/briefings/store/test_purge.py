"""News goes after ninety days, but not what a reader may still ask for, nor what a feed would bring again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from briefings.model import Slot
from briefings.store.database import Database
from briefings.store.forgetting import STEP
from briefings.store.purge import KEPT, TOLD_LATELY, purge
from briefings.store.tables import appearances, articles, briefs, editions, feeds, stories

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OLD = NOW - KEPT - SECOND
FEED = "https://news.example/feed"


def article(name: str, first_seen: datetime = OLD, story: str | None = None) -> dict[str, Any]:
    usual: dict[str, Any] = {"url": name, "feed": FEED, "publisher": "Quay Post", "title": name, "position": 0}
    times = {"published": first_seen, "first_seen": first_seen, "changed_at": first_seen}
    text = {"complete": True, "paragraphs": ["One."], "fingerprint": name}
    return {"id": name, "story": story} | usual | times | text


def appearance(name: str, seen_at: datetime = OLD) -> dict[str, Any]:
    return {"article": name, "feed": FEED, "entry": name, "position": 0, "seen_at": seen_at}


def brief(name: str, written_at: datetime = OLD, story: str = "s") -> dict[str, Any]:
    return {"id": name, "story": story, "writer": "extract", "written_at": written_at, "content": {}}


def edition(name: str, cut: datetime) -> dict[str, Any]:
    place = {"newsletter": "quay", "date": date(2026, 8, 1), "slot": Slot.MORNING}
    return {"id": name, "cut": cut, "briefs": [], "articles_read": 1} | place


async def fill(database: Database, *rows: tuple[Any, list[dict[str, Any]]]) -> None:
    async with database.write() as connection:
        for table, values in rows:
            await connection.execute(insert(table), values)


async def left(database: Database, column: Any) -> list[Any]:
    async with database.read() as connection:
        return list(await connection.scalars(select(column).order_by(column)))


async def test_what_is_ninety_days_old_goes_and_the_rest_stays(database: Database) -> None:
    """In as many steps as it takes: articles with their appearances and empty stories, editions, briefs."""
    many = [f"g{number}" for number in range(2 * STEP + 1)]
    await fill(
        database,
        (articles, [*(article(one, story="gone") for one in many), article("kept", NOW - KEPT, "alive")]),
        (appearances, [*map(appearance, many), appearance("kept", NOW - KEPT)]),
        (stories, [{"id": one, "created_at": OLD, "changed_at": OLD} for one in ("gone", "alive")]),
        (editions, [edition("old", OLD), edition("young", NOW - KEPT)]),
        (briefs, [brief("old"), brief("young", NOW - KEPT)]),
    )
    assert await purge(database, NOW) == 2 * len(many) + 3
    assert await purge(database, NOW) == 0
    for column, rest in ((articles.c.id, "kept"), (appearances.c.article, "kept"), (stories.c.id, "alive")):
        assert await left(database, column) == [rest]
    assert await left(database, editions.c.id) == await left(database, briefs.c.id) == ["young"]


async def test_an_article_of_a_story_that_was_told_lately_stays(database: Database) -> None:
    """A story may go on for months, and Sources leads to the article of its first day."""
    await fill(
        database,
        (articles, [article("first", story="long"), article("other", story="forgotten")]),
        (briefs, [brief("new", NOW - TOLD_LATELY, "long"), brief("older", NOW - TOLD_LATELY - SECOND, "forgotten")]),
    )
    await purge(database, NOW)
    assert await left(database, articles.c.id) == ["first"]
    await purge(database, NOW + SECOND)
    assert await left(database, articles.c.id) == []


async def test_an_article_that_its_feed_still_lists_stays(database: Database) -> None:
    """Forgotten, an entry without a date would be news again on the next day."""
    await fill(
        database,
        (feeds, [{"url": FEED, "checked_at": NOW, "changed_at": OLD}]),
        (articles, [article("listed"), article("dropped")]),
        (appearances, [appearance("listed"), appearance("dropped", OLD - SECOND)]),
    )
    await purge(database, NOW)
    assert await left(database, articles.c.id) == ["listed"]


async def test_an_appearance_of_an_article_that_was_never_kept_goes(database: Database) -> None:
    """Of two sources that carried it one noted its place, and the other found it too old."""
    await fill(database, (appearances, [appearance("never", OLD), appearance("of late", NOW - KEPT)]))
    await purge(database, NOW)
    assert await left(database, appearances.c.article) == ["of late"]


async def test_a_feed_that_is_not_on_the_list_any_more_is_forgotten(database: Database) -> None:
    """One that is on it is asked once a day at least; one that was never asked is not old."""
    await fill(
        database,
        (
            feeds,
            [{"url": "a", "checked_at": OLD}, {"url": "b", "checked_at": NOW - KEPT}, {"url": "c", "checked_at": None}],
        ),
    )
    await purge(database, NOW)
    assert await left(database, feeds.c.url) == ["b", "c"]


async def test_what_was_forgotten_makes_room_for_what_comes(database: Database) -> None:
    """The file of the second year is as large as that of the first, without anybody tidying up."""
    pages = []
    for year in range(4):
        now = NOW + timedelta(days=365 * year)
        texts = [article(f"{year} {number}", now) | {"paragraphs": ["word " * 800]} for number in range(STEP)]
        await fill(database, (articles, texts))
        assert await purge(database, now + KEPT + SECOND) == STEP
        async with database.read() as connection:
            pages.append((await connection.exec_driver_sql("pragma page_count")).scalar_one())
    assert max(pages) <= pages[0] * 1.05
