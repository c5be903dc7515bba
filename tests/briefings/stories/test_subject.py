from dataclasses import replace

import pytest

from briefings.model import Kind, Newsletter, Slot, Source, Story
from briefings.stories.subject import is_about

HEALTH = Newsletter(
    "health",
    "Health",
    "Public health",
    Kind.TOPIC,
    "America/Denver",
    (Slot.MORNING,),
    frozenset({1}),
    (
        Source("Post", "Post", "https://post.example/feed", "https://post.example"),
        Source("Clinic", "Clinic", "https://clinic.example/feed", "https://clinic.example/flu/"),
    ),
    subjects=("vaccin*", "flu", "WHO", "public health", "hospital"),
)


@pytest.mark.parametrize(
    ("title", "text", "about"),
    [
        ("Vaccination begins", "", True),
        ("Public health office opens", "", True),
        ("A flu is going round", "", True),
        ("Fluent speakers wanted", "", False),
        ("The man who won", "", False),
        ("The WHO warns", "", True),
        ("Council votes", "The hospital and its vaccines cost more.", True),
        ("Council votes", "The hospital is a hospital.", False),
        ("Council votes", "A word. " * 90 + "The hospital has vaccines.", False),
    ],
)
def test_the_title_or_two_words_of_the_opening_make_a_story_of_the_subject(article, title, text, about):
    """Whole words and plurals, stars for beginnings, capitals as they are written."""
    assert is_about(Story("s", (article("a", title, text),)), HEALTH) is about


def test_a_desk_named_for_the_subject_speaks_of_it(article):
    """A section, the folders of the address, a feed of its own."""
    for signs in (
        {"section": "Flu"},
        {"url": "https://post.example/public-health/votes"},
        {"feed": "https://clinic.example/feed"},
    ):
        assert is_about(Story("s", (article("a", "Council votes", **signs),)), HEALTH)


def test_the_lead_or_more_than_half_of_the_articles_decide(article):
    """One outlet's angle does not make a story another newsletter's."""
    flu, vote, other = article("a", "Flu comes"), article("b", "Senate votes"), article("c", "Senate decides")
    assert is_about(Story("s", (flu, vote, other)), HEALTH)
    assert not is_about(Story("s", (vote, flu)), HEALTH)
    assert is_about(Story("s", (vote, flu, replace(other, title="Flu goes"))), HEALTH)


def test_a_newsletter_that_names_no_subject_is_about_everything(article):
    """The front page."""
    assert is_about(Story("s", (article("a", "Anything"),)), replace(HEALTH, subjects=()))
