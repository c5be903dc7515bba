"""Two hundred real articles go the whole way to messages that Telegram's own parser takes."""

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from bot.delivery.briefing import Briefing
from bot.delivery.merge import merge
from bot.telegram.measure import plain_words
from bot.telegram.render import Rendered, render
from bot.telegram.text import html
from briefings.catalogue import load
from briefings.model import Article, Brief, Edition, Newsletter, Slot, Story
from briefings.stories.cluster import cluster
from briefings.stories.identity import article_id, canonical_url
from briefings.stories.leading import story_of
from briefings.stories.rank import rank
from briefings.writing.compose import compose
from briefings.writing.linear import LinearScorer
from briefings.writing.write import write
from tests.telegram_parser import Parse, telegram_parser

pytestmark = pytest.mark.data
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEWSLETTERS = load().newsletters
ARTICLES = 200
LENGTHS = (1, 3, 6)
CODE_POINTS, ENTITIES, BYTES = 4096, 90, 32_768
READERS = (
    *[(one,) for one in NEWSLETTERS],
    *zip(NEWSLETTERS, NEWSLETTERS[1:], NEWSLETTERS[2:], strict=False),
    NEWSLETTERS,
)
"""Lists of newsletters as readers have them: each alone, three neighbours, all twelve."""


def article(number: int, record: dict) -> Article:
    """The article as if a source of its newsletter had brought it some minutes ago."""
    sources = NEWSLETTERS[number % len(NEWSLETTERS)].sources
    at = NOW - timedelta(minutes=7 * number)
    return Article(
        id=article_id(record["url"] or record["id"]),
        url=canonical_url(record["url"] or f"https://news.example/{record['id']}"),
        feed=sources[number // len(NEWSLETTERS) % len(sources)].feed,
        publisher=record["publisher"] or "A paper",
        title=record["title"],
        published=at,
        first_seen=at,
        paragraphs=tuple(record["body"]),
        position=number % 20,
    )


@pytest.fixture
def articles(shared: Path) -> list[Article]:
    """Every third of the articles, so that all publishers and years are among them."""
    lines = (shared / "data" / "articles_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [article(number, json.loads(line)) for number, line in enumerate(islice(lines, 0, 3 * ARTICLES, 3))]


@pytest.fixture
def parser() -> Parse:
    """Telegram's own."""
    return telegram_parser()


def stories(articles: list[Article]) -> list[Story]:
    grouped: dict[str, list[Article]] = defaultdict(list)
    for one, story in cluster(articles).items():
        grouped[story] += [found for found in articles if found.id == one]
    return [story_of(story, members) for story, members in grouped.items()]


def edition(newsletter: Newsletter, told: list[Story], written: dict[str, Brief]) -> Edition:
    """All that came from the newsletter's own sources, composed; a story of several newsletters is written once.

    Every fourth by the shipped scorer, the others by the faster one: to Telegram they are alike.
    """
    feeds = {source.feed for source in newsletter.sources}
    own = [story for story in told if any(one.feed in feeds for one in story.articles)]
    stories = [ranked.story for ranked in rank(own, newsletter, NOW)]
    for story in stories:
        if story.id not in written:
            written[story.id] = write(story, LinearScorer()) if len(written) % 4 else write(story)
    briefs = [written[story.id] for story in stories]
    return compose(newsletter, NOW.date(), newsletter.slots[0], NOW, briefs, len(own))


def briefing(newsletters: tuple[Newsletter, ...], items: tuple, length: int) -> Briefing:
    return Briefing(NOW.date(), Slot.MORNING, "America/Denver", "Denver", newsletters, items, ARTICLES, length)


def assert_telegram_takes(rendered: Rendered, parser: Parse, length: int) -> None:
    """One message, or up to two at length 6, each within the limits as Telegram counts."""
    assert 1 <= len(rendered.parts) <= (2 if length == max(LENGTHS) else 1)
    for part in rendered.parts:
        markup = html(part.text)
        parsed = parser(markup)
        assert parsed["text"].strip() == plain_words(part.text).strip()
        assert len(parsed["text"]) <= CODE_POINTS
        assert len(parsed["entities"]) <= ENTITIES
        assert len(markup.encode()) <= BYTES


def test_two_hundred_articles_become_briefings_that_telegram_takes(articles: list[Article], parser: Parse) -> None:
    """Readers of one, three and twelve newsletters, at each length: nothing refused, nothing lost, none forgotten."""
    assert len(articles) == len({one.id for one in articles}) == ARTICLES
    told = stories(articles)
    assert sum(len(story.articles) for story in told) == ARTICLES
    written: dict[str, Brief] = {}
    editions = {one.slug: edition(one, told, written) for one in NEWSLETTERS}
    assert all(one.briefs for one in editions.values())

    for newsletters in READERS:
        items = merge([editions[one.slug] for one in newsletters], {}, {})
        for length in LENGTHS:
            rendered = render(briefing(newsletters, items, length))
            assert_telegram_takes(rendered, parser, length)
            assert sorted(rendered.shown + rendered.left_out) == sorted(item.brief.id for item in items)
            shown = {slug for item in items if item.brief.id in rendered.shown for slug in item.newsletters}
            assert shown == {one.slug for one in newsletters}
