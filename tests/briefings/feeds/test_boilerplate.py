"""Lines that do not belong to an article are known, and a teaser is told from a whole article."""

import pytest

from briefings.feeds.boilerplate import is_boilerplate, is_complete, without_boilerplate

WORDS = "The council met on Monday and put the matter off again. "


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more",
        "Read more »",
        "READ MORE: Bus lanes are late again",
        "Read the full story on the Front Range Post",
        "Continue reading...",
        "Click here to read more",
        "Keep reading at Mile High Radio",
        "Related: How trams came back",
        "Go deeper",
        "Go deeper: The plan in five maps",
        "The post Bus lanes are late appeared first on Front Range Post.",
        "Comments",
        "Sign up for our morning letter",
        "Subscribe to our newsletter today.",
        "Get the day's news delivered to your inbox.",
        "Get it straight into your in-box every day.",
        "Download our app for alerts",
        "Follow us on Facebook",
        "Follow Dana Ruiz on X: @danaruiz",
        "Like us on Facebook",
        "Have a tip? Write to us.",
        "Dana Ruiz may be reached at dana@news.example.",
        "Support local journalism.",
        "Advertisement",
        "Story continues below advertisement",
        "Share this article",
        "Photo: Sam Hill / Front Range Post",
        "Photo by Sam Hill",
        "Image courtesy of The City Of Denver",
        "A tram in the rain. (Sam Hill/Getty Images)",
        "hide caption",
        "Write to Dana Ruiz at dana@news.example",
        "dana@news.example",
        "Tell us what you think...",
        "Follow the Post's full coverage of the vote at news.example/vote",
        "(Reporting by Dana Ruiz in Denver; editing by Sam Hill)",
        "Sam Hill contributed to this report.",
        "SOURCE: Front Range Post and news agencies",
        "Updated at 1:23 p.m.",
        "© 2026 Front Range Post",
        "Copyright 2026 Front Range Post. All rights reserved.",
    ],
)
def test_lines_around_an_article_are_known(paragraph: str) -> None:
    """Sign-up, read-more, share and rights lines, and captions."""
    assert is_boilerplate(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Why it matters: Half of the money lapses in February.",
        "The mayor asked residents to read more about the plan before the vote.",
        "Subscribers to the service pay nine dollars a month.",
        "More: riders would pay a dollar less.",
        "Listen to the riders, she said, and the route draws itself.",
        "The council will share this year's surplus with the schools, it said, and may share more of it next year.",
        "Photos of the flood went around the world.",
        "Write to the council by Friday, the clerk said.",
        "She contributed to this report a chapter on the bridges that nobody had asked for.",
        "Source: the city treasurer. The rest is a guess.",
        "Reporting by the Post led to the arrest of two officials, who deny it.",
        "Follow-up tests on the bridge begin on Monday.",
        "Police continue reading the documents that were seized.",
        "- Sign language interpreters were present.",
        "The paper told its readers how to sign up for the newsletter of the ministry, "
        + "and then it told them in all the length that a paper has why one should not do so, " * 3,
    ],
)
def test_news_is_not_taken_for_boilerplate(paragraph: str) -> None:
    """Also where it speaks of reading, subscribing and photographs."""
    assert not is_boilerplate(paragraph)


def test_what_is_dropped_leaves_the_rest_in_order_and_once_in_a_row() -> None:
    """Layouts often print a line twice."""
    given = ("One.", "One.", "Read more", "Two.", "One.")
    assert without_boilerplate(given) == ("One.", "Two.", "One.")


@pytest.mark.parametrize(
    ("paragraphs", "is_content", "complete"),
    [
        ((), True, False),
        ((WORDS * 8,), True, True),
        ((WORDS * 7,), True, False),
        ((WORDS * 14,), False, True),
        ((WORDS * 13,), False, False),
        ((WORDS * 20 + "And then…",), True, False),
        ((WORDS * 20 + "And then [...]",), True, False),
        ((WORDS * 20 + "And then [+1,234 chars]",), True, False),
        ((WORDS * 20 + "Read more",), True, False),
        ((WORDS * 20, "Continue reading"), True, False),
        ((WORDS * 20, "Continue reading the whole story", "Photo: Sam Hill"), True, False),
        ((WORDS * 20, "Sign up for our newsletter"), True, True),
        ((WORDS * 20, "The post Lanes wait appeared first on Post."), True, True),
        ((WORDS * 20 + "And […]", "The post Lanes wait appeared first on Post."), True, False),
        ((WORDS * 20, "Go deeper: The plan in five maps", "Comments"), True, True),
        ((WORDS * 20, "Subscribe to continue reading."), True, False),
        (("Read more",), True, False),
        ((WORDS, *["Sign up for our newsletter today"] * 40), False, False),
    ],
)
def test_a_teaser_is_told_from_a_whole_article(paragraphs: tuple[str, ...], is_content: bool, complete: bool) -> None:
    """By the marks of a cut, then by length: 80 words of content, 150 of a description."""
    assert is_complete(paragraphs, is_content=is_content) is complete


@pytest.mark.parametrize(
    ("paragraph", "own"),
    [
        ("The vote was put off. Read more", "The vote was put off."),
        ("The vote was put off… Continue reading →", "The vote was put off…"),
        ("The vote was put off. Read the full story at the Post", "The vote was put off."),
        ("The vote […] The post Lanes wait appeared first on Front Range Post.", "The vote…"),
        ("The vote was put off and the [+1234 chars]", "The vote was put off and the…"),
        ("The mayor asked them to read more", "The mayor asked them to read more"),
    ],
)
def test_a_read_more_line_at_the_end_of_a_paragraph_goes(paragraph: str, own: str) -> None:
    """What is left is the publisher's words; that they were cut stays to be seen."""
    assert without_boilerplate([paragraph]) == (own,)
