import pytest

from briefings.stories.voices import brand, copies, house, voices

AGENCY = (
    "The county will shut the Harlow Bridge on Friday for fourteen months, and every driver who crosses it to work will"
    " have to find another way, the transport office said in a letter to the towns on both banks of the river."
)
MORE = "Crews found cracks in nine of the forty beams that carry the deck when they looked in the spring."
OWN = "Nobody in the market hall had heard of the closing when our reporter asked around on Tuesday morning."


def names(articles):
    """Who is heard."""
    return [article.id for article in voices(articles)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BBC News", "BBC Sport"),
        ("The Denver Post", "Denver Post"),
        ("CBS News", "CBS Sports"),
        ("KFF Health News", "KFF"),
    ],
)
def test_desks_of_one_house_are_one_brand(one, other):
    """A desk is no newsroom of its own."""
    assert brand(one) == brand(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("FOX 9", "Fox News"), ("WHO", "WHO 13"), ("Queen City News", "Queen City Nerve"), ("News", "Sport")],
)
def test_houses_of_like_names_stay_apart(one, other):
    """A local station is not the network, a health agency no television channel."""
    assert brand(one) != brand(other)


def test_ten_reprints_of_one_text_are_one_voice(article):
    """Whatever stands before it, however much of it was cut."""
    reprints = [article(str(n), f"Title {n}", f"Town{n} —", AGENCY, *([MORE] if n % 2 else [])) for n in range(10)]
    assert names(reprints) == ["0"]


def test_a_short_text_is_a_copy_only_where_it_is_equal(article):
    """Teasers of a few words are alike by chance."""
    one, same, other = (
        article(n, "T", text)
        for n, text in zip(
            "abc",
            ["It rained a lot today in town.", "It rained a lot today in town.", "It rained a lot today in Harlow."],
            strict=True,
        )
    )
    assert copies(one, same)
    assert not copies(one, other)
    assert not copies(article("d"), article("e"))


def test_reports_that_quote_one_statement_are_two_voices(article):
    """A sentence in common is no reprint."""
    quoted = "We will do all we can to open the bridge before the winter of next year, the mayor wrote."
    one = article("a", "T", OWN, quoted, MORE)
    other = article("b", "T", "The ferry will run twice an hour from the old quay, its owner told us.", quoted, BREAD)
    assert names([one, other]) == ["a", "b"]


BREAD = "Bakers on the east bank fear for the trade of the early hours, when most of their bread crosses the river."


@pytest.mark.parametrize(
    "signs",
    [
        {"author": "ANN LO, Associated Press"},
        {"paragraphs": ("HARLOW (AP) — " + OWN,)},
        {"paragraphs": (OWN, MORE, "This report was first published by The Associated Press.")},
    ],
)
def test_an_agency_speaks_wherever_it_is_named(article, signs):
    """Byline, dateline and last line; what each paper made of the text does not matter."""
    one = article("a", "T", **signs)
    other = article("b", "T", BREAD, author="By Ann Lo, AP")
    assert house(one) == house(other) == "associated press"
    assert names([one, other]) == ["a"]


def test_a_paper_that_reports_itself_and_prints_an_agency_is_heard_with_its_own(article):
    """The agency is heard through the other paper."""
    own = article("a", "T", OWN)
    print_one = article("b", "T", AGENCY, publisher="Paper a")
    print_two = article("c", "T", AGENCY, MORE)
    print_three = article("d", "T", AGENCY)
    assert names([own, print_one, print_two, print_three]) == ["a", "c"]
