import pytest

from briefings.filters.brief import answer

LINES = [
    "The Harlow City Council on Monday put off a vote on bus lanes along Mill Street until January.",
    "The delay could cost the city a federal grant that pays for half of the project, and many riders depend on it.",
]


def test_a_record_becomes_a_brief_whose_spans_point_into_it():
    """The form that other programs read."""
    found = answer({"id": 7, "title": "Council waits | Harlow Post", "paragraphs": LINES, "published": "2026-11-23"})
    assert found["id"] == 7
    assert found["headline"] == "Council waits"
    assert found["lede"] == {"label": None, "move": None, "text": LINES[0], "spans": [[0, 0, len(LINES[0])]]}
    assert found["why_it_matters"]["move"] == "why_it_matters"
    assert found["why_it_matters"]["label"] == "Why it matters"
    assert (found["points"], found["writer"], found["reason"]) == ([], "extract", None)


def test_an_article_without_text_has_a_null_lede_and_a_reason():
    """Nothing is invented."""
    found = answer({"id": "1", "title": "T", "paragraphs": []})
    assert found["lede"] is found["why_it_matters"] is None
    assert found["reason"]


def test_a_record_that_is_no_article_is_refused_in_one_sentence():
    """The runner turns the sentence into an error line."""
    with pytest.raises(ValueError, match='"paragraphs" must be a list of texts'):
        answer({"id": "1", "title": "T"})
