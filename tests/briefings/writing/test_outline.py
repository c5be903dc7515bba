from briefings.model import Move
from briefings.writing.outline import excerpt, outline


def texts(article):
    """What the outline reads, line by line."""
    return [" ".join(excerpt(article.paragraphs, s) for s in line.sentences) for line in outline(article)]


def test_clutter_headings_and_the_repeated_title_are_left_out(article):
    """Only what tells the story is read."""
    told = article(
        "Sign up for our letter",
        "Council delays its bus vote",
        "A closer look",
        "The council waited.",
        "Photo by Bo Li",
    )
    assert texts(told) == ["The council waited."]


def test_datelines_and_bullets_are_not_part_of_a_sentence(article):
    """The words of the news begin behind them."""
    told = article(
        "HARLOW, Ohio (AP) — The council waited.",
        "Harlow (CNN) The council waited.",
        "- It votes in May.",
        "(Reuters) - Rents rose.",
        "NASA — which builds — waits.",
        "Port Lowell, Oregon - Ferries stopped.",
        "Rice, Beans - and peas - rose.",
    )
    assert texts(told) == [
        "The council waited.",
        "The council waited.",
        "It votes in May.",
        "Rents rose.",
        "NASA — which builds — waits.",
        "Ferries stopped.",
        "Rice, Beans - and peas - rose.",
    ]


def test_a_label_alone_passes_to_the_line_below(article):
    """A subheading labels the paragraph it stands above, and no further one."""
    lines = outline(article("Why it matters", "Rents follow.", "It rained."))
    assert [line.under.move if line.under else None for line in lines] == [Move.WHY_IT_MATTERS, None]


def test_bullets_continue_the_label_above_them(article):
    """A list belongs to the point that it follows, also on lines of one paragraph."""
    lines = outline(
        article("What's next: A vote.\n- In May it is held.", "- In June it counts.", "It rained.", "- A stray line.")
    )
    assert [(line.label or line.under) is not None for line in lines] == [True, True, True, False, False]
    assert [line.bullet for line in lines] == [False, True, True, False, True]


def test_pointers_elsewhere_take_their_list_with_them(article):
    """What stands under Go deeper is not the story; what follows it is."""
    assert texts(article("News came.", "Go deeper:", "- Lanes explained.", "More news came.")) == [
        "News came.",
        "More news came.",
    ]
    assert texts(article("Go deeper: Lanes explained.", "- And more lanes.", "News came.")) == ["News came."]
