"""Articles are kept once, found by time, feed, id and story, and forgotten in the end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from briefings.feeds.arrivals import Appearance
from briefings.model import Article
from briefings.store import tables
from briefings.store.articles import ArticleStore
from briefings.store.database import Database

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FEED = "https://news.example/feed"


def article(name: str, hours: float = 0, **fields: object) -> Article:
    usual = {
        "id": name,
        "url": f"https://news.example/{name}",
        "feed": FEED,
        "publisher": "Front Range Post",
        "title": f"Title {name}",
        "published": NOW - timedelta(hours=hours),
        "first_seen": NOW,
        "paragraphs": ("One.", "- Two"),
    }
    return Article(**{**usual, **fields})  # type: ignore[arg-type]


def seen(name: str, feed: str = FEED) -> Appearance:
    return Appearance(name, feed, f"entry {name}", 0)


@pytest.fixture
def store(database: Database) -> ArticleStore:
    """An empty store."""
    return ArticleStore(database)


async def count(database: Database, table: str) -> int:
    async with database.read() as connection:
        return int(
            (await connection.execute(select(func.count()).select_from(tables.metadata.tables[table]))).scalar_one()
        )


async def test_an_article_comes_back_as_it_was_kept(store: ArticleStore) -> None:
    """Every field of it."""
    full = article("a", author="Dana Ruiz", section="City", position=3, complete=False, story="s")
    await store.keep([full], [seen("a")], NOW)
    assert await store.by_id(["a", "unknown"]) == {"a": full}


async def test_keeping_it_again_corrects_it(store: ArticleStore, database: Database) -> None:
    """Its story and when it was first seen stay; there is one row."""
    await store.keep([article("a", story="s")], [seen("a")], NOW)
    later = article("a", title="New", paragraphs=("Three.",), first_seen=NOW + timedelta(hours=1), position=9)
    await store.keep([later], [seen("a")], NOW + timedelta(hours=1))
    found = (await store.by_id(["a"]))["a"]
    assert found == replace(later, story="s", first_seen=NOW, position=0)
    assert (await count(database, "articles"), await count(database, "appearances")) == (1, 1)


async def test_a_whole_text_never_gives_way_to_a_teaser(store: ArticleStore) -> None:
    """The other way round it does."""
    await store.keep([article("a"), article("b", complete=False)], [], NOW)
    teaser = article("a", complete=False, paragraphs=("Cut…",))
    await store.keep([teaser, article("b", paragraphs=("All.",))], [], NOW)
    found = await store.by_id(["a", "b"])
    assert found["a"].paragraphs == ("One.", "- Two")
    assert found["b"].paragraphs == ("All.",)
    assert found["b"].complete


async def test_articles_are_found_by_time_and_feed(store: ArticleStore) -> None:
    """The oldest first; the moment itself counts; an article is found in each feed that carries it."""
    other = "https://other.example/feed"
    await store.keep(
        [article("new"), article("old", 5), article("older", 6)],
        [seen("new"), seen("new", other), seen("old"), seen("older", other)],
        NOW,
    )
    since = NOW - timedelta(hours=5)
    assert [one.id for one in await store.since(since)] == ["old", "new"]
    assert [one.id for one in await store.since(since, [other])] == ["new"]
    assert [one.id for one in await store.since(since, [FEED, other])] == ["old", "new"]
    assert await store.since(since, []) == []
    assert await store.since(NOW + timedelta(hours=1)) == []


async def test_teasers_are_found_by_themselves(store: ArticleStore) -> None:
    """So that whoever looks for them need not read all that is kept."""
    await store.keep([article("whole"), article("teaser", 1, complete=False)], [], NOW)
    day = NOW - timedelta(days=1)
    assert [one.id for one in await store.since(day, complete=False)] == ["teaser"]
    assert [one.id for one in await store.since(day, complete=True)] == ["whole"]


async def test_articles_are_given_their_stories(store: ArticleStore, database: Database) -> None:
    """A story begins once and changes whenever it is named."""
    await store.keep([article("a"), article("b", 1), article("c")], [], NOW)
    await store.assign({"a": "s", "b": "s"}, NOW)
    await store.assign({"c": "s"}, NOW + timedelta(hours=1))
    await store.assign({}, NOW)
    assert [one.id for one in (await store.of_stories(["s", "unknown"]))["s"]] == ["b", "a", "c"]
    async with database.read() as connection:
        row = (await connection.execute(select(tables.stories))).mappings().one()
    assert (row["id"], row["created_at"], row["changed_at"]) == ("s", NOW, NOW + timedelta(hours=1))


async def test_keeping_nothing_does_nothing(store: ArticleStore, database: Database) -> None:
    """Most polls end so."""
    await store.keep([], [], NOW)
    assert await count(database, "articles") == 0
