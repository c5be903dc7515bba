from briefings.model import Move
from briefings.writing.labelled import labelled_points
from briefings.writing.length import LABELLED_BRIEF_WORDS, LABELLED_POINT_WORDS, WHY_WORDS, count_words
from briefings.writing.outline import excerpt, outline

LONG = "This sentence has exactly eight words in it. "


def points_of(article):
    """The labelled points of an article."""
    return labelled_points(article, outline(article))


def test_points_are_the_text_after_the_label(article):
    """The span starts after the label, and the reader's label stands for the publisher's."""
    told = article("News.", "Why it matters: Rents follow. Riders too.", "What she's saying: “Wait.”")
    points = points_of(told)
    assert [(p.move, p.label, p.text) for p in points] == [
        (Move.WHY_IT_MATTERS, "Why it matters", "Rents follow. Riders too."),
        (Move.THEY_SAY, "What they're saying", "“Wait.”"),
    ]
    assert " ".join(excerpt(told.paragraphs, span) for span in points[0].spans) == points[0].text


def test_bullets_stay_with_their_point_on_lines_of_their_own(article):
    """A list is part of the point above it; its dash belongs to its span."""
    told = article("News.", "What's next: Two votes.", "- One in May. It is early.", "- One in June.", "It rained.")
    (point,) = points_of(told)
    assert point.text == "Two votes.\n- One in May. It is early.\n- One in June."
    assert [excerpt(told.paragraphs, span) for span in point.spans] == [
        "Two votes.",
        "- One in May.",
        "It is early.",
        "- One in June.",
    ]


def test_bullets_on_lines_of_one_paragraph_are_found_too(article):
    """Some pages keep a list in one paragraph."""
    told = article("News.", "What's next:\n- One in May.\n  - One in June.")
    (point,) = points_of(told)
    assert point.text == "- One in May.\n- One in June."


def test_a_label_alone_takes_the_paragraph_below_and_its_list(article):
    """Subheadings work like labels."""
    told = article(
        "News.", "Why it matters", "Rents follow.", "- In Harlow.", "It rained.", "By the numbers", "Nine stops."
    )
    assert [p.text for p in points_of(told)] == ["Rents follow.\n- In Harlow.", "Nine stops."]


def test_a_point_over_its_room_loses_whole_sentences_from_its_end(article):
    """What is kept is unchanged."""
    told = article("News.", "Why it matters: " + LONG * 9, "The big picture: " + LONG * 40)
    why, picture = points_of(told)
    assert count_words(why.text) <= WHY_WORDS
    assert count_words(picture.text) <= LABELLED_POINT_WORDS
    assert why.text.endswith("in it.")


def test_a_first_sentence_over_the_room_is_kept_whole_unless_it_is_a_page(article):
    """A newsroom's own long why is better than none; an endless one is not."""
    told = article("News.", "Why it matters: " + "many " * 50 + "words.")
    assert count_words(points_of(told)[0].text) == 51
    assert points_of(article("News.", "Why it matters: " + "many " * 200 + "words.")) == ()


def test_a_move_is_told_once_and_the_brief_keeps_its_room(article):
    """A second list of details and the tenth point are left out."""
    told = article("News.", "Details: One.", "Zoom in: Two.", "Meanwhile: Three.", "Separately: Four.")
    assert [p.text for p in points_of(told)] == ["One.", "Three.", "Four."]
    labels = ["The big picture", "Driving the news", "By the numbers", "What's next", "Yes, but"]
    full = article("News.", *(f"{label}: {LONG * 15}" for label in labels))
    assert sum(count_words(p.text) for p in points_of(full)) <= LABELLED_BRIEF_WORDS
