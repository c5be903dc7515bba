import pytest

from briefings.writing.strangers import named_alone, surnames, words


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz said it waits.",
        "“It waits,” Ruiz has said.",
        "“It waits,” said Ruiz.",
        "“It waits,” said Mr. Ruiz.",
        "In a speech Ruiz told riders to wait.",
        "Riders blamed Ms. Ruiz for it.",
        "On Monday, Ruiz was gone.",
    ],
)
def test_who_speaks_acts_or_has_a_title_by_surname_stands_alone(text):
    """The line leans on one that introduced her."""
    assert named_alone(text) == ("Ruiz",)


@pytest.mark.parametrize(
    "text",
    [
        "Dana Ruiz said it waits.",
        "“It waits,” said Dana Ruiz.",
        "“It waits,” said Mr. Juan Ruiz.",
        "Dana J. Ruiz was gone.",
        "Riders met near the Ruiz farm.",
        "Mayor Ruiz said it waits.",
        "Police said it waits.",
        "On Monday was the vote.",
    ],
)
def test_full_names_bodies_and_days_do_not(text):
    """They need no introduction."""
    assert named_alone(text) == ()


def test_a_surname_is_known_by_the_full_name_that_somebody_bears():
    """Offices, places, nations and the first words of sentences make no name of what follows."""
    told = ["President Dana Ruiz met Bo J. Ocasio-Li.", "But Harlow waits in New Harlow.", "Chinese Acme left."]
    assert {"Ruiz", "Ocasio-Li"} <= surnames(told)
    assert not surnames(told) & {"Harlow", "Acme", "Dana"}


def test_double_names_are_one_word():
    """Neither half of one is somebody."""
    assert words(["Ocasio-Li waits", "on well-worn seats"]) >= {"Ocasio-Li", "waits", "well", "worn"}
