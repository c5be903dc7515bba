import pytest

from briefings.stories.worth import is_news


@pytest.mark.parametrize(
    "title",
    [
        "Live updates: Storm nears the coast",
        "WATCH: The mayor dances",
        "Your horoscope for Tuesday",
        "Today's Wordle answer",
        "The weekly news quiz",
        "Harlow obituaries, November 23",
        "Sponsored content: A better mattress",
        "The best early phone deals",
        "The week in pictures",
        "Podcast: Two friends talk",
    ],
)
def test_what_is_no_story_is_told_by_its_title(article, title):
    """Live pages, videos, puzzles, notices and advertisements say what they are."""
    assert not is_news(article("a", title))


@pytest.mark.parametrize(
    "title",
    [
        "Council strikes a deal on buses",
        "Lives lost in flood",
        "Video game maker cuts 300 jobs",
        "Mayor live on stage",
        "Watchdog fines bank",
    ],
)
def test_news_that_shares_a_word_with_them_stays(article, title):
    """A deal between parties is not a shopping deal."""
    assert is_news(article("a", title))


def test_the_section_and_the_address_tell_too(article):
    """A publisher's own folders count."""
    assert not is_news(article("a", "Otters win", section="Photo Galleries"))
    assert not is_news(article("a", "Otters win", url="https://a.example/video/otters"))
    assert is_news(article("a", "Otters win", section="Sports", url="https://a.example/sports/otters?from=/video/"))
