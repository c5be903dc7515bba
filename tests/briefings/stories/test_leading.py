"""The article that leads a story: today's news, whole, from a weighty source."""

from datetime import UTC, datetime, timedelta

import pytest

from briefings.model import Article
from briefings.stories.leading import story_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def article(name: str, *, words: int = 100, hours_ago: float = 0, complete: bool = True) -> Article:
    return Article(
        id=name,
        url=f"https://news.example/{name}",
        feed=f"https://news.example/{name}/feed",
        publisher=name,
        title=name,
        published=NOON - timedelta(hours=hours_ago),
        first_seen=NOON,
        paragraphs=("word " * words,),
        complete=complete,
    )


def lead(*articles: Article, weights: dict[str, float] | None = None) -> str:
    return story_of("s", articles, weights).lead.id


def test_todays_report_leads_yesterdays_however_long() -> None:
    """A reader wants the state of things now."""
    assert lead(article("old", words=900, hours_ago=24), article("new", words=60)) == "new"


def test_a_whole_text_leads_a_teaser_and_the_fuller_report_the_thinner() -> None:
    """There is more to find why it matters in."""
    assert lead(article("teaser", words=300, complete=False), article("whole", words=80)) == "whole"
    assert lead(article("thin", words=80), article("full", words=300)) == "full"


def test_beyond_enough_words_the_earlier_report_leads() -> None:
    """Longer is not fuller."""
    assert lead(article("later", words=2000), article("earlier", words=500, hours_ago=2)) == "earlier"


def test_a_weighty_source_leads_a_light_one() -> None:
    """The catalogue's weights, by feed."""
    weights = {"https://news.example/light/feed": 0.5}
    assert lead(article("light", words=200), article("plain", words=150), weights=weights) == "plain"


def test_the_order_does_not_depend_on_how_the_articles_came() -> None:
    """The same story is told the same way after a restart."""
    one, other = article("a"), article("b")
    assert story_of("s", [one, other]) == story_of("s", [other, one])


def test_a_story_has_at_least_one_article() -> None:
    """An empty one is a programming error."""
    with pytest.raises(ValueError, match="empty"):
        story_of("s", [])
