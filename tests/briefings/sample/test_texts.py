"""The invented stories: enough of them, spread as news is, and fit to be read on any date."""

import re
from collections import defaultdict
from datetime import time

import pytest

from briefings.sample.model import SampleArticle, plain
from briefings.sample.newsroom import Newsroom

SLUGS = [
    *("am-pm", "closer", "markets", "sports", "login", "sneak-peek", "coronavirus"),
    *("denver", "des-moines", "twin-cities", "tampa-bay", "charlotte"),
]
EVENING_STARTS = 20
BREAKFAST = time(6, 30)
DATES = re.compile(
    r"\b((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|June|July|August|September|October"
    r"|November|December|May|today|yesterday|tomorrow|tonight)\b"
)


def news_day(article: SampleArticle) -> int:
    """The day whose briefings an article belongs to: what comes late in the evening is the next morning's news."""
    return article.day + (article.at.hour >= EVENING_STARTS)


def whole(article: SampleArticle) -> str:
    """An article's title and text."""
    return "\n".join([article.title, *article.paragraphs])


def test_the_sample_has_the_twelve_newsletters(newsroom: Newsroom) -> None:
    """Each of the list, in its order."""
    assert [newsletter.slug for newsletter in newsroom.newsletters] == SLUGS


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_newsletter_has_three_articles_of_two_outlets_each_day(newsroom: Newsroom, slug: str, day: int) -> None:
    """A briefing of either day has something to tell."""
    articles = [article for article in newsroom.of(slug) if news_day(article) == day]
    assert len(articles) >= 3
    assert len({article.outlet for article in articles}) >= 2


@pytest.mark.parametrize("slug", SLUGS)
def test_every_newsletter_has_news_at_breakfast(newsroom: Newsroom, slug: str) -> None:
    """Three articles are out by 6:30 on the first day, and new ones by 6:30 on the second."""
    early = [
        news_day(article)
        for article in newsroom.of(slug)
        if article.at.hour >= EVENING_STARTS or article.at <= BREAKFAST
    ]
    assert early.count(1) >= 3
    assert early.count(2) >= 2


@pytest.mark.parametrize("slug", ["am-pm", "closer", "sneak-peek"])
@pytest.mark.parametrize("day", [1, 2])
def test_evening_newsletters_have_news_of_the_day(newsroom: Newsroom, slug: str, day: int) -> None:
    """At least three articles appear between breakfast and half past five."""
    daytime = [one for one in newsroom.of(slug) if one.day == day and BREAKFAST < one.at <= time(17, 30)]
    assert len(daytime) >= 3


def test_every_newsletter_has_four_feeds_by_three_outlets(newsroom: Newsroom) -> None:
    """No sample newsletter depends on one publisher."""
    feeds = defaultdict(list)
    for feed in newsroom.feeds():
        feeds[feed.newsletter.slug].append(feed.outlet.slug)
    assert all(len(outlets) >= 4 and len(set(outlets)) >= 3 for outlets in feeds.values())
    assert set(feeds) == set(SLUGS)


def test_many_events_are_told_by_several_outlets(newsroom: Newsroom) -> None:
    """Grouping has work to do: at least two events of each newsletter have more than one outlet."""
    for slug in SLUGS:
        outlets = defaultdict(set)
        for article in newsroom.of(slug):
            outlets[article.event].add(article.outlet)
        assert sum(len(told_by) > 1 for told_by in outlets.values()) >= 2, slug


def test_every_newsletter_has_a_follow_up_and_some_stories_are_shared(newsroom: Newsroom) -> None:
    """A reader of both days meets an update; a reader of two newsletters meets a story in both."""
    for slug in SLUGS:
        days = defaultdict(set)
        for article in newsroom.of(slug):
            days[article.event].add(news_day(article))
        assert any(len(told_on) == 2 for told_on in days.values()), slug
    assert sum(bool(article.also) for article in newsroom.articles) >= 12


def test_at_most_a_quarter_of_the_articles_carry_labels(newsroom: Newsroom) -> None:
    """Most stories must be written from plain text, as in life; some labelled ones have bullets."""
    labelled = [article for article in newsroom.articles if article.labelled]
    assert 0 < len(labelled) <= len(newsroom.articles) / 4
    assert any(paragraph.startswith("- ") for article in labelled for paragraph in article.paragraphs)


def test_no_text_names_a_date(newsroom: Newsroom) -> None:
    """The first day may be any day, so weekdays, months and words such as "today" would be wrong."""
    named = {article.title: DATES.findall(whole(article)) for article in newsroom.articles}
    assert {title: found for title, found in named.items() if found} == {}


def test_articles_have_the_length_of_news(newsroom: Newsroom) -> None:
    """110 to 220 words in five to nine paragraphs, bullets not counted as such."""
    for article in newsroom.articles:
        words = sum(len(plain(paragraph).split()) for paragraph in article.paragraphs)
        paragraphs = [paragraph for paragraph in article.paragraphs if not paragraph.startswith("- ")]
        assert 110 <= words <= 220, (article.title, words)
        assert 5 <= len(paragraphs) <= 9, (article.title, len(paragraphs))


def test_texts_keep_a_calm_voice(newsroom: Newsroom) -> None:
    """No exclamation marks, no emoji, no typographic dashes."""
    loud = re.compile(r"[!\u2013\u2014\u2190-\u2bff\U0001f000-\U0001ffff]")
    assert [article.title for article in newsroom.articles if loud.search(whole(article))] == []


def test_every_text_quotes_somebody_and_counts_something(newsroom: Newsroom) -> None:
    """Nearly all have a quotation; all have a figure."""
    quoting = [article for article in newsroom.articles if whole(article).count('"') >= 2]
    assert len(quoting) >= 0.9 * len(newsroom.articles)
    assert all(re.search(r"\d", whole(article)) for article in newsroom.articles)


def test_no_two_outlets_share_a_sentence(newsroom: Newsroom) -> None:
    """Each tells an event in its own words."""
    first_told: dict[str, str] = {}
    for article in newsroom.articles:
        for sentence in re.split(r"(?<=[.?])\s+", "\n".join(article.paragraphs)):
            if len(sentence.split()) > 5:
                assert first_told.setdefault(sentence, article.title) == article.title, sentence
