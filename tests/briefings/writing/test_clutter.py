import pytest

from briefings.writing.clutter import is_clutter, is_heading


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our morning letter",
        "Subscribe to Harlow Today for insights into the town.",
        "Want a daily digest of the top Harlow news?",
        "Get the latest stories with Harlow Today. It is for free.",
        "Catch up on the day's biggest town stories",
        "Make your busy days simpler with Harlow Today.",
        "Town news worthy of your time",
        "Follow Dana Ruiz on Twitter",
        "Mayor Dana Ruiz. Photo: Bo Li",
        "Photo by Bo Li",
        "Dana Ruiz spoke on Monday. | REUTERS The race in Harlow",
        "Archive Select Date… December, 2015 November, 2015 October, 2015 September, 2015",
        "Buses wait on Mill Street on May 3, 2026 in Harlow, Ohio.",
        "Riders wait in the rain. (AP Photo/Bo Li)",
        "Crowds gather at the gate. Bo Li/Getty Images",
        "The Associated Press contributed to this report.",
        "Reporting by Bo Li; editing by Ann Lo",
        "This is a developing story. Check back for updates.",
        "Updated Nov. 23, 2026, 8:50 a.m. ET",
        "Editor's note: This story was first told in May.",
        "Note: An earlier version of this story first ran in May 2025.",
        "Related: Bus lanes explained",
        "Copyright 2026 Harlow Today. All rights reserved.",
        "https://harlow.example/story",
        "Advertisement",
        "___",
        "",
        "By Dana Ruiz, staff writer",
        "Bo Li is a reporter for Harlow Today covering transport.",
    ],
)
def test_furniture_of_a_page_is_known(line):
    """Sign-ups, captions, credits and notes never reach a brief."""
    assert is_clutter(line)


@pytest.mark.parametrize(
    "line",
    [
        "The mayor signed the bill into law on Monday.",
        "Get ready for snow: up to six inches will fall on Harlow by noon.",
        "His advice was to sign up for health insurance this fall.",
        "Photographs show the bridge before the flood reached its deck.",
        "Note: The earlier bus leaves at nine, the town says.",
        "Updated figures show that rents fell again.",
        "According to the data: rents fell in May. They rose in June.",
        "Want of rain has dried the reservoir to a fifth of its size.",
    ],
)
def test_news_that_sounds_like_it_stays(line):
    """The words alone do not make a sign-up or a caption."""
    assert not is_clutter(line)


def test_a_long_line_is_never_furniture():
    """A paragraph of a column may begin like a sign-up."""
    assert not is_clutter("Sign up for nothing, wrote the columnist. " + "Much more follows here. " * 12)
    assert not is_clutter("Sign up. " * 300)


def test_a_heading_is_short_and_not_closed():
    """A line with a full stop is text."""
    assert is_heading("What the mayor wants")
    assert not is_heading("The mayor wants it.")
    assert not is_heading("One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
