import pytest

from briefings.model import Move
from briefings.writing.labels import carries_labels, label_of


@pytest.mark.parametrize(
    ("line", "move", "label"),
    [
        ("Why it matters: Rents follow.", Move.WHY_IT_MATTERS, "Why it matters"),
        ("WHY IT MATTERS — Rents follow.", Move.WHY_IT_MATTERS, "Why it matters"),
        ("**Why this matters:** Rents follow.", Move.WHY_IT_MATTERS, "Why it matters"),
        ("Why it matters, per the mayor: Rents follow.", Move.WHY_IT_MATTERS, "Why it matters"),
        ("What's at stake: Rents.", Move.WHY_IT_MATTERS, "Why it matters"),
        ("What he's saying: “Wait.”", Move.THEY_SAY, "What they're saying"),
        ("What critics are saying: “Wait.”", Move.THEY_SAY, "What they're saying"),
        ("The big picture: Rents rise.", Move.BIG_PICTURE, "The big picture"),
        ("Zoom out: Rents rise.", Move.BIG_PICTURE, "The big picture"),
        ("What to watch: A hearing.", Move.WHATS_NEXT, "What's next"),
        ("What’s next: A hearing.", Move.WHATS_NEXT, "What's next"),
        ("By the numbers: 9 stops.", Move.BY_THE_NUMBERS, "By the numbers"),
        ("Yes, but: Shops sued.", Move.YES_BUT, "Yes, but"),
        ("The catch? Shops sued.", Move.YES_BUT, "Yes, but"),
        ("Between the lines: Nobody asked.", Move.BETWEEN_THE_LINES, "Between the lines"),
        ("Driving the news: A vote.", Move.DRIVING_THE_NEWS, "Driving the news"),
        ("State of play: A vote.", Move.DRIVING_THE_NEWS, "Driving the news"),
        ("The bottom line: Late.", Move.BOTTOM_LINE, "The bottom line"),
        ("Zoom in: A street.", Move.ZOOM_IN, "Zoom in"),
        ("Flashback: In May.", Move.CONTEXT, "Background"),
        ("Our thought bubble: Hm.", Move.OUR_TAKE, "The newsroom's take"),
        ("meanwhile: A train.", Move.OTHER, "Meanwhile"),
        ("Go deeper: All about lanes", None, "Go deeper"),
    ],
)
def test_a_label_is_known_in_its_variants(line, move, label):
    """The move and the reader's label do not vary with the publisher's wording, and the text starts after it."""
    found = label_of(line)
    assert (found.move, found.text) == (move, label)
    assert line[found.end :] == line.rsplit(": ", 1)[-1].rsplit(":** ", 1)[-1].rsplit("— ", 1)[-1].rsplit("? ", 1)[-1]


@pytest.mark.parametrize(
    "line", ["Why it matters", "Why does the vote matter?", "What does the vote mean for riders?", "Details."]
)
def test_a_label_may_stand_alone(line):
    """A heading is a label with nothing behind it."""
    assert label_of(line).end == len(line)


@pytest.mark.parametrize(
    "line",
    [
        "WASHINGTON: A vote.",
        "Why it matters is unclear to riders.",
        "Yes, but the mayor said no.",
        "He said: “Wait.”",
        "",
        "The news was bad.",
    ],
)
def test_running_text_is_no_label(line):
    """Words of a label inside a sentence mean nothing."""
    assert label_of(line) is None


def test_a_labelled_story_has_a_why_or_two_points():
    """One stray subheading does not make a story labelled."""
    assert carries_labels(["News.", "Why it matters: Rents."])
    assert carries_labels(["News.", "What's next: A vote.", "By the numbers: 9."])
    assert not carries_labels(["News.", "Details: A vote.", "Go deeper: More", "Meanwhile: Rain."])
