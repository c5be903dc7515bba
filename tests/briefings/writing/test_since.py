from dataclasses import replace
from datetime import timedelta

from briefings.model import Story
from briefings.writing.since import news_since
from briefings.writing.write import write


def test_the_new_line_of_a_newer_article_is_found(story, plain):
    """New figures and names weigh most; what was told is passed over."""
    told = write(story)
    newer = replace(
        plain,
        id="z",
        paragraphs=(
            "The Harlow City Council on Monday put off a vote on bus lanes along Mill Street until January.",
            "Governor Ann Lo released $12 million on Tuesday to keep the Harlow project alive.",
            "The weather was fine over the hills that whole long day.",
        ),
    )
    point = news_since(Story(story.id, (plain, newer)), told)
    assert point.text.startswith("Governor Ann Lo released $12 million")
    assert (point.article, point.label, point.move) == ("z", None, None)


def test_without_new_articles_nothing_is_new(story):
    """The same articles say the same."""
    assert news_since(story, write(story)) is None


def test_an_article_that_repeats_brings_nothing_new(story, plain):
    """Neither what the brief said nor what the article behind it said is news."""
    again = replace(plain, id="z", paragraphs=(*plain.paragraphs, "It rained."))
    assert news_since(Story(story.id, (plain, again)), write(story)) is None


def test_what_stands_deep_in_an_article_is_not_its_news(story, plain):
    """News stands at the top."""
    filler = tuple(plain.paragraphs[0] for _ in range(9))
    deep = replace(
        plain, id="z", paragraphs=(*filler, "Governor Ann Lo released $12 million to keep the project alive.")
    )
    assert news_since(Story(story.id, (plain, deep)), write(story)) is None


def test_the_new_line_says_more_than_the_headline_above_it(story, plain):
    """An update shows today's headline; its line brings the next fact."""
    newer = replace(
        plain,
        id="z",
        title="Governor releases $12 million for Harlow bus lanes",
        published=plain.published + timedelta(days=1),
        paragraphs=(
            "The governor has released $12 million for the bus lanes in Harlow.",
            "Work on the first two miles starts in March and will take 80 jobs off the county's list.",
        ),
    )
    assert news_since(Story(story.id, (newer, plain)), write(story)).text.startswith("Work on the first two miles")


def test_the_lead_article_tells_the_news_before_another(story, plain):
    """What a second outlet adds is its surroundings; so is what happened last year."""
    lead = replace(
        plain, id="y", title="Lanes", paragraphs=("Crews from Milbrook began to paint the lanes along Mill Street.",)
    )
    other = replace(
        plain, id="z", title="Lanes", paragraphs=("Crews from Oakton had tried in vain to paint 40 miles last year.",)
    )
    assert news_since(Story(story.id, (lead, other, plain)), write(story)).article == "y"
