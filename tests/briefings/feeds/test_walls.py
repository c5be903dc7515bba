"""What stands in an article's place is told from articles, also from those about it."""

import pytest

from briefings.feeds.walls import asks_for_payment, is_about, leads_elsewhere, without_walls

STORY = "The council put off the vote on bus lanes, the third time since the spring, and members left early. "
BEGINNING = (STORY, STORY + "A few riders stayed.")
WHOLE = tuple(STORY + f"Rider {number} stayed." for number in range(16))


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading.",
        "To continue reading, please log in or subscribe.",
        "Sign in or create a free account to read the full story",
        "This article is for subscribers only.",
        "The rest of this story is available to our members",
        "Subscriber-only content",
        "Already a subscriber? Log in",
        "Already have an account? Sign in here.",
        "You have reached your limit of free articles this month.",
        "You've read all of your free articles.",
        "Continue reading this post with a 7-day free trial",
        "This post is for paid subscribers",
        "Unlock this article",
        "A subscription is required to see this page. Subscription required.",
        "Want to read more? Subscribe today to unlock every story.",
        "Register to unlock this report",
    ],
)
def test_a_line_that_asks_for_payment_is_known(line: str) -> None:
    """However it is put."""
    assert asks_for_payment(line)


@pytest.mark.parametrize(
    "line",
    [
        "The paper wants readers to pay, and loses subscribers to its rival every month.",
        "Members of the council can access the report from Monday.",
        "Residents must register to vote by the end of the week.",
        "The service signed up a million subscribers in its first month.",
        "Riders log in with the number of their card, the operator said.",
        "Reading the bill took the clerks four hours.",
        "The ministry has read and accepted the report.",
        "The state unlocked forty million dollars for the bridge.",
        "Drivers who have used up their free parking hours pay two dollars.",
    ],
)
def test_news_about_payment_is_not(line: str) -> None:
    """It speaks about somebody, and not to the visitor."""
    assert not asks_for_payment(line)


def test_a_preview_is_kept_and_is_not_the_whole() -> None:
    """The line goes, the beginning stays."""
    assert without_walls((*BEGINNING, "Subscribe to continue reading.")) == (BEGINNING, False)


def test_a_long_text_is_whole_in_spite_of_a_wall() -> None:
    """The wall is put over it in the browser."""
    assert without_walls((*WHOLE, "Subscribe to continue reading.")) == (WHOLE, True)
    assert without_walls(BEGINNING) == (BEGINNING, True)


@pytest.mark.parametrize(
    "page",
    [
        (
            "We value your privacy. We and our 211 partners store cookies on your device to improve your experience.",
            "You can accept or manage your choices, also where legitimate interest is used, at any time.",
            "Our partners process personal data for these purposes.",
            "More options",
        ),
        ("Please enable JavaScript to go on.", "This helps us to protect the site from misuse."),
        ("Please verify that you are a human.", "Press and hold the button."),
        ("Access denied", "You don't have permission to access this page on this server."),
        ("Our systems have seen unusual traffic from your network.", "Reference 7183"),
        ("We see that you access this website from a country in the European Economic Area.", "We are sorry."),
        ("This content is not available in your region.",),
    ],
)
def test_a_page_that_asks_for_consent_or_checks_its_visitor_is_no_article(page: tuple[str, ...]) -> None:
    """Nothing is left of it."""
    assert without_walls(page) == ((), False)


def test_news_about_cookies_and_robots_stays() -> None:
    """Also where it quotes what walls say."""
    quoted = "Visitors were told to verify that they are human, and some left."
    told = "The agency fined the shop, which set cookies without consent and ignored what visitors chose."
    assert without_walls((*WHOLE, quoted, told)) == ((*WHOLE, quoted, told), True)
    article = (told, *WHOLE, "Please enable JavaScript to see the map.")
    assert without_walls(article) == (article[:-1], True)


def test_a_cookie_banner_over_an_article_goes() -> None:
    """And nothing else."""
    banner = "We use cookies to improve your experience. By using this site you agree."
    assert without_walls((banner, *WHOLE)) == (WHOLE, True)


@pytest.mark.parametrize(
    ("got", "elsewhere"),
    [
        ("https://news.example/login?next=/2026/vote", True),
        ("https://news.example/account/sign-in", True),
        ("https://id.example/subscribe", True),
        ("https://news.example/", True),
        ("https://news.example", True),
        ("https://news.example/?p=17", False),
        ("https://www.news.example/2026/vote", False),
        ("https://news.example/city/vote-put-off", False),
        ("https://news.example/2026/logins-stolen-from-the-bank", False),
    ],
)
def test_an_address_that_leads_elsewhere_is_known(got: str, elsewhere: bool) -> None:
    """A log-in, a shop counter, the home page; another address of the article is none."""
    assert leads_elsewhere("https://news.example/2026/vote", got) is elsewhere


def test_an_article_may_be_about_logging_in() -> None:
    """Where its own address has the word, it says nothing."""
    assert not leads_elsewhere("https://news.example/login/how-to", "https://news.example/login/how-to-2")


def test_a_text_is_about_a_title_that_it_shares_words_with() -> None:
    """A title of few words asks for nothing."""
    assert is_about("Council delays vote on downtown lanes", WHOLE)
    assert not is_about("Storm closes mountain schools until Thursday", WHOLE)
    assert is_about("What now?", WHOLE)
